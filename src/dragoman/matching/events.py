"""Claims -> groups that tell of one happening, near-linear in their number and the same in whatever order they come.

Only claims of one block are compared (see ``blocks``). The joins found are tried from the strongest to the weakest, and
two groups are united where enough speaks for it over all pairs between them. Claims are numbers here, places in the
canonical order: so that a million of them fit into memory, of which none but those compared need be there.
"""

import math
from array import array
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from dragoman.matching.blocks import Floats, Ints, Keys, Numbers, pairs
from dragoman.matching.evidence import CAP, LEAST, may_link, of_other_states, weigh
from dragoman.matching.facets import Facets
from dragoman.matching.same import Join, why

CHUNK = 65_536
"""Links that are unpacked at once."""
ALL_PAIRS = 16
"""Pairs between two groups that are all weighed before the two are joined."""
FEW = 3
"""Members of each, spread over their days, that are weighed of groups with more pairs."""

Joined = tuple[int, int, float]
"""A claim, the one before it in order that it joined, and how much spoke for it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Members in canonical order, and for each after the first: (it, the one it joined, why)."""

    members: tuple[Facets, ...]
    joins: tuple[tuple[str, str, Join], ...]


@dataclass(slots=True)
class Groups:
    """The groups in canonical order. Of groups of one claim, which most are, only the claim is held."""

    firsts: Ints = field(default_factory=lambda: array("i"))
    """A claim of each group."""
    several: dict[int, Ints] = field(default_factory=dict)
    """By group the claims of it in order, where there are more."""
    edges: dict[int, Ints] = field(default_factory=dict)
    """By group what joined its claims: places in ``edge``, in the order they were found."""
    edge: tuple[Ints, Ints, Floats] = field(default_factory=lambda: (array("i"), array("i"), array("d")))
    """Of each join the later claim, the earlier one, and how much spoke for it."""
    decided: dict[int, tuple[tuple[str, str, Join], ...]] = field(default_factory=dict)
    """By group its joins where people had a say in them."""

    def __len__(self) -> int:
        return len(self.firsts)

    def members(self, group: int) -> Sequence[int]:
        """The claims of a group, in order."""
        return self.several.get(group) or self.firsts[group : group + 1]

    def joins(self, group: int) -> list[Joined]:
        """What joined the claims of a group, in the order it was found."""
        later, earlier, weight = self.edge
        return [(later[at], earlier[at], weight[at]) for at in self.edges.get(group, ())]

    def whole(self, group: int, ordered: Sequence[Facets]) -> Group:
        """A group with all that is compared of its claims, and in words of slots why they are one."""
        members = {at: ordered[at] for at in self.members(group)}
        joins = self.decided[group] if group in self.decided else tuple(
            (members[later].id, members[earlier].id, why(members[earlier], members[later], weight))
            for later, earlier, weight in self.joins(group)
        )  # fmt: skip
        return Group(tuple(members.values()), joins)

    def of_claims(self) -> Ints:
        """From each claim to its group."""
        found = array("i", bytes(4 * (len(self) + sum(len(m) - 1 for m in self.several.values()))))
        for group in range(len(self)):
            for claim in self.members(group):
                found[claim] = group
        return found


def group(ordered: Sequence[Facets], keys: Keys, echoes: Numbers) -> Groups:
    """The groups of claims in their canonical order, each claim in exactly one. ``keys`` and ``echoes``: see
    ``pairs``."""
    return _unite(ordered, _links(ordered, keys, echoes))


def _links(ordered: Sequence[Facets], keys: Keys, echoes: Numbers) -> Iterator[Joined]:
    """Pairs (i, j) for which enough speaks, with how much: the strongest first, then by their order."""
    weights, codes = array("d"), array("q")
    claim, size = ordered.__getitem__, len(ordered)
    for i, j in pairs(ordered, keys, echoes):
        one, other = claim(i), claim(j)
        weight = weigh(one, other)
        if weight is not None and weight > LEAST and may_link(one, other):
            weights.append(-weight)
            codes.append(i * size + j)
    found, strength = np.frombuffer(codes, dtype=np.int64), np.frombuffer(weights, dtype=np.float64)
    order = np.lexsort((found, strength))
    for at in range(0, len(order), CHUNK):
        some = order[at : at + CHUNK]
        first, second = np.divmod(found[some], max(1, len(ordered)))
        yield from zip(first.tolist(), second.tolist(), (-strength[some]).tolist(), strict=True)


