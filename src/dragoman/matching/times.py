"""EDTF dates (ISO 8601-2) as intervals of days, so that coarse and fine dates can be compared."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?[?~%]?$")
_SEASONS = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    24: (12, 12),
    **{q: (3 * (q - 33) + 1, 3 * (q - 33) + 3) for q in range(33, 37)},
}
"""Sub-year groupings of EDTF and the months they stand for (northern seasons; 24 keeps to its own year)."""

EARLIEST, LATEST = date(1, 1, 1).toordinal(), date(9999, 12, 31).toordinal()


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day as proleptic ordinals; ``text`` is the EDTF expression it came from."""

    first: int
    last: int
    text: str

    @property
    def open(self) -> bool:
        """Whether one end is left open (``2019/..``)."""
        return self.first == EARLIEST or self.last == LATEST

    @property
    def days(self) -> int:
        """Length in days."""
        return self.last - self.first + 1

    def overlaps(self, other: "Interval") -> bool:
        """Whether a day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def gap(self, other: "Interval") -> int:
        """Days between the two; 0 where they overlap."""
        return max(0, self.first - other.last, other.first - self.last)


@lru_cache(maxsize=65536)
def interval(text: str | None) -> Interval | None:
    """The days an EDTF date covers; None where the text is empty, has no year or is not EDTF."""
    if not text:
        return None
    start, slash, end = text.partition("/")
    if not slash:
        point = _point(start)
        return None if point is None else Interval(*point, text)
    first = (EARLIEST, EARLIEST) if start in ("", "..") else _point(start)
    last = (LATEST, LATEST) if end in ("", "..") else _point(end)
    if first is None or last is None or first[0] > last[1]:
        return None
    return Interval(first[0], last[1], text)


def _point(text: str) -> tuple[int, int] | None:
    found = _POINT.match(text.strip())
    if not found or found["year"] == "0000":
        return None
    year, month = int(found["year"]), int(found["month"] or 0)
    if not month:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    if found["day"]:
        return _days(year, month, month, int(found["day"]))
    first, last = _SEASONS.get(month, (month, month))
    return _days(year, first, last)


def _days(year: int, first: int, last: int, day: int | None = None) -> tuple[int, int] | None:
    try:
        start = date(year, first, day or 1)
        end = date(year, last, day or calendar.monthrange(year, last)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None
    return start.toordinal(), end.toordinal()
