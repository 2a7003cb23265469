"""The register of systems as pages: what the reports say exists, each value with its sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from dragoman.coding.claim import Claim
from dragoman.measures.register import Sourced, System, register
from dragoman.publishing.dates import in_words
from dragoman.publishing.view import Cite
from dragoman.publishing.wording import count, listed, plain, value_in_words
from dragoman.record.lookup import claims_by_id, reports_by_id
from dragoman.record.names import fold
from dragoman.workspace.desk import Desk, WebPages
from dragoman.workspace.pages import Missing, Shown, ask_of, page_of

ROWS = 60
SLOTS = {
    "supplier": "From", "host": "To or in", "counts": "How many", "money": "Money", "sites": "Where",
    "capabilities": "What it can do", "dates": "When", "legal": "Legal questions", "incidents": "Incidents",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """A value with who says so and its sentences."""

    text: str
    href: str
    stage: str
    modality: str
    when: str
    sources: str
    cites: tuple[Cite, ...]


def all_systems(desk: Desk) -> tuple[System, ...] | None:
    """The register of the whole record; None while it is worked out for the first time."""
    return desk.behind("systems", lambda: _register(desk))


def _register(desk: Desk) -> tuple[System, ...]:
    record = desk.record
    return register(record.matching(), record.claims(), {report.id: report for report in record.reports()})


def systems(desk: Desk, request: Request) -> Shown:
    """The register, by kind, narrowed by words, kind and host."""
    ask, page = ask_of(request), page_of(request)
    kind, host = request.query_params.get("kind", ""), request.query_params.get("host", "")
    found = all_systems(desk)
    if found is None:
        return "waiting.html", {"title": "Systems", "what": "The register is worked out anew."}
    fits = narrowed(desk, found, ask.q)
    kinds = Counter(s.kind for s in fits if not host or host in s.host_states)
    hosts = Counter(h for s in fits for h in s.host_states if not kind or s.kind == kind)
    rows = narrowed(desk, fits, "", kind, host)
    pages = max(1, -(-len(rows) // ROWS))
    page = min(page, pages)
    return "systems.html", {
        "ask": ask, "kind": kind, "host": host, "total": len(rows), "page": page, "pages": pages,
        "kinds": sorted(kinds.items(), key=lambda k: (-k[1], k[0])),
        "hosts": [(id, desk.index.label("party", id), n) for id, n in hosts.most_common(40)],
        "rows": [(s, row(desk, s)) for s in rows[(page - 1) * ROWS : page * ROWS]],
    }  # fmt: skip


def narrowed(desk: Desk, found: Sequence[System], words: str, kind: str = "", host: str = "") -> list[System]:
    """The systems whose name or parties hold all words, of one kind and with one host state where these are given."""
    return [
        s for s in found
        if (not kind or s.kind == kind) and (not host or host in s.host_states) and _fits(desk, s, words)
    ]  # fmt: skip


def _fits(desk: Desk, system: System, words: str) -> bool:
    parties = (desk.index.label("party", v.value) for v in (*system.supplier, *system.host))
    said = fold(" ".join((system.name, *system.aliases, *parties)))
    return all(word in said for word in fold(words).split())


def row(desk: Desk, system: System) -> Mapping[str, str]:
    """A line of the register in words."""
    return {
        "supplier": listed(dict.fromkeys(desk.index.label("party", v.value) for v in system.supplier)),
        "host": listed(dict.fromkeys(desk.index.label("party", v.value) for v in system.host)),
        "counts": "; ".join(dict.fromkeys(value_in_words("quantity", v.value, {}) for v in system.counts)),
        "when": ", ".join(dict.fromkeys(in_words(v.value) for v in system.dates[:3])),
        "events": count(len(system.events), "event"),
    }  # fmt: skip


def find(desk: Desk, id: str) -> System:
    """The system with this id; raises Missing where there is none (yet)."""
    found = next((s for s in all_systems(desk) or () if s.id == id), None)
    if found is None:
        raise Missing("system")
    return found


def system(desk: Desk, request: Request) -> Shown:
    """One system with every value that is told of it."""
    found = find(desk, request.path_params["id"])
    told = [c for slot in SLOTS for value in getattr(found, slot) for c in value.claims]
    claims = claims_by_id(desk.record, told)
    reports = reports_by_id(desk.record, (c.report for c in claims))
    pages = WebPages(reports, claims)
    ordered = sorted(claims, key=lambda c: (pages.published(c) or "9999", c.report, c.start, c.id))
    numbers = {claim.id: n for n, claim in enumerate(ordered, 1)}
    slots = [
        (label, [_stated(desk, slot, value, pages, numbers) for value in getattr(found, slot)])
        for slot, label in SLOTS.items()
    ]
    return "system.html", {
        "s": found, "slots": [(label, values) for label, values in slots if values],
        "sentences": [_sentence(c, numbers[c.id], pages) for c in ordered],
        "events": desk.index.head_of(found.events),
    }  # fmt: skip


def _stated(desk: Desk, slot: str, value: Sourced, pages: WebPages, numbers: Mapping[str, int]) -> Stated:
    party = slot in ("supplier", "host")
    kind = {"counts": "quantity", "dates": "time"}.get(slot, slot)
    text = desk.index.label("party", value.value) if party else value_in_words(kind, value.value, {})
    cites = tuple(_cite(pages.claims[c], numbers[c], slot, pages) for c in value.claims if c in numbers)
    return Stated(
        text, f"/entities/{value.value}" if party else "", plain(value.stage), value.modality,
        "" if slot == "dates" else in_words(value.time), listed(value.sources), cites,
    )  # fmt: skip


def _cite(claim: Claim, number: int, slot: str, pages: WebPages) -> Cite:
    fields: Mapping[str, Sequence[str]] = {
        "supplier": ("actor",), "host": ("recipient", "actor"), "counts": ("quantity",), "money": ("money",),
        "sites": ("place", "quantity"), "dates": ("time",),
    }  # fmt: skip
    spans = sorted({span for name, span in claim.spans if name in fields.get(slot, ("item",))})
    marks = " ".join(f"{a}-{b}" for a, b in spans)
    return Cite(number, pages.href(claim), marks, pages.publisher(claim))


def _sentence(claim: Claim, number: int, pages: WebPages) -> Mapping[str, Any]:
    return {
        "number": number, "quote": claim.quote, "href": pages.href(claim), "claim": claim.id,
        "source": pages.publisher(claim), "published": in_words(pages.published(claim)),
    }  # fmt: skip