class _Forest:
    """Which claims are united so far: of claims on their own nothing but a number is held."""

    def __init__(self, size: int) -> None:
        self.root = array("i", range(size))
        self.members: dict[int, Ints] = {}
        self.edges: dict[int, Ints] = {}
        self.edge = array("i"), array("i"), array("d")
        self.apart: defaultdict[int, set[int]] = defaultdict(set)

    def find(self, i: int) -> int:
        root = self.root
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    def of(self, root: int) -> Sequence[int]:
        return self.members.get(root) or (root,)

    def part(self, one: int, other: int) -> None:
        """Notes that two groups are not to be united."""
        self.apart[one].add(other)
        self.apart[other].add(one)

    def unite(self, one: int, other: int, edge: Joined) -> None:
        """Makes one group of two, by the root of the larger."""
        keep, give = (one, other) if len(self.of(one)) >= len(self.of(other)) else (other, one)
        self.root[give] = keep
        mine = self.members.setdefault(keep, array("i", (keep,)))
        for claim in self.members.pop(give, (give,)):
            insort(mine, claim)
        joins = self.edges.setdefault(keep, array("i"))
        joins.extend(self.edges.pop(give, ()))
        joins.append(len(self.edge[0]))
        later, earlier, weight = self.edge
        later.append(edge[0])
        earlier.append(edge[1])
        weight.append(edge[2])
        for third in self.apart.pop(give, ()):
            self.apart[third].discard(give)
            self.apart[third].add(keep)
            self.apart[keep].add(third)


def _unite(ordered: Sequence[Facets], links: Iterable[Joined]) -> Groups:
    forest = _Forest(len(ordered))
    for i, j, weight in links:
        one, other = forest.find(i), forest.find(j)
        if one == other or other in forest.apart.get(one, ()):
            continue
        mine, theirs = forest.of(one), forest.of(other)
        if len(mine) + len(theirs) > 2 and not _hold_together(ordered, mine, theirs):
            forest.part(one, other)
        else:
            forest.unite(one, other, (j, i, weight))
    found = Groups(edge=forest.edge)
    for claim, root in enumerate(forest.root):
        if claim == root:
            at = len(found.firsts)
            found.firsts.append(claim)
            if claim in forest.members:
                found.several[at], found.edges[at] = forest.members.pop(claim), forest.edges.pop(claim)
    return found


def _hold_together(ordered: Sequence[Facets], one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether, over all pairs of two groups, enough speaks for their being one; never with a pair of two states.

    Of groups with many pairs only a few members of each are asked, so that what a join costs does not grow with them.
    """
    if len(one) * len(other) > ALL_PAIRS:
        one, other = _spread(one), _spread(other)
    mean = _mean(ordered, one, other)
    return mean is not None and mean >= LEAST


def _mean(ordered: Sequence[Facets], some: Sequence[int], others: Sequence[int]) -> float | None:
    """The mean weight of all pairs of two lists; None where a thing that goes to two states is among them."""
    total = 0.0
    for i in some:
        for j in others:
            weight = _capped(ordered[i], ordered[j])
            if weight == -math.inf:
                return None
            total += weight
    return total / (len(some) * len(others))


def _capped(one: Facets, other: Facets) -> float:
    """How far a pair speaks for a join within ``CAP``; endlessly against it where a thing goes to two states."""
    weight = weigh(one, other)
    if weight is None:
        return -math.inf if of_other_states(one, other) else -CAP
    return max(-CAP, min(CAP, weight))


def _spread(members: Sequence[int]) -> Sequence[int]:
    """A few members at most, from the first to the last."""
    if len(members) <= FEW:
        return members
    return [members[at * (len(members) - 1) // (FEW - 1)] for at in range(FEW)]
