"""The dossier: one HTML page that opens anywhere, asks nothing of a network and shows every value with its sentence."""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dragoman.coding.claim import Claim
from dragoman.matching.event import Event, Matching
from dragoman.measures.facts import gather
from dragoman.measures.measure import Measure
from dragoman.measures.register import register_of
from dragoman.publishing import register, shares, tables, timeline
from dragoman.publishing.build import EventViews, Pages, report_view
from dragoman.publishing.citations import bibtex, csl_json
from dragoman.publishing.filters import Choice, filters
from dragoman.publishing.marks import Mark, Marks
from dragoman.publishing.network import network
from dragoman.publishing.page import render
from dragoman.publishing.selection import PairEvents, Selection, States, every_pair, select
from dragoman.publishing.summary import Dispute, summarise
from dragoman.publishing.view import EventView, ReportView
from dragoman.publishing.wording import FAMILIES, OTHER, TYPES, type_name
from dragoman.publishing.worldmap import worldmap
from dragoman.sources.report import Failure, Report

OPEN_UP_TO = 120
"""With more events than this shown at first, the groups of a section start closed, so that the page opens at once."""


MOST_NAMED = 3
"""Pairs of states that a heading names; of more it gives the number."""


@dataclass(frozen=True, slots=True)
class DossierInput:
    """All that a dossier is made of.

    ``about`` is a pair of states (``"China-Serbia"``): the page then holds only what is told of the two. Without it the
    page holds all of the record, opens on the pair that cooperates most often, and has an index of all pairs. ``made``
    is the date to print on the page, given by the caller and never read from a clock, so that the same input gives the
    same page byte for byte.
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
    mark: Mark


@dataclass(frozen=True, slots=True)
class FamilyGroup:
    """The types of one family that have events."""

    key: str
    name: str
    groups: tuple[TypeGroup, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands on the page: events in order with their views, the pairs to choose from and what is kept at first."""

    pages: Pages
    views: tuple[EventView, ...]
    sources: Mapping[str, Event]
    pairs: tuple[PairEvents, ...]
    measures: tuple[Measure, ...]
    marks: Marks

    @property
    def places(self) -> dict[str, int]:
        """From the id of an event to its place on the page."""
        return {self.sources[view.anchor].id: view.index for view in self.views}


def dossier(inputs: DossierInput) -> str:
    """The page as HTML text.

    Raises ``DragomanError`` where ``about`` names no pair of the record.
    """
    shown, selection = _shown(inputs)
    return render(_context(inputs, shown, selection))


def _shown(inputs: DossierInput) -> tuple[_Shown, Selection]:
    pages = Pages(inputs.reports, inputs.claims)
    told_in = _reports_of(inputs.matching, pages)
    selection = select(inputs.matching, told_in, inputs.about)
    pairs = every_pair(inputs.matching, told_in)
    if selection.pair is not None:
        pairs = tuple(replace(p, pair=selection.pair) for p in pairs if set(p.pair) == set(selection.pair))
    facts = gather(inputs.matching, inputs.claims, "-".join(selection.pair) if selection.pair else None)
    measures = shares.computed(facts)
    # A share needs what others gave, too: those events stand on the page of a pair for comparison.
    wanted = {event.id for event in selection.events} | shares.events_of(measures)
    ordered = sorted((e for e in inputs.matching.events if e.id in wanted), key=_by_type_and_time)
    maker = EventViews(pages, inputs.matching)
    views = tuple(maker.view(event, index) for index, event in enumerate(ordered))
    kept = pairs[0].core if pairs else wanted
    marks = Marks((v.index for v, e in zip(views, ordered, strict=True) if e.id in kept), len(views))
    sources = {view.anchor: event for view, event in zip(views, ordered, strict=True)}
    return _Shown(pages, views, sources, pairs, measures, marks), selection


