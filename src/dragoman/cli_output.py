"""Listings as a table for people, CSV for spreadsheets or JSON for programs."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dragoman.cli_app import console, number_of, safe
from dragoman.shown import unit_shown

if TYPE_CHECKING:
    from rich.table import Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet run a cell as a formula (OWASP, CSV injection)."""

SHORT = 14
"""Characters up to which the cells of a column are not broken: dates, stages, ids."""
LEAST = 24
"""Characters up to which a word is not broken: types are the longest that stand in every table."""
_BETWEEN = 3
"""Characters between two columns."""


class Format(StrEnum):
    """How a listing is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def write_rows(
    rows: Sequence[Mapping[str, Any]],
    form: Format,
    *,
    fields: Sequence[str],
    columns: Mapping[str, str],
) -> None:
    """Writes ``rows`` to standard output.

    ``fields`` are the CSV columns (known even where there are no rows); ``columns`` maps a field to its heading in the
    table, which shows fewer. JSON has every field, values as they are.
    """
    if form is Format.JSON:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    elif form is Format.CSV:
        _write_csv(rows, fields)
    else:
        _write_table(rows, columns)


def cell(value: Any) -> str:
    """A value in words: lists joined by semicolons, amounts with their units, as `dragoman import` reads them."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return _amount(value)
    if isinstance(value, list | tuple):
        return "; ".join(cell(v) for v in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_of(value)
    return str(value)


def shown(value: Any) -> str:
    """A value as `cell`, for a person: without units that say nothing ("1,000 number")."""
    if isinstance(value, list | tuple):
        return "; ".join(shown(v) for v in value)
    if isinstance(value, Mapping) and "value" in value and "unit" in value:
        unit = unit_shown(str(value["unit"]))
        return f"rank {number_of(value['value'])}" if unit == "rank" else _amount({**value, "unit": unit}).strip()
    return cell(value)


def _amount(value: Mapping[str, Any]) -> str:
    mark = {"about": "about ", "at_least": "at least ", "at_most": "at most "}.get(str(value.get("approx")), "")
    if "amount" in value:
        upper = f" to {number_of(value['max'])}" if value.get("max") is not None else ""
        return f"{mark}{value.get('currency', '')} {number_of(value['amount'])}{upper}"
    if "value" in value and "unit" in value:
        return f"{mark}{number_of(value['value'])} {value['unit']}"
    return json.dumps(value, ensure_ascii=False)


def _write_csv(rows: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(fields)
    for row in rows:
        writer.writerow([_neutral(row.get(field)) for field in fields])


def _neutral(value: Any) -> Any:
    """A cell that no spreadsheet runs: numbers stay numbers, text that begins like a formula gets an apostrophe."""
    if isinstance(value, int | float):
        return value
    text = cell(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _write_table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    cells = [[safe(shown(row.get(field))) for field in columns] for row in rows]
    to, headings = console(), [*columns.values()]
    least = _least(headings, cells)
    if sum(least) + _BETWEEN * len(least) > to.width:
        to.print(_one_by_one(headings, cells))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for heading, column, word in zip(headings, zip(*cells, strict=True), least, strict=True):
        table.add_column(heading, overflow="fold", no_wrap=max(map(len, column)) <= SHORT, min_width=word)
    for row in cells:
        table.add_row(*map(Text, row))  # Text, not markup: what a report says is shown and never interpreted
    to.print(table)


def _least(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    """How many characters each column needs: all of its longest cell where that is short, else its longest word."""
    columns = list(zip(headings, *cells, strict=True))
    longest = [max(map(len, column)) for column in columns]
    words = [max(len(word) for part in column for word in part.split() or [""]) for column in columns]
    return [one if one <= SHORT else min(word, LEAST) for one, word in zip(longest, words, strict=True)]


def _one_by_one(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> "Table":
    """Each row as lines of its own, without what is empty: where a table would break words apart."""
    from rich.table import Table
    from rich.text import Text

    lines = Table.grid(padding=(0, 2))
    lines.add_column(no_wrap=True, style="bold")
    lines.add_column(overflow="fold")
    for row in cells:
        for heading, value in zip(headings, row, strict=True):
            if value:
                lines.add_row(heading, Text(value))
        lines.add_row()
    return lines
