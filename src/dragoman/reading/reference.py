"""References resolved within a report: "the two countries", "the company", "the ministry", "it", "he".

A reference is resolved by the kind of thing it can mean and by what was named last, or most, before it. What it means is
kept as a mention of its own (``how`` is ``reference``), at the place where the reference stands.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from dragoman.reading.reading import Mention

DUAL = re.compile(
    r"\b(?:the|these|those|both|its|our|their) (?:two |both )?(?:two (?:countries|states|nations|sides|governments|parties|capitals|neighbours|neighbors|partners|allies|militaries|armies|armed forces|navies|air forces|ministries|powers|leaders|ministers|presidents|republics|peoples|forces|delegations|police forces|men)|sides|countries|parties|pair|duo)\b"
    r"|\bboth (?:countries|states|nations|sides|governments|parties|capitals|armies|militaries|partners|leaders|ministers)\b|\beach other\b|\bone another\b|\bbilateral(?:ly)?\b|\bmutual(?:ly)?\b|\bbetween (?:the two|them)\b|\bthe two\b(?= (?:have|had|also|signed|agreed|are|were|held|would|will|will also|should|leaders|ministers))",
    re.I,
)
KINDS: list[tuple[str, re.Pattern[str], tuple[str, ...]]] = [
    (
        "company",
        re.compile(
            r"\b(?:the|this|that) (?:(?:[\w-]+ ){0,2}?)(?:company|firm|manufacturer|vendor|supplier|contractor|operator|corporation|conglomerate|group|giant|maker|builder|shipbuilder|developer|shipyard|producer|enterprise|tech giant|arms maker)\b",
            re.I,
        ),
        ("company",),
    ),
    ("ministry", re.compile(r"\b(?:the|this|that) (?:ministry|department)\b(?! of| for)", re.I), ("body",)),
    ("bank", re.compile(r"\b(?:the|this) (?:bank|lender)\b(?! of)", re.I), ("body", "company")),
    (
        "agency",
        re.compile(
            r"\b(?:the|this) (?:agency|organisation|organization|institute|watchdog|foundation|group|authority|commission|council|union|bloc|alliance|think tank|NGO|outlet|newspaper|daily|broadcaster|regulator|force|embassy|court|parliament)\b(?! of)",
            re.I,
        ),
        ("body", "group"),
    ),
    (
        "person",
        re.compile(
            r"\b(?:he|she|his|her|the (?:minister|president|prime minister|premier|ambassador|general|spokesman|spokeswoman|spokesperson|leader|official|secretary|chief|admiral|commander|analyst|researcher|senator|chancellor|diplomat))\b(?! of| for)",
            re.I,
        ),
        ("person",),
    ),
    (
        "state",
        re.compile(
            r"\b(?:the|this|that) (?:country|kingdom|republic|island nation|(?:[\w-]+ ){0,2}(?:nation|country|state))\b(?!s)(?! of|-)",
            re.I,
        ),
        ("state",),
    ),
    (
        "system",
        re.compile(
            r"\b(?:the|these|those|this|that|such) (?:[\w-]+ )?(?:system|systems|drone|drones|cameras|missile|missiles|aircraft|jets|helicopters|vehicles|tanks|radars|ships|frigates|submarines|network|equipment|weapons|platform|project|programme|program)\b",
            re.I,
        ),
        ("system",),
    ),
    ("it", re.compile(r"\b(?:it|its)\b", re.I), ("state", "body", "company", "group")),
    ("they", re.compile(r"\b(?:they|their)\b", re.I), ("state", "body", "company", "group")),
]
PARTY = ("state", "nationality", "capital", "group", "body", "company", "person")


@dataclass
class Memory:
    """What a report has named so far, as a reader keeps it in mind while going through the sentences."""

    last: dict[str, list[Mention]] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    pair: tuple[str, ...] = ()
    subject: Mention | None = None

    def take(self, mentions: list[Mention]) -> None:
        """Keep in mind the mentions of one sentence, in order."""
        here: dict[str, None] = {}
        for m in mentions:
            if m.kind in ("state", "nationality", "capital") and m.state:
                self.states[m.state] += 1
                here[m.state] = None
            kind = "state" if m.kind in ("nationality", "capital") else m.kind
            if m.how != "reference":
                self.last.setdefault(kind, []).append(m)
        if len(here) == 2:
            self.pair = tuple(here)

    def main_pair(self) -> tuple[str, ...]:
        """The two states a "both sides" means: the last two named together, else the two named most."""
        return self.pair or tuple(s for s, _ in self.states.most_common(2))


def find_references(
    text: str, offset: int, found: list[Mention], memory: Memory, states: dict[str, str]
) -> list[Mention]:
    """The references of a sentence with what they mean; ``states`` gives a state's name by its id."""
    out: list[Mention] = []
    for match in DUAL.finditer(text):
        here = list(dict.fromkeys(m.state for m in found if m.kind in ("state", "nationality", "capital") and m.state))
        pair = tuple(here) if len(here) == 2 else memory.main_pair()
        for state in pair:
            out.append(
                Mention(
                    match.start() + offset,
                    match.end() + offset,
                    match.group(),
                    "state",
                    states.get(state, state),
                    state,
                    state,
                    "reference",
                )
            )
    for name, pattern, kinds in KINDS:
        for match in pattern.finditer(text):
            start, end = match.start() + offset, match.end() + offset
            if any(m.start < end and start < m.end for m in (*found, *out)):
                continue
            meant = _latest(name, kinds, memory, [m for m in found if m.end <= start])
            if meant:
                out.append(
                    Mention(
                        start,
                        end,
                        match.group(),
                        meant.kind if meant.kind not in ("nationality", "capital") else "state",
                        states.get(meant.state or "", meant.name)
                        if meant.kind in ("nationality", "capital")
                        else meant.name,
                        meant.ref,
                        meant.state,
                        "reference",
                    )
                )
    return out


def _latest(name: str, kinds: tuple[str, ...], memory: Memory, before: list[Mention]) -> Mention | None:
    own = [m for m in before if _fits(name, m, kinds)]
    if own:
        return own[0] if name in ("it", "they") else own[-1]
    past = [ms[-1] for k in kinds for ms in [[m for m in memory.last.get(k, []) if _fits(name, m, kinds)]] if ms]
    return max(past, key=lambda m: m.start, default=None)


def _fits(name: str, m: Mention, kinds: tuple[str, ...]) -> bool:
    kind = "state" if m.kind in ("nationality", "capital") else m.kind
    if kind not in kinds:
        return False
    if name == "ministry":
        return "Ministry" in m.name or "Department" in m.name
    if name == "bank":
        return "bank" in m.name.lower() or "Exim" in m.name
    return True
