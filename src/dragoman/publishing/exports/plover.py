"""Events in the JSON of PLOVER, one a line (Political Language Ontology for Verifiable Event Records, manual of 2021).

Field names, categories, contexts, actor and sector codes are PLOVER's; what a record knows beyond it (stage, modality,
quantities, disputes) stands in fields of its own, as the manual invites. PLOVER codes no mere opinion or statistic:
events of such types are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.codebook.types import load_codebook
from dragoman.matching.event import Entity, Event
from dragoman.publishing.exports.codes import alpha2, alpha3, state_of
from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import write_json_lines
from dragoman.publishing.wording import safe_link
from dragoman.record.dates import days

QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "DEMAND": 3,
    "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "SANCTION": 3, "PROTEST": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type in PLOVER: ``event`` once it is done, ``foreseen`` while it is only agreed, planned or promised."""

    event: str
    foreseen: str
    context: tuple[str, ...] = ()
    mode: str | None = None


KINDS = {
    "arms_transfer": Kind("COOPERATE", "AGREE", ("military", "economic")),
    "military_aid": Kind("AID", "AGREE", ("military",), "military"),
    "technology_transfer": Kind("COOPERATE", "AGREE", ("military",)),
    "surveillance_deployment": Kind("COOPERATE", "AGREE", ("intelligence",)),
    "digital_infrastructure": Kind("COOPERATE", "AGREE", ("economic",)),
    "finance": Kind("AID", "AGREE", ("economic",), "economic"),
    "civil_aid": Kind("AID", "AGREE", ("humanitarian",), "humanitarian"),
    "training_education": Kind("COOPERATE", "AGREE", ("cultural",)),
    "military_exercise": Kind("COOPERATE", "AGREE", ("military",)),
    "police_cooperation": Kind("COOPERATE", "AGREE", ("legal",)),
    "visit_meeting": Kind("CONSULT", "AGREE", ("diplomatic",)),
    "agreement": Kind("SUPPORT", "AGREE", ("diplomatic",)),
    "sanction_or_control": Kind("SANCTION", "THREATEN", ("economic",)),
    "statement_support": Kind("SUPPORT", "SUPPORT", ("diplomatic",)),
    "statement_concern": Kind("ACCUSE", "ACCUSE", ("diplomatic",)),
    "legal_oversight": Kind("ACCUSE", "ACCUSE", ("legal",)),
    "security_incident": Kind("COERCE", "THREATEN", ("cyber",)),
    "force_development": Kind("MOBILIZE", "MOBILIZE", ("military",)),
    "interest_or_aim": Kind("DEMAND", "DEMAND", ("diplomatic",)),
}
"""From our types; those without a counterpart in PLOVER (polls, statistics) are missing."""
REQUIRED = frozenset({"id", "date", "source", "event"})
_FORESEEN = frozenset({"considered", "announced", "agreed"})
_CONTEXTS = {"planned": "future", "hypothetical": "hypothetical", "negated": "negation"}
SECTORS = (
    ("COP", r"polic|interior|gendarm|carabinier"),
    ("MIL", r"army|navy|air force|armed forces|military|defen[cs]e|troops|brigade|guard|general staff"),
    ("SPY", r"intelligence|security service|secret service"),
    ("JUD", r"court|tribunal|prosecut|judge"),
    ("LEG", r"parliament|congress|senate|assembly|bundestag|knesset|committee"),
    ("JRN", r"news|times|post|radio|television|journal|press|media"),
    ("EDU", r"universit|school|institute|academy"),
    ("SOC", r"foundation|watch|amnesty|rights|transparency"),
)
"""Sector codes and words of the names of bodies that tell them; every other body is GOV."""
_SECTORS = tuple((code, re.compile(words, re.IGNORECASE)) for code, words in SECTORS)
_BY_KIND = {"company": "BUS", "person": "ELI", "group": "CVL", "state": "GOV"}


def write(contents: Contents, out: Path) -> None:
    """Writes the events that PLOVER has a category for."""
    write_json_lines(out, events(contents))


def events(contents: Contents) -> Iterator[dict[str, Any]]:
    """Each event as a PLOVER record; fields without a value are left out."""
    for event in contents.events:
        kind = KINDS.get(event.type)
        if kind is not None:
            made = _event(event, kind, contents)
            yield {name: value for name, value in made.items() if name in REQUIRED or value not in (None, [], {})}


def _event(event: Event, kind: Kind, contents: Contents) -> dict[str, Any]:
    first, last = days(event.time) or (None, None)
    reported = min((r.published for r in contents.sources(event) if r.published), default=None)
    category = kind.foreseen if event.status in _FORESEEN or event.modality == "planned" else kind.event
    known = load_codebook().types.get(event.type)
    return {
        "id": event.id,
        "has_event": True,
        "date": first or last or reported,
        "date_is": None if first or last else "that of the first report, as the text tells none",
        "enddate": last,
        "source": [_actor(p, contents) for p in event.actor],
        "recipient": [_actor(p, contents) for p in event.recipient],
        "event": [category],
        "mode": [kind.mode] if kind.mode and category == kind.event else [],
        "context": [*kind.context, *filter(None, [_CONTEXTS.get(event.modality)])],
        "quad_code": QUADS[category],
        "event_scale": known.intensity if known else None,
        "event_loc": next((_place(contents.entities[p]) for p in event.place if p in contents.entities), None),
        "event_text": [claim.quote for claim in contents.told(event)],
        "text_info": [{"claim": c.id, "start": c.start, "end": c.end} for c in contents.told(event)],
        "cite_info": [_citation(r.id, contents) for r in contents.sources(event)],
        "coder": "dragoman",
        "date_edtf": event.time,
        "dragoman": _beyond(event),
    }


def _beyond(event: Event) -> dict[str, Any]:
    return {
        "type": event.type, "item": event.item, "status": event.status, "modality": event.modality,
        "stages": [{"status": status, "time": time} for status, time, _ in event.stages],
        "disputed": [{"slot": f.slot, "reason": f.reason} for f in event.findings if f.verdict == "disputed"],
        "amounts": [f.best for f in event.findings if isinstance(f.best, dict)],
    }  # fmt: skip


def _actor(id: str, contents: Contents) -> dict[str, Any]:
    entity = contents.entities.get(id)
    found = {
        "code": alpha3(state_of(entity)) or _stateless(entity),
        "sector": _sector(entity),
        "actor_text": contents.name(id),
        "identifier_id": id,
        "identifier_text": contents.name(id),
    }
    return {name: value for name, value in found.items() if value}


def _stateless(entity: Entity | None) -> str | None:
    """The code of what belongs to no one state: bodies and groups of states, companies; None for what is unknown."""
    kind = entity.kind if entity else ""
    return {"group": "IGO", "body": "IGO", "company": "MNC"}.get(kind)


def _sector(entity: Entity | None) -> str | None:
    if entity is None:
        return None
    if entity.kind == "body":
        return next((code for code, words in _SECTORS if words.search(entity.name)), "GOV")
    return _BY_KIND.get(entity.kind)


def _place(place: Entity) -> dict[str, Any]:
    found = {
        "name": place.name, "latitude": place.latitude, "longitude": place.longitude,
        "country code": (alpha2(state_of(place)) or "").upper() or None, "cc3": alpha3(state_of(place)),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def _citation(report: str, contents: Contents) -> dict[str, Any]:
    found = contents.report[report]
    about = {
        "title": found.title, "publication": found.publisher, "date": found.published,
        "url": safe_link(found.address), "language": found.language, "sha256": found.sha256,
    }  # fmt: skip
    return {name: value for name, value in about.items() if value}
