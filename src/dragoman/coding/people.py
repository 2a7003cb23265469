"""Those asked in a poll: "Serbian citizens", "Serbs", and whom "61 per cent" or "those asked" refers to."""

import re
from typing import Any

from dragoman.codebook.lists import load_lists
from dragoman.coding.parties import Names, Party
from dragoman.reading import Mention, Reading

Token = Any
DATELINE = re.compile(r"^([A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}?)(?:,[^\n]{0,30})?(?: \([\w .]+\))? ?[-–—:] ", re.M)
INSIDE = re.compile(r"\b(?:in|across|throughout|within)\s(?:the\s)?$", re.I)
WITHIN = 4
PART = frozenset(
    """percent cent % pc majority half third quarter fifth tenth number share minority plurality proportion one
    two three four five six seven eight nine most many all""".split()
)
NOBODY = frozenset(
    """respondent people person adult voter citizen they who those resident asked surveyed polled one it
    population public""".split()
)
NO_PLURAL = ("ese", "ish", "ch", "ss", "x", "s")


def those_asked(heads: list[Token], names: Names) -> list[Party]:
    """The people that the subject of a poll's answer names, as the report calls them.

    ``names.asked`` stands for those it does not name.
    """
    for head in heads:
        noun = _people(head)
        own = [m for m in names.at(noun) if m.kind == "nationality"]
        before = [
            m
            for c in noun.children
            if c.dep_ in ("amod", "compound", "nmod")
            for m in names.at(c)
            if m.kind in ("nationality", "state")
        ]
        if own:
            return [_party(own[0].text, noun, names)]
        if before:
            return [_party(f"{before[0].text} {noun.text}", noun, names)]
        if noun.lemma_.lower() in NOBODY | PART and names.asked:
            return [_party(names.asked, noun, names)]
    return []


def home_peoples(reading: Reading) -> tuple[tuple[str, str], ...]:
    """The states that a report is about, each with what its people are called ("Serbs"), the likeliest home first."""
    out = []
    for state in main_states(reading):
        entry = load_lists().get(state)
        if entry is not None and (people := people_of(entry.extra.get("demonyms") or ())):
            out.append((state, people))
    return tuple(out)


def main_states(reading: Reading) -> list[str]:
    """The three states a report is most about: things happen "in" the one it is set in, and it is dated there."""
    weight: dict[str, int] = {}
    for sentence, mentions in zip(reading.sentences, reading.mentions, strict=True):
        for m in mentions:
            if m.state and m.kind in ("state", "nationality", "capital") and m.how != "reference":
                inside = INSIDE.search(sentence.text[: m.start - sentence.start]) is not None
                weight[m.state] = weight.get(m.state, 0) + (WITHIN if inside else 1)
    if (written := _dateline(reading)) is not None:
        weight[written] = weight.get(written, 0) + max(weight.values(), default=0)
    return sorted(weight, key=lambda s: (-weight[s], s))[:3]


def main_pair(reading: Reading) -> tuple[str, ...]:
    """The two states that a report tells of, where it tells of two and others are named in passing; else none."""
    counts: dict[str, int] = {}
    for mentions in reading.mentions:
        for state in {m.state for m in mentions if m.state and m.kind in ("state", "nationality", "capital")}:
            counts[state] = counts.get(state, 0) + 1
    ranked = sorted(counts, key=lambda s: (-counts[s], s))
    if len(ranked) < 2 or counts[ranked[1]] < 3 or (len(ranked) > 2 and counts[ranked[2]] * 2 > counts[ranked[1]]):
        return ()
    return tuple(ranked[:2])


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
    """ "75 percent of Serbian citizens" is about the citizens."""
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
