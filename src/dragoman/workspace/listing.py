"""Lists of what was found: a page of events or claims, ready to be shown or sent as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.publishing.dates import in_words
from dragoman.record.search import Quoted, quoted
from dragoman.workspace.asking import Ask
from dragoman.workspace.desk import Desk
from dragoman.workspace.index import Count, Head

PAGE = 20
"""Rows of a page."""
QUOTES = 2
"""Sentences shown of an event."""
DEEPEST = 5_000
"""Pages that can be turned to: beyond, a filter finds more than leafing does."""


@dataclass(frozen=True, slots=True)
class EventHit:
    """An event of a list, with the sentences that were looked for (or its first)."""

    head: Head
    when: str
    parties: tuple[tuple[str, str], ...]
    claims: int
    sources: int
    sentences: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim of a list with its event."""

    claim: Quoted
    event: Head | None
    parties: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of what was found, and the counts of each filter."""

    kind: str
    ask: Ask
    total: int
    page: int
    pages: int
    events: tuple[EventHit, ...]
    claims: tuple[ClaimHit, ...]
    counts: Mapping[str, Sequence[Count]]


def listing(desk: Desk, kind: str, ask: Ask, page: int = 1) -> Listing:
    """Page ``page`` (from 1) of the ``events`` or ``claims`` that are asked for."""
    found = desk.index.find(kind, ask)
    pages = max(1, -(-found.total // PAGE))
    page = min(max(1, page), pages, DEEPEST)
    rows = found.rows[(page - 1) * PAGE : page * PAGE].tolist()
    events = event_hits(desk, rows, ask.q) if kind == "events" else ()
    claims = claim_hits(desk, rows, ask.q) if kind == "claims" else ()
    return Listing(kind, ask, found.total, page, pages, events, claims, found.counts)


def event_hits(desk: Desk, rows: Sequence[int], words: str = "") -> tuple[EventHit, ...]:
    """The events in these rows of the index."""
    index = desk.index
    told = index.claims_of(rows)
    chosen = index.best_claims(rows, words, QUOTES) if words else {row: told[row][:1] for row in rows}
    numbers = [number for row in rows for number in chosen.get(row, ())]
    sentences = quoted(desk.record, numbers, words)
    return tuple(
        EventHit(
            head=index.heads[row],
            when=in_words(index.heads[row].time),
            parties=parties(desk, "events", row),
            claims=len(told[row]),
            sources=len(index.events.all_of["source"].of_row(row)),
            sentences=each_once(sentences[n] for n in chosen.get(row, ()) if n in sentences),
        )
        for row in rows
    )


def each_once(found: Iterable[Quoted]) -> tuple[Quoted, ...]:
    """Of claims that share a sentence the first."""
    return tuple({(q.report, q.start, q.end): q for q in reversed(list(found))}.values())[::-1]


def claim_hits(desk: Desk, rows: Sequence[int], words: str = "") -> tuple[ClaimHit, ...]:
    """The claims in these rows of the index."""
    index = desk.index
    numbers = index.numbers[np.array(rows, np.int64)].tolist()
    found = quoted(desk.record, numbers, words)
    return tuple(
        ClaimHit(
            found[number],
            index.heads[event] if (event := int(index.event_of[row])) >= 0 else None,
            parties(desk, "claims", row),
        )
        for row, number in zip(rows, numbers, strict=True)
        if number in found
    )


def parties(desk: Desk, kind: str, row: int) -> tuple[tuple[str, str], ...]:
    """Id and name of each party of an event or claim."""
    index = desk.index
    table = index.events if kind == "events" else index.claims
    return tuple((id, index.label("party", id)) for id in table.all_of["party"].of_row(row))
