"""The chain of custody: what came into a record, and every change since, in a log that is only ever appended to.

Each entry is chained to the one before by hash: who changes, takes out or slips in an entry breaks the chain at that
place. Entries carry seals of what was kept (``dragoman.record.seals``), so that a changed row no longer fits its entry.
The entry is written in the transaction of the change itself: there is no change without its entry.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from dragoman.record import seals, tables

KEPT, COPY, CODED, JUDGED, MATCHED = "kept", "copy", "coded", "judged", "matched"
GENESIS = "0" * 64
"""What the first entry follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    ``action`` is ``kept`` (a report came in), ``copy`` (it was found at another place too), ``coded``, ``judged`` (a
    person decided) or ``matched``; ``subject`` the id it is about; ``at`` a UTC time (ISO 8601); ``details`` what there
    was, seals among it; ``previous`` and ``hash`` SHA-256 as 64 hex digits.
    """

    number: int
    at: str
    action: str
    subject: str
    details: Mapping[str, Any]
    previous: str
    hash: str


def kept(connection: Connection, report: str, note: str | None = None) -> None:
    """Logs that a report came in. It has to be in its table by then, here as below."""
    _append(
        connection,
        KEPT,
        report,
        {"report": seals.report_seal(connection, report), "evidence": seals.evidence_of(connection, report)},
        note,
    )


def copied(connection: Connection, report: str, evidence: Mapping[str, Any]) -> None:
    """Logs that a report that was there already was found at another place, unless that is known."""
    if not is_noted(connection, report, evidence):
        _append(connection, COPY, report, {"evidence": dict(evidence)})


def is_noted(connection: Connection, report: str, evidence: Mapping[str, Any]) -> bool:
    """Whether the log tells of this copy of a report."""
    return any(entry.details.get("evidence") == evidence for entry in entries(connection, report))


def coded(connection: Connection, report: str, coder_version: str, note: str | None = None) -> None:
    """Logs that a report was coded."""
    current = connection.scalar(
        select(tables.codings.c.current).where(
            tables.codings.c.report == report, tables.codings.c.coder_version == coder_version
        )
    )
    _append(
        connection,
        CODED,
        report,
        {
            "coder": coder_version,
            "claims": seals.claims_seal(connection, report, coder_version),
            # The claims of a coding that is superseded may have been made anew by the one that holds.
            "coding": seals.coding_seal(connection, report, coder_version) if current else None,
        },
        note,
    )


def judged(connection: Connection, number: int, note: str | None = None) -> None:
    """Logs a person's decision."""
    _append(connection, JUDGED, str(number), {"judgement": seals.judgement_seal(connection, number)}, note)


def matched(connection: Connection, note: str | None = None) -> None:
    """Logs that all claims were matched anew."""
    _append(connection, MATCHED, "", {"matching": seals.matching_seal(connection)}, note)


def adopt(connection: Connection) -> None:
    """Logs what a record held before it had a log, so that it is guarded from now on."""
    note = "was there before the log began"
    reports, codings, judgements = tables.reports, tables.codings, tables.judgements
    for report in connection.scalars(select(reports.c.id).order_by(reports.c.number)).all():
        kept(connection, report, note)
        made = select(codings.c.coder_version).where(codings.c.report == report)
        for version in connection.scalars(made.order_by(codings.c.current, codings.c.coder_version)).all():
            coded(connection, report, version, note)
    for number in connection.scalars(select(judgements.c.number).order_by(judgements.c.number)).all():
        judged(connection, number, note)
    matched(connection, note)


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry; 0 and what the first one follows where there is none."""
    table = tables.custody
    newest = select(func.max(table.c.number)).scalar_subquery()
    last = connection.execute(select(table.c.number, table.c.hash).where(table.c.number == newest)).one_or_none()
    return (0, GENESIS) if last is None else (last.number, last.hash)


def entries(connection: Connection, subject: str | None = None) -> Iterator[Entry]:
    """The log from its first entry, all of it or what is about one subject."""
    table = tables.custody
    wanted = select(table).order_by(table.c.number)
    found = connection.execute(wanted if subject is None else wanted.where(table.c.subject == subject))
    for row in found:
        yield entry_of(row)


def entry_of(row: Row[Any]) -> Entry:
    """A row of the log; details that are no JSON any more are an empty mapping (the hash tells)."""
    try:
        details = json.loads(row.details)
    except ValueError:
        details = None
    return Entry(
        row.number,
        row.at,
        row.action,
        row.subject,
        details if isinstance(details, dict) else {},
        row.previous,
        row.hash,
    )


def hash_of(number: int, at: str, action: str, subject: str, details: str, previous: str) -> str:
    """The hash of an entry: over all of it and the hash of the one before, as a JSON list in canonical form."""
    return seals.digest(seals.text_of([number, at, action, subject, details, previous]))


def _append(
    connection: Connection, action: str, subject: str, details: Mapping[str, Any], note: str | None = None
) -> None:
    # Writers wait for one another from the beginning of their transaction, so the last entry stays the last until then.
    table = tables.custody
    last, previous = head(connection)
    number = last + 1
    written = seals.text_of(dict(details) | ({"note": note} if note else {}))
    at = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        insert(table).values(
            number=number,
            at=at,
            action=action,
            subject=subject,
            details=written,
            previous=previous,
            hash=hash_of(number, at, action, subject, written, previous),
        )
    )
