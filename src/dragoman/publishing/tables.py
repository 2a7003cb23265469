"""Parties, who with whom, systems and places as plain tables."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.matching.event import Entity, Event
from dragoman.publishing.selection import States
from dragoman.publishing.view import EventView, PartyRow, PlaceRow
from dragoman.reading.places import locate, plain

MATRIX = 9
"""Rows and columns of the matrix of states at most: what still reads on a phone held sideways."""
ALIASES = 4


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who gives to whom: ``rows`` are (supplier, cells), a cell is (count, shade from 1 to 5) or None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, int] | None, ...]], ...]


def parties(
    events: Sequence[EventView], sources: Mapping[str, Event], entities: Mapping[str, Entity]
) -> tuple[PartyRow, ...]:
    """Every party with the number of events it acts in, receives in or shares in, the most frequent first.

    ``sources`` gives the event behind each view's anchor.
    """
    gives: Counter[str] = Counter()
    gets: Counter[str] = Counter()
    together: Counter[str] = Counter()
    for view in events:
        event = sources[view.anchor]
        shared = not event.recipient and len(event.actor) > 1
        (together if shared else gives).update(set(event.actor))
        gets.update(set(event.recipient))
    rows = (_party(party, entities, gives[party], gets[party], together[party]) for party in {*gives, *gets, *together})
    return tuple(sorted(rows, key=lambda r: (-r.events, r.name)))


def matrix(events: Sequence[EventView], sources: Mapping[str, Event], states: States) -> Matrix:
    """Transfers and deployments from state to state (a company counts for its state), the most frequent only."""
    found: Counter[tuple[str, str]] = Counter()
    for view in events:
        if view.family == "transfers":
            event = sources[view.anchor]
            found.update(
                {
                    (a, b)
                    for p in event.actor
                    for q in event.recipient
                    if (a := states.of(p)) and (b := states.of(q)) and a != b
                }
            )
    gives, gets = Counter[str](), Counter[str]()
    for (a, b), n in found.items():
        gives[a] += n
        gets[b] += n
    rows, columns = _most(gives), _most(gets)
    top = max(found.values(), default=1)
    return Matrix(
        columns,
        tuple(
            (a, tuple((n, max(1, round(5 * n / top))) if (n := found[a, b]) else None for b in columns)) for a in rows
        ),
    )


def items(events: Iterable[EventView]) -> tuple[EventView, ...]:
    """Events of the first family that name an item: the register of systems, goods, money and courses."""
    return tuple(
        sorted(
            (e for e in events if e.family == "transfers" and e.item),
            key=lambda e: (e.type, e.item.casefold(), e.stretch.start if e.stretch else 9999, e.index),
        )
    )


def places(
    events: Iterable[EventView], sources: Mapping[str, Event], entities: Mapping[str, Entity]
) -> tuple[PlaceRow, ...]:
    """Places of events with coordinates where known; a state's is the middle of an area, not a point."""
    at: defaultdict[str, list[EventView]] = defaultdict(list)
    for view in events:
        for place in dict.fromkeys(sources[view.anchor].place):
            at[place].append(view)
    rows = (_place(place, entities.get(place), found, _codes(found, sources, entities)) for place, found in at.items())
    return tuple(sorted(rows, key=lambda p: (-len(p.events), p.name)))


def _party(party: str, entities: Mapping[str, Entity], gives: int, gets: int, together: int) -> PartyRow:
    entity = entities.get(party)
    if entity is None:
        return PartyRow(party, "", "", gives, gets, together, gives + gets + together)
    state = entities.get(entity.state or "")
    shown = state.name if state is not None and state.id != entity.id else ""
    aliases = ", ".join(entity.aliases[:ALIASES]) if entity.kind != "state" else ""
    return PartyRow(entity.name, entity.kind, shown, gives, gets, together, gives + gets + together, aliases)


def _place(place: str, entity: Entity | None, events: Sequence[EventView], near: tuple[str, ...]) -> PlaceRow:
    name, kind = (entity.name, entity.kind) if entity else (place, "place")
    if entity is not None and entity.latitude is not None and entity.longitude is not None:
        return PlaceRow(name, kind, entity.latitude, entity.longitude, kind == "state", tuple(events))
    # "steelworks, Smederevo" stands at Smederevo, and the table says so.
    for part in dict.fromkeys((name, name.rpartition(",")[2].strip())):
        found = locate(part, near)
        if found is not None:
            state = kind == "state" or found.kind == "state"
            at = "its capital" if state else "" if plain(found.name) == plain(name) else found.name
            return PlaceRow(name, kind, found.latitude, found.longitude, state, tuple(events), at)
    return PlaceRow(name, kind, None, None, kind == "state", tuple(events))


def _codes(
    events: Sequence[EventView], sources: Mapping[str, Event], entities: Mapping[str, Entity]
) -> tuple[str, ...]:
    """ISO codes of the states behind the parties of events, which decide between namesakes of a place."""
    states = (
        entities[p].state or p
        for e in events
        for p in (*sources[e.anchor].recipient, *sources[e.anchor].actor)
        if p in entities
    )
    return tuple(dict.fromkeys(state.removeprefix("state:") for state in states if state.startswith("state:")))


def _most(found: Counter[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in sorted(found.items(), key=lambda kv: (-kv[1], kv[0]))[:MATRIX])
