"""The record: everything that was read, coded and matched, in one database."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from sqlalchemy import Column, Connection, Engine, Table, delete, func, insert, or_, select, tuple_, update

from dragoman.coding.claim import Claim, Coding, Drop
from dragoman.matching.event import Entity, Event, Finding, Matched, Matching
from dragoman.matching.happenings import Happening
from dragoman.matching.identity import Identity
from dragoman.record import custody, rows, tables
from dragoman.record.custody import Entry
from dragoman.record.deciding import Act, append, decide, last_on, put_into_effect, undoing
from dragoman.record.dialects import WRITES, dialect
from dragoman.record.judgements import Judgement, identities, judgement_of, renumbered, told_apart
from dragoman.record.opening import open_engine
from dragoman.record.query import Query, claim_conditions, entity_conditions, event_conditions
from dragoman.record.ready import Ready, Rows, asking
from dragoman.record.review import CLAIM
from dragoman.record.seals import EVIDENCE
from dragoman.record.settling import Preference, Successors, happenings, preferences
from dragoman.record.troubles import explained
from dragoman.record.verifying import Verification, verify
from dragoman.sources.report import Failure, Origin, Report

PERSON = "person:"
"""Begins the coder version of a coding by a person, whose name follows."""
_VERSION = "changed"
_EVENT_PARTS = (tables.event_claims, tables.event_entities, tables.findings, tables.stages, tables.joins)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A finding whose sources state different values, with the event it is of."""

    event: Event
    finding: Finding


