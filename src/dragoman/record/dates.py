"""The first and last day an EDTF time may mean, so that times of different precision can be compared.

Levels 0 and 1 of ISO 8601-2 as the coding manual uses them: ``2019``, ``2019-11``, ``2019-11-29``, intervals with
open ends, seasons (21-24) and the other divisions of a year (25-41), unspecified digits (``199X``, ``XXXX-04``) and
the marks ``~``, ``?`` and ``%``, which leave the days a time covers as they are.
"""

import re
from calendar import monthrange

Days = tuple[str | None, str | None]
"""First and last day as ISO dates; None is an open end."""

_DATE = re.compile(r"^(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?$")

# Divisions of a year: code -> first month and how many months. Seasons without a hemisphere are read as northern ones.
_DIVISIONS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3),
    29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6),
}


def days(edtf: str | None) -> Days | None:
    """The days ``edtf`` covers, or None where it tells no year (or is no EDTF that this project writes)."""
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
        return f"{low:04}-01-01", f"{high:04}-12-31"
    if low != high:
        return None
    return _within_year(low, int(month), day)


def _within_year(year: int, month: int, day: str | None) -> Days | None:
    if month in _DIVISIONS:
        begins, months = _DIVISIONS[month]
        over, last = divmod(begins + months - 2, 12)
        if year + over > 9999:
            return None
        return f"{year:04}-{begins:02}-01", _last_day(year + over, last + 1)
    if not 1 <= month <= 12:
        return None
    if day in (None, "XX"):
        return f"{year:04}-{month:02}-01", _last_day(year, month)
    if not 1 <= int(day or 0) <= monthrange(year, month)[1]:
        return None
    return (f"{year:04}-{month:02}-{day}",) * 2


def _last_day(year: int, month: int) -> str:
    return f"{year:04}-{month:02}-{monthrange(year, month)[1]:02}"
