"""Those asked in a poll: "Serbian citizens", "Serbs", and whom "61 per cent" or "those asked" refers to."""

import re
from typing import Any

from dragoman.codebook.lists import load_lists
from dragoman.coding.parties import Names, Party
from dragoman.reading import Mention, Reading

Token = Any
DATELINE = re.compile(r"^([A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}?)(?:,[^\n]{0,30})?(?: \([\w .]+\))? ?[-–—:] ", re.M)
PART = frozenset("percent cent % pc majority half third quarter fifth tenth number share minority plurality proportion one two three four five six seven eight nine most many all".split())
NOBODY = frozenset("respondent people person adult voter citizen they who those resident asked surveyed polled one it population public".split())
NO_PLURAL = ("ese", "ish", "ch", "ss", "x", "s")


def those_asked(heads: list[Token], names: Names) -> list[Party]:
    """The people that the subject of a poll's answer names, as the report calls them; ``names.asked`` stands for unnamed ones."""
    for head in heads:
        noun = _people(head)
        own = [m for m in names.at(noun) if m.kind == "nationality"]
        before = [m for c in noun.children if c.dep_ in ("amod", "compound", "nmod") for m in names.at(c) if m.kind in ("nationality", "state")]
        if own:
            return [_party(own[0].text, noun, names)]
        if before:
            return [_party(f"{before[0].text} {noun.text}", noun, names)]
        if noun.lemma_.lower() in NOBODY | PART and names.asked:
            return [_party(names.asked, noun, names)]
    return []


def home_peoples(reading: Reading) -> tuple[tuple[str, str], ...]:
    """The states that a report names most, each with what its people are called ("Serbs"), the most named first."""
    counts: dict[str, int] = {}
    for mentions in reading.mentions:
        for m in mentions:
            if m.state and m.kind in ("state", "nationality", "capital") and m.how != "reference":
                counts[m.state] = counts.get(m.state, 0) + 1
    out = []
    if (written := _dateline(reading)) is not None:
        counts[written] = max(counts.values(), default=0) + 1
    for state in sorted(counts, key=lambda s: (-counts[s], s))[:3]:
        entry = load_lists().get(state)
        if entry is not None and (people := people_of(entry.extra.get("demonyms") or ())):
            out.append((state, people))
    return tuple(out)


def _dateline(reading: Reading) -> str | None:
    """The state a report was written in, by its dateline ("MANILA - ...")."""
    text = reading.report.text[:400]
    for match in DATELINE.finditer(text):
        for entry in load_lists().of("state"):
            if str(entry.extra.get("capital", "")).upper() == match.group(1).upper():
                return entry.id
    return None


def people_of(demonyms: tuple[str, ...] | list[str]) -> str | None:
    """The plural noun for a people among its demonyms, or one made of the first."""
    plural = next((d for d in demonyms if d.endswith("s") and not d.endswith("ss")), None)
    if plural or not demonyms:
        return plural
    return demonyms[0] if demonyms[0].endswith(NO_PLURAL) else f"{demonyms[0]}s"


def _people(head: Token) -> Token:
    """"75 percent of Serbian citizens" is about the citizens."""
    if head.lemma_.lower().rstrip("s") in PART or head.pos_ in ("NUM", "SYM"):
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "among", "in", "out"):
                for obj in child.children:
                    if obj.dep_ == "pobj":
                        return _people(obj)
    return head


def _party(name: str, noun: Token, names: Names) -> Party:
    start, end = noun.idx + names.offset, noun.idx + len(noun.text) + names.offset
    return Party(name, start, end, Mention(start, end, noun.text, "group", name, None, None, "shape"))
