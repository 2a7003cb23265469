"""The pages to read: each a function from the desk and a request to a template and what it shows."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from dragoman.publishing.citations import citation
from dragoman.publishing.highlight import with_anchors
from dragoman.publishing.timeline import deals
from dragoman.publishing.wording import safe_link
from dragoman.record import Query
from dragoman.record.lookup import events_of, report_heads, reports_by_id, states
from dragoman.record.search import found_reports
from dragoman.workspace import overview
from dragoman.workspace.asking import Ask
from dragoman.workspace.desk import Desk, Opened
from dragoman.workspace.listing import PAGE, listing

SIDE_BY_SIDE = 8
"""Disputes of a page."""
BESIDE = 6
"""Further events shown beside one."""


class Missing(Exception):
    """There is no such thing in the record; ``what`` is the kind of thing."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"no such {what}")


Shown = tuple[str, Mapping[str, Any]]
Page = Callable[[Desk, Request], Shown]


def ask_of(request: Request) -> Ask:
    """The question in the address of a request."""
    return Ask.of(request.query_params.multi_items())


def page_of(request: Request) -> int:
    """The page number in the address, 1 where it is none."""
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def home(desk: Desk, request: Request) -> Shown:
    """The first page: how much there is, what is disputed, what came in last."""
    return "home.html", {"home": desk.worked_out("home", lambda: overview.home(desk)), "counts": desk.record.counts()}


def search(desk: Desk, request: Request) -> Shown:
    """Events, sentences or reports that hold words and pass filters."""
    ask, page = ask_of(request), page_of(request)
    kind = request.query_params.get("kind", "events")
    if kind == "reports":
        return "found_reports.html", _reports_found(desk, ask, page)
    if kind == "parties":
        return "found_parties.html", _parties_found(desk, ask, page)
    return "search.html", {"found": listing(desk, "claims" if kind == "claims" else "events", ask, page), "ask": ask}


def _reports_found(desk: Desk, ask: Ask, page: int) -> Mapping[str, Any]:
    total, hits = found_reports(desk.record, ask.q, PAGE, (page - 1) * PAGE)
    return {"ask": ask, "hits": hits, "total": total, "page": page, "pages": max(1, -(-total // PAGE))}


def _parties_found(desk: Desk, ask: Ask, page: int) -> Mapping[str, Any]:
    hits = desk.record.entities(Query(text=ask.q)) if ask.q else []
    told = desk.index.told()
    hits.sort(key=lambda e: (-told.get(e.id, 0), e.name))
    shown = [(entity, told.get(entity.id, 0)) for entity in hits[(page - 1) * PAGE : page * PAGE]]
    return {"ask": ask, "hits": shown, "total": len(hits), "page": page, "pages": max(1, -(-len(hits) // PAGE))}


def event(desk: Desk, request: Request) -> Shown:
    """One event with all that is known of it, and by whom."""
    found = desk.events([request.path_params["id"]])
    if not found:
        raise Missing("event")
    opened = found[0]
    beside = [desk.index.heads[row] for row in overview.beside(desk, opened.event, BESIDE)]
    return "event.html", {
        "e": opened.view, "event": opened.event, "opened": opened, "deals": deals((opened.view,)),
        "beside": beside, "stands": opened.states, "parties": _named(opened), "places": _places(opened),
        "citations": _citations(opened),
    }  # fmt: skip


def _citations(opened: Opened) -> list[tuple[str, str]]:
    """Id and citation of each report that tells of an event, the first published first."""
    ordered = sorted(opened.reports.values(), key=lambda r: (r.published or "9999", r.id))
    return [(report.id, citation(report)) for report in ordered]


def _named(opened: Opened) -> list[Any]:
    return [e for id in opened.view.party_ids if (e := opened.entities.get(id))]


def _places(opened: Opened) -> list[Any]:
    return [e for id in opened.event.place if (e := opened.entities.get(id))]


def report(desk: Desk, request: Request) -> Shown:
    """One report: its text and its claims side by side."""
    found = reports_by_id(desk.record, [request.path_params["id"]])
    if not found:
        raise Missing("report")
    report = found[0]
    claims = sorted(desk.record.claims(Query(report=report.id)), key=lambda c: (c.start, c.end, c.id))
    spans = [(c.start, c.end) for c in claims]
    of_event = events_of(desk.record, (c.id for c in claims))
    return "report.html", {
        "r": report, "link": safe_link(report.address), "citation": citation(report),
        "text": with_anchors(report.text, spans, "s"),
        "rows": [overview.claim_row(c) for c in claims],
        "of_event": of_event, "heads": desk.index.head_of(of_event.values()),
        "stands": states(desk.record, (c.id for c in claims)), "drops": len(desk.record.drops(report.id)),
    }  # fmt: skip


def reports(desk: Desk, request: Request) -> Shown:
    """All reports, the latest first."""
    page = page_of(request)
    total, heads = report_heads(desk.record, PAGE, (page - 1) * PAGE)
    return "reports.html", {
        "heads": heads, "total": total, "page": page, "pages": max(1, -(-total // PAGE)), "ask": Ask(),
    }  # fmt: skip


def entity(desk: Desk, request: Request) -> Shown:
    """One party, place or system: names, partners, what it does, and when."""
    found = desk.record.entities(Query(id=request.path_params["id"]))
    if not found:
        raise Missing("party")
    return "entity.html", overview.entity(desk, found[0])


def disputes(desk: Desk, request: Request) -> Shown:
    """What sources disagree about, side by side."""
    ask, page = ask_of(request), page_of(request)
    rows = overview.disputed(desk, ask)
    pages = max(1, -(-len(rows) // SIDE_BY_SIDE))
    page = min(page, pages)
    shown = rows[(page - 1) * SIDE_BY_SIDE : page * SIDE_BY_SIDE]
    opened = desk.events([desk.index.events.ids[row] for row in shown])
    return "disputes.html", {"opened": opened, "total": len(rows), "page": page, "pages": pages, "ask": ask}


def timeline(desk: Desk, request: Request) -> Shown:
    """What happened in a year, each with a bar as long as its date is vague."""
    ask = ask_of(request)
    year = request.query_params.get("in")
    return "timeline.html", {"ask": ask, "counts": _counts(desk, ask), **overview.timeline(desk, ask, year)}


def places(desk: Desk, request: Request) -> Shown:
    """Where it happened: a map, and the same as a table."""
    ask = ask_of(request)
    return "map.html", {"ask": ask, "counts": _counts(desk, ask), **overview.map_of(desk, ask)}


def network(desk: Desk, request: Request) -> Shown:
    """Who is told of together with whom."""
    ask = ask_of(request)
    return "network.html", {"ask": ask, "counts": _counts(desk, ask), **overview.network(desk, ask)}


def _counts(desk: Desk, ask: Ask) -> Mapping[str, Any]:
    return desk.index.find("events", ask).counts


def form_of(body: bytes) -> dict[str, str]:
    """The fields of a form that was sent."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


PAGES: dict[str, Page] = {
    "/": home,
    "/search": search,
    "/timeline": timeline,
    "/map": places,
    "/network": network,
    "/events/{id}": event,
    "/reports": reports,
    "/reports/{id}": report,
    "/entities/{id}": entity,
    "/disputes": disputes,
}
