"""Seals: one SHA-256 over rows as they stand in the database, whatever kind of database it is.

A seal covers columns named here and no others, so that a column a later version adds does not break old seals. Rows are
sealed one by one and the sorted digests together: databases that sort text differently give the same seal.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from dragoman.record import tables

REPORT = ("id", "text", "title", "publisher", "published", "language", "words")
"""What a report says. Where its bytes lie may change when another copy of it is found, and has a seal of its own."""
EVIDENCE = ("address", "sha256", "media_type", "canonical", "archive", "retrieved")
_CLAIM = (
    "id", "report", "start", "end", "quote", "type", "actor", "recipient", "item", "quantity", "money", "time", "place",
    "status", "modality", "attribution", "trigger_start", "trigger_end", "coder", "confidence",
)  # fmt: skip
_CODING_PARTS: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (tables.claims, _CLAIM),
    (tables.claim_parties, ("claim", "role", "position", "name")),
    (tables.claim_spans, ("claim", "position", "field", "start", "end")),
)
_DROP = ("start", "end", "reason", "detail", "position")
_JUDGEMENT = ("number", "kind", "subject", "object", "decision", "value", "reason", "made_by", "made_at")
_MATCHING: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (tables.entities, ("id", "kind", "name", "state", "latitude", "longitude")),
    (tables.aliases, ("entity", "position", "alias")),
    (tables.party_names, ("name", "entity")),
    (tables.events, ("id", "type", "title", "item", "time", "earliest", "latest", "status", "modality")),
    (tables.event_claims, ("event", "position", "claim")),
    (tables.event_entities, ("event", "role", "position", "entity")),
    (tables.findings, ("event", "position", "slot", "verdict", "values", "best", "low", "high", "rule", "reason")),
    (tables.stages, ("event", "position", "status", "time", "claim")),
    (tables.joins, ("event", "position", "claim", "joined", "reason")),
)


def text_of(value: Any) -> str:
    """``value`` as JSON in its one canonical form: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hex digits. Even halves of surrogate pairs have one."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seal(rows: Iterable[Row[Any] | Mapping[str, Any]], name: str = "") -> str:
    """The seal of ``rows`` in any order; ``name`` tells apart equal rows of two tables."""
    made = sorted(digest(f"{name}{text_of(_values(row))}") for row in rows)
    return digest("".join(made))


def _values(row: Row[Any] | Mapping[str, Any]) -> list[Any]:
    return list(row.values()) if isinstance(row, Mapping) else list(row)


def report_seal(connection: Connection, report: str) -> str | None:
    """The seal of what a report says; None where there is no such report."""
    table = tables.reports
    row = connection.execute(select(*(table.c[c] for c in REPORT)).where(table.c.id == report)).one_or_none()
    return None if row is None else seal([row])


def evidence_of(connection: Connection, report: str) -> dict[str, Any] | None:
    """Where the bytes of a report were found and lie, their hash, and the seal of how its text maps to them."""
    table, places = tables.reports, tables.report_origins
    row = connection.execute(select(*(table.c[c] for c in EVIDENCE)).where(table.c.id == report)).one_or_none()
    if row is None:
        return None
    origins = connection.scalar(select(places.c.origins).where(places.c.report == report))
    return dict(row._mapping) | {"origins": digest(text_of(origins)) if origins else None}


def coding_seal(connection: Connection, report: str, coder_version: str) -> str:
    """The seal of a coding: its claims with parties and spans, and its drops."""
    of = tables.coding_claims
    claims = select(of.c.claim).where(of.c.report == report, of.c.coder_version == coder_version)
    parts = []
    for table, columns in _CODING_PARTS:
        key = table.c.id if table is tables.claims else table.c.claim
        rows = connection.execute(select(*(table.c[c] for c in columns)).where(key.in_(claims)))
        parts.append(seal(rows, table.name))
    drops = tables.drops
    found = connection.execute(
        select(*(drops.c[c] for c in _DROP)).where(drops.c.report == report, drops.c.coder_version == coder_version)
    )
    return digest("".join([*parts, seal(found, drops.name)]))


def claims_seal(connection: Connection, report: str, coder_version: str) -> str:
    """The seal of which claims a coding made. It holds for superseded codings too, whose claims a later coder may have
    made as well and then answers for."""
    of = tables.coding_claims
    return seal(
        connection.execute(select(of.c.claim).where(of.c.report == report, of.c.coder_version == coder_version))
    )


def judgement_seal(connection: Connection, number: int) -> str | None:
    """The seal of a decision; None where there is none of that number."""
    table = tables.judgements
    row = connection.execute(select(*(table.c[c] for c in _JUDGEMENT)).where(table.c.number == number)).one_or_none()
    return None if row is None else seal([row])


def matching_seal(connection: Connection) -> str:
    """The seal of all entities, events and findings."""
    return digest(
        "".join(
            seal(connection.execute(select(*(table.c[c] for c in columns))), table.name) for table, columns in _MATCHING
        )
    )