@dataclass(frozen=True, slots=True)
class Run:
    """One build: ``started`` and ``finished`` are UTC times (ISO 8601); ``finished`` is None where it was cut short."""

    coder_version: str
    started: str
    finished: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a record holds. ``words`` counts the words of the reports; ``types`` the claims of each type."""

    reports: int
    words: int
    failures: int
    claims: int
    drops: int
    entities: int
    events: int
    disputes: int
    types: Mapping[str, int] = field(default_factory=dict)


class Record:
    """An open record. Use it as a context manager, or call ``close``.

    Whatever is asked for comes in an order that follows from content alone: two records built from the same reports
    answer alike, in whatever order the reports came.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        """Made by ``Record.open``."""
        self._engine, self.name = engine, name
        self._dialect = dialect(engine.dialect.name)

    @classmethod
    def open(cls, where: str | Path, *, create: bool = False) -> Self:
        """The record at ``where`` (a path or a SQLAlchemy URL), made anew where there is none and ``create`` is set.

        Raises DragomanError for a missing file, one that is no record, or one that a newer version made.
        """
        return cls(*open_engine(where, create=create))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file; SQLite then folds its write-ahead log into it."""
        self._engine.dispose()

    @property
    def kind(self) -> str:
        """The kind of database it is in: ``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """A connection of the database's own driver, for what only it can do."""
        with explained(self.name):
            connection = self._engine.raw_connection()
            try:
                yield connection.driver_connection
            finally:
                connection.close()

    # Keeping

    def begin_run(self, coder_version: str) -> int:
        """Notes that a build begins; returns the number to end it with."""
        with self._writing() as connection:
            started = connection.execute(insert(tables.runs).values(coder_version=coder_version, started=_now()))
            return int(started.inserted_primary_key[0]) if started.inserted_primary_key else 0

    def finish_run(self, run: int) -> None:
        """Notes that build ``run`` came to its end, its events matched."""
        with self._writing() as connection:
            connection.execute(update(tables.runs).where(tables.runs.c.number == run).values(finished=_now()))

    def has(self, report_id: str, coder_version: str) -> bool:
        """Whether the coding that holds for this report is by this version of the coder, or by a person: no program
        takes the place of a person."""
        codings = tables.codings.c
        with self._reading() as connection:
            return connection.scalar(select(codings.current).where(
                codings.report == report_id, codings.current,
                or_(codings.coder_version == coder_version, codings.coder_version.startswith(PERSON, autoescape=True)),
            )) is not None

    def keep(self, report: Report, coding: Coding, coder_version: str) -> None:
        """Keeps a report with its coding, all of it or nothing.

        Claims of an earlier version stay, but no longer count. Claims that two codings share are the same claims.
        """
        with self._writing() as connection:
            self._keep_report(connection, report)
            self._retire(connection, report.id, coder_version)
            self._keep_coding(connection, report.id, coding, coder_version)
            put_into_effect(connection, report.id, self._keep_claims)
            custody.coded(connection, report.id, coder_version)
            connection.execute(delete(tables.failures).where(tables.failures.c.address == report.address))
            self._changed(connection)

    def seen(self, report: Report) -> None:
        """Notes that a report that is kept was found at this address too, and can be read; others it leaves alone."""
        found, failed = tables.reports.c, tables.failures.c
        with self._reading() as connection:
            known = connection.scalar(select(found.id).where(found.id == report.id))
            noted = known and custody.is_noted(connection, report.id, rows.evidence_of(report))
            failure = connection.scalar(select(failed.address).where(failed.address == report.address))
        if known is None or (noted and failure is None):
            return
        with self._writing() as connection:
            self._keep_report(connection, report)
            connection.execute(delete(tables.failures).where(tables.failures.c.address == report.address))

    def keep_failure(self, failure: Failure) -> None:
        """Keeps why a source could not be read or coded; a later failure at the same address replaces it."""
        row = {"address": failure.address, "what": failure.what, "remedy": failure.remedy, "sha256": failure.sha256}
        with self._writing() as connection:
            connection.execute(delete(tables.failures).where(tables.failures.c.address == failure.address))
            connection.execute(insert(tables.failures).values(row))

    def keep_matching(self, matching: Matching | Matched) -> None:
        """Puts a new matching in the place of the one before, in one transaction."""
        with self._writing() as connection:
            for table in tables.MATCHED:
                connection.execute(delete(table))
            for some in rows.matching_rows(matching):
                for name, of_table in some.items():
                    _insert(connection, tables.metadata.tables[name], of_table)
            custody.matched(connection)
            self._changed(connection)

    def version(self) -> str:
        """A mark that is another one after each change of claims, events or decisions."""
        about = tables.about.c
        with self._reading() as connection:
            return connection.scalar(select(about.value).where(about.name == _VERSION)) or ""

    def _changed(self, connection: Connection) -> None:
        row = {"name": _VERSION, "value": uuid4().hex}
        statement = self._dialect.insert(tables.about).values(row)
        connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": row["value"]}))

    def _keep_report(self, connection: Connection, report: Report) -> None:
        row = rows.report_row(report)
        table = tables.reports
        statement = self._dialect.insert(table).values(row).on_conflict_do_nothing(index_elements=["id"])
        if connection.execute(statement.returning(table.c.id)).first() is not None:
            self._keep_origins(connection, report)
            custody.kept(connection, report.id)
            return
        # Of copies of one report the least address stays, so that the order of their coming does not matter.
        moved = connection.execute(update(table).where(
            table.c.id == report.id, tuple_(table.c.address, table.c.sha256) > tuple_(report.address, report.sha256),
        ).values({name: row[name] for name in EVIDENCE}))
        if moved.rowcount:
            self._keep_origins(connection, report)
        custody.copied(connection, report.id, rows.evidence_of(report))

    def _keep_origins(self, connection: Connection, report: Report) -> None:
        table = tables.report_origins
        connection.execute(delete(table).where(table.c.report == report.id))
        if report.origins:
            connection.execute(insert(table).values(report=report.id, origins=rows.origins_of(report)))

    def _retire(self, connection: Connection, report: str, coder_version: str) -> None:
        for table in (tables.codings, tables.claims):
            connection.execute(update(table).where(table.c.report == report, table.c.current).values(current=False))
        for table in (tables.drops, tables.coding_claims):
            connection.execute(delete(table).where(table.c.report == report, table.c.coder_version == coder_version))

    def _keep_coding(self, connection: Connection, report: str, coding: Coding, coder_version: str) -> None:
        own = {"report": report, "coder_version": coder_version}
        statement = self._dialect.insert(tables.codings).values(own | {"current": True})
        connection.execute(statement.on_conflict_do_update(
            index_elements=["report", "coder_version"], set_={"current": True}))
        claims = list({claim.id: claim for claim in coding.claims}.values())
        self._keep_claims(connection, claims)
        _insert(connection, tables.coding_claims, [own | {"claim": claim.id} for claim in claims])
        _insert(connection, tables.drops, rows.drop_rows(report, coder_version, coding))

    def _keep_claims(self, connection: Connection, claims: list[Claim]) -> None:
        if not claims:
            return
        ids = [claim.id for claim in claims]
        for table in (tables.claim_parties, tables.claim_spans):
            connection.execute(delete(table).where(table.c.claim.in_(ids)))
        statement = self._dialect.insert(tables.claims)
        # What the id does not cover may differ from version to version; the newest holds.
        changed = ("trigger_start", "trigger_end", "coder", "confidence", "current", "earliest", "latest")
        added = {"added": _now()}  # that of the first time stays
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["id"], set_={name: statement.excluded[name] for name in changed}),
            [row | added for row in rows.claim_rows(claims)])
        _insert(connection, tables.claim_parties, rows.party_rows(claims))
        _insert(connection, tables.claim_spans, rows.span_rows(claims))

    # Judging

    def judge(
        self, kind: str, subject: str, object_: str | None, decision: str, value: Any, *, reason: str, made_by: str
    ) -> int:
        """Appends a decision (see ``judgements``) and returns its number; nothing ever changes or removes one."""
        return self.decide([Act(kind, subject, object_, decision, value, reason)], made_by)[0]

    def decide(self, acts: Sequence[Act], made_by: str) -> list[int]:
        """Appends decisions, all of them or none, puts them into effect and returns their numbers.

        Raises ``Overtaken`` where somebody else has decided on the same thing since what an act follows.
        """
        with self._writing() as connection:
            numbers = decide(connection, acts, made_by, _now())
            self._put_into_effect(connection, {act.by("", "").context for act in acts if act.kind == CLAIM})
            self._changed(connection)
            return numbers

    def undo(self, numbers: Sequence[int], made_by: str, reason: str = "undone") -> list[int]:
        """Takes decisions back, all of them or none, by appending that; DragomanError where one cannot be."""
        return self.decide(undoing(self.judgements(), numbers, reason), made_by)

    def _put_into_effect(self, connection: Connection, reports: Iterable[str | None]) -> None:
        for report in sorted(filter(None, reports)):
            put_into_effect(connection, report, self._keep_claims)

    def restore(self, made: Iterable[Judgement]) -> int:
        """Appends decisions made in another record, with who made them and when, unless they are here already.

        Returns how many were new. A decision that undoes another undoes the same one here.
        """
        held = {told_apart(judgement): judgement.number for judgement in self.judgements()}
        numbers: dict[int, int] = {}
        touched: set[str | None] = set()
        new = 0
        with self._writing() as connection:
            for judgement in sorted(made, key=lambda j: j.number):
                known = replace(judgement, value=renumbered(judgement, numbers))
                if told_apart(known) not in held:
                    held[told_apart(known)] = append(connection, known, last_on(connection, known))
                    touched.add(known.context if known.kind == CLAIM else None)
                    new += 1
                numbers[judgement.number] = held[told_apart(known)]
            if new:
                self._put_into_effect(connection, touched)
                self._changed(connection)
        return new

    def judgements(self) -> list[Judgement]:
        """All decisions in the order they were made, undone ones and their undoing included."""
        with self._reading() as connection:
            found = connection.execute(select(tables.judgements).order_by(tables.judgements.c.number))
            return [judgement_of(row) for row in found]

    def identities(self) -> tuple[Identity, ...]:
        """What people decided about who is who, as matching takes it."""
        return identities(self.judgements())

    def happenings(self) -> tuple[Happening, ...]:
        """What people decided about claims being of one happening, as matching takes it."""
        made = self.judgements()
        return happenings(made, self._successors(made))

    def preferences(self) -> tuple[Preference, ...]:
        """What people decided about disputed slots."""
        made = self.judgements()
        return preferences(made, self._successors(made))

    def _successors(self, made: Sequence[Judgement]) -> Successors:
        return Successors(made, lambda report: self.claims(Query(report=report)))

    # Looking up

    def reports(self, text: str | None = None) -> list[Report]:
        """All reports, or those whose title or text holds all words of ``text``, by id."""
        statement = select(tables.reports).order_by(tables.reports.c.id)
        if text is not None:
            statement = statement.where(self._dialect.search(tables.reports, text))
        with self._reading() as connection:
            return [rows.report_of(row) for row in connection.execute(statement)]

    def report(self, report_id: str) -> Report | None:
        """The report with this id."""
        with self._reading() as connection:
            row = connection.execute(select(tables.reports).where(tables.reports.c.id == report_id)).one_or_none()
        return None if row is None else rows.report_of(row)

    def origins(self, report_id: str) -> tuple[Origin, ...]:
        """Where the text of a report stands in its original. The reports that are looked up do not carry it."""
        table = tables.report_origins
        with self._reading() as connection:
            found = connection.scalar(select(table.c.origins).where(table.c.report == report_id))
        return tuple(Origin(*stretch) for stretch in found or ())

    def custody(self, subject: str | None = None) -> list[Entry]:
        """The log of custody from its first entry, all of it or what is about one report or decision."""
        with self._reading() as connection:
            return list(custody.entries(connection, subject))

    def head(self) -> str:
        """The hash of the last entry of the log of custody: noted down, it shows later whether any was cut off."""
        with self._reading() as connection:
            return custody.head(connection)[1]

    def verify(self, head: str | None = None) -> Verification:
        """Whether the log of custody is whole and everything in the record as the log says it was kept.

        ``head`` is the hash of an entry, noted down earlier: it shows whether entries were cut off or all written anew.
        """
        with self._reading() as connection:
            return verify(connection, head)

    def coded_by(self) -> dict[str, str]:
        """From the id of each report that is coded to the coder version of the coding that holds."""
        table = tables.codings.c
        with self._reading() as connection:
            found = connection.execute(select(table.report, table.coder_version).where(table.current))
            return {row.report: row.coder_version for row in found.all()}

    def claims(self, query: Query = Query()) -> list[Claim]:
        """The claims that fit, by report and place in it."""
        table = tables.claims
        found = select(table).where(*claim_conditions(query, self._dialect)).order_by(
            table.c.report, table.c.start, table.c.end, table.c.id).limit(query.limit)
        spans = select(tables.claim_spans).where(tables.claim_spans.c.claim.in_(select(found.subquery().c.id)))
        with self._reading() as connection:
            return rows.claims_of(connection.execute(found), connection.execute(spans))

    def drops(self, report_id: str) -> list[Drop]:
        """What the coding that holds for a report found but made no claim of, in the coder's order."""
        table, codings = tables.drops, tables.codings
        statement = select(table).join(codings, (codings.c.report == table.c.report) & (
            codings.c.coder_version == table.c.coder_version)).where(
            table.c.report == report_id, codings.c.current).order_by(table.c.position)
        with self._reading() as connection:
            return [Drop(row.start, row.end, row.reason, row.detail) for row in connection.execute(statement)]

    def events(self, query: Query = Query()) -> list[Event]:
        """The events that fit, by the first day they may have happened on, undated ones last, then by id."""
        table = tables.events
        found = select(table).where(*event_conditions(query, self._dialect)).order_by(
            table.c.earliest.is_(None), table.c.earliest, table.c.id).limit(query.limit)
        ids = select(found.subquery().c.id)
        with self._reading() as connection:
            parts = {part.name: connection.execute(select(part).where(part.c.event.in_(ids))).all()
                     for part in _EVENT_PARTS}
            return rows.events_of(connection.execute(found), parts)

    def disputes(self, query: Query = Query()) -> list[Dispute]:
        """The disputed findings of the events that fit, in the order of ``events``."""
        everything = Query(query.party, query.type, query.since, query.until, query.status, query.text)
        found = [Dispute(event, finding) for event in self.events(everything) for finding in event.findings
                 if finding.verdict == "disputed"]
        return found[:query.limit]

    def entities(self, query: Query = Query()) -> list[Entity]:
        """The entities that fit, by id."""
        table = tables.entities
        found = select(table).where(*entity_conditions(query)).order_by(table.c.id).limit(query.limit)
        ids = select(found.subquery().c.id)
        aliases = select(tables.aliases).where(tables.aliases.c.entity.in_(ids))
        with self._reading() as connection:
            return rows.entities_of(connection.execute(found), connection.execute(aliases))

    def failures(self) -> list[Failure]:
        """What could not be read or coded, by address."""
        statement = select(tables.failures).order_by(tables.failures.c.address)
        with self._reading() as connection:
            return [Failure(row.address, row.what, row.remedy, row.sha256) for row in connection.execute(statement)]

    def matching(self) -> Matching:
        """The whole matching: entities by id, events in the order of ``events``."""
        statement = select(tables.party_names).order_by(tables.party_names.c.name)
        with self._reading() as connection:
            parties = {row.name: row.entity for row in connection.execute(statement)}
        return Matching(tuple(self.entities()), tuple(self.events()), parties)

    def runs(self) -> list[Run]:
        """The builds of this record, first to last."""
        with self._reading() as connection:
            found = connection.execute(select(tables.runs).order_by(tables.runs.c.number))
            return [Run(row.coder_version, row.started, row.finished) for row in found]

    def counts(self) -> Counts:
        """How much the record holds."""
        c = tables.claims.c
        with self._reading() as connection:
            def number(table: Table, *conditions: Any) -> int:
                return int(connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0)

            types = connection.execute(select(c.type, func.count()).where(c.current).group_by(c.type).order_by(c.type))
            by_type = {name: int(count) for name, count in types}
            held = select(tables.codings.c.report, tables.codings.c.coder_version).where(tables.codings.c.current)
            return Counts(
                reports=number(tables.reports),
                words=int(connection.scalar(select(func.sum(tables.reports.c.words))) or 0),
                failures=number(tables.failures),
                claims=sum(by_type.values()),
                drops=number(tables.drops, tuple_(tables.drops.c.report, tables.drops.c.coder_version).in_(held)),
                entities=number(tables.entities),
                events=number(tables.events),
                disputes=number(tables.findings, tables.findings.c.verdict == "disputed"),
                types=by_type,
            )

    def types(self) -> list[str]:
        """The types of the claims it holds, sorted."""
        return self._distinct(tables.claims.c.type, tables.claims.c.current)

    def kinds(self) -> list[str]:
        """The kinds of the entities it holds, sorted."""
        return self._distinct(tables.entities.c.kind)

    def names(self) -> list[str]:
        """Every name a party goes by: of entities, their aliases, and as claims write them; sorted."""
        parties = [tables.entities.c.name, tables.aliases.c.alias, tables.claim_parties.c.name]
        return sorted({name for column in parties for name in self._distinct(column)})

    def _distinct(self, column: Column[str], *conditions: Any) -> list[str]:
        with self._reading() as connection:
            return sorted(connection.scalars(select(column).distinct().where(*conditions)))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _asking(self) -> Iterator[Callable[[Ready, Sequence[Any]], Rows]]:
        with explained(self.name), asking(self._engine) as ask:
            yield ask

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with explained(self.name), self._engine.execution_options(**{WRITES: True}).begin() as connection:
            yield connection


def _insert(connection: Connection, table: Table, of_table: Iterable[dict[str, Any]]) -> None:
    if values := list(of_table):
        connection.execute(insert(table), values)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
