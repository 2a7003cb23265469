"""Claims -> groups that tell of one happening, near-linear in their number and the same in whatever order they come.

Blocks bring together claims that share a family of types, a state or party, and a word of the item (or a month). Only
claims of one block are compared; in large blocks only neighbours in date and content. The joins found are tried
from the strongest to the weakest, and a join is refused where any two members of the groups it would unite are barred.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import combinations

import numpy as np

from dragoman.matching.facets import Facets
from dragoman.matching.same import Join, barred, echo, join, score

FREE_BLOCK = 20
"""Claims a block may hold for each of them to stand in it, however many such blocks it is in."""
SMALL_BLOCK = 36
"""Claims a block may hold for all its pairs to be compared."""
WINDOW = 6
"""Neighbours a claim is compared with in a larger block."""
LARGE_BLOCKS_EACH = 3
"""How many of the larger blocks a claim stands in, the smallest first."""
CHUNK = 65_536
"""Pairs that are unpacked at once."""
CHECKED = 12
"""Members of a group that a join is checked against."""


@dataclass(frozen=True, slots=True)
class Group:
    """Members in canonical order, and for each after the first: (it, the one it joined, why)."""

    members: tuple[Facets, ...]
    joins: tuple[tuple[str, str, Join], ...]


Link = tuple[float, int, int, bool]
"""How much speaks against a join (the least is tried first), the two claims, and whether one echoes the other."""


def group(claims: Sequence[Facets]) -> list[Group]:
    """The groups, each claim in exactly one."""
    ordered = sorted(claims, key=lambda f: f.order)
    links = [
        (-found, i, j, False) for i, j in _candidates(ordered) if (found := score(ordered[i], ordered[j])) is not None
    ]
    links += _echoes(ordered)
    links.sort()
    return _unite(ordered, links)


def _echoes(ordered: Sequence[Facets]) -> Iterator[Link]:
    """For each claim whose item says little the nearest claim of its report that it can be about."""
    at = {f.id: i for i, f in enumerate(ordered)}
    for i, one in enumerate(ordered):
        for other in one.echoes:
            found = echo(one, ordered[at[other]])
            if found is not None:
                yield -found.score, min(i, at[other]), max(i, at[other]), True
                break


def _unite(ordered: Sequence[Facets], links: Sequence[Link]) -> list[Group]:
    root = list(range(len(ordered)))
    members: dict[int, list[int]] = {i: [i] for i in root}
    reasons: dict[int, list[tuple[str, str, Join]]] = defaultdict(list)
    apart: dict[int, set[int]] = defaultdict(set)
    for _, i, j, echoed in links:
        one, other = _find(root, i), _find(root, j)
        if one == other or other in apart[one]:
            continue
        if _kept_apart(ordered, members[one], members[other]):
            apart[one].add(other)
            apart[other].add(one)
            continue
        keep, give = (one, other) if len(members[one]) >= len(members[other]) else (other, one)
        root[give] = keep
        members[keep] = list(merge(members[keep], members.pop(give)))
        reasons[keep] += reasons.pop(give, [])
        if (found := _why(ordered[i], ordered[j], echoed)) is not None:
            reasons[keep].append((ordered[j].id, ordered[i].id, found))
        for third in apart.pop(give, ()):
            apart[third].discard(give)
            apart[third].add(keep)
            apart[keep].add(third)
    return [Group(tuple(ordered[m] for m in ms), tuple(reasons.get(r, ()))) for r, ms in sorted(members.items())]


def _why(one: Facets, other: Facets, echoed: bool) -> Join | None:
    """What a link rests on: told in words only for those that are followed, of many."""
    return echo(one, other) or echo(other, one) if echoed else join(one, other)


def _find(root: list[int], i: int) -> int:
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


def _kept_apart(ordered: Sequence[Facets], one: list[int], other: list[int]) -> bool:
    return any(barred(ordered[i], ordered[j]) for i in one[:CHECKED] for j in other[:CHECKED])


def _candidates(ordered: Sequence[Facets]) -> Iterator[tuple[int, int]]:
    """Pairs (i < j) worth comparing, each once, in order."""
    size = len(ordered)
    codes = array("q")
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
    if f.thing == "camera":
        for state in f.recipient_states:
            yield f.family, state, "a camera"
    for mark in f.marks:
        yield f.family, mark
