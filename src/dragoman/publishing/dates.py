"""EDTF dates (ISO 8601-2, the part the coding manual uses) as words and as stretches of time to draw.

Only what a page needs: nothing here decides what a date means, the reading room does that.
"""

import calendar
import re
from dataclasses import dataclass

SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_SEASON_MONTHS = {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3)}
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
    match = _POINT.match(text)
    if match is None:
        return None
    year_text = match["year"]
    if year_text.isdigit() and int(year_text) > 0:
        return _in_year(int(year_text), _digits(match["month"]), _digits(match["day"]))
    if year_text[:3].isdigit() and year_text[3] == "X":
        return Stretch(int(year_text[:3]) * 10.0, int(year_text[:3]) * 10.0 + 10, "decade")
    return None


def _in_year(year: int, month: int | None, day: int | None) -> Stretch:
    if month is not None and month in _SEASON_MONTHS:
        first, length = _SEASON_MONTHS[month]
        start = year + (first - 1) / 12
        return Stretch(start, start + length / 12, "season")
    if month is None or not 1 <= month <= 12:
        return Stretch(float(year), float(year + 1), "year")
    start = year + (month - 1) / 12
    length = calendar.monthrange(year, month)[1]
    if day is None or not 1 <= day <= length:
        return Stretch(start, start + 1 / 12, "month")
    start += (day - 1) / length / 12
    return Stretch(start, start + 1 / length / 12, "day")


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
