"""Seals: one SHA-256 over rows as they stand in the database, whatever kind of database it is.

A seal covers columns named here and no others, so that a column a later version adds does not break old seals. Rows are
sealed one by one and the sorted digests together: databases that sort text differently give the same seal.
"""

import hashlib
import heapq
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any

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
_AT_ONCE = 500_000
"""Digests that are sorted at once, some 40 MB of them."""
_FETCHED = 1_000
"""Rows that are fetched at once."""


def text_of(value: Any) -> str:
    """``value`` as JSON in its one canonical form: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hex digits. Even halves of surrogate pairs have one."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seal(rows: Iterable[Row[Any] | Mapping[str, Any]], name: str = "") -> str:
    """The seal of ``rows`` in any order; ``name`` tells apart equal rows of two tables."""
    return _sealed(bytes.fromhex(digest(f"{name}{text_of(_values(row))}")) for row in rows)


def _sealed(digests: Iterable[bytes]) -> str:
    """SHA-256 of digests in their order, as hex; of many they are sorted some at a time, and put aside on disk."""
    ahead = iter(digests)
    parts = [sorted(islice(ahead, _AT_ONCE))]
    with ExitStack() as stack:
        streams: list[Iterable[bytes]] = []
        while len(parts[0]) == _AT_ONCE:
            streams.append(_put_aside(parts.pop(), stack.enter_context(TemporaryFile())))
            parts.append(sorted(islice(ahead, _AT_ONCE)))
        found = hashlib.sha256()
        for made in heapq.merge(*streams, parts[0]):
            found.update(made.hex().encode())
        return found.hexdigest()


def _put_aside(digests: Iterable[bytes], file: IO[bytes]) -> Iterator[bytes]:
    """The same digests, held on disk."""
    file.writelines(digests)
    file.seek(0)
    return iter(partial(file.read, hashlib.sha256().digest_size), b"")


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
    seals = []
    for table, columns in _MATCHING:
        rows = select(*(table.c[c] for c in columns)).execution_options(yield_per=_FETCHED)
        seals.append(seal(connection.execute(rows), table.name))
    return digest("".join(seals))
