"""The command that compares two coders: agree."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.cli_app import app, plural, say
from dragoman.cli_output import Format, write_rows

_COLUMNS = {"what": "what", "measure": "measure", "value": "value", "interval": "95 % interval", "units": "compared"}


@app.command(epilog="Example:  dragoman agree ana/ bo/   or   dragoman agree gold/ coded/ --format json")
def agree(
    one: Annotated[Path, typer.Argument(help="Folder of .jsonl files, one a report.", metavar="A")],
    other: Annotated[Path, typer.Argument(help="Folder of the other coder's, named alike.", metavar="B")],
    draws: Annotated[int, typer.Option(help="Bootstrap samples; 0 for no intervals.", min=0, metavar="N")] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the samples.", metavar="N")] = 20111,
    form: Annotated[
        Format, typer.Option("--format", help="A table to read, CSV for a spreadsheet, JSON for programs.")
    ] = Format.TABLE,
) -> None:
    """Say how far two codings of the same reports agree: people with people, or people with the program.

    F1 of claims, of core (claims with their parties) and of each field; Cohen's kappa (1960) and Krippendorff's alpha
    (2004, nominal) of type, status and modality over the claims both found. Intervals are percentile bootstraps over
    reports. What cannot be computed is shown as missing.
    """
    from dragoman.measures.agreement import agree as agreed

    found = agreed(one, other, draws, seed)
    if form is Format.JSON:
        outcome = {"reports": list(found.reports), "only_one": list(found.only_one),
                   "agreement": [row.as_json() for row in found.rows]}  # fmt: skip
        typer.echo(json.dumps(outcome, ensure_ascii=False, indent=1))
        return
    rows = [row.as_json() for row in found.rows]
    fields = ("what", "measure", "value", "low", "high", "units")
    write_rows([_shown(row) for row in rows] if form is Format.TABLE else rows, form, fields=fields, columns=_COLUMNS)
    if form is Format.TABLE:
        say(f"{plural(len(found.reports), 'report')} coded by both", errors=False)
    if found.only_one:
        say(f"coded by one only, left out: {', '.join(found.only_one)}")


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    interval = "missing" if row["low"] is None else f"{row['low']:.3f} to {row['high']:.3f}"
    return row | {"value": "missing" if row["value"] is None else f"{row['value']:.3f}", "interval": interval}
