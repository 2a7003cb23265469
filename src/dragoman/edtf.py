"""The days an EDTF date may mean: the one place where the project decides it.

Levels 0 and 1 of ISO 8601-2 as the coding manual uses them: ``2019``, ``2019-11``, ``2019-11-29``, intervals with
open ends, seasons (21-24) and the other divisions of a year (25-41), unspecified digits (``199X``, ``XXXX-04``) and
the marks ``~``, ``?`` and ``%``, which leave the days a time covers as they are.

Not by python-edtf, which takes winter for December alone (its settings say: for simplicity) and a date without a year
for one in the year 0.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

Days = tuple[date | None, date | None]
"""First and last day; None is an open end."""

_DATE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?\Z", re.ASCII)

DIVISIONS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3),
    29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6),
}  # fmt: skip
"""Divisions of a year by their code: the first month, and how many. Seasons are those of meteorologists, northern where
no hemisphere is told; a winter (24) runs from December of its year to the February after, as newspapers count it."""


@lru_cache(maxsize=65536)
def days(edtf: str | None) -> Days | None:
    """The days ``edtf`` covers, or None where it tells no year, is empty, or is no EDTF that this project writes."""
    text = re.sub(r"[~?%]", "", edtf or "").strip()
    first, slash, last = text.partition("/")
    if not slash:
        return _single(text)
    start, end = _end_of_interval(first), _end_of_interval(last)
    if start is None or end is None:
        return None
    found = (start[0], end[1])
    if found == (None, None) or (found[0] and found[1] and found[0] > found[1]):
        return None
    return found


def _end_of_interval(text: str) -> Days | None:
    return (None, None) if text in ("", "..") else _single(text)


def _single(text: str) -> Days | None:
    match = _DATE.match(text.partition("T")[0])
    if match is None:
        return None
    year, month, day = match.groups()
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low < 1:
        return None
    if month in (None, "XX"):
        return date(low, 1, 1), date(high, 12, 31)
    if low != high:
        return None
    return _within_year(low, int(month), day)


def _within_year(year: int, month: int, day: str | None) -> Days | None:
    if month in DIVISIONS:
        begins, months = DIVISIONS[month]
        over, last = divmod(begins + months - 2, 12)
        return (date(year, begins, 1), _last_day(year + over, last + 1)) if year + over <= date.max.year else None
    if not 1 <= month <= 12:
        return None
    if day in (None, "XX"):
        return date(year, month, 1), _last_day(year, month)
    if not 1 <= int(day or 0) <= monthrange(year, month)[1]:
        return None
    return (date(year, month, int(day or 0)),) * 2


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
