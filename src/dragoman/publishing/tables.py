"""Parties, pairs of states and places as plain tables."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.matching.event import Entity, Event
from dragoman.publishing.marks import Mark, Marks
from dragoman.publishing.selection import COOPERATION, PairEvents
from dragoman.publishing.summary import period
from dragoman.publishing.view import EventView, PartyRow, PlaceRow
from dragoman.publishing.wording import FAMILY_OF, listed, type_name
from dragoman.reading.places import locate, plain

ALIASES = 4
MOST_OFTEN = 2
DATELINE = 4
"""Letters from which a place all in capitals is a dateline (BELGRADE) rather than an abbreviation (EU)."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair of states in the index: how often it cooperates, all that is told of it, when, and what most often."""

    name: str
    states: tuple[str, str]
    cooperation: Mark
    events: Mark
    disputes: Mark
    period: str
    most: str


def parties(
    events: Sequence[EventView], sources: Mapping[str, Event], entities: Mapping[str, Entity], marks: Marks
) -> tuple[PartyRow, ...]:
    """Every party with the events it acts in, receives in or shares in, the most frequent first.

    ``sources`` gives the event behind each view's anchor.
    """
    gives: defaultdict[str, set[int]] = defaultdict(set)
    gets: defaultdict[str, set[int]] = defaultdict(set)
    together: defaultdict[str, set[int]] = defaultdict(set)
    for view in events:
        event = sources[view.anchor]
        shared = not event.recipient and len(event.actor) > 1
        for party in event.actor:
            (together if shared else gives)[party].add(view.index)
        for party in event.recipient:
            gets[party].add(view.index)
    rows = [
        _party(p, entities.get(p), entities, marks, (gives.get(p, set()), gets.get(p, set()), together.get(p, set())))
        for p in {*gives, *gets, *together}
    ]
    return tuple(sorted(rows, key=lambda r: (-len(r.events.events), r.name, r.kind)))


def pairs(found: Sequence[PairEvents], views: Mapping[str, EventView], marks: Marks) -> tuple[PairRow, ...]:
    """The index of pairs, in the order given; ``views`` gives the view of each event id on the page.

    Its figures follow every filter but that of the pair.
    """
    rows: list[PairRow] = []
    for one in found:
        core = [views[event] for event in sorted(one.core) if event in views]
        kinds = Counter(v.type for v in core)
        often = sorted(kinds, key=lambda k: (FAMILY_OF.get(k) == "about", -kinds[k], k))[:MOST_OFTEN]
        rows.append(
            PairRow(
                one.name,
                one.pair,
                marks.of((v.index for v in core if FAMILY_OF.get(v.type) in COOPERATION), wide=True),
                marks.of((v.index for v in core), wide=True),
                marks.weighted({v.index: float(len(v.disputes)) for v in core if v.disputes}, wide=True),
                period(core) if any(v.stretch for v in core) else "",
                listed(type_name(k).lower() for k in often),
            )
        )
    return tuple(rows)


def places(
    events: Iterable[EventView], sources: Mapping[str, Event], entities: Mapping[str, Entity]
) -> tuple[PlaceRow, ...]:
    """Places of events with coordinates where they are known well enough to be drawn, the most frequent first."""
    at: defaultdict[str, list[EventView]] = defaultdict(list)
    for view in events:
        for place in dict.fromkeys(sources[view.anchor].place):
            at[place].append(view)
    rows = (_place(place, entities.get(place), found, _codes(found, sources, entities)) for place, found in at.items())
    return tuple(sorted(rows, key=lambda p: (-len(p.events), p.name)))


def _party(
    party: str,
    entity: Entity | None,
    entities: Mapping[str, Entity],
    marks: Marks,
    at: tuple[set[int], set[int], set[int]],
) -> PartyRow:
    gives, gets, together = (marks.of(found) for found in at)
    events = marks.of(set[int]().union(*at))
    if entity is None:
        return PartyRow(party, "", "", gives, gets, together, events)
    state = entities.get(entity.state or "")
    shown = state.name if state is not None and state.id != entity.id else ""
    aliases = ", ".join(entity.aliases[:ALIASES]) if entity.kind != "state" else ""
    return PartyRow(entity.name, entity.kind, shown, gives, gets, together, events, aliases)


def _place(place: str, entity: Entity | None, events: Sequence[EventView], near: tuple[str, ...]) -> PlaceRow:
    name, kind = (entity.name, entity.kind) if entity else (place, "place")
    shown = name.title() if name.isupper() and len(name) >= DATELINE else name
    own = (entity.state or "").partition(":")[2] if entity is not None and entity.state else ""
    # "steelworks, Smederevo" stands at Smederevo, and the table says so.
    for part in dict.fromkeys((name, name.rpartition(",")[2].strip())):
        found = locate(part, tuple(dict.fromkeys((*near, own))) if own else near)
        if found is None:
            continue
        same = plain(found.name) == plain(name)
        state = kind == "state" or found.kind == "state"
        if not state and near and found.state not in near and not (same and found.rivals == 0):
            doubt = f"{found.name} is found in a state that no party of its events is from"
            return PlaceRow(shown, kind, None, None, False, tuple(events), doubt=doubt)
        at = "" if state or same else found.name
        code = found.state if state else ""
        return PlaceRow(shown, kind, found.latitude, found.longitude, state, tuple(events), at, code)
    if kind != "state" and entity is not None and entity.latitude is not None and entity.longitude is not None:
        return PlaceRow(shown, kind, entity.latitude, entity.longitude, False, tuple(events))
    return PlaceRow(shown, kind, None, None, kind == "state", tuple(events))


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
