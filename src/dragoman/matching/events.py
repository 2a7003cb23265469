"""Claims -> groups that tell of one happening, near-linear in their number and the same in whatever order they come.

Blocks bring together claims that share a family of types, a state or party, and a word of the item (or a month). Only
claims of one block are compared; in large blocks only neighbours in date and content. The joins found are tried
from the strongest to the weakest, and a join is refused where any two members of the groups it would unite are barred.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.matching.facets import Facets
from dragoman.matching.same import Join, barred, join

SMALL_BLOCK = 60
"""Claims a block may hold for all its pairs to be compared."""
WINDOW = 8
"""Neighbours a claim is compared with in a larger block."""
LARGE_BLOCKS_EACH = 3
"""How many of the large blocks a claim is in, the smallest first, it is compared in."""
CHECKED = 24
"""Members of a group that a join is checked against."""


@dataclass(frozen=True, slots=True)
class Group:
    """Members in canonical order, and for each after the first: (it, the one it joined, why)."""

    members: tuple[Facets, ...]
    joins: tuple[tuple[str, str, Join], ...]


def group(claims: Sequence[Facets]) -> list[Group]:
    """The groups, each claim in exactly one."""
    ordered = sorted(claims, key=lambda f: f.order)
    links: list[tuple[float, int, int, Join]] = []
    for i, j in sorted(_candidates(ordered)):
        found = join(ordered[i], ordered[j])
        if found is not None:
            links.append((-found.score, i, j, found))
    links.sort(key=lambda link: link[:3])
    return _unite(ordered, links)


def _unite(ordered: Sequence[Facets], links: Sequence[tuple[float, int, int, Join]]) -> list[Group]:
    root = list(range(len(ordered)))
    members: dict[int, list[int]] = {i: [i] for i in root}
    reasons: dict[int, list[tuple[str, str, Join]]] = defaultdict(list)
    for _, i, j, found in links:
        one, other = _find(root, i), _find(root, j)
        if one == other or _kept_apart(ordered, members[one], members[other]):
            continue
        keep, give = (one, other) if len(members[one]) >= len(members[other]) else (other, one)
        root[give] = keep
        members[keep] += members.pop(give)
        reasons[keep] += [*reasons.pop(give, []), (ordered[j].id, ordered[i].id, found)]
    return [Group(tuple(ordered[m] for m in sorted(ms)), tuple(reasons.get(r, ()))) for r, ms in sorted(members.items())]


def _find(root: list[int], i: int) -> int:
    while root[i] != i:
        root[i] = root[root[i]]
        i = root[i]
    return i


def _kept_apart(ordered: Sequence[Facets], one: list[int], other: list[int]) -> bool:
    return any(barred(ordered[i], ordered[j]) for i in sorted(one)[:CHECKED] for j in sorted(other)[:CHECKED])


def _candidates(ordered: Sequence[Facets]) -> set[tuple[int, int]]:
    """Pairs (i < j) worth comparing."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    keys = [sorted(set(_keys(f))) for f in ordered]
    for i, mine in enumerate(keys):
        for key in mine:
            blocks[key].append(i)
    pairs: set[tuple[int, int]] = set()
    for members in blocks.values():
        if len(members) <= SMALL_BLOCK:
            pairs.update(combinations(members, 2))
    for key, members in _large_blocks(keys, blocks).items():
        del key
        for at, i in enumerate(members):
            pairs.update((i, j) for j in members[at + 1:at + 1 + WINDOW])
    return pairs


def _large_blocks(keys: Sequence[Sequence[tuple[str, ...]]],
                  blocks: dict[tuple[str, ...], list[int]]) -> dict[tuple[str, ...], list[int]]:
    chosen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, mine in enumerate(keys):
        large = sorted((len(blocks[k]), k) for k in mine if len(blocks[k]) > SMALL_BLOCK)
        for _, key in large[:LARGE_BLOCKS_EACH]:
            chosen[key].append(i)
    return chosen


def _keys(f: Facets) -> Iterator[tuple[str, ...]]:
    """What a claim can be found by: family and party (or state), with a word of the item, a system or a month."""
    anchors = f.states | (f.parties if not f.states else frozenset())
    tellings = f.content | f.bases | f.marks
    for anchor in anchors:
        for word in tellings or f.topic:
            yield f.family, anchor, word
        if f.when is not None and f.when.days <= 400:
            yield f.family, anchor, f.when.text[:4], "*"
    for mark in f.marks:
        yield f.family, mark
