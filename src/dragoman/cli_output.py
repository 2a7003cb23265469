"""Listings as a table for people, CSV for spreadsheets or JSON for programs."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from dragoman.cli_app import console, number_of, safe

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet run a cell as a formula (OWASP, CSV injection)."""

SHORT = 14
"""Characters up to which the cells of a column are not broken: dates, stages, ids."""


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
    """A value in words: lists joined by semicolons, amounts with their units."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return _amount(value)
    if isinstance(value, list | tuple):
        return "; ".join(cell(v) for v in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_of(value)
    return str(value)


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
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    cells = [[safe(cell(row.get(field))) for field in columns] for row in rows]
    for heading, column in zip(columns.values(), zip(*cells, strict=True), strict=True):
        table.add_column(heading, overflow="fold", no_wrap=max(map(len, column)) <= SHORT)
    for row in cells:
        table.add_row(*map(Text, row))  # Text, not markup: what a report says is shown and never interpreted
    console().print(table)
