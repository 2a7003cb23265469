"""The command that takes in other people's work: import."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli_app import DEFAULT_RECORD, RecordFile, app, plural, say
from dragoman.cli_output import Format, write_rows
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.record import Record
    from dragoman.running.imports import Compared, Fault, Imported

_FIELDS = (
    "side", "supplier", "recipient", "record", "register", "record_years", "register_years", "ordered_record",
    "ordered_register", "delivered_record", "delivered_register", "differences", "events", "line",
)  # fmt: skip
_COLUMNS = {
    "side": "who has it", "supplier": "supplier", "recipient": "recipient", "record": "record", "register": "SIPRI",
    "record_years": "years, record", "register_years": "years, SIPRI", "differences": "differences",
    "line": "SIPRI line",
}  # fmt: skip


@app.command("import", epilog="Example:  dragoman import coded/ --as ana --reports reports/   or   import sipri.csv")
def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Codings (.jsonl, .csv), a data package, or SIPRI's trade register.", metavar="PATH", readable=False
        ),
    ],
    record: RecordFile = DEFAULT_RECORD,
    who: Annotated[str | None, typer.Option("--as", help="Who coded: needed for codings.", metavar="NAME")] = None,
    reports: Annotated[
        list[Path] | None,
        typer.Option(help="Reports that were coded, where the record does not have them.", metavar="PATH"),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How a comparison is written.")] = Format.TABLE,
) -> None:
    """Take in people's codings or the data package of another record, or compare the record with SIPRI's register.

    Codings are in the fields of the coding manual: JSON lines, one file a report and named like it, or CSV with the
    report in the column "report". A person's coding takes the place of the program's for that report, and a later build
    leaves it. A data package adds the reports that the record has not. SIPRI's register, as CSV from its web page,
    changes nothing: it is laid beside the record row by row. Exit code 1 where a row could not be taken in.
    """
    from dragoman.record import Record
    from dragoman.running.imports import Kind, kind_of

    kinds = {path: kind_of(path) for path in paths}
    if len(set(kinds.values())) > 1:
        raise DragomanError("several kinds of files at once", remedy="import one kind after the other")
    kind = next(iter(kinds.values()))
    if kind is Kind.REGISTER:
        with Record.open(record) as opened:
            _compare(paths, opened, form)
        return
    if kind is Kind.CODINGS and not who:
        raise DragomanError("who coded is not told", "--as", "give a name")
    with Record.open(record, create=True) as opened:
        faults = _take_in(kind is Kind.PACKAGE, paths, opened, who or "", reports or [], record)
    if faults:
        raise typer.Exit(1)


def _take_in(
    package: bool, paths: list[Path], record: "Record", who: str, reports: list[Path], file: Path
) -> tuple["Fault", ...]:
    from dragoman.running import rematch
    from dragoman.running.imports import import_codings, import_package

    run = record.begin_run(f"import by {who}" if who else "import")
    done = [import_package(path, record) for path in paths] if package else [
        import_codings(paths, record, who, reports)]  # fmt: skip
    rematch(record)
    record.finish_run(run)
    faults = tuple(fault for one in done for fault in one.faults)
    for line in _summary(done):
        say(line, errors=False)
    counts = record.counts()
    events = f"{plural(counts.claims, 'claim')}, {plural(counts.events, 'event')}"
    say(f"record     {file}: {plural(counts.reports, 'report')}, {events}", errors=False)
    for fault in faults:
        say(str(DragomanError(fault.what, fault.where, fault.remedy)))
    return faults


def _summary(done: "list[Imported]") -> list[str]:
    total = Counter[str]()
    for one in done:
        total.update(reports=one.reports, claims=one.claims, judgements=one.judgements, kept=one.kept)
        total.update(changed=one.changed, faults=len(one.faults))
    lines = [
        f"taken in   {plural(total['reports'], 'report')}, {plural(total['claims'], 'claim')}, "
        f"{plural(total['judgements'], 'judgement')}"
    ]
    if total["kept"]:
        lines.append(f"kept       {plural(total['kept'], 'report')} as the record has them")
    if total["changed"]:
        lines.append(f"changed    {plural(total['changed'], 'claim')} since they were exported")
    if total["faults"]:
        lines.append(f"faults     {total['faults']:,}")
    return lines


def _compare(paths: list[Path], record: "Record", form: Format) -> None:
    from dragoman.running.imports import compare, read_register

    deals = [deal for path in paths for deal in read_register(path)]
    found = compare(record, deals)
    write_rows([_row(one, form) for one in found], form, fields=_FIELDS, columns=_COLUMNS)
    sides = Counter(one.side for one in found)
    said = ", ".join(f"{sides[side]:,} {side}" for side in ("both", "record only", "SIPRI only"))
    differ = sum(bool(one.differences) for one in found)
    if form is Format.TABLE:
        say(f"{plural(len(deals), 'deal')} in the register: {said}; {differ:,} with different figures")


def _row(one: "Compared", form: Format) -> dict[str, object]:
    """As JSON keeps it; in tables and CSV a year is a year and no number with a comma."""
    made: dict[str, object] = {
        "side": one.side, "supplier": one.supplier, "recipient": one.recipient, "record": one.record,
        "register": one.register, "record_years": list(one.record_years), "register_years": list(one.register_years),
        "ordered_record": one.ordered[0], "ordered_register": one.ordered[1], "delivered_record": one.delivered[0],
        "delivered_register": one.delivered[1], "differences": list(one.differences), "events": list(one.events),
        "line": one.line,
    }  # fmt: skip
    if form is not Format.JSON:
        made["record_years"] = "; ".join(map(str, one.record_years))
        made["register_years"] = "; ".join(map(str, one.register_years))
    return made
