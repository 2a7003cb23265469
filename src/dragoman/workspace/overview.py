"""What pages show beyond single rows: the first page, a party, a year, a map, a network."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dragoman.coding.claim import Claim
from dragoman.matching.event import Entity, Event
from dragoman.publishing import tables
from dragoman.publishing.dates import in_words, stretch
from dragoman.publishing.summary import CERTAINTIES
from dragoman.publishing.timeline import by_year
from dragoman.publishing.view import EventView
from dragoman.publishing.wording import FAMILY_OF, OTHER, plain, type_name, value_in_words
from dragoman.publishing.worldmap import worldmap
from dragoman.record.lookup import report_heads
from dragoman.workspace.asking import Ask, year_of
from dragoman.workspace.circle import Party, drawing
from dragoman.workspace.desk import Desk
from dragoman.workspace.index import Count, Index
from dragoman.workspace.listing import EventHit, event_hits

FEW = 6
YEARS = 30
"""Years of a small chart, the last ones."""
IN_YEAR = 250
"""Events of a year shown at once."""
LINES = 14
"""Bars of a list."""
NODES = 28
"""Parties of a network drawn: those with the most ties."""
UNDATED = "none"


@dataclass(frozen=True, slots=True)
class Row:
    """A bar: what it is about, a count, its share of the largest one (0 to 1), and an id."""

    name: str
    count: int
    share: float = 0.0
    key: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The first page."""

    years: tuple[Row, ...]
    sure: tuple[Row, ...]
    pairs: tuple[tuple[str, str, str, str, Row], ...]
    types: Sequence[Count]
    disputed: tuple[EventHit, ...]
    disputes: int
    reports: tuple[Any, ...]


def home(desk: Desk) -> Home:
    """How much there is of what, by whom, since when and how surely."""
    index = desk.index
    found = index.find("events", Ask())
    rows = disputed(desk, Ask())
    return Home(
        years=_years(found.counts["year"]),
        sure=_sure(found.counts["certainty"], found.total),
        pairs=pairs(index, found.mask, LINES),
        types=found.counts["type"][:LINES],
        disputed=event_hits(desk, rows[:FEW]),
        disputes=len(rows),
        reports=tuple(report_heads(desk.record, FEW)[1]),
    )


def pairs(index: Index, mask: Any, most: int, of: str | None = None) -> tuple[tuple[str, str, str, str, Row], ...]:
    """Who is told of together with whom most often: ids, names and a bar; with ``of`` only partners of that one."""
    tally = index.events.all_of["party"].pairs(mask)
    kept = [(pair, n) for pair, n in tally.items() if of is None or of in pair]
    kept.sort(key=lambda entry: (-entry[1], entry[0]))
    top = kept[0][1] if kept else 1
    found = []
    for (one, other), number in kept[:most]:
        if of is not None and other == of:
            one, other = other, one
        a, b = index.label("party", one), index.label("party", other)
        found.append((one, other, a, b, Row(f"{a} – {b}", number, number / top)))
    return tuple(found)


def beside(desk: Desk, event: Event, most: int) -> list[int]:
    """Rows of events of the same type and parties, those nearest in time first."""
    index = desk.index
    own = index.events.place.get(event.id)
    if own is None:
        return []
    when = int(index.events.first[own])
    rows: list[int] = index.alike(own).tolist()
    rows.sort(key=lambda row: (abs(int(index.events.first[row]) - when), row))
    return rows[:most]


def disputed(desk: Desk, ask: Ask) -> list[int]:
    """Rows of the events with a disputed finding that are asked for, in the order of the listing."""
    index = desk.index
    found: list[int] = np.flatnonzero(index.find("events", ask).mask & index.disputed).tolist()
    return found


def claim_row(claim: Claim) -> Mapping[str, Any]:
    """A claim as a page lists its fields: names and values in words, what is empty left out."""
    manual = claim.as_manual()
    slots = {
        "actor": "By", "recipient": "To or with", "item": "What", "quantity": "How many", "money": "Money",
        "time": "When", "place": "Where", "attribution": "According to",
    }  # fmt: skip
    fields = [(name, label, value_in_words(name, manual[name], {})) for name, label in slots.items() if manual[name]]
    marks: dict[str, str] = {}
    for name, (start, end) in claim.spans:
        marks[name] = " ".join(filter(None, (marks.get(name, ""), f"{start}-{end}")))
    return {"claim": claim, "anchor": f"s-{claim.start}-{claim.end}", "fields": fields, "marks": marks}


def entity(desk: Desk, entity: Entity) -> Mapping[str, Any]:
    """What is told of one party, place or system."""
    index = desk.index
    group = "place" if entity.kind == "place" else "party"
    ask = Ask(place=(entity.id,)) if group == "place" else Ask(party=(entity.id,))
    found = index.find("events", ask)
    state = index.entries.get(entity.state or "")
    return {
        "entity": entity,
        "ask": ask,
        "state": state if state and state.id != entity.id else None,
        "total": found.total,
        "years": _years(found.counts["year"]),
        "types": _bars(found.counts["type"], "type"),
        "stages": _bars(found.counts["status"], "status"),
        "partners": pairs(index, found.mask, LINES, entity.id) if group == "party" else (),
        "parties": _bars(found.counts["party"], "party") if group == "place" else (),
        "places": _bars(found.counts["place"], "place") if group == "party" else (),
        "sources": _bars(found.counts["source"], "source"),
        "latest": event_hits(desk, found.rows[:FEW].tolist()),
    }


