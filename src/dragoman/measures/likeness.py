"""When two values of a field are the same: names, things, times, amounts, sentences.

Everything here works on claims as the coding manual writes them (parsed JSON), whoever wrote them: a value of the wrong
shape is simply not the same as another.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

Coded = Mapping[str, Any]
"""A claim as one line of a ``.jsonl`` file holds it."""

PARTIES = ("actor", "recipient")
LISTS = (*PARTIES, "quantity", "place")
VALUES = ("item", "money", "time", "attribution")
LABELS = ("status", "modality")
FIELDS = (*LISTS, *VALUES, *LABELS)

ALIASES = {
    "us": "united states", "usa": "united states", "u s": "united states", "america": "united states",
    "united states of america": "united states", "uk": "united kingdom", "britain": "united kingdom",
    "great britain": "united kingdom", "prc": "china", "peoples republic of china": "china",
    "eu": "european union", "un": "united nations", "au": "african union", "uae": "united arab emirates",
    "turkiye": "turkey", "russian federation": "russia", "republic of korea": "south korea",
    "dprk": "north korea", "republic of serbia": "serbia", "nato": "north atlantic treaty organization",
}  # fmt: skip
NOISE = frozenset(("the", "a", "an", "of", "and", "s", "government", "state", "its", "their", "some", "new"))
SAME_NAME = 0.6
"""Share of the longer name's words that two names must have in common."""
SAME_THING = 0.5
"""Share of the shorter description's words that two descriptions must have in common."""
SAME_SENTENCE = 0.7
MONEY_TOLERANCE = 0.01


@lru_cache(maxsize=65_536)
def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"['’`]s\b", "", text)
    text = " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())
    text = re.sub(r"^(the|government of|the government of) ", "", text)
    text = re.sub(r" government$", "", text)
    return ALIASES.get(text, text)


def plain(value: Any) -> str:
    """A value without case, accents, punctuation, a leading article and "government"; common aliases resolved."""
    return _folded(str(value or ""))


@lru_cache(maxsize=65_536)
def _words(folded: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in folded.split() if word not in NOISE)


def words(value: Any) -> frozenset[str]:
    """The telling words of a value, plural s taken off."""
    return _words(plain(value))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def same_name(one: Any, other: Any) -> bool:
    """Whether two names stand for one party."""
    if plain(one) == plain(other):
        return True
    a, b = words(one), words(other)
    return bool(a and b) and len(a & b) / max(len(a), len(b)) >= SAME_NAME


def same_thing(one: Any, other: Any) -> bool:
    """Whether two descriptions are of one thing: half of the shorter one's words recur."""
    a, b = words(one), words(other)
    return bool(a & b) and len(a & b) / min(len(a), len(b)) >= SAME_THING


def same_time(one: Any, other: Any) -> bool:
    """Whether two EDTF times agree as far as the coarser of them goes, at both ends."""
    (a0, a1), (b0, b1) = _ends(one), _ends(other)
    return _meets(a0, b0) and _meets(a1, b1)


def _ends(time: Any) -> tuple[str, str]:
    parts = [part.strip(" ~?%") for part in str(time).split("/")]
    return parts[0], parts[-1]


def _meets(one: str, other: str) -> bool:
    return one == other or (bool(one) and bool(other) and (one.startswith(other) or other.startswith(one)))


def same_money(one: Any, other: Any) -> bool:
    """Whether two sums are of one currency and within one percent of each other."""
    try:
        a, b = float(one["amount"]), float(other["amount"])
    except (TypeError, KeyError, ValueError):
        return False
    within = abs(a - b) <= MONEY_TOLERANCE * max(abs(a), abs(b), 1e-9)
    return bool(one.get("currency") == other.get("currency")) and within


def same_quantity(one: Any, other: Any) -> bool:
    """Whether two quantities have one value; their units are worded too freely to compare."""
    try:
        return float(one["value"]) == float(other["value"])
    except (TypeError, KeyError, ValueError):
        return False


def _same_place(one: Any, other: Any) -> bool:
    return same_name(one, other) or same_thing(one, other)


SAME: Mapping[str, Callable[[Any, Any], bool]] = {
    "actor": same_name,
    "recipient": same_name,
    "quantity": same_quantity,
    "place": _same_place,
    "item": same_thing,
    "money": same_money,
    "time": same_time,
    "attribution": _same_place,
}
"""How values of each field are compared."""


@lru_cache(maxsize=16_384)
def _vocabulary(folded: str) -> frozenset[str]:
    return frozenset(folded.split())


def same_sentence(one: Any, other: Any) -> bool:
    """Whether two quotes are of one sentence: one holds the other, or most words of the shorter recur."""
    a, b = plain(one), plain(other)
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    s, t = _vocabulary(a), _vocabulary(b)
    return len(s & t) / min(len(s), len(t)) >= SAME_SENTENCE


def as_list(value: Any) -> list[Any]:
    """The values of a list field; a bare value counts as a list of one, empty values as none."""
    return [v for v in (value if isinstance(value, list) else [value]) if v]


def matched(field: str, gold: Sequence[Any], predicted: Sequence[Any]) -> int:
    """How many values of ``gold`` find one of their own among ``predicted``, first come first served."""
    return len(gold) - len(unmatched(field, gold, predicted)[0])


def unmatched(field: str, gold: Sequence[Any], predicted: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The values of either side that found no counterpart: (due but not given, given but not due)."""
    same, left, missing = SAME[field], list(predicted), []
    for value in gold:
        found = next((n for n, other in enumerate(left) if same(value, other)), None)
        if found is None:
            missing.append(value)
        else:
            del left[found]
    return missing, left


def agrees(field: str, gold: Coded, predicted: Coded) -> bool:
    """Whether both give the field and it is the same (fields of one value)."""
    a, b = gold.get(field), predicted.get(field)
    return bool(a and b) and SAME[field](a, b)


def agrees_on_parties(gold: Coded, predicted: Coded) -> bool:
    """Whether actors and recipients agree one to one: who did it to whom."""
    pairs = ((field, as_list(gold.get(field)), as_list(predicted.get(field))) for field in PARTIES)
    return all(matched(field, a, b) == max(len(a), len(b)) for field, a, b in pairs)


def count(field: str, claims: Iterable[Coded]) -> int:
    """How many values of a field the claims give."""
    if field in LISTS:
        return sum(len(as_list(claim.get(field))) for claim in claims)
    return sum(1 for claim in claims if claim.get(field))
