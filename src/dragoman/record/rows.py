"""Rows of the tables <-> the frozen records of the rooms above."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Row

from dragoman.coding.claim import Claim, Coding, Money, Quantity
from dragoman.matching.event import Entity, Event, Finding, Matched, Matching, Value
from dragoman.record.dates import days
from dragoman.record.names import fold
from dragoman.record.seals import EVIDENCE, digest, text_of
from dragoman.sources.report import Report

Rows = list[dict[str, Any]]

_REPORT = ("id", "text", "title", "publisher", "published", "address", "media_type", "language", "sha256", "canonical",
           "archive", "retrieved")
_BATCH = 500
"""Entities, names or events whose rows are made at once."""
T = TypeVar("T")
_EVENT_PARTIES = ("actor", "recipient", "place")


def report_row(report: Report) -> dict[str, Any]:
    return {name: getattr(report, name) for name in _REPORT} | {"words": len(report.text.split())}


def report_of(row: Row[Any]) -> Report:
    return Report(**{name: getattr(row, name) for name in _REPORT})


def origins_of(report: Report) -> list[list[Any]]:
    """Where a report's text stands in the original, as JSON lists."""
    return [[o.start, o.end, o.place, o.source_start, o.source_end] for o in report.origins]


def evidence_of(report: Report) -> dict[str, Any]:
    """Where the bytes of this copy of a report were found and lie, as the log of custody tells of them."""
    origins = origins_of(report)
    return {name: getattr(report, name) for name in EVIDENCE} | {
        "origins": digest(text_of(origins)) if origins else None}


def claim_rows(claims: Iterable[Claim]) -> Rows:
    return [_claim_row(claim) for claim in claims]


def _claim_row(claim: Claim) -> dict[str, Any]:
    manual = claim.as_manual()
    earliest, latest = days(claim.time) or (None, None)
    start, end = claim.trigger or (None, None)
    return manual | {
        "id": claim.id, "report": claim.report, "start": claim.start, "end": claim.end,
        "earliest": earliest, "latest": latest, "trigger_start": start, "trigger_end": end,
        "coder": claim.coder, "confidence": claim.confidence, "current": True,
    }


def party_rows(claims: Iterable[Claim]) -> Rows:
    return [
        {"claim": claim.id, "role": role, "position": position, "name": name, "folded": fold(name)}
        for claim in claims for role in ("actor", "recipient")
        for position, name in enumerate(getattr(claim, role))
    ]


def span_rows(claims: Iterable[Claim]) -> Rows:
    return [
        {"claim": claim.id, "position": position, "field": field, "start": start, "end": end}
        for claim in claims for position, (field, (start, end)) in enumerate(claim.spans)
    ]


def drop_rows(report: str, coder_version: str, coding: Coding) -> Rows:
    return [
        {"report": report, "coder_version": coder_version, "position": position, "start": drop.start, "end": drop.end,
         "reason": drop.reason, "detail": drop.detail}
        for position, drop in enumerate(coding.drops)
    ]


def claims_of(rows: Iterable[Row[Any]], spans: Iterable[Row[Any]]) -> list[Claim]:
    """Claims in the order of ``rows``; ``spans`` may come in any order and belong to claims that are not asked for."""
    of_claim: dict[str, list[Row[Any]]] = defaultdict(list)
    for span in spans:
        of_claim[span.claim].append(span)
    return [_claim_of(row, sorted(of_claim[row.id], key=lambda s: int(s.position))) for row in rows]


def _claim_of(row: Row[Any], spans: Iterable[Row[Any]]) -> Claim:
    return Claim(
        report=row.report, start=row.start, end=row.end, quote=row.quote, type=row.type,
        actor=tuple(row.actor), recipient=tuple(row.recipient), item=row.item,
        quantity=tuple(Quantity(**q) for q in row.quantity),
        money=None if row.money is None else Money(**row.money),
        time=row.time, place=tuple(row.place), status=row.status, modality=row.modality, attribution=row.attribution,
        trigger=None if row.trigger_start is None else (row.trigger_start, row.trigger_end),
        spans=tuple((s.field, (s.start, s.end)) for s in spans),
        coder=row.coder, confidence=row.confidence, id=row.id,
    )


def matching_rows(matching: Matching | Matched) -> Iterator[dict[str, Rows]]:
    """Rows for each table that holds a matching, parents before children, of so many entities or events at once."""
    for entities in _batches(matching.entities):
        yield {"entities": [_entity_row(entity) for entity in entities], "aliases": [
            {"entity": entity.id, "position": position, "alias": alias, "folded": fold(alias)}
            for entity in entities for position, alias in enumerate(entity.aliases)]}
    for names in _batches(sorted(matching.parties.items())):
        yield {"party_names": [{"name": name, "entity": entity} for name, entity in names]}
    for events in _batches(matching.events):
        yield _event_rows(events)


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    ahead = iter(things)
    while some := list(islice(ahead, _BATCH)):
        yield some