def _context(inputs: DossierInput, shown: _Shown, selection: Selection) -> dict[str, Any]:
    """Everything the templates print."""
    events, sources, marks, places = shown.views, shown.sources, shown.marks, shown.places
    entities = {e.id: e for e in inputs.matching.entities}
    reports, kept = _reports(shown, whole=inputs.about is None)
    disputes = [Dispute(event, finding) for event in events for finding in event.disputes]
    located = tables.places(events, sources, entities)
    by_id = {sources[view.anchor].id: view for view in events}
    heading = shown.pairs[0].name if shown.pairs else selection.heading
    summary = summarise(heading, events, disputes, located, [(r.publisher or r.title, r.mark) for r in reports], marks)
    facts = gather(inputs.matching, inputs.claims)
    net = network(events, sources, entities, States(inputs.matching), marks)
    pairs = [
        Choice(p.name, p.pair, [places[e] for e in p.core if e in places], [places[e] for e in p.beside if e in places])
        for p in shown.pairs
    ]
    return {
        "summary": summary,
        "marks": marks,
        "about": inputs.about,
        "made": inputs.made,
        "events": events,
        "open": len(marks.kept) <= OPEN_UP_TO,
        "families": _families(events, marks),
        "years": [(y, marks.of(t.event.index for t in y.entries)) for y in timeline.by_year(events)],
        "deals": timeline.deals(events),
        "disputes": disputes,
        "parties": tables.parties(events, sources, entities, marks),
        "shares": shares.panels(shown.measures, places, marks),
        "pairs": tables.pairs(shown.pairs, by_id, marks) if inputs.about is None else (),
        "elsewhere": len(disputes) if len(disputes) > summary.disputed.count else 0,
        "systems": register.systems(
            register_of(facts, {r.id: r for r in inputs.reports}), shown.pages, entities, places, marks
        ),
        "places": tuple((place, marks.of(e.index for e in place.events)) for place in located),
        "map": worldmap(located, marks),
        "reports": reports,
        "bibtex": _file("application/x-bibtex", bibtex(kept)),
        "csl": _file("application/vnd.citationstyles.csl+json", csl_json(kept)),
        "failures": sorted(inputs.failures, key=lambda f: (f.address, f.what)),
        "filters": filters(events, pairs, _whole(selection, shown), summary.types, net, marks),
    }


def _whole(selection: Selection, shown: _Shown) -> str:
    """What the page is called where no pair is chosen."""
    return f"{len(shown.pairs)} pairs of states" if len(shown.pairs) > MOST_NAMED else selection.heading


def _by_type_and_time(event: Event) -> tuple[Any, ...]:
    kinds = list(TYPES)
    rank = kinds.index(event.type) if event.type in TYPES else len(kinds)
    return rank, event.type, event.time or "9999", event.title, event.id


def _reports_of(matching: Matching, pages: Pages) -> dict[str, frozenset[str]]:
    return {e.id: frozenset(pages.claims[c].report for c in e.claims if c in pages.claims) for e in matching.events}


def _reports(shown: _Shown, whole: bool) -> tuple[tuple[ReportView, ...], tuple[Report, ...]]:
    """The reports behind the shown events (all of them for a whole record): as shown, and as they are."""
    pages = shown.pages
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    told: defaultdict[str, set[int]] = defaultdict(set)
    for view in shown.views:
        for claim in (pages.claims[c] for c in shown.sources[view.anchor].claims if c in pages.claims):
            spans[claim.report].append((claim.start, claim.end))
            told[claim.report].add(view.index)
    kept = tuple(r for r in pages.reports if whole or r.id in spans)
    return tuple(report_view(r, pages, spans[r.id], shown.marks.of(told[r.id])) for r in kept), kept


def _families(events: Sequence[EventView], marks: Marks) -> tuple[FamilyGroup, ...]:
    by_type: defaultdict[str, list[EventView]] = defaultdict(list)
    for event in events:
        by_type[event.type].append(event)
    found: list[FamilyGroup] = []
    for key, name, kinds in (*FAMILIES, (*OTHER, tuple(sorted(set(by_type) - set(TYPES))))):
        groups = tuple(
            TypeGroup(k, type_name(k), tuple(by_type[k]), marks.of(e.index for e in by_type[k]))
            for k in kinds
            if by_type.get(k)
        )
        if groups:
            found.append(FamilyGroup(key, name, groups, marks.of(i for g in groups for i in g.mark.events)))
    return tuple(found)


def _file(media_type: str, text: str) -> str:
    """A file inside of the page, as an address that a browser saves."""
    return f"data:{media_type};charset=utf-8;base64,{b64encode(text.encode('utf-8', 'replace')).decode()}"
