"""All that the exports are made of: what a record holds, made safe, with what its publisher says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from dragoman.coding.claim import Claim
from dragoman.matching.event import Entity, Event, Matching
from dragoman.matching.voices import Voices
from dragoman.publishing.exports.safe import safe
from dragoman.publishing.selection import select
from dragoman.record import Judgement, Record
from dragoman.record.coded import coded_claims
from dragoman.sources.report import Report

NO_LICENCE = "notspecified"
"""Open Definition's id for data that comes without a licence: none is given in the publisher's place."""


_Kept = TypeVar("_Kept", Report, Claim)


@dataclass(frozen=True, slots=True)
class About:
    """What the one who publishes says of the data. ``licence`` is an SPDX id (``CC-BY-4.0``); ``made`` an ISO date,
    given by the caller and never read from a clock; ``version`` is the program's."""

    title: str = "A record of security and digital cooperation between states"
    creators: tuple[str, ...] = ()
    licence: str = NO_LICENCE
    made: str | None = None
    version: str = ""
    texts: bool = True
    """Whether the full texts of the reports go along, which another record needs to take the claims in."""


@dataclass(frozen=True)
class Contents:
    """A record, or the part of it that is about one pair of states. Every text in it is safe (``exports.safe``).

    ``codings`` gives the coder version of the coding that holds for each report.
    """

    reports: tuple[Report, ...]
    claims: tuple[Claim, ...]
    matching: Matching
    judgements: tuple[Judgement, ...] = ()
    codings: Mapping[str, str] = field(default_factory=dict)
    about: About = About()
    coded: tuple[Claim, ...] | None = None
    """What coders made of the reports before people decided on single claims; None where that is the same."""

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """Entities by id."""
        return {entity.id: entity for entity in self.matching.entities}

    @cached_property
    def claim(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def report(self) -> Mapping[str, Report]:
        """Reports by id."""
        return {report.id: report for report in self.reports}

    @cached_property
    def voices(self) -> Voices:
        """Who vouches for a claim."""
        return Voices(self.report)

    @property
    def events(self) -> tuple[Event, ...]:
        """Events, in the order of the matching."""
        return self.matching.events

    def name(self, entity: str) -> str:
        """The name of an entity, or its id where it has none."""
        found = self.entities.get(entity)
        return found.name if found else entity

    def told(self, event: Event) -> tuple[Claim, ...]:
        """The claims of an event."""
        return tuple(self.claim[id] for id in event.claims if id in self.claim)

    def sources(self, event: Event) -> tuple[Report, ...]:
        """The reports that tell of an event, each once."""
        ids = dict.fromkeys(claim.report for claim in self.told(event))
        return tuple(self.report[id] for id in ids if id in self.report)


def contents_of(record: Record, about: About = About(), pair: str | None = None) -> Contents:
    """What ``record`` holds, or only what is told between a ``pair`` of states ("China-Serbia").

    Raises DragomanError where the record holds no such pair.
    """
    reports = (replace(report, origins=record.origins(report.id)) for report in record.reports())
    everything = safe(Contents(
        tuple(reports), tuple(record.claims()), record.matching(), tuple(record.judgements()), record.coded_by(), about,
        tuple(coded_claims(record)),
    ))  # fmt: skip
    return everything if pair is None else _between(everything, pair)


def _between(contents: Contents, pair: str) -> Contents:
    of_event = {e.id: frozenset(r.id for r in contents.sources(e)) for e in contents.events}
    chosen = select(contents.matching, of_event, pair)
    events = tuple(e for e in contents.events if e.id in chosen.core)
    claims = _kept(contents.claims, {c for e in events for c in e.claims})
    reports = {c.report for c in claims}
    return replace(
        contents,
        reports=_kept(contents.reports, reports),
        claims=claims,
        matching=_narrowed(contents.matching, events, claims),
        judgements=(),
        coded=None,
        codings={report: by for report, by in contents.codings.items() if report in reports},
    )


def _kept(found: Sequence[_Kept], wanted: set[str]) -> tuple[_Kept, ...]:
    return tuple(item for item in found if item.id in wanted)


def _narrowed(matching: Matching, events: tuple[Event, ...], claims: Sequence[Claim]) -> Matching:
    """The matching of some events alone: with the entities they and their claims name."""
    named = {n for c in claims for n in (*c.actor, *c.recipient, *c.place, c.attribution)}
    parties = {name: id for name, id in matching.parties.items() if name in named}
    ids = {*parties.values(), *(i for e in events for i in (*e.actor, *e.recipient, *e.place))}
    return Matching(tuple(e for e in matching.entities if e.id in ids), events, parties)
