"""Names in claims -> entities: by the word lists where they know the name, else by kind and normal name.

Spellings that differ in accents, case, article, legal form or an acronym in brackets are one entity. A listed body or
company keeps its state; an unlisted body takes it from its own name (``Serbian Ministry of Finance``).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.coding.claim import Claim
from dragoman.ids import content_id
from dragoman.matching import known
from dragoman.matching.event import Entity
from dragoman.matching.identity import Identity, merged, unions
from dragoman.matching.names import bracketed, normal, plain
from dragoman.matching.where import located

_BODY = re.compile(
    r"\b(ministry|department|office|agency|army|navy|air force|armed forces|forces|police|parliament|congress|council|"
    r"court|commission|committee|embassy|government|institute|university|brigade|guard|panel|senate|assembly|bank)\b"
)
_COMPANY = re.compile(
    r"\b(ltd|inc|corp|corporation|company|group|holding|holdings|industries|technologies|telecom|gmbh|plc|jsc|co)\b"
)
_PEOPLE = re.compile(
    r"\b(citizens|voters|people|population|journalists|residents|critics|powers|states|countries|companies|suppliers|"
    r"makers|officials|opposition|victims|members|groups|bloggers|investors)\b"
)
_TELLING = ("company", "body", "person", "group", "unknown")
"""Kinds by how sure the words of a name make them."""
_PERSON = re.compile(r"(?:[A-ZÀ-Þ][\w’'-]+\.? ){1,3}[A-ZÀ-Þ][\w’'-]+\.?$")


@dataclass(frozen=True, slots=True)
class Names:
    """How the names of a set of claims resolve: ``entities`` by id, ``parties`` and ``places`` from a name to an id."""

    entities: Mapping[str, Entity]
    parties: Mapping[str, str]
    places: Mapping[str, str]
    systems: Mapping[str, str]


def find_entities(claims: Iterable[Claim], identities: Sequence[Identity] = ()) -> Names:
    """The entities that the parties, speakers, places and systems of claims name, as people's decisions unite them.

    ``claims`` are gone through twice.
    """
    parties, places, systems = _named(claims)
    unlisted = _unlisted(n for n in parties if _listed(n) is None)
    found: dict[str, tuple[Entity, set[str]]] = {}
    by_name = {name: _note(found, _listed(name) or unlisted[name], name) for name in parties}
    by_place = {name: _note(found, _place(name), name) for name in places}
    by_system = {entity.id: _note(found, entity, entity.name) for entity in map(_system, systems) if entity}
    entities = {id: _with_aliases(entity, seen) for id, (entity, seen) in found.items()}
    entities, united = _united(entities, identities)
    by_name, by_place = ({name: united.get(id, id) for name, id in ids.items()} for ids in (by_name, by_place))
    return Names(located(entities, by_place, by_name, claims), by_name, by_place, by_system)


def _named(claims: Iterable[Claim]) -> tuple[list[str], list[str], list[str]]:
    """The names of parties and speakers, those of places, and the ids of systems that claims tell, each sorted."""
    parties, places, systems = set[str](), set[str](), set[str]()
    for claim in claims:
        parties.update((*claim.actor, *claim.recipient, *_speaker(claim)))
        places.update(claim.place)
        if claim.item:
            systems |= known.systems_in(claim.item)
    return sorted(filter(plain, parties)), sorted(filter(plain, places)), sorted(systems)


def _system(id: str) -> Entity | None:
    entry = known.system(id)
    if entry is None:
        return None
    return Entity(entry.id, "system", entry.name, tuple(sorted(entry.aliases)), entry.state)


def _united(
    entities: Mapping[str, Entity], identities: Sequence[Identity]
) -> tuple[dict[str, Entity], Mapping[str, str]]:
    """The entities that are left once those judged the same are one, and what each of the others became."""
    united = unions(identities, entities)
    gone: defaultdict[str, list[Entity]] = defaultdict(list)
    for id, kept in united.items():
        gone[kept].append(entities[id])
    left = {id: merged(e, gone[id]) if id in gone else e for id, e in entities.items() if id not in united}
    return left, united


def _speaker(claim: Claim) -> tuple[str, ...]:
    """A speaker that the lists know; "some reports" is no entity."""
    known_name = claim.attribution and (known.party(claim.attribution) or _PERSON.match(claim.attribution))
    return (claim.attribution,) if claim.attribution and known_name else ()


def _acronyms(names: Iterable[str]) -> dict[str, str]:
    """From an acronym to the full name that some claim gives it with in brackets, where only one does."""
    full: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        for short in bracketed(name):
            if plain(short) != normal(name):
                full[plain(short)].add(normal(name))
    return {short: next(iter(longer)) for short, longer in full.items() if len(longer) == 1}


def _listed(name: str) -> Entity | None:
    entry = known.party(name) or known.party(normal(name)) or known.nation(name)
    if entry is None:
        return None
    state = entry.id if entry.kind == "state" else entry.state
    return Entity(entry.id, entry.kind, entry.name, tuple(sorted(entry.aliases)), state)


def _unlisted(names: Iterable[str]) -> dict[str, Entity]:
    """Entities of names the lists do not know: one for each normal name, of the kind its spellings tell."""
    names = list(names)
    acronyms = _acronyms(names)
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        spellings[acronyms.get(plain(name), normal(name))].append(name)
    found: dict[str, Entity] = {}
    for key, same in spellings.items():
        kind = min((kind_of(name) for name in same), key=_TELLING.index)
        state = next((s for s in map(known.state_of, same) if s), None)
        found |= {name: Entity(content_id(kind, key), kind, name, (), state) for name in same}
    return found


def kind_of(name: str) -> str:
    """``body``, ``company``, ``person``, ``group`` or ``unknown``, from the words and shape of an unlisted name."""
    low = plain(name)
    if name[:1].islower():
        return "group"
    for pattern, kind in ((_PEOPLE, "group"), (_BODY, "body"), (_COMPANY, "company")):
        if pattern.search(low):
            return kind
    if _PERSON.match(name) and known.state_of(name) is None:
        return "person"
    return "unknown"


def _place(name: str) -> Entity:
    entry = known.party(name)
    if entry is not None and entry.kind == "state":
        return Entity(entry.id, "state", entry.name, tuple(sorted(entry.aliases)), entry.id)
    return Entity(content_id("place", plain(name)), "place", name)


def _note(found: dict[str, tuple[Entity, set[str]]], entity: Entity, name: str) -> str:
    _, seen = found.setdefault(entity.id, (entity, set()))
    seen.add(name)
    return entity.id


def _with_aliases(entity: Entity, seen: Collection[str]) -> Entity:
    """Listed entities keep their listed name; others take the shortest spelling met, then the first of A to Z; one in
    capitals only where no other is met ("KAMPALA" of a dateline)."""
    listed = ":" in entity.id
    shouted = {n for n in seen if n.isupper() and any(o != n and o.casefold() == n.casefold() for o in seen)}
    name = entity.name if listed else min(seen, key=lambda n: (n in shouted, len(n), n))
    aliases = tuple(sorted({*entity.aliases, *seen} - {name}))
    return Entity(entity.id, entity.kind, name, aliases, entity.state, entity.latitude, entity.longitude)
