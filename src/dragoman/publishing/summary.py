"""The story of the first screen: who with whom, what and when, how sure, what is disputed, what is unknown.

Every number is a mark, so that the page can tell the same story of whatever a reader keeps.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dragoman.matching.information import MEANING
from dragoman.publishing.marks import Mark, Marks, Set, tenth, top
from dragoman.publishing.selection import COOPERATION
from dragoman.publishing.view import EventView, FindingView, PlaceRow, years_of
from dragoman.publishing.wording import FAMILY_OF, TYPES, listed, type_name

CERTAINTIES = (
    ("several", "told by independent sources"),
    ("one", "told by one source only"),
    ("disputed", "sources disagree"),
    ("planned", "planned only"),
    ("alleged", "alleged, not vouched for"),
    ("hypothetical", "a possibility only"),
    ("negated", "did not or will not happen"),
)
"""Every event falls under exactly one of these; the order is that of the bar."""

HEADLINE_DISPUTES = 4
MOST_TYPES = 3
GRID_YEARS = 24
LEAST_DOT, DOT = 2.2, 9.0
"""Smallest and largest radius of a dot of the grid, in a cell 20 wide."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """An event with one slot of it that sources disagree about; ``ahead`` where the first screen shows it."""

    event: EventView
    finding: FindingView
    ahead: bool = False

    @property
    def anchor(self) -> str:
        """The id of its place on the page."""
        return f"{self.event.anchor}-{self.finding.slot}"


@dataclass(frozen=True, slots=True)
class Line:
    """A counted line: ``key`` for its colour, ``of`` what it is counted out of."""

    name: str
    mark: Mark | Set
    key: str = ""
    of: Mark | Set | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A dot of the grid: the events of one row in one year, drawn with ``radius`` (0: printed as a number)."""

    year: str
    mark: Mark
    radius: float


@dataclass(frozen=True, slots=True)
class GridRow:
    """A type (or all of a family) with its dots, one a year and one for what has no date."""

    name: str
    family: str
    mark: Mark
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Types by years: what they did, and when. ``before`` counts events too early to be drawn.

    ``years`` are (year, whether it lies within those kept); ``labelled`` those that are written out.
    """

    years: tuple[tuple[str, bool], ...]
    labelled: frozenset[str]
    rows: tuple[GridRow, ...]
    before: Mark


@dataclass(frozen=True, slots=True)
class Summary:
    """All numbers and sentences of the first screen."""

    heading: str
    period: str
    often: str
    types: tuple[Line, ...]
    events: Mark
    reports: Set
    publishers: Set
    claims: Mark
    disputed: Mark
    grid: Grid
    sure: tuple[Line, ...]
    digits: tuple[Line, ...]
    disputes: tuple[Dispute, ...]
    unknown: tuple[Line, ...]


def summarise(
    heading: str,
    events: Sequence[EventView],
    disputes: Sequence[Dispute],
    places: Sequence[PlaceRow],
    reports: Iterable[tuple[str, Mark]],
    marks: Marks,
) -> Summary:
    """The first screen. ``reports`` are the publisher of each report with the mark of its events."""
    printed = list(reports)
    by_publisher: defaultdict[str, set[int]] = defaultdict(set)
    for publisher, mark in printed:
        by_publisher[publisher].update(mark.events)
    types = by_type(events, marks)
    kept = [e for e in events if e.index in marks.kept]
    return Summary(
        heading=heading,
        period=period(kept),
        often=often(types),
        types=types,
        events=marks.of(e.index for e in events),
        reports=marks.counted("reports", (mark for _, mark in printed)),
        publishers=marks.counted("publishers", (marks.of(by_publisher[p]) for p in sorted(by_publisher))),
        claims=marks.weighted({e.index: float(len(e.sentences)) for e in events}),
        disputed=marks.weighted({e.index: float(len(e.disputes)) for e in events if e.disputes}),
        grid=grid(events, marks),
        sure=sure(events, marks),
        digits=digits(events, marks),
        disputes=_telling(disputes, marks),
        unknown=unknown(events, places, marks),
    )


def period(events: Sequence[EventView]) -> str:
    """First to last year in which something is told to have happened (plans ahead included)."""
    spans = [span for event in events if (span := years_of(event)) is not None]
    if not spans:
        return "no dates told"
    first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    return str(first) if first == last else f"{first}–{last}"


def by_type(events: Sequence[EventView], marks: Marks) -> tuple[Line, ...]:
    """The types of the events in the order of the coding manual; ``key`` is the family."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for event in events:
        found[event.type].append(event.index)
    order = [*TYPES, *sorted(set(found) - set(TYPES))]
    return tuple(
        Line(type_name(kind), marks.of(found[kind]), FAMILY_OF.get(kind, "other")) for kind in order if kind in found
    )


def often(types: Sequence[Line]) -> str:
    """The types told most often, in words: those that are cooperation, all of them where none is."""
    shown = [line for line in types if line.mark.count]
    together = [line for line in shown if line.key in COOPERATION] or shown
    most = sorted(together, key=lambda line: -line.mark.count)[:MOST_TYPES]
    return listed(f"{line.name.lower()} ({line.mark.text})" for line in most)


