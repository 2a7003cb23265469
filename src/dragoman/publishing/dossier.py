"""The dossier: one HTML page that opens anywhere, asks nothing of a network and shows every value with its sentence."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.coding.claim import Claim
from dragoman.matching.event import Event, Matching
from dragoman.publishing import tables, timeline
from dragoman.publishing.build import EventViews, Pages, report_view
from dragoman.publishing.charts import charts
from dragoman.publishing.page import render
from dragoman.publishing.selection import Selection, States, select
from dragoman.publishing.summary import Dispute, shares, summarise
from dragoman.publishing.view import EventView, ReportView, Row
from dragoman.publishing.wording import FAMILIES, LADDER, OTHER, TYPES, plain, type_name
from dragoman.publishing.worldmap import worldmap
from dragoman.sources.report import Failure, Report

OPEN_UP_TO = 120
"""With more events than this the groups of a section start closed, so that the page opens at once."""


@dataclass(frozen=True, slots=True)
class DossierInput:
    """All that a dossier is made of.

    ``about`` is a pair of states (``"China-Serbia"``) or None for the whole record; ``made`` the date to print on the
    page, given by the caller and never read from a clock, so that the same input gives the same page byte for byte.
    """

    reports: Sequence[Report]
    claims: Sequence[Claim]
    matching: Matching
    failures: Sequence[Failure] = ()
    about: str | None = None
    made: str | None = None


@dataclass(frozen=True, slots=True)
class TypeGroup:
    """The events of one type."""

    type: str
    name: str
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class FamilyGroup:
    """The types of one family that have events."""

    key: str
    name: str
    groups: tuple[TypeGroup, ...]
    count: int


def dossier(inputs: DossierInput) -> str:
    """The page as HTML text.

    Raises ``DragomanError`` where ``about`` names no pair of the record.
    """
    pages = Pages(inputs.reports, inputs.claims)
    selection = select(inputs.matching, _reports_of(inputs.matching, pages), inputs.about)
    maker = EventViews(pages, inputs.matching)
    ordered = sorted(selection.events, key=_by_type_and_time)
    events = [maker.view(event, index) for index, event in enumerate(ordered)]
    sources = {view.anchor: event for view, event in zip(events, ordered, strict=True)}
    return render(_context(inputs, pages, selection, events, sources))


def _context(
    inputs: DossierInput, pages: Pages, selection: Selection, events: Sequence[EventView], sources: Mapping[str, Event]
) -> dict[str, Any]:
    """Everything the templates print."""
    entities = {e.id: e for e in inputs.matching.entities}
    states = States(inputs.matching)
    reports, used = _reports(pages, events, sources, whole=inputs.about is None)
    disputes = [Dispute(event, finding) for event in events for finding in event.disputes]
    places = tables.places(events, sources, entities)
    suppliers = _suppliers(events, sources, states)
    publishers = sorted({r.publisher for r in reports if r.publisher})
    return {
        "summary": summarise(selection, events, disputes, places, len(reports), len(publishers) or len(reports), used),
        "about": inputs.about,
        "made": inputs.made,
        "events": events,
        "open": len(events) <= OPEN_UP_TO,
        "families": _families(events),
        "years": timeline.by_year(events),
        "deals": timeline.deals(events),
        "disputes": disputes,
        "parties": tables.parties(events, sources, entities),
        "matrix": tables.matrix(events, sources, states),
        "pairs": shares(Row(f"{a} – {b}", n) for (a, b), n in selection.pairs),
        "items": tables.items(events),
        "places": places,
        "map": worldmap(places),
        "charts": charts(events, suppliers),
        "reports": reports,
        "failures": sorted(inputs.failures, key=lambda f: (f.address, f.what)),
        "filters": _filters(events),
    }


def _by_type_and_time(event: Event) -> tuple[Any, ...]:
    kinds = list(TYPES)
    rank = kinds.index(event.type) if event.type in TYPES else len(kinds)
    return rank, event.type, event.time or "9999", event.title, event.id


def _reports_of(matching: Matching, pages: Pages) -> dict[str, frozenset[str]]:
    return {e.id: frozenset(pages.claims[c].report for c in e.claims if c in pages.claims) for e in matching.events}


def _reports(
    pages: Pages, events: Sequence[EventView], sources: Mapping[str, Event], whole: bool
) -> tuple[tuple[ReportView, ...], int]:
    """The reports behind the shown events (all of them for a whole record), and the number of claims used."""
    claims = {c for view in events for c in sources[view.anchor].claims if c in pages.claims}
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for claim in (pages.claims[c] for c in claims):
        spans[claim.report].append((claim.start, claim.end))
    kept = (r for r in pages.reports if whole or r.id in spans)
    return tuple(report_view(r, pages, spans[r.id], len(spans[r.id])) for r in kept), len(claims)


def _families(events: Sequence[EventView]) -> tuple[FamilyGroup, ...]:
    by_type: defaultdict[str, list[EventView]] = defaultdict(list)
    for event in events:
        by_type[event.type].append(event)
    found: list[FamilyGroup] = []
    for key, name, kinds in (*FAMILIES, (*OTHER, tuple(sorted(set(by_type) - set(TYPES))))):
        groups = tuple(TypeGroup(k, type_name(k), tuple(by_type[k])) for k in kinds if by_type.get(k))
        if groups:
            found.append(FamilyGroup(key, name, groups, sum(len(g.events) for g in groups)))
    return tuple(found)


def _suppliers(events: Sequence[EventView], sources: Mapping[str, Event], states: States) -> tuple[Row, ...]:
    """States by the number of transfers and deployments they, their bodies or companies supply."""
    found = Counter(
        state
        for view in events
        if view.family == "transfers"
        for state in {states.of(party) for party in sources[view.anchor].actor}
        if state
    )
    return shares(Row(name, n) for name, n in sorted(found.items(), key=lambda kv: (-kv[1], kv[0])))


def _filters(events: Sequence[EventView]) -> dict[str, Any]:
    """The choices of each filter, and for each event the places of its values among them."""
    choices: dict[str, list[str]] = {
        "party": sorted({p for e in events for p in e.parties}, key=str.casefold),
        "type": [type_name(k) for k in dict.fromkeys(e.type for e in events)],
        "year": [str(y) for y in sorted({y for e in events for y in _years(e)})],
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
            [at["year"][str(y)] for y in _years(e)],
            [at["status"][plain(e.status)]],
            sorted(at["source"][p] for p in e.publishers),
        ]
        for e in events
    ]
    return {"choices": choices, "rows": rows}


def _years(event: EventView) -> range:
    """The calendar years an event covers; a range of more than a century is taken by its first year only."""
    span = event.stretch
    if span is None:
        return range(0)
    first, last = int(span.start + 1e-6), int(span.end - 1e-6)
    return range(first, max(first, last) + 1) if last - first <= 100 else range(first, first + 1)
