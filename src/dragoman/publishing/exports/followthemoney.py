"""FollowTheMoney entities, one JSON value a line, as `ftm` and OpenAleph read them (https://followthemoney.tech).

Reports become Article, parties PublicBody, Company, Person and so on, places Address, systems Asset, events Event with
the parties as organisers and involved, its sentences as description and the articles as proof. A sum of money that was
given, as a source vouches, is a Payment.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman.matching.event import Entity, Event
from dragoman.measures.facts import DELIVERED
from dragoman.publishing.exports.codes import alpha2, state_of
from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import write_json_lines
from dragoman.publishing.wording import safe_link
from dragoman.record.dates import days
from dragoman.sources.report import Report

SCHEMATA = {
    "state": "PublicBody", "body": "PublicBody", "company": "Company", "person": "Person", "group": "Organization",
    "place": "Address", "system": "Asset",
}  # fmt: skip
"""From the kind of an entity to its schema; what is of no known kind is a LegalEntity, the parent of all parties."""
OTHERWISE = {
    "state:su": "suhh", "state:yu": "yucs", "state:cs": "csxx", "state:dd": "dd", "state:x-czechoslovakia": "cshh",
    "state:x-somaliland": "so-som", "state:x-abkhazia": "ge-ab", "state:x-south-ossetia": "x-so",
    "state:x-transnistria": "md-pmr", "state:x-nagorno-karabakh": "az-nk", "state:x-northern-cyprus": "cy-trnc",
    "state:x-donetsk": "ua-dpr", "state:x-luhansk": "ua-lpr",
}  # fmt: skip
"""Codes of former and disputed states, which ISO has not and FollowTheMoney has."""
PAID = frozenset({"finance", "civil_aid", "military_aid"})
_POINT = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?\Z")
_LINK = re.compile(r"https?://[\w.-]+\.\w+[^\s<>\"{}|\\^`]*\Z", re.IGNORECASE)
_LONGEST = {"text": 65_000, "name": 384, "address": 250}
"""Characters of a value that FollowTheMoney keeps, by the type of the property. Names are cut to it with a mark."""


def write(contents: Contents, out: Path) -> None:
    """Writes all entities to the file ``out``, each after those it names."""
    write_json_lines(out, entities(contents))


def entities(contents: Contents) -> Iterator[dict[str, Any]]:
    """All entities of a record."""
    yield from map(_article, contents.reports)
    kinds = {entity.id: entity.kind for entity in contents.matching.entities}
    yield from map(_entity, contents.matching.entities)
    for event in contents.events:
        yield _event(event, contents, kinds)
        yield from _payments(event, contents, kinds)


def ftm_id(id: str) -> str:
    """An id of ours as FollowTheMoney allows them: ``state:rs`` is ``state.rs``."""
    return id.replace(":", ".").strip(".-")


def _made(id: str, schema: str, properties: Mapping[str, Iterable[str | None]]) -> dict[str, Any]:
    kept = {name: list(dict.fromkeys(v for v in values if v and v.strip())) for name, values in properties.items()}
    return {"id": ftm_id(id), "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _article(report: Report) -> dict[str, Any]:
    return _made(report.id, "Article", {
        "title": [_name(report.title)], "name": [_name(report.title or report.address)],
        "publisher": [_name(report.publisher)], "publishedAt": _dates(report.published).get("date", []),
        "sourceUrl": [_link(report.address)], "mimeType": [report.media_type],
        "notes": [f"SHA-256 of the bytes as they came: {report.sha256}"],
    })  # fmt: skip


def _entity(entity: Entity) -> dict[str, Any]:
    schema = SCHEMATA.get(entity.kind, "LegalEntity")
    country = [_country(entity)]
    names = {"name": [_name(entity.name)], "alias": map(_name, entity.aliases)}
    if schema == "Address":
        place = {"full": [_address(entity.name)], "latitude": [_number(entity.latitude)],
                 "longitude": [_number(entity.longitude)]}  # fmt: skip
        return _made(entity.id, schema, names | place | {"country": country})
    return _made(entity.id, schema, names | {"country": country})


def _event(event: Event, contents: Contents, kinds: Mapping[str, str]) -> dict[str, Any]:
    claims = contents.told(event)
    disputed = [f"{f.slot}: {f.reason}" for f in event.findings if f.verdict == "disputed"]
    return _made(event.id, "Event", {
        "name": [_name(event.title)],
        **_dates(event.time),
        # Only parties may organise or be involved; systems and places that stand for one are named in the summary.
        "organizer": _parties(event.actor, kinds), "involved": _parties(event.recipient, kinds),
        "location": [_address(contents.name(place)) for place in event.place],
        "addressEntity": [ftm_id(p) for p in event.place if kinds.get(p) == "place"],
        "country": [_country(contents.entities.get(p)) for p in event.place],
        "keywords": [event.type, event.status, event.modality],
        "summary": [_text(event.item)],
        "description": [_text(claim.quote) for claim in claims],
        "notes": [_text(reason) for reason in disputed],
        "publisher": [_name(r.publisher) for r in contents.sources(event)],
        "sourceUrl": [_link(r.address) for r in contents.sources(event)],
        "proof": [ftm_id(r.id) for r in contents.sources(event)],
    })  # fmt: skip


def _payments(event: Event, contents: Contents, kinds: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """One payment for a sum that one party is said to have given to another; of a dispute the value that stands."""
    payers, paid = _parties(event.actor, kinds), _parties(event.recipient, kinds)
    if event.type not in PAID or event.status not in DELIVERED or event.modality != "asserted" or not (payers and paid):
        return
    for finding in event.findings:
        if finding.slot == "money" and isinstance(finding.best, dict):
            yield _made(f"{event.id}.paid", "Payment", {
                **_dates(event.time), "payer": payers, "beneficiary": paid,
                "amount": [_number(finding.best["amount"])], "currency": [finding.best["currency"]],
                "purpose": [_text(event.item)], "publisher": [_name(r.publisher) for r in contents.sources(event)],
                # Only things have documents as proof: a payment leads to those of its event.
                "sourceUrl": [_link(r.address) for r in contents.sources(event)], "recordId": [ftm_id(event.id)],
            })  # fmt: skip


def _parties(ids: Sequence[str], kinds: Mapping[str, str]) -> list[str]:
    return [ftm_id(id) for id in ids if kinds.get(id) not in (None, "place", "system")]


def _country(entity: Entity | None) -> str | None:
    state = state_of(entity)
    return OTHERWISE.get(state or "") or alpha2(state)


def _dates(time: str | None) -> dict[str, list[str | None]]:
    """A point as the date it is, anything else as the first and last day it may mean."""
    point = re.sub("[~?%]", "", time or "")
    first, last = days(time) or (None, None)
    if first and _POINT.match(point):
        return {"date": [point]}
    return {"startDate": [first], "endDate": [last]}


def _link(address: str) -> str | None:
    link = safe_link(address)
    return link if _LINK.match(link) else None


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.10g}" if abs(value) < 1e10 else f"{value:.0f}"


def _name(text: str | None, kind: str = "name") -> str | None:
    """A name on one line, no longer than the tools keep."""
    line = " ".join(text.split()) if text else ""
    return line if len(line) <= _LONGEST[kind] else f"{line[: _LONGEST[kind] - 1]}…"


def _address(text: str | None) -> str | None:
    return _name(text, "address")


def _text(text: str | None) -> str | None:
    return text[: _LONGEST["text"]] if text else None
