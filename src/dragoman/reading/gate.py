"""What need not be looked at closely: sentences that can hold no claim, and sentences whose names the lists know already.

Parsing and the statistical search for names take most of the time of reading. A sentence is parsed only where it holds a
name, a reference, a number or an announcing word of the codebook: a claim has a named anchor (coding manual), so that
nothing else can hold one; and only where its words make a claim at all likely (``relevance``). A page far from our
matters is thrown out, but for sentences that name two states. The model searches for names only where a capitalised word is in no listed name. How many
claims the first gate loses is measured by ``benchmarks/components.py``, not assumed.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from dragoman.codebook.types import load_codebook
from dragoman.reading.numbers import find_numbers
from dragoman.reading.parsed import text_of
from dragoman.reading.reading import Mention
from dragoman.reading.reference import refers
from dragoman.reading.relevance import load_relevance

FEW = 8
"""Of fewer sentences nothing is left out by their likelihood."""
STEM = 5
"""Letters of an announcing word that are compared: "donat" finds "donate", "donated" and "donation"."""
CAPITALISED = re.compile(r"(?<![\w’'-])[A-ZÀ-ÞŠŽČĆĐİŞ][\w’'-]*")
ORDINARY = frozenset(
    """a all also although an and another any as at because before both but by during each even few for from here his how however i if
    in instead it its later many meanwhile more most much neither no nobody none nor not nothing now of often on once one only or
    other others our perhaps several she since so some soon still such that the their then there these they this those though thus
    to today too two under until we what when where whether which while who whose why with yet you""".split()
)
"""Words that open a sentence with a capital letter and are no names."""
INNER_CAPITAL = re.compile(r"(?<=\S)\s[\"“‘'(*]*[A-ZÀ-ÞŠŽČĆĐİŞ]")


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(word[:STEM].lower() for word, _ in load_codebook().by_word)


def may_claim(text: str, listed: Iterable[Mention]) -> bool:
    """Whether a sentence can hold a claim; ``listed`` are the names of the word lists in it."""
    opening = CAPITALISED.search(text)
    return (
        bool(INNER_CAPITAL.search(text))
        or (opening is not None and opening.group().lower() not in ORDINARY)
        or any(True for _ in listed)
        or refers(text)
        or bool(find_numbers(text))
        or any(word[:STEM].lower() in _stems() for word in re.findall(r"\w+", text))
    )


def worth_parsing(among: Sequence[int], texts: Sequence[str], listed: Sequence[Sequence[Mention]]) -> list[int]:
    """Of a report's sentences (``among`` are indices into all of them) those that can, and are at all likely to, hold a
    claim; ``listed`` are the names of the word lists in each. A few sentences are all looked at: they tell too little of
    what a report is about. So is one that names two states, whatever the others are about, if it is at all likely; of a
    page far from our matters no other is."""
    relevance = load_relevance()
    possible = [i for i in among if may_claim(texts[i], listed[i])]
    if len(possible) < FEW:
        return possible
    odds = [relevance.of(texts[i], listed[i]) for i in possible]
    chosen = [False] * len(odds) if relevance.elsewhere(odds) else relevance.chosen(odds)
    return [
        i
        for i, likely, wanted in zip(possible, odds, chosen, strict=True)
        if wanted or (likely >= relevance.limit and len({m.state for m in listed[i] if m.state}) > 1)
    ]


def may_name(doc: Any, listed: Iterable[tuple[int, int]]) -> bool:
    """Whether a parsed sentence has a capitalised word outside the listed names (their places in the sentence are given).

    The word that opens a sentence counts only where the tagger takes it for a name.
    """
    known = tuple(listed)
    opening = next((t for t in doc if not t.is_punct and not t.is_space), None)
    for match in CAPITALISED.finditer(text_of(doc)):
        if any(a < match.end() and match.start() < b for a, b in known):
            continue
        if opening is None or match.start() > opening.idx or opening.pos_ == "PROPN":
            return True
    return False
