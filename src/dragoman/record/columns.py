"""A few columns of everything, for those who count and filter over the whole record at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, select

from dragoman.record import tables
from dragoman.record.record import Record

Rows = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows of the claims that count and of the events, each in a fixed order, as they were at one moment.

    ``claims``: number, id, type, status, modality, earliest, latest, confidence, coder, review, report, place, added.
    ``claim_parties``: number of the claim, name. ``party_names``: name, entity. ``reports``: id, publisher, published.
    ``events``: id, type, title, time, status, modality, earliest, latest. ``event_claims``: event, claim.
    ``event_entities``: event, role, entity. ``entities``: id, name, kind, state, latitude, longitude.
    ``findings``: event, slot, verdict, of those that are disputed or say whether it happened.
    """

    version: str
    claims: Rows
    claim_parties: Rows
    party_names: Rows
    reports: Rows
    events: Rows
    event_claims: Rows
    event_entities: Rows
    entities: Rows
    findings: Rows


def _statements() -> dict[str, Select[Any]]:
    c, e, p = tables.claims.c, tables.events.c, tables.claim_parties.c
    of_event, found = tables.event_entities.c, tables.findings.c
    return {
        "claims": select(
            c.number, c.id, c.type, c.status, c.modality, c.earliest, c.latest, c.confidence, c.coder, c.review,
            c.report, c.place, c.added).where(c.current),
        "claim_parties": select(c.number, p.name).join(tables.claims, c.id == p.claim).where(c.current),
        "party_names": select(tables.party_names.c.name, tables.party_names.c.entity),
        "reports": select(tables.reports.c.id, tables.reports.c.publisher, tables.reports.c.published),
        "events": select(e.id, e.type, e.title, e.time, e.status, e.modality, e.earliest, e.latest),
        "event_claims": select(tables.event_claims.c.event, tables.event_claims.c.claim),
        "event_entities": select(of_event.event, of_event.role, of_event.entity),
        "entities": select(
            *(tables.entities.c[name] for name in ("id", "name", "kind", "state", "latitude", "longitude"))),
        "findings": select(found.event, found.slot, found.verdict).where(
            (found.verdict == "disputed") | (found.slot == "happened")),
    }  # fmt: skip


def columns(record: Record) -> Columns:
    """The columns of a record, all read in one transaction."""
    version = record.version()
    with record._reading() as connection:
        return Columns(version, **{name: connection.execute(s).all() for name, s in _statements().items()})
