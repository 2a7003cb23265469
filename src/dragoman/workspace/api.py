"""The JSON API to read: all that the pages show. What it can be asked stands in /api/openapi.json and on /api."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from dragoman.record import Query as Wanted
from dragoman.record.lookup import claims_by_id, events_of, report_heads, reports_by_id, states
from dragoman.record.search import found_reports
from dragoman.workspace import models as m
from dragoman.workspace import overview, systems
from dragoman.workspace.asking import year_of
from dragoman.workspace.desk import Desk
from dragoman.workspace.index import Count
from dragoman.workspace.listing import DEEPEST, PAGE, listing
from dragoman.workspace.pages import Missing

Asked = Annotated[m.Asked, Query()]
PageNumber = Annotated[int, Query(ge=1, le=DEEPEST, description="Page of the list, from 1.")]
Words = Annotated[str, Query(max_length=400)]
Id = Annotated[str, Path(max_length=400)]
FACES = 50
"""Values of a filter that are sent."""
FAULTS: dict[int | str, dict[str, Any]] = {
    400: {"model": m.Fault, "description": "What is asked makes no sense."},
    401: {"model": m.Fault, "description": "A token is needed."},
    404: {"model": m.Fault, "description": "There is no such thing in the record."},
}


def leads_to(operation: str, found: str, *, takes: str = "id", status: int = 200) -> dict[int | str, dict[str, Any]]:
    """Where one goes on from an answer, as a link of OpenAPI: its place ``found`` holds what ``operation`` takes."""
    name = operation.partition("_")[0]
    return {status: {"links": {name: {"operationId": operation, "parameters": {takes: f"$response.body#/{found}"}}}}}


def router(desk: Desk) -> APIRouter:
    """All reading of one record."""
    api = APIRouter(responses=FAULTS)
    for add in (_lists, _things, _drawings):
        add(api, desk)
    return api


def _lists(api: APIRouter, desk: Desk) -> None:
    @api.get("/record", tags=["record"])
    def record() -> m.RecordOut:
        """How much the record holds."""
        counts = desk.record.counts()
        own = {name: getattr(counts, name) for name in m.RecordOut.model_fields if name not in ("version", "types")}
        return m.RecordOut(version=desk.index.version, types=dict(counts.types), **own)

    @api.get("/events", tags=["search"], responses=leads_to("event_events__id__get", "events/0/event/id"))
    def events(asked: Asked, page: PageNumber = 1) -> m.EventsFound:
        """Events that hold the words and pass the filters, the latest first, with counts of each filter."""
        found = listing(desk, "events", asked.ask(), page)
        hits = [
            m.EventFound(
                event=m.EventHead.of(h.head), parties=_parties(h.parties), claims=h.claims, sources=h.sources,
                sentences=[m.SentenceOut.of(s) for s in h.sentences])
            for h in found.events
        ]  # fmt: skip
        return m.EventsFound(
            total=found.total, page=found.page, pages=found.pages, events=hits, facets=_facets(found.counts)
        )

    @api.get("/claims", tags=["search"], responses=leads_to("claim_claims__id__get", "claims/0/claim/id"))
    def claims(asked: Asked, page: PageNumber = 1) -> m.ClaimsFound:
        """Claims that hold the words and pass the filters, the latest first."""
        found = listing(desk, "claims", asked.ask(), page)
        hits = [
            m.ClaimFound(
                claim=m.SentenceOut.of(h.claim), event=m.EventHead.of(h.event) if h.event else None,
                parties=_parties(h.parties))
            for h in found.claims
        ]  # fmt: skip
        return m.ClaimsFound(
            total=found.total, page=found.page, pages=found.pages, claims=hits, facets=_facets(found.counts)
        )

    @api.get("/reports", tags=["search"], responses=leads_to("report_reports__id__get", "reports/0/id"))
    def reports(q: Words = "", page: PageNumber = 1) -> m.ReportsFound:
        """Reports that hold the words in title or text, the best match first; without words all, the latest first."""
        if q:
            total, hits = found_reports(desk.record, q, PAGE, (page - 1) * PAGE)
            heads = [
                m.ReportHeadOut(id=h.id, title=h.title, publisher=h.publisher, published=h.published,
                                snippet="".join(text for text, _ in h.snippet))
                for h in hits
            ]  # fmt: skip
        else:
            total, rows = report_heads(desk.record, PAGE, (page - 1) * PAGE)
            heads = [
                m.ReportHeadOut(id=r.id, title=r.title, publisher=r.publisher, published=r.published, claims=r.claims)
                for r in rows
            ]
        return m.ReportsFound(total=total, page=page, pages=_pages(total), reports=heads)

    @api.get("/entities", tags=["search"], responses=leads_to("entity_entities__id__get", "entities/0/id"))
    def entities(q: Words = "", kind: Words = "", page: PageNumber = 1) -> m.EntitiesFound:
        """Parties, places and systems whose names hold the words, those told of most often first."""
        told = desk.index.told()
        found = desk.record.entities(Wanted(text=q or None, type=kind or None))
        found.sort(key=lambda e: (-told.get(e.id, 0), e.name, e.id))
        shown = found[(page - 1) * PAGE : page * PAGE]
        return m.EntitiesFound(
            total=len(found),
            page=page,
            pages=_pages(len(found)),
            entities=[m.EntityOut.of(e, told.get(e.id, 0)) for e in shown],
        )

    @api.get("/systems", tags=["search"], responses=leads_to("system_systems__id__get", "systems/0/id"))
    def register(q: Words = "", kind: Words = "", host: Words = "", page: PageNumber = 1) -> m.SystemsFound:
        """The register: what the reports say exists, narrowed by name or party, kind and the host state's id."""
        found = systems.all_systems(desk)
        rows = systems.narrowed(desk, found or (), q, kind, host)
        return m.SystemsFound(
            ready=found is not None,
            total=len(rows),
            page=page,
            pages=_pages(len(rows)),
            systems=[_system(desk, s) for s in rows[(page - 1) * PAGE : page * PAGE]],
        )

    @api.get("/disputes", tags=["search"])
    def disputes(asked: Asked, page: PageNumber = 1) -> m.DisputesFound:
        """What sources disagree about, event by event."""
        rows = overview.disputed(desk, asked.ask())
        index = desk.index
        shown = rows[(page - 1) * PAGE : page * PAGE]
        opened = {o.event.id: o.event for o in desk.events([index.events.ids[row] for row in shown])}
        found = [
            m.DisputeOut(event=m.EventHead.of(index.heads[row]), finding=m.FindingOut.of(finding))
            for row in shown
            if (event := opened.get(index.events.ids[row]))
            for finding in event.findings
            if finding.verdict == "disputed"
        ]
        return m.DisputesFound(total=len(rows), page=page, pages=_pages(len(rows)), disputes=found)