def timeline(desk: Desk, ask: Ask, year: str | None) -> Mapping[str, Any]:
    """The years with something in them, and what began in one of them (the last, where none is asked for)."""
    index = desk.index
    counts = index.find("events", ask).counts["year"]
    dated = [count.value for count in counts]
    undated = index.find("events", ask).total - sum(count.count for count in counts)
    chosen = year if year in dated or year == UNDATED else (dated[0] if dated else UNDATED)
    found = index.find("events", Ask(**{**_plain(ask), "year": (chosen,)})) if chosen != UNDATED else None
    rows = found.rows if found else _undated(index, ask)
    views = [light(index, row, at) for at, row in enumerate(rows[:IN_YEAR].tolist())]
    return {
        "years": _years(counts, most=1000), "chosen": chosen, "undated": undated, "total": len(rows),
        "shown": by_year(views), "ids": {view.anchor: view.anchor.removeprefix("e-") for view in views},
    }  # fmt: skip


def _undated(index: Index, ask: Ask) -> Any:
    mask = index.find("events", ask).mask
    return np.flatnonzero(mask & (index.events.one_of["year"].codes < 0))


def _plain(ask: Ask) -> dict[str, Any]:
    return {name: getattr(ask, name) for name in Ask.__slots__}


def light(index: Index, row: int, at: int) -> EventView:
    """An event as drawings need it: when, where in the list, how sure; without its findings."""
    head = index.heads[row]
    people = index.events.all_of["party"].of_row(row)
    return EventView(
        index=at, anchor=f"e-{head.id}", type=head.type, family=FAMILY_OF.get(head.type, OTHER[0]), title=head.title,
        parties=tuple(index.label("party", p) for p in people), party_ids=people, actor="", recipient="", item="",
        place="", when=in_words(head.time), stretch=stretch(head.time), status=head.status, modality=head.modality,
        certainty=head.certainty, publishers=(), findings=(), sentences=(),
    )  # fmt: skip


def map_of(desk: Desk, ask: Ask) -> Mapping[str, Any]:
    """Where the events that are asked for took place."""
    return desk.worked_out(f"map {ask.address()}", lambda: _map_of(desk, ask))


def _map_of(desk: Desk, ask: Ask) -> Mapping[str, Any]:
    index = desk.index
    found = index.find("events", ask)
    column = index.events.all_of["place"]
    rows = np.unique(column.rows[found.mask[column.rows]]).tolist()
    views = [light(index, row, at) for at, row in enumerate(rows)]
    sources = {view.anchor: _placed(view, column.of_row(row)) for view, row in zip(views, rows, strict=True)}
    ids = {id for event in sources.values() for id in (*event.place, *event.actor)}
    entities = {id: index.entity(id) for id in ids if id in index.entries}
    table = tables.places(views, sources, entities)
    by_name = {entity.name: id for id, entity in entities.items()}
    return {
        "map": worldmap(table), "places": table, "ids": by_name, "total": found.total, "placed": len(rows),
    }  # fmt: skip


def _placed(view: EventView, place: tuple[str, ...]) -> Event:
    return Event(
        view.anchor, view.type, view.title, view.party_ids, (), None, None, place, view.status, view.modality, ()
    )


def network(desk: Desk, ask: Ask) -> Mapping[str, Any]:
    """The parties with the most ties, drawn near those they are told of with."""
    return desk.worked_out(f"network {ask.address()}", lambda: _network(desk, ask))


def _network(desk: Desk, ask: Ask) -> Mapping[str, Any]:
    index = desk.index
    found = index.find("events", ask)
    tally = index.events.all_of["party"].pairs(found.mask)
    ties: Counter[str] = Counter()
    for (one, other), number in tally.items():
        ties[one] += number
        ties[other] += number
    ranked = sorted(ties, key=lambda id: (-ties[id], index.label("party", id)))
    kept = set(ranked[:NODES])
    edges = {pair: n for pair, n in tally.items() if kept >= set(pair)}
    parties = [_party(index, id, ties[id]) for id in ranked[:NODES]]
    return {
        "drawing": drawing(parties, edges), "parties": len(ties), "total": found.total,
        "pairs": pairs(index, found.mask, 40),
    }  # fmt: skip


def _party(index: Index, id: str, ties: int) -> Party:
    entry = index.entries.get(id)
    state = (entry.state or "") if entry else ""
    return Party(id, index.label("party", id), state, entry is not None and entry.kind == "state", ties)


def _years(counts: Iterable[Count], most: int = YEARS) -> tuple[Row, ...]:
    """Years from the first to the last with something in them, those without included, the last ``most``."""
    found = {year: c.count for c in counts if c.count and (year := year_of(c.value)) is not None}
    if not found:
        return ()
    first = max(min(found), max(found) - most + 1)
    top = max(found.values())
    years = range(first, max(found) + 1)
    return tuple(Row(str(year), found.get(year, 0), found.get(year, 0) / top) for year in years)


def _sure(counts: Sequence[Count], total: int) -> tuple[Row, ...]:
    found = {count.value: count.count for count in counts}
    rows = (Row(words, found.get(key, 0), found.get(key, 0) / (total or 1), key) for key, words in CERTAINTIES)
    return tuple(row for row in rows if row.count)


def _bars(counts: Sequence[Count], group: str) -> tuple[Row, ...]:
    shown = [count for count in counts if not count.chosen][:LINES]
    top = max((count.count for count in shown), default=1) or 1
    names = {"type": type_name, "status": plain}
    called = names.get(group)
    return tuple(Row(called(c.value) if called else c.label, c.count, c.count / top, key=c.value) for c in shown)
