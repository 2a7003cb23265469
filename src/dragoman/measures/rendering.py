"""Scores as tables for a terminal or a log file."""

from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.measures.mistakes import NONE
from dragoman.measures.score import Scores

WIDTH = 110


def render(scores: Scores, by: Iterable[str] = ("field", "type"), errors: int = 0, width: int = WIDTH) -> str:
    """The tables asked for (``field``, ``type``, ``report``), causes of errors, types taken for one another, and the
    first ``errors`` mistakes, as plain text ``width`` characters wide."""
    console = Console(file=StringIO(), width=width, color_system=None, highlight=False)
    console.print(f"{len(scores.reports)} reports", markup=False)
    for name in dict.fromkeys(by):
        console.print(_table(scores.table(name), f"By {name}"))
    if causes := scores.causes():
        console.print(_table(causes, "Errors by cause"))
    if taken := confused(scores.confusion):
        console.print(_table(taken, "Types taken for one another"))
    for error in scores.errors[: max(0, errors)]:
        console.print(Text(str(error)), soft_wrap=True)
    for label, names in (("not coded at all", scores.missing), ("without gold, not scored", scores.unscored)):
        if names:
            console.print(Text(f"{label}: {', '.join(names)}"))
    written = console.file
    assert isinstance(written, StringIO)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines())


def confused(confusion: Mapping[tuple[str, str], int], limit: int = 15) -> list[dict[str, Any]]:
    """Pairs of unlike types on the same sentence, the commonest first."""
    unlike = [(n, gold, given) for (gold, given), n in confusion.items() if gold != given and NONE not in (gold, given)]
    ordered = sorted(unlike, key=lambda row: (-row[0], row[1:]))
    return [{"gold": gold, "predicted": given, "times": n} for n, gold, given in ordered[:limit]]


def _table(rows: list[dict[str, Any]], title: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    if not rows:
        return table
    numeric = {key for key in rows[0] if all(isinstance(row[key], (int, float, type(None))) for row in rows)}
    for key in rows[0]:
        table.add_column(key, justify="right" if key in numeric else "left")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    return table


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return "" if value is None else str(value)
