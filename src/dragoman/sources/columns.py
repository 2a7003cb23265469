"""Which column of a table, or key of a JSON line, is the text of a report, and which tells of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from dragoman.errors import DragomanError

# How these columns are usually called; the first that is there is taken.
USUAL = {
    "text": ("text", "body", "content", "full_text", "fulltext", "article", "article_text"),
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "outlet", "site", "source_name"),
    "published": ("published", "date", "published_at", "publication_date", "pub_date", "published_date", "datetime"),
    "address": ("address", "url", "link", "uri"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The name of each column, None where the usual names are looked for.

    ``dates`` is how dates are written there (as for ``strptime``, ``%d/%m/%Y``), where not in a way that has one
    meaning only. A dot in a name leads into nested JSON: ``meta.date``. With ``raw`` nothing is looked for, and rows
    are handed on as bytes.
    """

    text: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    address: str | None = None
    dates: str | None = None
    raw: bool = False

    @classmethod
    def parsed(cls, given: Iterable[str], dates: str | None = None) -> "Columns":
        """From ``field=column`` as on a command line; raises DragomanError for what is none."""
        chosen: dict[str, Any] = {}
        for item in given:
            name, equals, column = item.partition("=")
            if not equals or name not in USUAL or not column:
                known = ", ".join(USUAL)
                raise DragomanError(
                    f"{item!r} names no column", "--column", f"write FIELD=COLUMN, where FIELD is one of {known}"
                )
            chosen[name] = column
        if dates is not None and not _is_form(dates):
            raise DragomanError(
                f"{dates!r} is no form of a date", "--dates", "such as %d/%m/%Y: a day, a month, a year"
            )
        return replace(cls(dates=dates), **chosen)

    def value(self, field: str, row: Mapping[str, Any]) -> Any:
        """What a row holds for ``field``; None for nothing."""
        asked = getattr(self, field)
        if asked is not None:
            return _nested(row, asked)
        folded = {name.strip().casefold(): name for name in row if isinstance(name, str)}
        return next((row[folded[name]] for name in USUAL[field] if name in folded), None)

    def has(self, field: str, names: Iterable[str]) -> bool:
        """Whether a table with columns of these ``names`` has one for ``field``."""
        asked, there = getattr(self, field), [name for name in names if isinstance(name, str)]
        if asked is not None:
            return asked in there
        return any(name.strip().casefold() in USUAL[field] for name in there)

    def missing(self, names: Iterable[str]) -> list[str]:
        """Columns that were asked for and are not there."""
        there = set(names)
        asked = [getattr(self, f.name) for f in fields(self) if f.name in USUAL]
        return [name for name in asked if name is not None and name not in there]


def _nested(row: Mapping[str, Any], name: str) -> Any:
    if name in row:
        return row[name]
    found: Any = row
    for part in name.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def _is_form(form: str) -> bool:
    """Whether a date written in this form tells day, month and year."""
    day = datetime(2019, 11, 29)
    try:
        return datetime.strptime(day.strftime(form), form).date() == day.date()
    except ValueError:
        return False
