"""The command that proves that nothing was altered: verify."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_app import DEFAULT_RECORD, RecordFile, app, plural, say
from dragoman.cli_output import Format, write_rows
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.record import Entry, Fault, Record
    from dragoman.sources.proof import Proof

_SHOWN = 20
"""Faults that are told one by one."""
_COLUMNS = {"number": "entry", "at": "at", "action": "what", "about": "about", "hash": "SHA-256"}


@app.command(epilog="Example:  dragoman verify --record serbia.db --evidence evidence")
def verify(
    record: RecordFile = DEFAULT_RECORD,
    head: Annotated[
        str | None, typer.Option(help="A hash this command printed before: it has to be in the log.", metavar="HASH")
    ] = None,
    evidence: Annotated[
        Path | None, typer.Option(help="Where archived files lie, if not where they were.", metavar="FOLDER")
    ] = None,
    custody: Annotated[
        str | None, typer.Option(help="Show the log of one report: its id, or where it was found.", metavar="REPORT")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="Of --custody: a table to read, CSV or JSON.")
    ] = Format.TABLE,
) -> None:
    """Prove that nothing in a record was altered, and name the first entry of its log that does not fit.

    The log of custody is followed from its first entry: each is chained to the one before by its hash, and what it says
    was kept is compared with what is there. Then the files that reports were read from are hashed again. Note down the
    hash that is printed, and give it as --head later: it shows whether entries were cut off, or the whole log was made
    anew. Exit code 1 where something does not fit.
    """
    from dragoman.record import Record
    from dragoman.sources.proof import prove

    if evidence is not None and not evidence.is_dir():
        raise DragomanError("there is no such folder", str(evidence), "name the one that archived files lie in")
    with Record.open(record) as opened:
        if custody is not None:
            _show_custody(opened, custody, form)
            return
        found = opened.verify(head)
        entries = {entry.number: entry for entry in opened.custody()} if found.faults else {}
        proof = prove(opened.reports(), evidence)
    say(f"log         {plural(found.entries, 'entry')}, the last with the hash {found.head}", errors=False)
    say(f"record      {plural(found.reports, 'report')}, {plural(found.codings, 'coding')}, "
        f"{plural(found.judgements, 'decision')}", errors=False)  # fmt: skip
    say(f"evidence    {_told(proof)}", errors=False)
    for fault in found.faults[:_SHOWN]:
        say(f"{record}: {_fault(fault, entries)}")
    if len(found.faults) > _SHOWN:
        say(f"{record}: and {plural(len(found.faults) - _SHOWN, 'thing')} more")
    for place in proof.changed:
        say(f"{place}: the file is not the one that was read: its SHA-256 differs")
    if found.faults or proof.changed:
        say(f"{record}: does not fit", errors=False)
        raise typer.Exit(1)
    unseen = len(proof.missing) + len(proof.nowhere)
    beside = f"; the files of {plural(unseen, 'report')} could not be looked at" if unseen else ""
    say(f"everything is as it was kept{beside}", errors=False)


def _told(proof: "Proof") -> str:
    parts = [f"{len(proof.same):,} as read"]
    for places, told in ((proof.changed, "changed"), (proof.missing, "not found here (--evidence FOLDER)"),
                         (proof.nowhere, "never archived")):  # fmt: skip
        if places:
            parts.append(f"{len(places):,} {told}")
    return ", ".join(parts)


def _fault(fault: "Fault", entries: "dict[int, Entry]") -> str:
    entry = entries.get(fault.entry) if fault.entry is not None else None
    if entry is None:
        return f"does not fit: {fault.what}"
    about = f" {entry.subject}" if entry.subject else ""
    return f"entry {entry.number} ({entry.at}, {entry.action}{about}) does not fit: {fault.what}"


def _show_custody(record: "Record", wanted: str, form: Format) -> None:
    ids = [r.id for r in record.reports() if wanted in (r.id, r.address, r.canonical, r.archive)]
    log = [entry for id in dict.fromkeys([*ids, wanted]) for entry in record.custody(id)]
    if not log:
        raise DragomanError(f"there is no report {wanted!r}", record.name, "give its id, or the path or address it has")
    rows = [
        {"number": e.number, "at": e.at, "action": e.action, "subject": e.subject, "about": _about(e),
         "previous": e.previous, "hash": e.hash, "details": dict(e.details)}
        for e in log
    ]  # fmt: skip
    fields = ("number", "at", "action", "subject", "about", "previous", "hash")
    write_rows(rows, form, fields=fields, columns=_COLUMNS)


def _about(entry: "Entry") -> str:
    """What an entry says, in words."""
    evidence = entry.details.get("evidence") or {}
    parts = [
        entry.details.get("coder"),
        evidence.get("address"),
        f"retrieved {evidence['retrieved']}" if evidence.get("retrieved") else None,
        f"archived in {evidence['archive']}" if evidence.get("archive") else None,
        f"SHA-256 {evidence['sha256']}" if evidence.get("sha256") else None,
        entry.details.get("note"),
    ]
    return ", ".join(str(part) for part in parts if part)
