"""Which events stand behind each figure of a page, so that a page can count anew what its filters keep.

A mark is a figure with the places of its events on the page (``EventView.index``). The page is written with what is
kept at first (one pair of states, say); the script counts the same marks over whatever a reader then keeps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure: ``key`` is its place in the page's data, ``count`` what it is as the page opens.

    ``count`` is a number of events, or the sum of their weights where a figure gives an event less than one.
    """

    key: int
    events: tuple[int, ...]
    count: float

    @property
    def shown(self) -> bool:
        """Whether there is anything to show of it as the page opens."""
        return self.count > 0

    @property
    def text(self) -> str:
        """The count as a page prints it: ``1,204``, ``2.5``."""
        return figure(self.count)


@dataclass(frozen=True, slots=True)
class Set:
    """A figure that counts marks which have any event kept, such as reports or places. ``key`` names it in the data."""

    key: str
    count: int

    @property
    def text(self) -> str:
        """The count as a page prints it."""
        return figure(self.count)


class Marks:
    """All marks of one page. ``kept`` are the events kept as it opens, out of ``whole`` events."""

    def __init__(self, kept: Iterable[int], whole: int) -> None:
        self.kept = frozenset(kept)
        self.whole = whole
        self._keys: dict[tuple[tuple[int, ...], tuple[float, ...], bool], Mark] = {}
        self._sets: dict[str, list[int]] = {}

    def of(self, events: Iterable[int], wide: bool = False) -> Mark:
        """The mark of some events, one for each set of them; ``wide`` ones count events of other pairs too."""
        return self._add(tuple(sorted(set(events))), (), wide)

    def weighted(self, weights: Mapping[int, float], wide: bool = False) -> Mark:
        """The mark of events that count as much as their weight says."""
        events = tuple(sorted(weights))
        each = tuple(round(weights[event], 4) for event in events)
        return self._add(events, () if set(each) <= {1.0} else each, wide)

    def counted(self, name: str, marks: Iterable[Mark]) -> Set:
        """The figure that says how many of ``marks`` have an event kept."""
        found = list(marks)
        self._sets[name] = [mark.key for mark in found]
        return Set(name, sum(1 for mark in found if mark.shown))

    def as_json(self) -> dict[str, Any]:
        """What the script needs: events of each mark, weights where they are not one, wide marks, and the sets."""
        marks = sorted(self._keys.items(), key=lambda entry: entry[1].key)
        return {
            "marks": [list(mark.events) for _, mark in marks],
            "weights": {mark.key: list(weights) for (_, weights, _), mark in marks if weights},
            "wide": [mark.key for (_, _, wide), mark in marks if wide],
            "sets": self._sets,
        }

    def _add(self, events: tuple[int, ...], weights: tuple[float, ...], wide: bool) -> Mark:
        key = (events, weights, wide)
        if key not in self._keys:
            each = zip(events, weights or (1.0,) * len(events), strict=True)
            count = sum(weight for event, weight in each if wide or event in self.kept)
            self._keys[key] = Mark(len(self._keys), events, round(count, 4))
        return self._keys[key]


def figure(count: float) -> str:
    """A count with thousands separated and one decimal at most: ``1,204``, ``2.5``."""
    rounded = tenth(count)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.1f}"


def tenth(value: float) -> float:
    """Rounded to one decimal, halves upwards, as the script rounds: both must draw the same."""
    return floor(value * 10 + 0.5) / 10


def top(counts: Iterable[float]) -> float:
    """The largest count, or 1 where there is none: what bars are drawn against."""
    return max(counts, default=0) or 1
