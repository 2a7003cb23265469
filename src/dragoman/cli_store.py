"""Commands that look after the record itself: backup, restore, set-back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_app import DEFAULT_RECORD, RecordFile, app, plural, say

if TYPE_CHECKING:
    from dragoman.record import Counts


@app.command(epilog="Example:  dragoman backup --record postgresql://ana@server/serbia --out serbia-today.db")
def backup(
    out: Annotated[Path, typer.Option(help="The file to write; it must not be there yet.", metavar="FILE")],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Save a record to one file while it is in use.

    The backup is the record as it was at one moment, whole or not at all, and checked. It is a record itself, in
    SQLite, whatever the record is kept in: every command reads it.
    """
    from dragoman.record import Record
    from dragoman.record.backup import backup as save

    with Record.open(record) as opened:
        counts = save(opened, out)
    say(f"{out}: {_held(counts)} saved", errors=False)


@app.command(epilog="Example:  dragoman restore serbia-today.db --record serbia.db")
def restore(
    file: Annotated[Path, typer.Argument(help="What `dragoman backup` wrote.", metavar="FILE", readable=False)],
    record: RecordFile = DEFAULT_RECORD,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of what the record holds, which is lost.")
    ] = False,
) -> None:
    """Bring a backup back, to a file or to a server, in one step: who reads meanwhile sees all of it or none.

    Without --replace only where the record does not hold anything yet.
    """
    from dragoman.record.backup import restore as bring_back

    counts = bring_back(file, record, replace=replace)
    say(f"{record}: {_held(counts)} brought back", errors=False)


@app.command("set-back", epilog="Example:  dragoman set-back 0003 --record serbia.db")
def set_back(
    revision: Annotated[str, typer.Argument(help="The revision of the tables to go back to.", metavar="REVISION")],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Take the tables of a record back to an older revision, so that an older version of the program can open it.

    What only newer tables hold is lost: make a backup first. Newer versions bring the record up to date by themselves,
    whenever they open it.
    """
    from dragoman.record.opening import set_back as back

    stood = back(record, revision)
    say(f"{record}: from revision {stood} back to {revision}", errors=False)


def _held(counts: "Counts") -> str:
    return f"{plural(counts.reports, 'report')}, {plural(counts.claims, 'claim')}, {plural(counts.events, 'event')}"
