"""Commands that read reports: build, code, explain."""

import json
import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from dragoman.cli_app import (
    DEFAULT_CODER,
    DEFAULT_RECORD,
    CoderName,
    ColumnNames,
    DateForm,
    Paths,
    Published,
    RecordFile,
    Workers,
    app,
    console,
    number_of,
    plural,
    say,
    say_failures,
    write_text,
)
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.record import Record
    from dragoman.running import Outcome, Summary

_NO_NAME = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 120
INTERRUPTED = 130
"""Exit code of a command ended by Ctrl-C (128 + SIGINT), as in a shell."""


@app.command(epilog="Example:  dragoman build reports/ more/one.pdf --record serbia.db --workers 4")
def build(
    paths: Paths,
    record: RecordFile = DEFAULT_RECORD,
    published: Published = None,
    workers: Workers = 1,
    coder: CoderName = DEFAULT_CODER,
    column: ColumnNames = None,
    dates: DateForm = None,
) -> None:
    """Read reports, code their claims and match them into events, all kept in one record.

    It can be interrupted and run again: reports the record has are skipped. Exit code 1 where a report could not be
    read; the others are kept.
    """
    from dragoman.record import Record
    from dragoman.running import build as run
    from dragoman.running import coder_version, own_coder
    from dragoman.running.progress import shown
    from dragoman.sources import Columns

    columns, chosen = Columns.parsed(column or (), dates), own_coder(coder)  # said before a record is made
    with Record.open(record, create=True) as opened, shown(console(errors=True)) as show:
        try:
            summary = run(
                paths,
                opened,
                published=published,
                columns=columns,
                workers=workers,
                on_progress=show,
                coder=chosen,
                version=coder_version(coder),
            )
        except KeyboardInterrupt:
            raise _interrupted(opened, record) from None
    _say_summary(summary, record)
    if summary.failures:
        raise typer.Exit(1)


def _interrupted(record: "Record", file: Path) -> typer.Exit:
    kept = plural(record.counts().reports, "report")
    say(f"{file}: interrupted; {kept} kept, events not matched (run the same command again to go on)")
    return typer.Exit(INTERRUPTED)


def _say_summary(summary: "Summary", record: Path) -> None:
    counts = summary.counts
    lines = [
        f"reports    {number_of(summary.new)} new, {number_of(summary.skipped)} already there, "
        f"{number_of(len(summary.failures))} failed ({summary.seconds:.1f} s)",
        f"record     {record}: {plural(counts.reports, 'report')}, {plural(counts.words, 'word')}",
        f"claims     {number_of(counts.claims)}",
        *(
            f"           {number:>7,} {name}"
            for name, number in sorted(counts.types.items(), key=lambda t: (-t[1], t[0]))
        ),
        f"events     {number_of(counts.events)}, of {plural(counts.entities, 'entity')}",
        f"disputes   {number_of(counts.disputes)}",
        f"failures   {number_of(len(summary.failures))}",
    ]
    for line in lines:
        typer.echo(line)
    say_failures(summary.failures)


@app.command(epilog="Example:  dragoman code reports/ --out coded/   then   dragoman score gold/ coded/")
def code(
    paths: Paths,
    out: Annotated[
        Path, typer.Option(help="Folder for one .jsonl file a report; made where it is missing.", metavar="FOLDER")
    ],
    published: Published = None,
    coder: CoderName = DEFAULT_CODER,
    workers: Workers = 1,
    column: ColumnNames = None,
    dates: DateForm = None,
) -> None:
    """Write the claims of each report as <name>.jsonl, in the fields of the coding manual.

    A report without a claim gets an empty file. Two reports of one name are an error: the second is not written.
    """
    from dragoman.running import outcomes, own_coder
    from dragoman.sources import Columns, open_reports

    chosen, sources = own_coder(coder), open_reports(paths, published, Columns.parsed(column or (), dates))
    _make_folder(out)
    written: dict[str, str] = {}
    claims = failed = 0
    for outcome in outcomes(sources, chosen, workers):
        try:
            claims += _write_claims(outcome, out, written)
        except DragomanError as error:
            say(str(error))
            failed += 1
    say(f"{plural(claims, 'claim')} of {plural(len(written), 'report')} in {out}", errors=False)
    if failed:
        raise typer.Exit(1)


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DragomanError(
            f"cannot be made a folder: {(error.strerror or str(error)).lower()}", str(out), "name another one"
        ) from error


def _write_claims(outcome: "Outcome", out: Path, written: dict[str, str]) -> int:
    """Writes the file of one report and returns how many claims it holds."""
    if outcome.failure is not None:
        raise DragomanError(outcome.failure.what, outcome.failure.address, outcome.failure.remedy)
    stem = _stem(outcome.address)
    # Names that differ in case alone are one file on some systems.
    other = written.setdefault(stem.casefold(), outcome.address)
    if other != outcome.address:
        raise DragomanError(
            f"has the same name as {other}, so both would be {stem}.jsonl", outcome.address, "rename one of them"
        )
    claims = outcome.coding.claims if outcome.coding else ()
    write_text(out / f"{stem}.jsonl", "".join(json.dumps(c.as_manual(), ensure_ascii=False) + "\n" for c in claims))
    return len(claims)


def _stem(address: str) -> str:
    """What the file of a report is called: its own name; of a page or a row, a name made of its address."""
    if "://" in address:
        parts = urlsplit(address)
        return _NO_NAME.sub("-", f"{parts.hostname}{parts.path}").strip("-.")[:_LONGEST_NAME]
    path, _, row = address.partition("#row=")
    stem = PurePath(path).stem
    return f"{stem}-{_NO_NAME.sub('-', row)}" if row else stem


@app.command(epilog="Example:  dragoman explain drones.md   or   dragoman explain event-1234 --record serbia.db")
def explain(
    report: Annotated[
        Path,
        typer.Argument(help="A file with one report; or the id of an event.", metavar="REPORT|EVENT", readable=False),
    ],
    published: Published = None,
    coder: CoderName = DEFAULT_CODER,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Show sentence by sentence what was found in a report, which claims came of it, what was dropped and why.

    Of an event of a record (its id, or the beginning of it) it shows the stages with their sentences, why each claim
    joined it, and what is known of each slot, with who says it and how credible that is.
    """
    if str(report).startswith("event-") and not report.exists():
        from dragoman.cli_event import event_lines

        for line in event_lines(record, str(report)):
            console().print(line, soft_wrap=True)
        return
    from dragoman.cli_explain import explained
    from dragoman.coding import code as code_reading
    from dragoman.reading import read
    from dragoman.running import own_coder, parts
    from dragoman.sources import Failure, read_file

    own_coder(coder)  # says so where there is no such coder
    opened = read_file(report, published)
    if isinstance(opened, Failure):
        raise DragomanError(opened.what, opened.address, opened.remedy)
    readings = (read(part) for _, part in parts(opened))
    for line in explained(opened, ((reading, code_reading(reading, coder)) for reading in readings)):
        console().print(line, soft_wrap=True)
