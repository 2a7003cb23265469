"""Commands that show or judge an outcome: dossier, score, doctor."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli_app import DEFAULT_RECORD, RecordFile, app, console, plural, say, today, write_text
from dragoman.errors import DragomanError


class By(StrEnum):
    """What the figures of a score are broken down by."""

    FIELD = "field"
    TYPE = "type"
    REPORT = "report"


@app.command(epilog='Example:  dragoman dossier --record serbia.db --out serbia.html --about "China-Serbia"')
def dossier(
    out: Annotated[Path, typer.Option(help="The page to write.", metavar="FILE.html")],
    record: RecordFile = DEFAULT_RECORD,
    about: Annotated[
        str | None,
        typer.Option(
            help='Only what is told of two states: "China-Serbia". Without it, all of the record.', metavar="PAIR"
        ),
    ] = None,
) -> None:
    """Write the record as one page that opens anywhere, without a network.

    The page opens on the pair of states that cooperates most often, with an index of all pairs and filters that every
    chart follows. Each figure on it opens the sentences it was counted from.

    SOURCE_DATE_EPOCH in the environment sets the date printed on it, for pages that must come out the same twice.
    """
    from dragoman.publishing import DossierInput
    from dragoman.publishing import dossier as page
    from dragoman.record import Record

    with Record.open(record) as opened:
        inputs = DossierInput(
            reports=opened.reports(),
            claims=opened.claims(),
            matching=opened.matching(),
            failures=opened.failures(),
            about=about,
            made=today(),
        )
    html = page(inputs)
    write_text(out, html)
    say(f"{out}: {plural(len(inputs.matching.events), 'event')} in the record, {len(html) / 1e6:.1f} MB", errors=False)


@app.command(epilog="Example:  dragoman score gold/claims coded/ --by type --errors 20")
def score(
    gold: Annotated[Path, typer.Argument(help="Folder of .jsonl files coded by people.")],
    predicted: Annotated[
        Path, typer.Argument(help="Folder of .jsonl files to be judged, as `dragoman code` writes them.")
    ],
    by: Annotated[By, typer.Option(help="Break the figures down.")] = By.FIELD,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as JSON.")] = False,
    errors: Annotated[int, typer.Option(help="Show so many errors, with their sentences.", min=0, metavar="N")] = 0,
) -> None:
    """Measure a coding against gold, with the figures of the coding manual."""
    from dragoman.measures.rendering import render
    from dragoman.measures.score import score as measured

    for folder in (gold, predicted):
        if not folder.is_dir():
            raise DragomanError("is not a folder", str(folder), "name a folder of .jsonl files")
    scores = measured(gold, predicted)
    if as_json:
        typer.echo(json.dumps(scores.as_json(), ensure_ascii=False, indent=1))
        return
    for line in render(scores, (by.value,), errors, max(console().width, 80)).splitlines():
        say(line, errors=False)


@app.command()
def doctor() -> None:
    """Say what is installed, what is missing and what to do about it. Exit code 1 where something is missing."""
    from dragoman.doctor import diagnose

    checks = diagnose()
    for check in checks:
        say(f"{'ok     ' if check.ok else 'missing'} {check.name}: {check.found}", errors=False)
        if not check.ok:
            say(f"        {check.remedy}", errors=False)
    if not all(check.ok for check in checks):
        raise typer.Exit(1)
