"""Commands that list what a record holds: claims, events, disputes, entities."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_app import DEFAULT_RECORD, RecordFile, app, checked, nearest, plural, say
from dragoman.cli_output import Format, cell, shown, write_rows

if TYPE_CHECKING:
    from dragoman.coding.claim import Claim
    from dragoman.matching.event import Entity, Event, Finding
    from dragoman.record import Query, Record
    from dragoman.sources.report import Report

Party = Annotated[
    list[str] | None,
    typer.Option(help="A party by name, alias or id; given twice, both must be parties.", metavar="NAME"),
]
Type = Annotated[
    list[str] | None,
    typer.Option(
        "--type", help="A type of the coding manual, such as arms_transfer; may be given twice.", metavar="TYPE"
    ),
]
Kind = Annotated[
    list[str] | None,
    typer.Option("--type", help="A kind of entity: state, body, company, person, place, system ...", metavar="KIND"),
]
Since = Annotated[str | None, typer.Option(help="Happened then or later: 2019, 2019-11 or 2019-11-29.", metavar="TIME")]
Until = Annotated[str | None, typer.Option(help="Happened then or earlier.", metavar="TIME")]
Status = Annotated[
    list[str] | None,
    typer.Option(
        help="A stage: considered, announced, agreed, under_way, completed ...; may be given twice.", metavar="STATUS"
    ),
]
Text = Annotated[
    str | None,
    typer.Option(help='Words that all occur in the sentence; "..." a phrase, word* a beginning.', metavar="WORDS"),
]
Limit = Annotated[int | None, typer.Option(help="At most so many.", min=0, metavar="N")]
Form = Annotated[Format, typer.Option("--format", help="A table to read, CSV for a spreadsheet, JSON for programs.")]

EXPLAINED = 14
"""Characters of an event's id that tables show: "event-" and enough to tell it from the others."""
_CLAIM_FIELDS = (
    "id",
    "report",
    "title",
    "publisher",
    "published",
    "start",
    "end",
    "quote",
    "type",
    "actor",
    "recipient",
    "item",
    "quantity",
    "money",
    "time",
    "place",
    "status",
    "modality",
    "attribution",
    "coder",
    "confidence",
)
_CLAIM_COLUMNS = {
    "time": "time",
    "type": "type",
    "actor": "actor",
    "recipient": "recipient",
    "item": "item",
    "quantity": "quantity",
    "money": "money",
    "status": "status",
    "modality": "modality",
    "publisher": "source",
}
_EVENT_FIELDS = (
    "id",
    "type",
    "title",
    "actor",
    "recipient",
    "item",
    "time",
    "place",
    "status",
    "modality",
    "claims",
    "disputed",
)
_EVENT_COLUMNS = {
    "time": "time",
    "type": "type",
    "title": "event",
    "actor": "actor",
    "recipient": "recipient",
    "place": "place",
    "status": "status",
    "told": "claims",
    "disputed": "disputed",
    "id": "id",
}
_DISPUTE_FIELDS = ("event", "type", "title", "time", "slot", "values", "best", "rule", "reason", "grade")
_DISPUTE_COLUMNS = {
    "time": "time",
    "title": "event",
    "slot": "slot",
    "values": "values and who says them",
    "best": "best",
    "reason": "why",
    "event": "id",
}
_ENTITY_FIELDS = ("id", "kind", "name", "aliases", "state", "latitude", "longitude")
_ENTITY_COLUMNS = {"id": "id", "kind": "kind", "name": "name", "aliases": "also known as", "state": "state"}


@app.command(
    epilog="Example:  dragoman claims --party Serbia --type arms_transfer --since 2019 --format csv > claims.csv"
)
def claims(
    record: RecordFile = DEFAULT_RECORD,
    party: Party = None,
    type_: Type = None,
    since: Since = None,
    until: Until = None,
    status: Status = None,
    text: Text = None,
    limit: Limit = None,
    form: Form = Format.TABLE,
) -> None:
    """List claims: what single sentences say, with the report each stands in."""
    with _opened(record) as opened:
        query = _query(opened, party, type_, since, until, status, text, limit)
        reports = {report.id: report for report in opened.reports()}
        rows = [_claim_row(claim, reports[claim.report]) for claim in opened.claims(query)]
        _list(rows, form, _CLAIM_FIELDS, _CLAIM_COLUMNS, "claim", opened, query)


@app.command(epilog="Example:  dragoman events --party China --party Serbia --status completed")
def events(
    record: RecordFile = DEFAULT_RECORD,
    party: Party = None,
    type_: Type = None,
    since: Since = None,
    until: Until = None,
    status: Status = None,
    text: Text = None,
    limit: Limit = None,
    form: Form = Format.TABLE,
) -> None:
    """List events: claims of one happening, with what they agree and disagree on."""
    with _opened(record) as opened:
        query = _query(opened, party, type_, since, until, status, text, limit)
        names = _names(opened)
        rows = [_event_row(event, names) for event in opened.events(query)]
        _list(rows, form, _EVENT_FIELDS, _EVENT_COLUMNS, "event", opened, query)


@app.command(epilog="Example:  dragoman disputes --party Serbia --format json")
def disputes(
    record: RecordFile = DEFAULT_RECORD,
    party: Party = None,
    type_: Type = None,
    since: Since = None,
    until: Until = None,
    status: Status = None,
    text: Text = None,
    limit: Limit = None,
    form: Form = Format.TABLE,
) -> None:
    """List disputes: where sources state different values of one thing, who says which, and why it counts as one."""
    with _opened(record) as opened:
        query = _query(opened, party, type_, since, until, status, text, limit)
        rows = [_dispute_row(dispute.event, dispute.finding, form) for dispute in opened.disputes(query)]
        _list(rows, form, _DISPUTE_FIELDS, _DISPUTE_COLUMNS, "dispute", opened, query)


