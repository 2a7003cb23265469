"""What a measure is: rows of figures, each with the events it was computed from, and what was left out and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` in ``unit``; None is missing, which is not zero. ``events`` are the ids of the events under it."""

    value: float | None
    unit: str
    events: tuple[str, ...] = ()
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """The figure, ``value`` null and ``missing`` true where there is none."""
        value = None if self.value is None else round(self.value, 6)
        plain = int(value) if value is not None and float(value).is_integer() else value
        found = {"value": plain, "missing": value is None, "unit": self.unit, "events": list(self.events)}
        return found | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class Row:
    """``keys`` say what the row is about (host, window, supplier), ``figures`` what is known of it."""

    keys: Mapping[str, str]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure is: its formula in words and signs, where it comes from, and what it is not."""

    name: str
    title: str
    formula: str
    source: str
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A computed measure. ``left_out`` maps a reason to the ids of events that do not enter; ``disputed`` ones do."""

    definition: Definition
    rows: tuple[Row, ...]
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disputed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The measure with its definition, ready to be written."""
        known = self.definition
        return {
            "measure": known.name,
            "title": known.title,
            "formula": known.formula,
            "source": known.source,
            "caution": known.caution,
            "rows": [
                dict(row.keys) | {name: figure.as_json() for name, figure in row.figures.items()} for row in self.rows
            ],
            "left_out": {reason: list(ids) for reason, ids in self.left_out.items()},
            "counted_though_disputed": list(self.disputed),
        }


class Apart:
    """Events set apart while a measure is computed, by reason."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, None]] = {}

    def add(self, reason: str, event: str) -> None:
        """Notes that an event does not enter."""
        self._found.setdefault(reason, {})[event] = None

    def by_reason(self) -> dict[str, tuple[str, ...]]:
        """Ids by reason, both sorted."""
        return {reason: tuple(sorted(ids)) for reason, ids in sorted(self._found.items())}


def ids(events: Iterable[str]) -> tuple[str, ...]:
    """Each id once, sorted."""
    return tuple(sorted(set(events)))


def hhi(shares: Sequence[float]) -> float | None:
    """The Herfindahl-Hirschman index of shares (0 to 1, summing to 1), on its scale of 0 to 10,000; None without any.

    Hirschman 1945, Herfindahl 1950; scale as in the Merger Guidelines of the US Department of Justice and Federal Trade
    Commission (2023), which call a market above 1,800 highly concentrated.
    """
    return sum((100 * s) ** 2 for s in shares) if shares else None
