"""What matching makes of claims: entities, events and, for each slot of an event, a finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entity:
    """A state, body, company, person, place, system or programme; ``id`` is a word-list id (``state:rs``) or a hash."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    state: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a slot, with the claims that state it and the sources (publishers) that say so.

    ``value`` is JSON: a string, or a mapping as in the manual. ``stage`` is the status the claims tell it at.
    """

    value: Any
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What the claims of an event say of one slot.

    ``grade`` is the Admiralty's of information, 1 (confirmed by independent sources) to 6 (cannot be judged); None
    where the finding is on other events.

    ``verdict`` is ``agreed``, ``single-source``, ``disputed`` or ``superseded``; ``best`` the value that ``rule``
    chose; ``low`` and ``high`` bound numbers; ``reason`` says in a sentence why a dispute is one.
    """

    slot: str
    verdict: str
    values: tuple[Value, ...]
    best: Any = None
    low: float | None = None
    high: float | None = None
    rule: str = ""
    reason: str = ""
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Claims judged to be about one happening.

    ``actor``/``recipient``/``place`` hold entity ids; ``stages`` are (status, EDTF time or None, claim id), in
    the order of the ladder; ``joins`` say of each claim after the first which claim it joined and why.
    """

    id: str
    type: str
    title: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    item: str | None
    time: str | None
    place: tuple[str, ...]
    status: str
    modality: str
    claims: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    stages: tuple[tuple[str, str | None, str], ...] = ()
    joins: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """As ``Matching``, with the events fetched one by one; they can be gone through again and again."""

    entities: tuple[Entity, ...]
    parties: Mapping[str, str]
    events: Iterable[Event]


@dataclass(frozen=True, slots=True)
class Matching:
    """The whole outcome for one record."""

    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    parties: dict[str, str] = field(default_factory=dict)
    """From a name as claims write it to its entity id."""
