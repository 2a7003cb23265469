"""The timeline: year by year with bars as long as the date is vague, and deals stage by stage on one axis."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.publishing.dates import Stretch
from dragoman.publishing.view import EventView, Stage

WIDTH = 120.0
"""Units of the bar within a year: ten a month."""
AXIS = 600.0
"""Units of the axis over all years."""
LANES = 16.0
"""Height of the lanes of a deal together."""
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the year drawn from ``x`` over ``width``; ``kind`` is its precision, ``more`` an arrow past it."""

    x: float
    width: float
    kind: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in its year."""

    event: EventView
    bar: Bar


@dataclass(frozen=True, slots=True)
class Year:
    """A year (None: no date told) with what began in it."""

    year: int | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A dated stage on the axis, as vague as its bar is long; each stage of a deal has a lane of its own."""

    x: float
    width: float
    stage: Stage
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Deal:
    """An event that went through several stages; ``start`` and ``end`` of the line that joins its dots."""

    event: EventView
    dots: tuple[Dot, ...]
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Deals:
    """All deals over one axis; ``ticks`` are (position, year)."""

    deals: tuple[Deal, ...]
    ticks: tuple[tuple[float, int], ...]


def by_year(events: Sequence[EventView]) -> tuple[Year, ...]:
    """Events under the year they began in, oldest first; those without a date come last."""
    found: defaultdict[int, list[EventView]] = defaultdict(list)
    undated: list[EventView] = []
    for event in events:
        if event.stretch is None:
            undated.append(event)
        else:
            found[int(event.stretch.start + _SLACK)].append(event)
    years = [
        Year(year, tuple(Entry(e, _bar(e, year)) for e in sorted(found[year], key=_order))) for year in sorted(found)
    ]
    if undated:
        years.append(Year(None, tuple(Entry(e, Bar(0, 0, "none")) for e in undated)))
    return tuple(years)


def deals(events: Sequence[EventView]) -> Deals:
    """Events that reached two or more stages, at least one of them dated, by the date of the first."""
    staged = [e for e in events if len({s.status for s in e.stages}) > 1 and any(s.stretch for s in e.stages)]
    stretches = [s.stretch for e in staged for s in e.stages if s.stretch]
    if not stretches:
        return Deals((), ())
    first, last = int(min(s.start for s in stretches) + _SLACK), int(max(s.end for s in stretches) - _SLACK) + 1
    scale = AXIS / max(1, last - first)
    rows = sorted((_deal(event, first, scale) for event in staged), key=lambda d: (d.start, d.event.index))
    step = max(1, -(-(last - first) // 12))
    return Deals(tuple(rows), tuple((round((y - first) * scale, 1), y) for y in range(first, last + 1, step)))


def _deal(event: EventView, first: int, scale: float) -> Deal:
    dated = [(s, s.stretch) for s in event.stages if s.stretch]
    lane = LANES / len(dated)
    dots = tuple(
        Dot(
            round((span.start - first) * scale, 1),
            round(max(4.0, (span.end - span.start) * scale), 1),
            stage,
            round(i * lane, 1),
            round(max(3.0, lane - 1), 1),
        )
        for i, (stage, span) in enumerate(dated)
    )
    return Deal(event, dots, min(d.x for d in dots), max(d.x + d.width for d in dots))


def _bar(event: EventView, year: int) -> Bar:
    span: Stretch = event.stretch  # type: ignore[assignment]  # by_year only passes dated events
    start = max(0.0, (span.start - year) * WIDTH)
    end = min(WIDTH, (span.end - year) * WIDTH)
    if span.open_end:
        return Bar(round(start, 1), round(WIDTH - start, 1), "open", more=True)
    return Bar(round(start, 1), round(max(2.5, end - start), 1), span.precision, more=span.end > year + 1 + _SLACK)


def _order(event: EventView) -> tuple[float, float, int]:
    span = event.stretch
    return (span.start, span.end, event.index) if span else (0.0, 0.0, event.index)
