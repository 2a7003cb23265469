"""EDTF dates (ISO 8601-2) as intervals of days, so that coarse and fine dates can be compared."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dragoman import edtf

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
    found = edtf.days(text)
    if text is None or found is None:
        return None
    first, last = found
    return Interval(first.toordinal() if first else EARLIEST, last.toordinal() if last else LATEST, text)
