"""Single things of a record by their ids, for pages that show one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Table, func, select

from dragoman.coding.claim import Claim
from dragoman.matching.event import Event
from dragoman.record import rows
from dragoman.record.judgements import Judgement, judgement_of
from dragoman.record.ready import Ready
from dragoman.record.record import Record
from dragoman.record.tables import (
    claim_spans,
    claims,
    event_claims,
    event_entities,
    events,
    findings,
    joins,
    judgements,
    reports,
    stages,
)
from dragoman.sources.report import Report

HEAD = ("id", "title", "publisher", "published", "address", "media_type", "language", "sha256")


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report without its text; ``claims`` is how many of its claims count."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    address: str
    words: int
    claims: int


@dataclass(frozen=True, slots=True)
class State:
    """Whether a claim counts, what people last decided on it, and when it first came in (UTC)."""

    current: bool
    review: str | None
    added: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """Events with the claims of each, how these stand, and the reports they are in (without their texts)."""

    events: tuple[Event, ...]
    claims: Mapping[str, Claim]
    states: Mapping[str, State]
    reports: Mapping[str, Report]


# Made once: to put such statements together takes as long as to answer them.
_EVENTS = Ready(lambda ids: select(events).where(events.c.id.in_(ids)))
_CLAIMS = Ready(
    lambda ids: select(claims).where(claims.c.id.in_(ids)).order_by(
        claims.c.report, claims.c.start, claims.c.end, claims.c.id))  # fmt: skip
_SPANS = Ready(lambda ids: select(claim_spans).where(claim_spans.c.claim.in_(ids)))
_HEADS = Ready(lambda ids: select(*(reports.c[name] for name in HEAD)).where(reports.c.id.in_(ids)))


def _part_of_event(table: Table) -> Ready:
    return Ready(lambda ids: select(table).where(table.c.event.in_(ids)))


_PARTS = {table.name: _part_of_event(table) for table in (event_claims, event_entities, findings, stages, joins)}


def told(record: Record, ids: Iterable[str]) -> Told:
    """The events with these ids that there are, in this order, with all that is said of them."""
    wanted = list(dict.fromkeys(ids))
    with record._asking() as ask:
        found = ask(_EVENTS, wanted)
        parts = {name: ask(part, wanted) for name, part in _PARTS.items()}
        made = {event.id: event for event in rows.events_of(found, parts)}
        own = [claim for event in made.values() for claim in event.claims]
        said, spans = ask(_CLAIMS, own), ask(_SPANS, own)
        heads = ask(_HEADS, list({row.report for row in said}))
    return Told(
        tuple(made[id] for id in wanted if id in made),
        {claim.id: claim for claim in rows.claims_of(said, spans)},
        {row.id: State(row.current, row.review, row.added) for row in said},
        {row.id: Report(**row._mapping, text="") for row in heads},
    )


def claims_by_id(record: Record, ids: Iterable[str]) -> list[Claim]:
    """The claims with these ids by report and place in it, also those that no longer count."""
    wanted = sorted(set(ids))
    with record._asking() as ask:
        return rows.claims_of(ask(_CLAIMS, wanted), ask(_SPANS, wanted))


def states(record: Record, ids: Iterable[str]) -> dict[str, State]:
    """How each of these claims stands."""
    statement = select(claims.c.id, claims.c.current, claims.c.review, claims.c.added)
    with record._reading() as connection:
        found = connection.execute(statement.where(claims.c.id.in_(sorted(set(ids)))))
        return {row.id: State(row.current, row.review, row.added) for row in found}


def judgements_on(record: Record, key: str) -> list[Judgement]:
    """All decisions on one thing (``Judgement.key``), first to last."""
    statement = select(judgements).where(judgements.c.key == key).order_by(judgements.c.number)
    with record._reading() as connection:
        return [judgement_of(row) for row in connection.execute(statement)]


def events_of(record: Record, ids: Iterable[str]) -> Mapping[str, str]:
    """The event of each of these claims that is in one."""
    statement = select(event_claims.c.claim, event_claims.c.event).where(event_claims.c.claim.in_(sorted(set(ids))))
    with record._reading() as connection:
        return {row.claim: row.event for row in connection.execute(statement)}


def reports_by_id(record: Record, ids: Iterable[str]) -> list[Report]:
    """The reports with these ids, by id."""
    statement = select(reports).where(reports.c.id.in_(sorted(set(ids)))).order_by(reports.c.id)
    with record._reading() as connection:
        return [rows.report_of(row) for row in connection.execute(statement)]


def report_heads(record: Record, limit: int, offset: int = 0) -> tuple[int, list[ReportHead]]:
    """How many reports there are, and some of them without their texts, the latest published first."""
    count = select(func.count()).select_from(claims).where(claims.c.report == reports.c.id, claims.c.current)
    statement = select(
        *(reports.c[name] for name in ("id", "title", "publisher", "published", "address", "words")),
        count.scalar_subquery().label("claims"),
    ).order_by(reports.c.published.is_(None), reports.c.published.desc(), reports.c.id)
    with record._reading() as connection:
        total = connection.scalar(select(func.count()).select_from(reports))
        found = connection.execute(statement.limit(limit).offset(offset))
        return int(total or 0), [ReportHead(**row._mapping) for row in found]