def grid(events: Sequence[EventView], marks: Marks) -> Grid:
    """Events by type and by the year they began in: the last ``GRID_YEARS`` years, none in between left out.

    What is said against and about stands in one row for each family: it is not cooperation.
    """
    starts = {e.index: span[0] for e in events if (span := years_of(e)) is not None}
    last = max(starts.values(), default=0)
    first = max(min(starts.values(), default=1), last - GRID_YEARS + 1)
    years = [*range(first, last + 1), None] if starts else [None]
    found: defaultdict[str, list[EventView]] = defaultdict(list)
    for event in events:
        found[_grid_row(event)].append(event)
    order = (
        [k for k in TYPES if k in found]
        + sorted(set(found) - set(TYPES) - set(_ASIDE))
        + [k for k in _ASIDE if k in found]
    )
    marked: list[tuple[str, list[Mark | None]]] = []
    for key in order:
        by_year: defaultdict[int | None, list[int]] = defaultdict(list)
        for event in found[key]:
            by_year[starts.get(event.index)].append(event.index)
        marked.append((key, [marks.of(by_year[y]) if y in by_year else None for y in years]))
    most = top(mark.count for _, cells in marked for mark in cells[:-1] if mark)
    at = [i for i in range(len(years) - 1) if any(cells[i] and cells[i].count for _, cells in marked)]  # type: ignore[union-attr]
    within = range(min(at, default=0), max(at, default=-1) + 1)
    return Grid(
        tuple((str(y), i in within) if y is not None else (UNDATED, True) for i, y in enumerate(years)),
        frozenset((UNDATED, *(str(years[i]) for i in within[:: label_step(len(within))]))),
        tuple(_row(key, cells, years, found[key], most, marks) for key, cells in marked),
        marks.of(i for i, year in starts.items() if year < first),
    )


def label_step(years: int) -> int:
    """Every how many years one is written out, so that their labels do not touch."""
    return next((step for most, step in ((8, 1), (14, 2)) if years <= most), 5)


def sure(events: Sequence[EventView], marks: Marks) -> tuple[Line, ...]:
    """How many events fall under each certainty."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for event in events:
        found[event.certainty].append(event.index)
    return tuple(Line(words, marks.of(found[key]), key) for key, words in CERTAINTIES if key in found)


def digits(events: Sequence[EventView], marks: Marks) -> tuple[Line, ...]:
    """How many events stand at each of the Admiralty's digits of information, 1 to 6; none where none is graded."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for event in events:
        if event.rating is not None and event.rating.digit:
            found[event.rating.digit].append(event.index)
    return tuple(Line(MEANING[d], marks.of(found.get(d, ())), str(d)) for d in MEANING) if found else ()


def unknown(events: Sequence[EventView], places: Sequence[PlaceRow], marks: Marks) -> tuple[Line, ...]:
    """What the reports leave open, as counts with what they are counted of."""
    transfers = [e for e in events if e.family == "transfers"]

    def gap(words: str, whole: Sequence[EventView], of: str, missing: Callable[[EventView], bool]) -> Line:
        lost = marks.of(e.index for e in whole if missing(e))
        return Line(f"{of}: {words}", lost, of=marks.of(e.index for e in whole))

    at = {p.name: marks.of(e.index for e in p.events) for p in places}
    lost = [at[p.name] for p in places if p.latitude is None]
    rows = (
        gap("no date told", events, "events", lambda e: e.stretch is None),
        gap("no supplier named", transfers, "transfers", lambda e: not e.actor),
        gap(
            "neither quantity nor money told",
            transfers,
            "transfers",
            lambda e: not e.shown("quantity") and not e.shown("money"),
        ),
        Line("places: not on the map", marks.counted("lost", lost), of=marks.counted("places", at.values())),
    )
    return tuple(row for row in rows if isinstance(row.mark, Set) or row.mark.events)


UNDATED = "no date"
_ASIDE = ("about", "other")
_ASIDE_NAMES = {"about": "Statements, incidents etc.", "other": "Types of your own"}


def _grid_row(event: EventView) -> str:
    return event.type if FAMILY_OF.get(event.type) in COOPERATION else event.family


def _row(
    key: str,
    cells: Sequence[Mark | None],
    years: Sequence[int | None],
    events: Sequence[EventView],
    most: float,
    marks: Marks,
) -> GridRow:
    return GridRow(
        _ASIDE_NAMES.get(key) or type_name(key),
        events[0].family,
        marks.of(e.index for e in events),
        tuple(_cell(year, mark, most) if mark else None for year, mark in zip(years, cells, strict=True)),
    )


def _cell(year: int | None, mark: Mark, most: float) -> Cell:
    if year is None:
        return Cell(UNDATED, mark, 0.0)
    return Cell(str(year), mark, tenth(LEAST_DOT + (DOT - LEAST_DOT) * (mark.count / most) ** 0.5))


def _telling(disputes: Sequence[Dispute], marks: Marks) -> tuple[Dispute, ...]:
    """One dispute an event, the most telling first: how many, whether at all, how much, when. The first few kept are
    those of the first screen."""
    order = {"quantity": 0, "happened": 1, "money": 2, "total": 3, "extent": 4, "time": 5}
    best: dict[str, Dispute] = {}
    for dispute in sorted(disputes, key=lambda d: order.get(d.finding.slot.partition(":")[0], 6)):
        best.setdefault(dispute.event.anchor, dispute)
    found = sorted(
        best.values(),
        key=lambda d: (
            order.get(d.finding.slot.partition(":")[0], 6),
            -sum(len(v.cites) for v in d.finding.values),
            d.event.index,
        ),
    )
    ahead = [d.event.index for d in found if d.event.index in marks.kept][:HEADLINE_DISPUTES]
    return tuple(Dispute(d.event, d.finding, d.event.index in ahead) for d in found)
