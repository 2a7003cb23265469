"""What people decided about who is who: two entities are the same, or are not, whatever their names suggest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.matching.event import Entity
from dragoman.matching.names import normal, plain


@dataclass(frozen=True, slots=True)
class Identity:
    """A decision on two entities, by id and by the name each had then.

    Where reports are coded anew an entity that the lists do not know may change its id with the kind its spellings
    tell; it is then found by its name.
    """

    one: str
    other: str
    same: bool
    names: tuple[str, str] = ("", "")


def resolved(identity: Identity, entities: Mapping[str, Entity]) -> tuple[str, str] | None:
    """The ids the two have now; None where one of them is no longer there, or both have become one."""
    one, other = (
        id if id in entities else _by_name(name, entities)
        for id, name in zip((identity.one, identity.other), identity.names, strict=True)
    )
    return (one, other) if one and other and one != other else None


def _by_name(name: str, entities: Mapping[str, Entity]) -> str | None:
    if not plain(name):
        return None
    spelled = {plain(name), normal(name)}
    return min((id for id, e in entities.items() if spelled & _spellings(e)), default=None)


def _spellings(entity: Entity) -> set[str]:
    return {spelling for name in (entity.name, *entity.aliases) for spelling in (plain(name), normal(name))}


def unions(identities: Sequence[Identity], entities: Mapping[str, Entity]) -> dict[str, str]:
    """From an id to the id of the entity it is counted as, for those that are merged.

    Decisions are taken in their order, and one that would unite two entities judged different is not followed. Of
    united entities a listed one stands, then one whose kind is known, then the first by id.
    """
    pairs = [(i.same, pair) for i in identities if (pair := resolved(i, entities))]
    apart = [set(pair) for same, pair in pairs if not same]
    root = {id: id for same, pair in pairs if same for id in pair}
    for same, (one, other) in pairs:
        if not same:
            continue
        a, b = find(root, one), find(root, other)
        group = {id for id in root if find(root, id) in (a, b)}
        if a != b and not any(two <= group for two in apart):
            root[b] = a
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for id in root:
        groups[find(root, id)].append(id)
    chosen = {id: _chosen(group, entities) for group in groups.values() for id in group}
    return {id: kept for id, kept in chosen.items() if id != kept}


def find(root: Mapping[str, str], id: str) -> str:
    """The root of an id in a forest of ids."""
    while root.get(id, id) != id:
        id = root[id]
    return id


def _chosen(group: Iterable[str], entities: Mapping[str, Entity]) -> str:
    return min(group, key=lambda id: (":" not in id, entities[id].kind == "unknown", id))


def merged(entity: Entity, others: Iterable[Entity]) -> Entity:
    """An entity with the names of those that are counted as it, and their state where it has none."""
    others = list(others)
    names = {n for e in (entity, *others) for n in (e.name, *e.aliases)}
    state = entity.state or next((e.state for e in sorted(others, key=lambda e: e.id) if e.state), None)
    return replace(entity, aliases=tuple(sorted(names - {entity.name})), state=state)
