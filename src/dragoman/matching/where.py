"""Where the places are that claims name: GeoNames, the states of the claims' parties deciding between namesakes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dragoman.coding.claim import Claim
from dragoman.matching.event import Entity
from dragoman.reading.places import locate


def located(
    entities: Mapping[str, Entity], places: Mapping[str, str], parties: Mapping[str, str], claims: Iterable[Claim]
) -> dict[str, Entity]:
    """The entities, those of kind ``place`` with coordinates and state where they are found.

    ``places`` and ``parties`` map names to ids. A name is looked for in the states of the parties it is told with, the
    most frequent first, so that the outcome does not depend on the order of claims.
    """
    context = _context(entities, places, parties, claims)
    return {id: _placed(entity, context[id]) if entity.kind == "place" else entity for id, entity in entities.items()}


def _context(
    entities: Mapping[str, Entity], places: Mapping[str, str], parties: Mapping[str, str], claims: Iterable[Claim]
) -> defaultdict[str, Counter[str]]:
    """For each place the states of the parties it is told with, and how often."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if not claim.place:
            continue
        ids = (parties[n] for n in (*claim.actor, *claim.recipient) if n in parties)
        states = {state for i in ids if (state := entities[i].state)}
        for name in claim.place:
            if name in places:
                found[places[name]].update(states)
    return found


def _placed(entity: Entity, told_with: Counter[str]) -> Entity:
    states = sorted(told_with, key=lambda s: (-told_with[s], s))
    codes = tuple(s.partition(":")[2] for s in states)
    found = next((f for f in (locate(part, codes) for part in _parts(entity.name)) if f and f.kind == "town"), None)
    if found is None:
        return entity
    shouted = entity.name.isupper() and entity.name.casefold() == found.name.casefold()
    return replace(
        entity,
        name=found.name if shouted else entity.name,
        aliases=(*entity.aliases, entity.name) if shouted else entity.aliases,
        state=f"state:{found.state}",
        latitude=round(found.latitude, 5),
        longitude=round(found.longitude, 5),
    )


def _parts(name: str) -> tuple[str, ...]:
    """The whole name, then what stands between its commas, from the end: "steel works, Smederevo" lies in Smederevo."""
    parts = [part.strip() for part in name.split(",")]
    return (name, *reversed(parts)) if len(parts) > 1 else (name,)
