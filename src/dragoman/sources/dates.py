"""Publication dates: a full ISO date or none."""

import re
from datetime import date

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
