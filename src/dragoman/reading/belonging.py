"""Which state a body or a person belongs to that no list knows: what the report says of it where it names it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from dragoman.reading.persons import TITLES_ONLY
from dragoman.reading.places import state_of_town
from dragoman.reading.reading import Mention, Sentence

KIND = (
    r"(?:company|firm|corporation|operator|carrier|provider|bank|lender|manufacturer|maker|supplier|vendor|contractor|builder|developer|"
    r"shipbuilder|shipyard|group|giant|conglomerate|enterprise|utility|subsidiary|agency|airline|start-?up|distributor|importer|partner|"
    r"newspaper|daily|broadcaster|institute|university|hospital|college|academy|foundation|association|union|party)"
)
DESCRIBED = re.compile(rf"^\s(?:[\w-]+\s){{0,4}}{KIND}(?:,)?\s(?:called\s|named\s)?$", re.I)
"""Between a nationality and the name: "the Brazilian telecommunications company Oi"."""
OWNED = re.compile(r"^['’]s?\s(?:own\s|state-owned\s|national\s|largest\s)*$")
DIRECT = re.compile(r"^(?:-owned)?\s$")
AFTER = re.compile(r"^(?:\s\([^)]{1,20}\))?,\s(?:an?|the|one of the|another)\s(?:[\w-]+\s){0,4}$")
"""Between the name and a nationality: "TOT, a Thai telecommunications company"."""
OF = re.compile(r"^\sof\s(?:the\s)?$")
WITHIN = re.compile(r"^\s(?:at|in|of|under|within|inside)\s(?:the\s)?$")
"""Between a body and that of which it is a part: "the General Directorate of Security at the Ministry of the Interior"."""
IN = re.compile(r"^\sin\s(?:the\s)?$")
SEATED = re.compile(
    r"\b(?:College|University|School|Academy|Hospital|Clinic|Ministry|Department|Court|Parliament|Office|Centre|Center|Institute|Police|"
    r"Army|Navy|Airport|Authority|Agency|Barracks|Headquarters)\b"
)
"""What such a body is in, it is of; a company may be at work anywhere."""
OWNERS = ("state", "nationality")
ITS = re.compile(r"^(?:['’]s?)?\s")
JOINING = frozenset("of for to in the and & on at".split())
APPOSED = re.compile(r"^,\s(?:the\s|then\s|former\s|a\s)*$")
OFFICE_OF = re.compile(r"^,\s(?:the\s)?(?P<office>(?:[\w-]+\s){1,6}?)(?:of|for)\s(?:the\s)?$")
UNKNOWN = ("body", "company", "person")
REACH = 60
HELD = "office "
"""Before the name of a person in what is told, so that no body of the same name is meant."""


def with_states(sentence: Sentence, names: Iterable[Mention], told: dict[str, str]) -> list[Mention]:
    """The names of a sentence, those of a body without a state given the one that the report says it is of.

    ``told`` keeps by name what the sentences so far have said. What the statistical model takes for a person is a body
    where the report calls it one ("Brazilian telecommunications company Oi"), and is a person where it says what office
    he holds ("Nepali Prime Minister Girija Prasad Koirala").
    """
    out = []
    every = list(names)
    for m in every:
        if m.ref is not None or m.state is not None or m.how == "reference" or m.kind not in UNKNOWN:
            out.append(m)
            continue
        state = _state(m, every, sentence)
        if state is not None and (m.kind != "person" or state[1]):
            told.setdefault(m.name, state[0])
        if m.name in told:
            m = replace(m, state=told[m.name], kind="body" if m.kind == "person" else m.kind)
        elif m.kind == "person":
            if (state_id := _office(m, every, sentence)) is not None:
                told.setdefault(HELD + m.name, state_id)
            m = replace(m, state=told.get(HELD + m.name))
        out.append(m)
    return out


def _office(m: Mention, names: Iterable[Mention], sentence: Sentence) -> str | None:
    """The state that a person holds office for, by the words between the two, the nearer state first."""
    text, offset = sentence.text, sentence.start
    near = [o for o in names if o.kind in OWNERS and o.state and o.how != "reference"]
    for owner in sorted(near, key=lambda o: min(abs(m.start - o.end), abs(o.start - m.end))):
        if 0 <= m.start - owner.end <= REACH:
            if _is_office(ITS.sub("", text[owner.end - offset : m.start - offset], count=1)):
                return owner.state
        elif 0 <= owner.start - m.end <= REACH:
            between = text[m.end - offset : owner.start - offset]
            what = ITS.sub("", text[owner.end - offset : owner.end - offset + REACH], count=1)
            if APPOSED.match(between) and _is_office(re.split(r"[,.;:()]", what)[0]):
                return owner.state
            if (office := OFFICE_OF.match(between)) and _is_office(office["office"]):
                return owner.state
    return None


def _is_office(words: str) -> bool:
    """Whether words name an office and nothing but it: "acting Foreign Minister and Defence Minister", "ambassador to Mali"."""
    parts = re.split(r",?\s+", words.strip(" ,"))
    held = [w for w in parts if TITLES_ONLY.fullmatch(w)]
    return bool(held) and all(
        w in JOINING or w in held or w[:1].isupper() or TITLES_ONLY.fullmatch(f"{w} minister") for w in parts
    )


def _state(m: Mention, names: Iterable[Mention], sentence: Sentence) -> tuple[str, bool] | None:
    """The state that stands beside a name as its owner, and whether a word between says that the name is a body's."""
    text, offset = sentence.text, sentence.start
    for owner in names:
        if not owner.state or owner.how == "reference":
            continue
        if owner.kind == "body" and m.end < owner.start and WITHIN.match(text[m.end - offset : owner.start - offset]):
            return owner.state, False
        if owner.kind not in OWNERS:
            continue
        if owner.end <= m.start <= owner.end + REACH:
            between = text[owner.end - offset : m.start - offset]
            described = owner.kind == "nationality" and DESCRIBED.match(between) is not None
            if described or OWNED.match(between) or (owner.kind == "nationality" and DIRECT.match(between)):
                return owner.state, described
        if m.end <= owner.start <= m.end + REACH:
            between = text[m.end - offset : owner.start - offset]
            seated = OF.match(between) or (IN.match(between) and SEATED.search(m.name))
            if (owner.kind == "nationality" and AFTER.match(between)) or (owner.kind == "state" and seated):
                return owner.state, False
    seat = _seat(m, names, sentence)
    return (seat, False) if seat is not None else None


def _seat(m: Mention, names: Iterable[Mention], sentence: Sentence) -> str | None:
    """The state of the town that a body is in or at, by the gazetteer ("Mwanga Military Hospital in Lusaka")."""
    if not SEATED.search(m.name):
        return None
    for town in names:
        if town.kind not in ("capital", "place") or not 0 <= town.start - m.end <= REACH:
            continue
        if IN.match(sentence.text[m.end - sentence.start : town.start - sentence.start]):
            return town.state or state_of_town(town.name)
    return None


__all__ = ["with_states"]
