"""The command that shows how far sources are trusted: sources."""

from collections import Counter
from typing import Annotated

import typer

from dragoman.cli_app import DEFAULT_RECORD, RecordFile, app, plural, say
from dragoman.cli_output import Format, write_rows

_COLUMNS = {"grade": "grade", "publisher": "publisher", "reports": "reports", "why": "graded"}


@app.command(epilog="Example:  DRAGOMAN_GRADES=grades.yml dragoman sources   where grades.yml holds  Minas Post: B")
def sources(
    record: RecordFile = DEFAULT_RECORD,
    form: Annotated[
        Format, typer.Option("--format", help="A table to read, CSV for a spreadsheet, JSON for programs.")
    ] = Format.TABLE,
) -> None:
    """List the publishers of a record with their Admiralty letter, A (reliable) to F (cannot be judged), and why.

    Letters follow the kind of publisher, as AidData ranks sources. To set your own, name a YAML file with lines
    "publisher: letter" in the environment variable DRAGOMAN_GRADES; they hold from the next build or review on.
    """
    from dragoman.matching.voices import grade_and_why
    from dragoman.record import Record

    with Record.open(record) as opened:
        reports = opened.reports()
    number: Counter[str] = Counter()
    for report in reports:
        publisher = report.publisher or report.title or report.address
        number[publisher] += 1
    rows = []
    for publisher in sorted(number, key=str.casefold):
        grade, why = grade_and_why(publisher)
        rows.append({"grade": grade, "publisher": publisher, "reports": number[publisher], "why": why})
    rows.sort(key=lambda row: str(row["grade"]))
    write_rows(rows, form, fields=tuple(_COLUMNS), columns=_COLUMNS)
    if form is Format.TABLE:
        say(plural(len(rows), "publisher"))
