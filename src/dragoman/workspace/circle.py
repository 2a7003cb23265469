"""The drawing of a network: parties of one state side by side on a circle, as the dossier draws them.

The two largest states face each other, the others stand above and below, and a curve joins each two that are told of
together. Nothing in it is left to chance.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, degrees, pi, sin

RING = 300.0
"""Radius of the circle, in the units of the drawing."""
LETTERS = 30
"""Letters of a name that are drawn."""
WIDE = 13.0
"""Units that a letter takes."""
GAP = 0.7
"""Room between two states, in parties."""
AWAY, EDGE = 24.0, 12.0


@dataclass(frozen=True, slots=True)
class Party:
    """A party, the id of its state (its own for a state, empty where none is known) and its number of ties."""

    id: str
    name: str
    state: str
    is_state: bool
    ties: int


@dataclass(frozen=True, slots=True)
class Node:
    """A party at its place: ``turn`` (degrees) and ``anchor`` are those of its name, cut to ``label``."""

    party: Party
    x: float
    y: float
    r: float
    turn: float
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A tie of two parties: the path, how wide it is drawn, and what it says."""

    path: str
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A network as drawn: ``view`` is the box that holds it all, ``arcs`` stand behind the parties of one state."""

    view: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    arcs: tuple[str, ...]


def drawing(parties: Sequence[Party], ties: Mapping[tuple[str, str], int]) -> Drawing:
    """Draws ``parties`` with their ``ties`` (ids of two, and in how many events they are told of together)."""
    sectors = _sectors(parties)
    angles = dict(_angles(sectors))
    top, widest = max((p.ties for p in parties), default=1), max(ties.values(), default=1)
    nodes = tuple(_node(party, angles[party.id], top) for members in sectors for party in members)
    named = {party.id: party.name for party in parties}
    lines = tuple(
        Line(_curve(angles[a], angles[b]), round(1 + 6 * n / widest, 1), f"{named[a]} and {named[b]}: {n}")
        for (a, b), n in sorted(ties.items(), key=lambda tie: (tie[1], tie[0]))
    )
    arcs = tuple(_arc(angles[m[0].id], angles[m[-1].id]) for m in sectors if m[0].state and len(m) > 1)
    return Drawing(_view(nodes), nodes, lines, arcs)


def _sectors(parties: Iterable[Party]) -> list[list[Party]]:
    """Parties by state, the state first; the largest of them left and right."""
    of_state: dict[str, list[Party]] = defaultdict(list)
    for party in parties:
        of_state[party.state or f"\0{party.id}"].append(party)
    found = [sorted(members, key=lambda p: (not p.is_state, -p.ties, p.name, p.id)) for members in of_state.values()]
    found.sort(key=lambda members: (-sum(p.ties for p in members), members[0].name, members[0].id))
    first, second, rest = found[:1], found[1:2], found[2:]
    return [*first, *rest[1::2], *second, *rest[::2]]


def _angles(sectors: Sequence[Sequence[Party]]) -> Iterable[tuple[str, float]]:
    """The place of each party in radians, from nine o'clock on clockwise."""
    around = sum(len(members) + GAP for members in sectors)
    place = (1 - len(sectors[0])) / 2 if sectors else 0.0
    for members in sectors:
        for party in members:
            yield party.id, pi + 2 * pi * place / around
            place += 1
        place += GAP


def _node(party: Party, angle: float, top: int) -> Node:
    left = cos(angle) < 0
    label = party.name if len(party.name) <= LETTERS else f"{party.name[: LETTERS - 1].rstrip()}…"
    r = 3 + 8 * (party.ties / top) ** 0.5
    turn = degrees(angle) + (180 if left else 0)
    return Node(party, *_at(angle), round(r, 1), round(turn, 1), "end" if left else "start", label)


def _at(angle: float, radius: float = RING) -> tuple[float, float]:
    return round(radius * cos(angle), 1), round(radius * sin(angle), 1)


def _curve(one: float, other: float) -> str:
    turn = abs(one - other)
    middle = (one + other) / 2 + (pi if turn > pi else 0)
    bend = _at(middle, RING * 0.75 * (1 - min(turn, 2 * pi - turn) / pi))
    (x, y), (u, v) = _at(one, RING - 14), _at(other, RING - 14)
    return f"M{x} {y}Q{bend[0]} {bend[1]} {u} {v}"


def _arc(first: float, last: float) -> str:
    radius = RING + 16
    (x, y), (u, v) = _at(first - 0.03, radius), _at(last + 0.03, radius)
    return f"M{x} {y}A{radius} {radius} 0 {int(last - first + 0.06 > pi)} 1 {u} {v}"


def _view(nodes: Sequence[Node]) -> str:
    """The box around all discs and names, as an SVG has it."""
    ends = [(node.x, node.y) for node in nodes]
    for node in nodes:
        reach = RING + AWAY + WIDE * len(node.label)
        ends.append((node.x * reach / RING, node.y * reach / RING))
    left, right = min((x for x, _ in ends), default=0.0), max((x for x, _ in ends), default=0.0)
    high, low = min((y for _, y in ends), default=0.0), max((y for _, y in ends), default=0.0)
    box = (left - EDGE, high - EDGE, right - left + 2 * EDGE, low - high + 2 * EDGE)
    return " ".join(f"{number:.0f}" for number in box)