def _things(api: APIRouter, desk: Desk) -> None:
    @api.get("/events/{id}", tags=["things"])
    def event(id: Id) -> m.EventOut:
        """One event with its findings, stages, the reasons of its joins, and its claims."""
        found = desk.events([id])
        if not found:
            raise Missing("event")
        opened = found[0]
        claims = [opened.claims[c] for c in opened.event.claims if c in opened.claims]
        return m.EventOut.of(opened.event, opened.view.certainty, _claims(desk, claims), dict(opened.entities))

    @api.get("/claims/{id}", tags=["things"])
    def claim(id: Id) -> m.ClaimOut:
        """One claim, also one that no longer counts."""
        found = _claims(desk, claims_by_id(desk.record, [id]))
        if not found:
            raise Missing("claim")
        return found[0]

    @api.get("/reports/{id}", tags=["things"])
    def report(id: Id) -> m.ReportOut:
        """One report with its text and the claims of it that count."""
        found = reports_by_id(desk.record, [id])
        if not found:
            raise Missing("report")
        claims = sorted(desk.record.claims(Wanted(report=id)), key=lambda c: (c.start, c.end, c.id))
        return m.ReportOut.of(found[0], _claims(desk, claims))

    @api.get("/entities/{id:path}", tags=["things"])
    def entity(id: Id) -> m.EntityOut:
        """One party, place or system."""
        found = desk.record.entities(Wanted(id=id))
        if not found:
            raise Missing("party")
        return m.EntityOut.of(found[0], desk.index.told().get(id, 0))

    @api.get("/systems/{id}", tags=["things"])
    def system(id: Id) -> dict[str, Any]:
        """One system of the register with every value, its stage, sources and claims."""
        return _system(desk, systems.find(desk, id))


def _drawings(api: APIRouter, desk: Desk) -> None:
    @api.get("/timeline", tags=["drawings"])
    def timeline(asked: Asked) -> list[m.YearOut]:
        """How many of the events asked for began in which year; years without any are left out."""
        counts = desk.index.find("events", asked.ask()).counts["year"]
        years = ((year_of(c.value), c.count) for c in counts)
        found = [m.YearOut(year=year, events=count) for year, count in years if count and year is not None]
        return sorted(found, key=lambda y: y.year)

    @api.get("/places", tags=["drawings"])
    def places(asked: Asked) -> list[m.PlaceOut]:
        """Where the events asked for took place, as the map shows it."""
        found = overview.map_of(desk, asked.ask())["places"]
        return [
            m.PlaceOut(name=p.name, latitude=p.latitude, longitude=p.longitude, area=p.area, at=p.at,
                       events=len(p.events))
            for p in found
        ]  # fmt: skip

    @api.get("/network", tags=["drawings"])
    def network(asked: Asked) -> list[m.TieOut]:
        """Which parties the events asked for tell of together, the most frequent pairs first."""
        index = desk.index
        found = overview.pairs(index, index.find("events", asked.ask()).mask, 1000)
        return [
            m.TieOut(one=m.Party(id=one, name=a), other=m.Party(id=other, name=b), events=row.count)
            for one, other, a, b, row in found
        ]


def _claims(desk: Desk, claims: Sequence[Any]) -> list[m.ClaimOut]:
    ids = [claim.id for claim in claims]
    stands, of_event = states(desk.record, ids), events_of(desk.record, ids)
    return [
        m.ClaimOut.of(c, current=stands[c.id].current, review=stands[c.id].review, event=of_event.get(c.id))
        for c in claims
    ]


def _system(desk: Desk, system: Any) -> dict[str, Any]:
    ids = [v.value for v in (*system.supplier, *system.host)]
    return m.SystemsFound.row(system, {id: desk.index.label("party", id) for id in ids})


def _parties(found: Sequence[tuple[str, str]]) -> list[m.Party]:
    return [m.Party(id=id, name=name) for id, name in found]


def _facets(counts: Mapping[str, Sequence[Count]]) -> dict[str, list[m.Counted]]:
    return {
        group: [m.Counted(value=c.value, label=c.label, count=c.count) for c in found[:FACES]]
        for group, found in counts.items()
    }


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))
