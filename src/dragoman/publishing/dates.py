"""EDTF dates (ISO 8601-2, the part the coding manual uses) as words and as stretches of time to draw.

Only what a page needs: which days a date may mean is decided by ``dragoman.edtf``.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dragoman import edtf as times

SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_POINT = re.compile(r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2}))?(?:-(?P<day>[0-9X]{2}))?(?P<mark>[~?%]?)\Z")
_MARKS = {"~": "about ", "?": "perhaps ", "%": "perhaps about ", "": ""}


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` to ``end`` in years with a fraction (2019.5 is mid-2019).

    ``precision`` is how finely it is told: day, month, season, year, decade, range. ``open_start``, ``open_end``: the
    text tells no such end.
    """

    start: float
    end: float
    precision: str
    open_start: bool = False
    open_end: bool = False


def stretch(edtf: str | None) -> Stretch | None:
    """The stretch of time an EDTF date covers, or None where no year is known or the date is not understood."""
    if not edtf:
        return None
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point(first)
    start, end = _point(first), _point(last)
    if start and end and end.end >= start.start:
        return Stretch(start.start, end.end, "range")
    if start:
        return Stretch(start.start, start.end, start.precision, open_end=True)
    if end:
        return Stretch(end.start, end.end, end.precision, open_start=True)
    return None


def years(edtf: str | None) -> tuple[int, int] | None:
    """First and last calendar year of an EDTF date (an open end counts as its known end)."""
    found = stretch(edtf)
    return None if found is None else (int(found.start), max(int(found.start), _last_year(found.end)))


@lru_cache(maxsize=8192)
def in_words(edtf: str | None) -> str:
    """The date as a reader would say it: ``28 Nov 2019``, ``autumn 2020``, ``since 2019``, ``2008 to 2018``.

    What is not understood is shown as it stands, so that nothing is hidden; no date gives an empty string.
    """
    if not edtf:
        return ""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _words(first)
    start, end = ("" if part in ("", "..") else _words(part) for part in (first, last))
    if start and end:
        return f"{start} to {end}"
    return f"since {start}" if start else f"until {end}" if end else edtf


def _point(text: str) -> Stretch | None:
    covered = times.days(text)
    if covered is None or None in covered:
        return None
    first, last = covered
    assert first is not None
    assert last is not None
    return Stretch(_place(first), _place(last + timedelta(days=1)) if last < date.max else 10000.0, _precision(text))


def _place(day: date) -> float:
    """The beginning of a day in years: months are equally long, as on the drawn axis."""
    return day.year + (day.month - 1 + (day.day - 1) / calendar.monthrange(day.year, day.month)[1]) / 12


def _precision(text: str) -> str:
    match = _POINT.match(text)
    if match is None or "X" in match["year"]:
        return "decade"
    month = _digits(match["month"])
    if month is None:
        return "year"
    return "season" if month > 12 else "month" if _digits(match["day"]) is None else "day"


def _words(text: str) -> str:
    match = _POINT.match(text)
    if match is None:
        return text
    year, month, day = match["year"], _digits(match["month"]), _digits(match["day"])
    about = _MARKS[match["mark"]]
    if not year.isdigit():
        year = f"{year[:3]}0s" if year[:3].isdigit() else "year unknown"
    if month in SEASONS:
        return f"{about}{SEASONS[month]} {year}"
    if month is None or not 1 <= month <= 12:
        return f"{about}{year}"
    name = calendar.month_abbr[month]
    return f"{about}{f'{day} ' if day else ''}{name}{',' if year == 'year unknown' else ''} {year}"


def _digits(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _last_year(end: float) -> int:
    return int(end - 1e-9)
