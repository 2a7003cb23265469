"""What people decided about claims being of one happening or of two, applied to the groups that matching found.

Two claims judged different are parted where what joins them is weakest, and what hangs on each goes with it. Two judged
the same bring their groups together, unless that would join what was judged different.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from dragoman.matching.events import Group, Groups
from dragoman.matching.facets import Facets
from dragoman.matching.same import Join

Edge = tuple[str, str, Join]


@dataclass(frozen=True, slots=True)
class Happening:
    """Two claims judged to be of one happening (``same``) or of two, by whom."""

    one: str
    other: str
    same: bool
    by: str


@dataclass(frozen=True, slots=True)
class Judged(Join):
    """A join that a person decided on."""

    by: str = ""


def regrouped(groups: Sequence[Group], decided: Iterable[Happening]) -> list[Group]:
    """The groups as the decisions have them, in canonical order; those that none is about stay as they are."""
    facets = {f.id: f for group in groups for f in group.members}
    known = [h for h in decided if h.one in facets and h.other in facets and h.one != h.other]
    if not known:
        return list(groups)
    touched = {id for h in known for id in (h.one, h.other)}
    mine = [group for group in groups if touched & {f.id for f in group.members}]
    edges = [edge for group in mine for edge in group.joins]
    apart = [(h.one, h.other) for h in known if not h.same]
    for one, other in apart:
        while path := _path(edges, one, other):
            edges.remove(min(path, key=lambda edge: (edge[2].score, edge[0], edge[1])))
    for happening in known:
        if happening.same and not _path(edges, happening.one, happening.other):
            joined = [*edges, _judged(facets[happening.one], facets[happening.other], happening.by)]
            if not any(_path(joined, one, other) for one, other in apart):
                edges = joined
    ids = [f.id for group in mine for f in group.members]
    made = [_group([facets[id] for id in members], edges) for members in _components(ids, edges)]
    rest = [group for group in groups if not touched & {f.id for f in group.members}]
    return sorted((*rest, *made), key=lambda group: group.members[0].order)


def rearranged(groups: Groups, ordered: Sequence[Facets], decided: Sequence[Happening]) -> Groups:
    """As :func:`regrouped`, of groups that hold the places of their claims in ``ordered``."""
    wanted = {id for h in decided for id in (h.one, h.other)}
    place = {f.id: at for at, f in enumerate(ordered) if f.id in wanted} if wanted else {}
    if not any(h.one in place and h.other in place and h.one != h.other for h in decided):
        return groups
    group_of = groups.of_claims()
    touched = {group_of[at] for at in place.values()}
    claims = {ordered[at].id: at for group in touched for at in groups.members(group)}
    made = regrouped([groups.whole(group, ordered) for group in sorted(touched)], decided)
    placed: list[tuple[int, int | Group]] = [(claims[group.members[0].id], group) for group in made]
    placed += [(groups.members(group)[0], group) for group in range(len(groups)) if group not in touched]
    found = Groups(edge=groups.edge)
    for at, (first, group) in enumerate(sorted(placed, key=itemgetter(0))):
        found.firsts.append(first)
        if isinstance(group, Group):
            found.several[at] = array("i", (claims[f.id] for f in group.members))
            found.decided[at] = group.joins
        elif group in groups.several:
            found.several[at], found.edges[at] = groups.several[group], groups.edges[group]
    return found


def _judged(one: Facets, other: Facets, by: str) -> Edge:
    earlier, later = sorted((one, other), key=lambda f: f.order)
    return later.id, earlier.id, Judged(1.0, "", "", False, True, by=by)


def _group(members: list[Facets], edges: Iterable[Edge]) -> Group:
    ids = {f.id for f in members}
    return Group(tuple(sorted(members, key=lambda f: f.order)), tuple(e for e in edges if e[0] in ids))


def _neighbours(edges: Iterable[Edge]) -> dict[str, list[tuple[str, Edge]]]:
    found: defaultdict[str, list[tuple[str, Edge]]] = defaultdict(list)
    for edge in edges:
        found[edge[0]].append((edge[1], edge))
        found[edge[1]].append((edge[0], edge))
    return found


def _path(edges: Iterable[Edge], one: str, other: str) -> list[Edge]:
    """The joins that lead from one claim to another; empty where none do."""
    neighbours = _neighbours(edges)
    came: dict[str, tuple[str, Edge] | None] = {one: None}
    ahead = [one]
    while ahead and other not in came:
        here = ahead.pop(0)
        for there, edge in neighbours.get(here, ()):
            if there not in came:
                came[there] = (here, edge)
                ahead.append(there)
    path: list[Edge] = []
    at = other
    while step := came.get(at):
        path.append(step[1])
        at = step[0]
    return path


def _components(ids: Iterable[str], edges: Iterable[Edge]) -> list[list[str]]:
    neighbours = _neighbours(edges)
    seen: set[str] = set()
    found: list[list[str]] = []
    for id in ids:
        if id in seen:
            continue
        seen.add(id)
        members, ahead = [id], [id]
        while ahead:
            for there, _ in neighbours.get(ahead.pop(), ()):
                if there not in seen:
                    seen.add(there)
                    members.append(there)
                    ahead.append(there)
        found.append(members)
    return found
