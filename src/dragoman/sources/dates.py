"""Publication dates: a full ISO date or none."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from dragoman.errors import DragomanError

# date.fromisoformat alone also takes 20191129 and 2019-W48-5, which nobody writes on a report.
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:$|[T ]\d{2}:?\d{2})", re.ASCII)


def iso_date(text: str | None) -> str | None:
    """``text`` as ``YYYY-MM-DD`` where it is such a date (a time of day after it is cut off), else None."""
    match = _DAY.match((text or "").strip())
    if not match:
        return None
    try:
        return date.fromisoformat(match.group(1)).isoformat()
    except ValueError:
        return None


def checked_date(text: str | None) -> str | None:
    """A date a user gave, or None for none; DragomanError where it is not a date of the calendar."""
    if text is None:
        return None
    found = iso_date(text)
    if found is None or len(text.strip()) != len(found):
        raise DragomanError(f"{text!r} is not a date", "--published", "write it as YYYY-MM-DD, such as 2019-11-29")
    return found


# Ways to write a day that have one meaning only; 11/12/2019 has two and is not among them.
_WRITTEN = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d. %B %Y", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", re.I)


def written_date(text: str, form: str | None = None) -> str | None:
    """The day that ``text`` writes, as ``YYYY-MM-DD``: ISO 8601, as in mails, or in words; else as ``form`` says.

    ``form`` is a pattern of ``strptime``, and then the only way looked for. None where it is none of these, or where it
    could be two days (``11/12/2019``).
    """
    text = " ".join(text.split())
    if form is not None:
        return _parsed(text, form)
    return iso_date(text) or _of_mail(text) or _in_words(text)


def _of_mail(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_words(text: str) -> str | None:
    text = _WEEKDAY.sub("", text).replace("Sept ", "Sep ")
    return next((found for form in _WRITTEN if (found := _parsed(text, form))), None)


def _parsed(text: str, form: str) -> str | None:
    try:
        return datetime.strptime(text, form).date().isoformat()
    except (ValueError, OverflowError, re.error):
        return None
