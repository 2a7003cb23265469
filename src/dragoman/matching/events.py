"""Claims -> groups that tell of one happening, near-linear in their number and the same in whatever order they come.

Blocks bring together claims that share a family of types, a state or party, and a word of the item (or a month). Only
claims of one block are compared; in large blocks only neighbours in date and content. The joins found are tried
from the strongest to the weakest, and two groups are united where enough speaks for it over all pairs between them.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from dragoman.matching.evidence import CAP, LEAST, may_link, of_other_states, weigh
from dragoman.matching.facets import Facets
from dragoman.matching.same import Join, why

FREE_BLOCK = 20
"""Claims a block may hold for each of them to stand in it, however many such blocks it is in."""
SMALL_BLOCK = 36
"""Claims a block may hold for all its pairs to be compared."""
WINDOW = 3
"""Neighbours a claim is compared with in a larger block."""
LARGE_BLOCKS_EACH = 3
"""How many of the larger blocks a claim stands in, the smallest first."""
CHUNK = 65_536
"""Pairs that are unpacked at once."""
ALL_PAIRS = 16
"""Pairs between two groups that are all weighed before the two are joined."""
FEW = 3
"""Members of each, spread over their days, that are weighed of groups with more pairs."""


@dataclass(frozen=True, slots=True)
class Group:
    """Members in canonical order, and for each after the first: (it, the one it joined, why)."""

    members: tuple[Facets, ...]
    joins: tuple[tuple[str, str, Join], ...]


def group(claims: Sequence[Facets]) -> list[Group]:
    """The groups, each claim in exactly one."""
    ordered = sorted(claims, key=lambda f: f.order)
    return _unite(ordered, _links(ordered))


def _links(ordered: Sequence[Facets]) -> Iterator[tuple[float, int, int]]:
    """Pairs for which enough speaks, with how much: the strongest first, then by their order."""
    weights, pairs = array("d"), array("q")
    for i, j in _candidates(ordered):
        weight = weigh(ordered[i], ordered[j])
        if weight is not None and weight > LEAST and may_link(ordered[i], ordered[j]):
            weights.append(weight)
            pairs.append(i * len(ordered) + j)
    found, strength = np.frombuffer(pairs, dtype=np.int64), np.frombuffer(weights, dtype=np.float64)
    order = np.argsort(-strength, kind="stable")  # candidates come in the order of the claims
    for at in range(0, len(order), CHUNK):
        some = order[at : at + CHUNK]
        first, second = np.divmod(found[some], max(1, len(ordered)))
        yield from zip(strength[some].tolist(), first.tolist(), second.tolist(), strict=True)


def _unite(ordered: Sequence[Facets], links: Iterable[tuple[float, int, int]]) -> list[Group]:
    root = list(range(len(ordered)))
    members: dict[int, list[int]] = {i: [i] for i in root}
    reasons: dict[int, list[tuple[str, str, Join]]] = defaultdict(list)
    apart: dict[int, set[int]] = defaultdict(set)
    for weight, i, j in links:
        one, other = _find(root, i), _find(root, j)
        if one == other or other in apart.get(one, ()):
            continue
        if len(members[one]) + len(members[other]) > 2 and not _hold_together(ordered, members[one], members[other]):
            apart[one].add(other)
            apart[other].add(one)
            continue
        keep, give = (one, other) if len(members[one]) >= len(members[other]) else (other, one)
        root[give] = keep
        members[keep] = sorted(members[keep] + members.pop(give))
        reasons[keep] += reasons.pop(give, [])
        reasons[keep].append((ordered[j].id, ordered[i].id, why(ordered[i], ordered[j], weight)))
        for third in apart.pop(give, ()):
            apart[third].discard(give)
            apart[third].add(keep)
            apart[keep].add(third)
    return [Group(tuple(ordered[m] for m in ms), tuple(reasons.get(r, ()))) for r, ms in sorted(members.items())]


def _find(root: list[int], i: int) -> int:
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


def _hold_together(ordered: Sequence[Facets], one: list[int], other: list[int]) -> bool:
    """Whether, over all pairs of two groups, enough speaks for their being one; never with a pair of two states.

    Of groups with many pairs only a few members of each are asked, so that what a join costs does not grow with them.
    """
    if len(one) * len(other) > ALL_PAIRS:
        one, other = _spread(one), _spread(other)
    mean = _mean(ordered, one, other)
    return mean is not None and mean >= LEAST


def _mean(ordered: Sequence[Facets], some: list[int], others: list[int]) -> float | None:
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


def _spread(members: list[int]) -> list[int]:
    """A few members at most, from the first to the last."""
    if len(members) <= FEW:
        return members
    return [members[at * (len(members) - 1) // (FEW - 1)] for at in range(FEW)]


def _echoes(ordered: Sequence[Facets]) -> Iterator[int]:
    """Claims whose item says little, with those of their report that they may be about."""
    at = {f.id: i for i, f in enumerate(ordered)}
    for i, one in enumerate(ordered):
        for other in one.echoes:
            j = at[other]
            yield min(i, j) * len(ordered) + max(i, j)


def _candidates(ordered: Sequence[Facets]) -> Iterator[tuple[int, int]]:
    """Pairs (i < j) worth comparing, each once, in order."""
    size = len(ordered)
    codes = array("q", _echoes(ordered))
    for members in _blocks(ordered):
        if len(members) <= SMALL_BLOCK:
            codes.extend(i * size + j for i, j in combinations(members, 2))
        else:
            codes.extend(i * size + j for at, i in enumerate(members) for j in members[at + 1 : at + 1 + WINDOW])
    found = np.frombuffer(codes, dtype=np.int64)
    found = np.sort(found)  # np.unique hashes, which slows down more than in step with the number of pairs
    found = found[np.diff(found, prepend=-1) != 0]
    for at in range(0, len(found), CHUNK):
        first, second = np.divmod(found[at : at + CHUNK], max(1, size))
        yield from zip(first.tolist(), second.tolist(), strict=True)


def _blocks(ordered: Sequence[Facets]) -> list[list[int]]:
    """Claims by shared key, in canonical order; of the larger blocks a claim stands only in the smallest few."""
    keys = [sorted(set(_keys(f))) for f in ordered]
    sizes = Counter(key for mine in keys for key in mine)
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, mine in enumerate(keys):
        larger = sorted((sizes[k], k) for k in mine if sizes[k] > FREE_BLOCK)
        for key in [k for k in mine if 1 < sizes[k] <= FREE_BLOCK] + [k for _, k in larger[:LARGE_BLOCKS_EACH]]:
            blocks[key].append(i)
    return list(blocks.values())


def _keys(f: Facets) -> Iterator[tuple[str, ...]]:
    """What a claim can be found by: family and party (or state), with a word of the item, a system, a year, its report
    or the state supplied."""
    anchors = f.states | (f.parties if not f.states else frozenset())
    tellings = f.content | f.bases | f.marks
    if f.actors & f.specific and f.recipient_states:
        yield f.family, *sorted(f.actors), ">", *sorted(f.recipient_states)
    for anchor in anchors:
        yield f.family, anchor, f.report, "<"
        for word in tellings if len(tellings) > 1 else tellings | f.topic:
            yield f.family, anchor, word
        if f.when is not None and f.when.days <= 400:
            yield f.family, anchor, f.when.text[:4], "*"
    if f.thing:
        for state in f.recipient_states or f.states:
            yield f.family, state, f.thing, "a thing"
    if len(f.states) > 1:
        yield f.family, *sorted(f.states), "these states"
    for mark in f.marks:
        yield f.family, mark
