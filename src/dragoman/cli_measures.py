"""Commands that compute: measures and systems."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_app import DEFAULT_RECORD, RecordFile, app, checked, number_of, plural, say
from dragoman.cli_output import Format, cell, write_rows
from dragoman.measures.definitions import DEFINITIONS

if TYPE_CHECKING:
    from dragoman.measures.measure import Figure, Measure, Row
    from dragoman.measures.register import Sourced, System

MISSING = "missing"


class By(StrEnum):
    """What shares are shares of."""

    COUNT = "count"
    MONEY = "money"


Since = Annotated[str | None, typer.Option(help="Events then or later: 2019, 2019-11 or 2019-11-29.", metavar="TIME")]
Until = Annotated[str | None, typer.Option(help="Events then or earlier.", metavar="TIME")]
Form = Annotated[Format, typer.Option("--format", help="A table to read, CSV for a spreadsheet, JSON for programs.")]


def _help() -> str:
    """The help of ``measures``: every measure with its formula and where it comes from."""
    said = [
        "Compute figures from the events of a record: shares, concentration, dependence.",
        "Every figure lists the events under it. What no source tells is shown as missing, never as zero. Pledges, "
        "umbrella agreements, quoted statistics and what is alleged, foreseen or denied enter no sum; they are listed "
        "apart.",
    ]
    for known in DEFINITIONS.values():
        said.append(f"{known.name}: {known.title}. Formula: {known.formula}. Source: {known.source}. {known.caution}")
    return "\n\n".join(said)


@app.command(
    help=_help(),
    epilog="Example:  dragoman measures suppliers vendors --about China-Serbia   or   "
    "dragoman measures dependence --without Huawei",
)
def measures(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Which measures; all where none is named.", metavar="MEASURE", show_default=False),
    ] = None,
    record: RecordFile = DEFAULT_RECORD,
    about: Annotated[
        str | None,
        typer.Option(
            help='A state or a pair: "Serbia", "China-Serbia". Shares are then of all that reaches these states.',
            metavar="PAIR",
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    by: Annotated[By, typer.Option(help="Shares of events, or of money, by currency (nothing converted).")] = By.COUNT,
    window: Annotated[int, typer.Option(help="Years in a window of shares; 0 for all years.", min=0, metavar="N")] = 5,
    without: Annotated[
        str | None, typer.Option(help="Who stops, for dependence: a company or a state.", metavar="NAME")
    ] = None,
    form: Form = Format.TABLE,
) -> None:
    """Replaced by ``_help``."""
    from dragoman.measures.compute import measures as computed
    from dragoman.record import Record

    chosen = checked("measure", names, DEFINITIONS) or (("dependence",) if without else ())
    with Record.open(record) as opened:
        reports = {report.id: report for report in opened.reports()}
        found = computed(
            opened.matching(), opened.claims(), reports, only=chosen, about=about, since=since, until=until,
            by=by.value, window=window, without=without,
        )  # fmt: skip
    if form is Format.JSON:
        write_rows([measure.as_json() for measure in found], form, fields=(), columns={})
    elif form is Format.CSV:
        _write_csv(found)
    else:
        for measure in found:
            _print(measure)


def _write_csv(found: Sequence["Measure"]) -> None:
    """One line a figure, so that each has its own events."""
    keys = list(dict.fromkeys(key for m in found for row in m.rows for key in row.keys))
    lines: list[dict[str, Any]] = []
    for measure in found:
        for row in measure.rows:
            for name, figure in row.figures.items():
                value = MISSING if figure.value is None else figure.as_json()["value"]
                lines.append(
                    {"measure": measure.definition.name, **row.keys, "figure": name, "value": value,
                     "unit": figure.unit, "note": figure.note, "events": list(figure.events)}
                )  # fmt: skip
        for reason, ids in measure.left_out.items():
            lines.append({"measure": measure.definition.name, "figure": "left out", "value": len(ids),
                          "unit": "events", "note": reason, "events": list(ids)})  # fmt: skip
    fields = ("measure", *keys, "figure", "value", "unit", "note", "events")
    write_rows(lines, Format.CSV, fields=fields, columns={})


def _print(measure: "Measure") -> None:
    known = measure.definition
    for line in (known.title.upper(), f"formula  {known.formula}", f"source   {known.source}"):
        say(line, errors=False)
    rows = [_table_row(row) for row in measure.rows]
    columns = {field: field for row in rows for field in row}
    columns.pop("under", None)
    write_rows(rows, Format.TABLE, fields=(), columns=columns | {"under": "events"})
    if not rows:
        say("nothing in the record to compute it from", errors=False)
    for reason, ids in measure.left_out.items():
        say(f"left out, {reason} ({len(ids)}): {' '.join(ids)}", errors=False)
    if measure.disputed:
        say(f"counted though disputed ({len(measure.disputed)}): {' '.join(measure.disputed)}", errors=False)
    say("", errors=False)


def _table_row(row: "Row") -> dict[str, Any]:
    under = dict.fromkeys(id for figure in row.figures.values() for id in figure.events)
    return {**row.keys, **{name: _said(figure) for name, figure in row.figures.items()}, "under": " ".join(under)}


def _said(figure: "Figure") -> str:
    note = f" ({figure.note})" if figure.note else ""
    if figure.value is None:
        return f"{MISSING}{note}"
    value = round(figure.value, 1)
    unit = {"percent": "%", "events": "", "systems": "", "HHI": "", "rank": "", "mean of -10 to 10": ""}
    shown = unit.get(figure.unit, f" {figure.unit}")
    return f"{number_of(value)}{shown}{note}"


_SLOTS = ("supplier", "host", "counts", "money", "sites", "capabilities", "dates", "legal", "incidents")
_COLUMNS = {
    "kind": "kind", "name": "system", "supplier": "supplier", "host": "host", "counts": "counts", "sites": "sites",
    "capabilities": "can", "stage": "stage", "dates": "dates", "legal": "legal questions", "incidents": "incidents",
    "sources": "sources",
}  # fmt: skip


@app.command(epilog="Example:  dragoman systems --host Serbia --kind surveillance --supplier China --format json")
def systems(
    record: RecordFile = DEFAULT_RECORD,
    kind: Annotated[
        str | None,
        typer.Option(help="surveillance, telecom, weapon, programme, institution, aid, risk ...", metavar="KIND"),
    ] = None,
    supplier: Annotated[str | None, typer.Option(help="Who supplies: company, body or state.", metavar="NAME")] = None,
    host: Annotated[str | None, typer.Option(help="Who gets it or where it stands.", metavar="NAME")] = None,
    name: Annotated[str | None, typer.Option(help="Words of a name: FK-3 finds the HQ-22.", metavar="WORDS")] = None,
    capability: Annotated[str | None, typer.Option(help="What it can do: face recognition.", metavar="WORDS")] = None,
    stage: Annotated[str | None, typer.Option(help="A stage it has been at: agreed ...", metavar="STATUS")] = None,
    site: Annotated[str | None, typer.Option(help="Where it stands.", metavar="WORDS")] = None,
    text: Annotated[
        str | None, typer.Option(help="Words of a sentence that tells of it: kill switch.", metavar="WORDS")
    ] = None,
    since: Since = None,
    until: Until = None,
    form: Form = Format.TABLE,
) -> None:
    """List the register: what the reports say exists, each value with the claims and sources that state it.

    Surveillance and telecom systems, weapons, programmes and institutions with supplier, host, counts, sites,
    capabilities, stages, dates, legal questions and incidents; beside them agreements, aid, joint activities,
    sanctions, polls, incidents and risks. What is only denied is not listed; a risk is kind "risk".
    """
    from dragoman.codebook.types import STATUSES
    from dragoman.measures.facts import gather
    from dragoman.measures.features import KINDS
    from dragoman.measures.register import Asked, find, names_of, register_of
    from dragoman.record import Record

    checked("kind", [kind] if kind else None, {*KINDS.values(), "institution", "risk"})
    checked("status", [stage] if stage else None, STATUSES)
    with Record.open(record) as opened:
        reports = {report.id: report for report in opened.reports()}
        facts = gather(opened.matching(), opened.claims())
    asked = Asked(kind, supplier, host, name, capability, stage, site, since, until, text)
    found = find(register_of(facts, reports), asked, facts)
    entities = names_of(facts.entities.values())
    rows = [row.as_json(entities) if form is Format.JSON else _flat(row, entities) for row in found]
    write_rows(rows, form, fields=("id", "modality", "money", *_COLUMNS, "claims", "events"), columns=_COLUMNS)
    if form is Format.TABLE:
        say(plural(len(rows), "system"))


def _flat(system: "System", names: Mapping[str, str]) -> dict[str, Any]:
    """A row for a table or spreadsheet; JSON alone has the source of each value."""
    row: dict[str, Any] = {"id": system.id, "kind": system.kind, "name": system.name, "modality": system.modality,
                           "stage": system.stage, "events": list(system.events)}  # fmt: skip
    values = [value for slot in _SLOTS for value in getattr(system, slot)]
    for slot in _SLOTS:
        row[slot] = list(dict.fromkeys(_worded(value, names) for value in getattr(system, slot)))
    row["claims"] = list(dict.fromkeys(claim for value in values for claim in value.claims))
    row["sources"] = sorted({source for value in values for source in value.sources})
    if system.modality != "asserted":
        row["stage"] = f"{system.stage} ({system.modality})"
    return row


def _worded(value: "Sourced", names: Mapping[str, str]) -> str:
    """A value in words, with its stage where it tells of more than one ("9 drones, agreed")."""
    told = value.value
    said = names.get(told, told) if isinstance(told, str) else f"{cell(told)}, {value.stage}"
    return said if value.modality == "asserted" else f"{said} ({value.modality})"