@app.command(epilog="Example:  dragoman entities --type system --text drone")
def entities(
    record: RecordFile = DEFAULT_RECORD,
    party: Party = None,
    kind: Kind = None,
    text: Text = None,
    limit: Limit = None,
    form: Form = Format.TABLE,
) -> None:
    """List entities: states, bodies, companies, persons, places and systems, with the names they go by."""
    from dragoman.record import Query

    with _opened(record) as opened:
        query = Query(
            party=tuple(party or ()) or None,
            type=checked("kind of entity", kind, opened.kinds()),
            text=text,
            limit=limit,
        )
        rows = [_entity_row(entity) for entity in opened.entities(query)]
        _list(rows, form, _ENTITY_FIELDS, _ENTITY_COLUMNS, "entity", opened, query)


def _opened(file: Path) -> "Record":
    from dragoman.record import Record

    record = Record.open(file)
    runs = record.runs()
    if runs and runs[-1].finished is None:
        say(f"{file}: its last build did not end, so its events may be out of date (run `dragoman build` again)")
    return record


def _query(
    record: "Record",
    party: Sequence[str] | None,
    type_: Sequence[str] | None,
    since: str | None,
    until: str | None,
    status: Sequence[str] | None,
    text: str | None,
    limit: int | None,
) -> "Query":
    from dragoman.codebook.types import ORDER, STATUSES
    from dragoman.record import Query

    return Query(
        party=tuple(party or ()) or None,
        type=checked("type", type_, {*ORDER, *(record.types() if type_ else ())}),
        since=since,
        until=until,
        status=checked("status", status, STATUSES),
        text=text,
        limit=limit,
    )


def _list(
    rows: Sequence[Mapping[str, Any]],
    form: Format,
    fields: Sequence[str],
    columns: Mapping[str, str],
    noun: str,
    record: "Record",
    query: "Query",
) -> None:
    shown = [_shortened(row) for row in rows] if form is Format.TABLE else rows
    write_rows(shown, form, fields=fields, columns=columns)
    if form is Format.TABLE:
        say(plural(len(rows), noun))
    if not rows and query.party:
        _say_unknown(record, query.party)
    elif not rows and not record.counts().reports:
        say("the record is empty: add reports with `dragoman build PATH...`")


def _shortened(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose ids of events are as short as `dragoman explain` needs them."""
    return {k: v[:EXPLAINED] if isinstance(v, str) and v.startswith("event-") else v for k, v in row.items()}


def _say_unknown(record: "Record", parties: str | tuple[str, ...]) -> None:
    """Where nothing is found: which of the parties the record does not know, and whom they may stand for."""
    from dragoman.record import Query

    names = record.names()
    for party in (parties,) if isinstance(parties, str) else parties:
        if record.entities(Query(party=party, limit=1)) or record.claims(Query(party=party, limit=1)):
            continue
        near = nearest(party, names)
        say(f"nobody in the record is called {party!r}" + (f": did you mean {near}?" if near else ""))


def _claim_row(claim: "Claim", report: "Report") -> dict[str, Any]:
    about = {
        "id": claim.id,
        "report": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "published": report.published,
        "start": claim.start,
        "end": claim.end,
    }
    return about | claim.as_manual() | {"coder": claim.coder, "confidence": claim.confidence}


def _names(record: "Record") -> dict[str, str]:
    return {entity.id: entity.name for entity in record.entities()}


def _event_row(event: "Event", names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "title": event.title,
        "actor": [names.get(e, e) for e in event.actor],
        "recipient": [names.get(e, e) for e in event.recipient],
        "item": event.item,
        "time": event.time,
        "place": [names.get(e, e) for e in event.place],
        "status": event.status,
        "modality": event.modality,
        "claims": list(event.claims),
        "told": len(event.claims),
        "disputed": [f.slot for f in event.findings if f.verdict == "disputed"],
        "findings": [_finding_row(finding) for finding in event.findings],
        "stages": [{"status": status, "time": time, "claim": claim} for status, time, claim in event.stages],
        "joins": [{"claim": claim, "joined": joined, "reason": reason} for claim, joined, reason in event.joins],
    }


def _finding_row(finding: "Finding") -> dict[str, Any]:
    return {
        "slot": finding.slot,
        "verdict": finding.verdict,
        "best": finding.best,
        "low": finding.low,
        "high": finding.high,
        "rule": finding.rule,
        "reason": finding.reason,
        "grade": finding.grade,
        "values": [
            {"value": v.value, "stage": v.stage, "sources": list(v.sources), "claims": list(v.claims)}
            for v in finding.values
        ],
    }


def _dispute_row(event: "Event", finding: "Finding", form: Format) -> dict[str, Any]:
    row = {"event": event.id, "type": event.type, "title": event.title, "time": event.time} | _finding_row(finding)
    if form is not Format.JSON:
        said = shown if form is Format.TABLE else cell
        row["values"] = [f"{said(v.value)} ({', '.join(v.sources)})" for v in finding.values]
    return row


def _entity_row(entity: "Entity") -> dict[str, Any]:
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "state": entity.state,
        "latitude": entity.latitude,
        "longitude": entity.longitude,
    }
