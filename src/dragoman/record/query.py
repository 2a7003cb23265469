"""What to look for in a record, and the conditions that makes on its tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Table, and_, exists, or_, select

from dragoman.errors import DragomanError
from dragoman.record.dates import days
from dragoman.record.dialects import Dialect
from dragoman.record.names import fold
from dragoman.record.tables import (
    aliases,
    claim_parties,
    claims,
    entities,
    event_claims,
    event_entities,
    events,
    party_names,
)

Choice = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Query:
    """A filter over claims, events, disputes or entities; what is None filters nothing.

    ``party``: a name, alias or entity id, without regard to case and accents; of several, all must be parties.
    ``type`` and ``status``: as in the coding manual; of several, any will do (for entities ``type`` is their kind).
    ``since`` and ``until``: EDTF times; what happened at a time that overlaps them is found, what is undated is not.
    ``text``: words that must all occur in a claim's sentence ("..." a phrase, word* a prefix).
    ``limit``: how many at most, in the order of the listing.
    ``id``: any of these. ``report``: ids of reports; claims of any of them.
    """

    party: Choice = None
    type: Choice = None
    since: str | None = None
    until: str | None = None
    status: Choice = None
    text: str | None = None
    limit: int | None = None
    id: Choice = None
    report: Choice = None

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 0:
            raise DragomanError(f"a limit of {self.limit} is less than nothing", remedy="give 0 or more")
        self.first_day, self.last_day  # noqa: B018  an impossible time is told at once, not on the first search

    @property
    def first_day(self) -> str | None:
        """The first day of ``since`` as an ISO date."""
        return _day(self.since, 0)

    @property
    def last_day(self) -> str | None:
        """The last day of ``until`` as an ISO date."""
        return _day(self.until, 1)


def claim_conditions(query: Query, dialect: Dialect) -> list[ColumnElement[bool]]:
    """What must hold of a row of ``claims``."""
    found = [claims.c.current, *_choices(query, claims), *_times(query, claims)]
    if query.report is not None:
        found.append(claims.c.report.in_(_all(query.report)))
    found.extend(_claim_has_party(party, claims.c.id) for party in _all(query.party))
    if query.text is not None:
        found.append(dialect.search(claims, query.text))
    return found


def event_conditions(query: Query, dialect: Dialect) -> list[ColumnElement[bool]]:
    """What must hold of a row of ``events``: its own slots, or a sentence of one of its claims for ``text``."""
    found = [*_choices(query, events), *_times(query, events)]
    found.extend(_event_has_party(party) for party in _all(query.party))
    if query.text is not None:
        of_event = select(event_claims.c.event).join(claims, claims.c.id == event_claims.c.claim)
        found.append(events.c.id.in_(of_event.where(dialect.search(claims, query.text))))
    return found


def entity_conditions(query: Query) -> list[ColumnElement[bool]]:
    """What must hold of a row of ``entities``; ``text`` is looked for inside names and aliases, times do not apply."""
    found: list[ColumnElement[bool]] = [entities.c.id.in_(_entities(party)) for party in _all(query.party)]
    if kinds := _all(query.type):
        found.append(entities.c.kind.in_(kinds))
    if query.id is not None:
        found.append(entities.c.id.in_(_all(query.id)))
    for word in fold(query.text or "").split():
        alias = exists().where(aliases.c.entity == entities.c.id, aliases.c.folded.contains(word, autoescape=True))
        found.append(or_(entities.c.folded.contains(word, autoescape=True), alias))
    return found


def _choices(query: Query, table: Table) -> Iterator[ColumnElement[bool]]:
    for name in ("type", "status"):
        if values := _all(getattr(query, name)):
            yield table.c[name].in_(values)
    if query.id is not None:
        yield table.c.id.in_(_all(query.id))


def _times(query: Query, table: Table) -> Iterator[ColumnElement[bool]]:
    first, last = table.c.earliest, table.c.latest
    if query.since is None and query.until is None:
        return
    yield or_(first.is_not(None), last.is_not(None))
    if query.first_day:
        yield or_(last.is_(None), last >= query.first_day)
    if query.last_day:
        yield or_(first.is_(None), first <= query.last_day)


def _claim_has_party(party: str, claim: ColumnElement[str]) -> ColumnElement[bool]:
    known_as = select(party_names.c.name).where(party_names.c.entity.in_(_entities(party)))
    return exists().where(and_(
        claim_parties.c.claim == claim,
        or_(claim_parties.c.folded == fold(party), claim_parties.c.name.in_(known_as))))


def _event_has_party(party: str) -> ColumnElement[bool]:
    itself = exists().where(and_(
        event_entities.c.event == events.c.id, event_entities.c.role.in_(("actor", "recipient")),
        event_entities.c.entity.in_(_entities(party))))
    told = exists().where(event_claims.c.event == events.c.id, _claim_has_party(party, event_claims.c.claim))
    return or_(itself, told)


def _entities(party: str) -> Select[tuple[str]]:
    also = select(aliases.c.entity).where(aliases.c.folded == fold(party))
    return select(entities.c.id).where(
        or_(entities.c.id == party, entities.c.folded == fold(party), entities.c.id.in_(also)))


def _all(choice: Choice) -> tuple[str, ...]:
    if choice is None:
        return ()
    return (choice,) if isinstance(choice, str) else tuple(choice)


def _day(edtf: str | None, end: int) -> str | None:
    if edtf is None:
        return None
    found = days(edtf)
    if found is None:
        raise DragomanError(f"{edtf!r} is no time", remedy="write a year, month or day: 2019, 2019-11 or 2019-11-29")
    return found[end]
