"""Single things of a record by their ids, for pages that show one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from dragoman.coding.claim import Claim
from dragoman.record import rows
from dragoman.record.judgements import Judgement, judgement_of
from dragoman.record.record import Record
from dragoman.record.tables import claim_spans, claims, event_claims, judgements, reports
from dragoman.sources.report import Report


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


def claims_by_id(record: Record, ids: Iterable[str]) -> list[Claim]:
    """The claims with these ids by report and place in it, also those that no longer count."""
    wanted = sorted(set(ids))
    found = select(claims).where(claims.c.id.in_(wanted)).order_by(
        claims.c.report, claims.c.start, claims.c.end, claims.c.id)  # fmt: skip
    spans = select(claim_spans).where(claim_spans.c.claim.in_(wanted))
    with record._reading() as connection:
        return rows.claims_of(connection.execute(found), connection.execute(spans))


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