def _event_rows(events: Sequence[Event]) -> dict[str, Rows]:
    return {
        "events": [_event_row(event) for event in events],
        "event_claims": _numbered(events, lambda e: ({"claim": claim} for claim in e.claims)),
        "event_entities": [
            {"event": event.id, "role": role, "position": position, "entity": entity}
            for event in events for role in _EVENT_PARTIES
            for position, entity in enumerate(getattr(event, role))],
        "findings": _numbered(events, lambda e: (_finding_row(finding) for finding in e.findings)),
        "stages": _numbered(events, lambda e: (
            {"status": status, "time": time, "claim": claim} for status, time, claim in e.stages)),
        "joins": _numbered(events, lambda e: (
            {"claim": claim, "joined": joined, "reason": reason} for claim, joined, reason in e.joins)),
    }


def _numbered(events: Iterable[Event], parts: Any) -> Rows:
    return [{"event": event.id, "position": position} | part
            for event in events for position, part in enumerate(parts(event))]


def _entity_row(entity: Entity) -> dict[str, Any]:
    return {"id": entity.id, "kind": entity.kind, "name": entity.name, "folded": fold(entity.name),
            "state": entity.state, "latitude": entity.latitude, "longitude": entity.longitude}


def _event_row(event: Event) -> dict[str, Any]:
    earliest, latest = days(event.time) or (None, None)
    return {"id": event.id, "type": event.type, "title": event.title, "item": event.item, "time": event.time,
            "earliest": earliest, "latest": latest, "status": event.status, "modality": event.modality}


def _finding_row(finding: Finding) -> dict[str, Any]:
    values = [{"value": v.value, "claims": list(v.claims), "sources": list(v.sources), "stage": v.stage}
              for v in finding.values]
    return {"slot": finding.slot, "verdict": finding.verdict, "values": values, "best": finding.best,
            "low": finding.low, "high": finding.high, "rule": finding.rule, "reason": finding.reason,
            "grade": finding.grade}


def entities_of(rows: Iterable[Row[Any]], aliases: Iterable[Row[Any]]) -> list[Entity]:
    """Entities in the order of ``rows``."""
    of_entity: dict[str, list[Row[Any]]] = defaultdict(list)
    for alias in aliases:
        of_entity[alias.entity].append(alias)
    return [
        Entity(id=row.id, kind=row.kind, name=row.name, state=row.state, latitude=row.latitude, longitude=row.longitude,
               aliases=tuple(a.alias for a in sorted(of_entity[row.id], key=lambda a: int(a.position))))
        for row in rows
    ]


def events_of(rows: Iterable[Row[Any]], parts: Mapping[str, Sequence[Row[Any]]]) -> list[Event]:
    """Events in the order of ``rows``; ``parts`` holds the rows of the tables below ``events``, by table."""
    grouped = {name: _by_event(found) for name, found in parts.items()}
    return [_event_of(row, {name: found.get(row.id, []) for name, found in grouped.items()}) for row in rows]


def _by_event(rows: Iterable[Row[Any]]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.event].append(row)
    for group in found.values():
        group.sort(key=lambda r: int(r.position))
    return found


def _event_of(row: Row[Any], parts: Mapping[str, list[Row[Any]]]) -> Event:
    entities = {role: tuple(p.entity for p in parts["event_entities"] if p.role == role) for role in _EVENT_PARTIES}
    return Event(
        id=row.id, type=row.type, title=row.title, item=row.item, time=row.time, status=row.status,
        modality=row.modality, actor=entities["actor"], recipient=entities["recipient"], place=entities["place"],
        claims=tuple(p.claim for p in parts["event_claims"]),
        findings=tuple(_finding_of(p) for p in parts["findings"]),
        stages=tuple((p.status, p.time, p.claim) for p in parts["stages"]),
        joins=tuple((p.claim, p.joined, p.reason) for p in parts["joins"]),
    )


def _finding_of(row: Row[Any]) -> Finding:
    # "values" is also the name of a method of rows.
    stated = row._mapping["values"]
    values = tuple(Value(v["value"], tuple(v["claims"]), tuple(v["sources"]), v["stage"]) for v in stated)
    return Finding(slot=row.slot, verdict=row.verdict, values=values, best=row.best, low=row.low, high=row.high,
                   rule=row.rule, reason=row.reason, grade=row.grade)
