"""What the model coder looks at: a report as passages of running sentences, and for each sentence its candidates.

A passage is what the encoder sees at once: the title and the parties the report names most, some sentences for context,
then the sentences to be coded. Each of these is a unit. Its candidates are stretches of the passage; the model says of
each which slots of a claim it fills, and can add nothing of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from dragoman.coding.candidates import (
    BEFORE,
    FURTHER,
    HERE,
    OWNED,
    PREFIX,
    STATES,
    Candidate,
    in_context,
    in_sentence,
    party_name,
)
from dragoman.coding.parties import PARTY_KINDS
from dragoman.coding.tokens import Window, tokenizer, windows
from dragoman.coding.told import MOST_NAMED, fixed_features, parties_here
from dragoman.reading import Mention, Reading, Sentence
from dragoman.reading.names import name_index

LONGEST_TITLE = 24
MOST_STATES = 3
LONGEST_PREFIX = 72
RELATIVE = re.compile(
    r"\b(?:(?:last|next|this|past|coming) (?:day|week|weekend|month|year|quarter|spring|summer|autumn|fall|winter)|"
    r"yesterday|today|tomorrow|(?:days?|weeks?|months?|years?) ago)\b",
    re.I,
)
"""A sentence with such words has a time of its own, which a report without a date does not let us know."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence to be coded: its candidates, each with plain facts about it (``told.fixed_features``)."""

    index: int
    sentence: Sentence
    doc: Any
    candidates: tuple[Candidate, ...]
    facts: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What the encoder sees at once: word pieces of the prefix and of each sentence, by its index in the reading.

    ``names`` says where in the prefix each leading party stands.
    """

    prefix: Any
    sentences: tuple[tuple[int, Any], ...]
    units: tuple[Unit, ...]


def passages(reading: Reading, states: dict[str, str]) -> Iterator[Passage]:
    """A report's passages, in order; each sentence that may be coded is a unit of just one."""
    looked_at = [
        i
        for i, (s, doc) in enumerate(zip(reading.sentences, reading.docs, strict=True))
        if s.kind != "furniture" and doc is not None
    ]
    if not looked_at:
        return
    counts, first = _named(reading, states)
    leading = sorted(counts, key=lambda n: (-counts[n], first[n].start))[:MOST_NAMED]
    about = _states(reading)
    main = tuple(sorted(about, key=lambda s: (-about[s], s))[:MOST_STATES])
    for state in main:  # also where the report names only its bodies, its persons or its towns
        name = states.get(state)
        if name is not None and name not in leading:
            leading.append(name)
            first.setdefault(name, Mention(0, 0, name, "state", name, state, state))
    title = reading.report.title or ""
    texts = [title, " ; ".join(leading), *(reading.sentences[i].text for i in looked_at)]
    pieces = tokenizer().encode_batch(texts, add_special_tokens=False)
    lengths = [len(p.ids) for p in pieces]
    prefix = min(lengths[0], LONGEST_TITLE) + min(lengths[1], LONGEST_PREFIX) + 3
    whole = _Whole(leading, first, counts, main)
    for window in windows(lengths[2:], prefix):
        inside = [looked_at[n] for n in (*window.context, *window.coded)]
        yield Passage(
            (pieces[0], pieces[1]),
            tuple((looked_at[n], pieces[n + 2]) for n in (*window.context, *window.coded)),
            tuple(_unit(reading, looked_at[n], inside, whole, states) for n in window.coded),
        )


@dataclass(frozen=True, slots=True)
class _Whole:
    """The parties a report names most, most first, and how often each party is named."""

    leading: list[str]
    first: dict[str, Mention]
    counts: dict[str, int]
    states: tuple[str, ...]
    """Ids of the states the report is most about."""
    kept: dict[int, list[Candidate]] = field(default_factory=dict)

    def lent(self, reading: Reading, i: int, states: dict[str, str]) -> list[Candidate]:
        """What a sentence lends to those after it, worked out once."""
        if i not in self.kept:
            self.kept[i] = list(in_context(reading, i, states))
        return self.kept[i]

    def candidates(self, known: set[str | None], owned: set[str]) -> Iterator[Candidate]:
        """Those that the sentences at hand do not name."""
        at = 0
        for name in self.leading:
            m = self.first[name]
            if name not in known:
                kind = "state" if m.kind in ("nationality", "capital") else m.kind
                nested = m.state in owned and kind == "state"
                yield Candidate(
                    PREFIX,
                    -1,
                    at,
                    at + len(name),
                    kind,
                    name,
                    origin=(m.start, m.end) if m.end else None,
                    state=m.state,
                    nested=nested,
                )
            at += len(name) + 3


def _named(reading: Reading, states: dict[str, str]) -> tuple[dict[str, int], dict[str, Mention]]:
    counts: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    for mentions in reading.mentions:
        for m in mentions:
            if m.kind in PARTY_KINDS and m.how != "reference":
                name = party_name(m, states)
                counts[name] += 1
                first.setdefault(name, m)
    return counts, first


def _states(reading: Reading) -> Counter[str]:
    """The states a report is about, by id: how often each is named, its own persons and bodies counting half."""
    at = name_index().states.at
    counts: Counter[str] = Counter()
    named = [m for ms in reading.mentions for m in ms if m.kind != "system"]
    for m in [*named, *name_index().find(reading.report.title or "")]:
        town = at(m.name.title()) if m.kind in ("place", "body") and not m.state else None
        if town is not None:
            counts[town.id] += 2
        elif m.state:
            counts[m.state] += 2 if m.kind in STATES else 1
    return counts


def _unit(reading: Reading, i: int, inside: list[int], whole: _Whole, states: dict[str, str]) -> Unit:
    candidates = tuple(_candidates(reading, i, [n for n in inside if n < i], whole, states))
    ranks = {name: n for n, name in enumerate(whole.leading)}
    many = parties_here(candidates)
    facts = tuple(fixed_features(c, i, ranks, whole.counts, whole.states, many) for c in candidates)
    return Unit(i, reading.sentences[i], reading.docs[i], candidates, facts)


def _candidates(
    reading: Reading, i: int, earlier: list[int], whole: _Whole, states: dict[str, str]
) -> Iterator[Candidate]:
    """Each name once, where it stands nearest: one that the sentence itself names is not offered again from before."""
    here = list(in_sentence(reading, i, states, whole.states))
    yield from here
    owned: set[str] = {c.state for c in here if c.state and c.kind in OWNED and not c.reference}
    known: set[str | None] = {c.party for c in here if c.kind not in ("speaker", "people")}
    undated = reading.report.published is None and RELATIVE.search(reading.sentences[i].text) is not None
    systems = {c.item for c in here if c.kind == "system"}
    for n in reversed(earlier):
        segment = BEFORE if n == earlier[-1] else FURTHER
        fresh: set[str | None] = set()
        for c in whole.lent(reading, n, states):
            if c.kind == "time" and undated:
                continue
            party = None if c.party in known else c.party
            item = None if c.item in systems else c.item
            place = c.place if segment == BEFORE else None
            if party or item or place or c.kind == "time":
                nested = c.kind in STATES and c.state in owned
                yield replace(c, segment=segment, party=party, item=item, place=place, nested=nested)
            fresh.add(c.party)
            systems.add(c.item)
        known |= fresh
    yield from whole.candidates(known, owned)


__all__ = ["BEFORE", "FURTHER", "HERE", "PREFIX", "Candidate", "Passage", "Unit", "Window", "passages"]
