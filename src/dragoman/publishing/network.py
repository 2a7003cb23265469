"""The network of parties as data: states, their bodies and companies, and which two of them share events.

It is drawn by the page itself (``static/network.js``), since what is drawn depends on what a reader keeps: parties of
one state side by side on a circle, so that place means something, and a line for each two that share an event.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from dragoman.matching.event import Entity, Event
from dragoman.publishing.marks import Mark, Marks
from dragoman.publishing.selection import States
from dragoman.publishing.view import EventView
from dragoman.publishing.wording import FAMILIES, OTHER

RANK = (*(key for key, _, _ in FAMILIES), OTHER[0])
"""Families of types in the order of the coding manual: the place of an event's family is its colour."""


@dataclass(frozen=True, slots=True)
class Node:
    """A party, the name of its state (its own name for a state, empty where none is known) and its events."""

    name: str
    state: str
    is_state: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class Tie:
    """What two parties share; ``one`` and ``other`` are their places among the nodes."""

    one: int
    other: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Network:
    """All parties that share an event with another, those in most events first, and their ties."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]

    def as_json(self) -> dict[str, Any]:
        """What the script draws it from."""
        return {
            "nodes": [[n.name, n.state, int(n.is_state), n.mark.key] for n in self.nodes],
            "ties": [[t.one, t.other, t.mark.key] for t in self.ties],
        }


def network(
    events: Sequence[EventView],
    sources: Mapping[str, Event],
    entities: Mapping[str, Entity],
    states: States,
    marks: Marks,
) -> Network:
    """The network of ``events``. ``sources`` maps anchors to events.

    Each actor is tied to each recipient, and the actors of what has no recipient to each other. A person counts for
    their state, where it is known.
    """
    folded = {p: _shown_as(p, entities) for e in sources.values() for p in (*e.actor, *e.recipient)}
    at: defaultdict[str, set[int]] = defaultdict(set)
    tied: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for view in events:
        event = sources[view.anchor]
        actors, recipients = {folded[p] for p in event.actor}, {folded[p] for p in event.recipient}
        for party in actors | recipients:
            at[party].add(view.index)
        for pair in _pairs(actors, recipients):
            tied[pair].add(view.index)
    parties = sorted({p for pair in tied for p in pair}, key=lambda p: (-len(at[p]), p))
    place = {party: i for i, party in enumerate(parties)}
    ties = sorted((place[a], place[b], shared) for (a, b), shared in tied.items())
    return Network(
        tuple(_node(party, at[party], entities, states, marks) for party in parties),
        tuple(Tie(a, b, marks.of(shared)) for a, b, shared in ties),
    )


def _node(party: str, at: Iterable[int], entities: Mapping[str, Entity], states: States, marks: Marks) -> Node:
    entity = entities.get(party)
    is_state = entity is not None and entity.kind == "state"
    return Node(entity.name if entity else party, states.of(party) or "", is_state, marks.of(at))


def _shown_as(party: str, entities: Mapping[str, Entity]) -> str:
    entity = entities.get(party)
    if entity is not None and entity.kind == "person" and entity.state and entity.state in entities:
        return entity.state
    return party


def _pairs(actors: set[str], recipients: set[str]) -> set[tuple[str, str]]:
    if not recipients:
        return set(combinations(sorted(actors), 2))
    return {(min(a, b), max(a, b)) for a in actors for b in recipients if a != b}
