"""The filters of a page: their choices, and where the values of each event stand among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.publishing.marks import Marks
from dragoman.publishing.network import RANK, Network
from dragoman.publishing.selection import COOPERATION
from dragoman.publishing.summary import UNDATED, Line
from dragoman.publishing.view import EventView, years_of
from dragoman.publishing.wording import LADDER, plain, type_name

NAMES = (("party", "Party"), ("type", "Type"), ("year", "Year"), ("status", "Stage"), ("source", "Source"))
"""Filters beside that of the pair, with their labels, in the order of the values in ``rows``."""
CENTURY = 100
"""Years that a range may cover and be found under each of them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A pair of states to choose, with the places of its events on the page: between the two, and beside them."""

    name: str
    states: tuple[str, str]
    core: Sequence[int]
    beside: Sequence[int]


@dataclass(frozen=True, slots=True)
class Filters:
    """``choices`` by filter; ``pairs`` with how many events each has; ``data`` is what the script needs."""

    choices: dict[str, list[str]]
    pairs: tuple[tuple[str, int], ...]
    data: dict[str, Any]


def filters(
    events: Sequence[EventView],
    pairs: Sequence[Choice],
    heading: str,
    types: Sequence[Line],
    net: Network,
    marks: Marks,
) -> Filters:
    """The filters over ``events``. ``heading`` is that of all pairs together; the first pair is chosen at first.

    ``types`` are those of the first screen's sentence, ``net`` is the network to be drawn.

    All marks of the page must have been made: they go into ``data``.
    """
    choices: dict[str, list[str]] = {
        "party": sorted({p for e in events for p in e.parties}, key=str.casefold),
        "type": [type_name(k) for k in dict.fromkeys(e.type for e in events)],
        "year": [str(y) for y in sorted({y for e in events for y in _years(e)})]
        + [UNDATED] * any(e.stretch is None for e in events),
        "status": [
            plain(s)
            for s in (*LADDER, *sorted({e.status for e in events} - set(LADDER)))
            if any(e.status == s for e in events)
        ],
        "source": sorted({p for e in events for p in e.publishers}, key=str.casefold),
    }
    at = {name: {value: i for i, value in enumerate(values)} for name, values in choices.items()}
    rows = [
        [
            sorted({at["party"][p] for p in e.parties}),
            [at["type"][type_name(e.type)]],
            [at["year"][str(y)] for y in _years(e) or (UNDATED,)],
            [at["status"][plain(e.status)]],
            sorted(at["source"][p] for p in e.publishers),
        ]
        for e in events
    ]
    data = {
        "rows": rows,
        "spans": [years_of(e) for e in events],
        "heading": heading,
        "families": [RANK.index(e.family) for e in events],
        "network": net.as_json(),
        "types": [[line.mark.key, line.name.lower(), line.key in COOPERATION] for line in types],
        "pairs": [
            {"name": p.name, "states": p.states, "core": sorted(p.core), "beside": sorted(p.beside)} for p in pairs
        ],
        **marks.as_json(),
    }
    return Filters(choices, tuple((p.name, len(p.core)) for p in pairs), data)


def _years(event: EventView) -> range:
    """The calendar years an event covers; a range of more than a century is taken by its first year only."""
    span = years_of(event)
    if span is None:
        return range(0)
    first, last = span
    return range(first, last + 1) if last - first <= CENTURY else range(first, first + 1)
