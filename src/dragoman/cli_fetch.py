"""The command that gets reports from the web: fetch."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli_app import (
    DEFAULT_CODER,
    CoderName,
    Published,
    RecordOrNone,
    app,
    console,
    number_of,
    plural,
    say,
    say_failures,
)
from dragoman.cli_output import Format, write_rows

if TYPE_CHECKING:
    from dragoman.sources.fetching import Fetched
    from dragoman.sources.report import Report

EVIDENCE = Path("evidence")

_FIELDS = (
    "address", "canonical", "title", "publisher", "published", "language", "media_type", "words", "retrieved",
    "archive", "sha256",
)  # fmt: skip
_COLUMNS = {"published": "published", "publisher": "publisher", "title": "title", "words": "words",
            "address": "address", "sha256": "SHA-256"}  # fmt: skip

EvidenceFolder = Annotated[
    Path, typer.Option("--evidence", help="Folder that what is fetched is archived in, as WARC.", metavar="FOLDER")
]
Allow = Annotated[
    list[str] | None,
    typer.Option(
        help="A host or network that may be asked though it is not on the open internet; repeatable.", metavar="HOST"
    ),
]


@app.command(epilog="Example:  dragoman fetch https://example.org/a-report   then   dragoman build evidence")
def fetch(
    addresses: Annotated[list[str], typer.Argument(help="Addresses of pages, PDF or Word files.", metavar="URL")],
    evidence: EvidenceFolder = EVIDENCE,
    record: RecordOrNone = None,
    published: Published = None,
    coder: CoderName = DEFAULT_CODER,
    allow: Allow = None,
    form: Annotated[
        Format, typer.Option("--format", help="A table to read, CSV for a spreadsheet, JSON for programs.")
    ] = Format.TABLE,
) -> None:
    """Archive pages of the web as they came, with time and SHA-256, and then read them.

    What comes is written to a WARC file first, headers, redirects and all, and the report is read from there. Private
    addresses are refused. Pages are asked for one after the other. Exit code 1 where one could not be had.
    """
    from dragoman.running import own_coder
    from dragoman.sources import Report
    from dragoman.sources.addresses import Allowed
    from dragoman.sources.dates import checked_date
    from dragoman.sources.evidence import Evidence
    from dragoman.sources.fetching import fetch as get
    from dragoman.sources.transport import Web

    if record is not None:
        own_coder(coder)  # says so where there is no such coder, before anything is fetched
    allowed, date = Allowed.parsed(allow or []), checked_date(published)
    fetched: list[Fetched] = []
    wanted = list(dict.fromkeys(addresses))
    with Web(allowed) as web, Evidence(evidence) as archive, console(errors=True).status("") as status:
        for number, address in enumerate(wanted, 1):
            status.update(f"{number} of {len(wanted)}: {address[:80]}")
            fetched.append(get(address, web, archive, published=date))
        path = archive.path
    reports = [made for one in fetched for made in one.made if isinstance(made, Report)]
    write_rows([_row(report) for report in reports], form, fields=_FIELDS, columns=_COLUMNS)
    failures = [made for one in fetched for made in one.made if not isinstance(made, Report)]
    if form is Format.TABLE:
        say(f"{plural(len(reports), 'report')} read" + (f", archived in {path}" if path else ", nothing archived"))
    say_failures(failures)
    if record is not None and reports:
        _build(reports, record, coder)
    if failures:
        raise typer.Exit(1)


def _row(report: "Report") -> dict[str, Any]:
    row = {name: getattr(report, name) for name in _FIELDS if name != "words"}
    return row | {"words": len(report.text.split())}


def _build(reports: "Sequence[Report]", record: Path, coder: str) -> None:
    from dragoman.record import Record
    from dragoman.running import build_from, coder_version, own_coder

    with Record.open(record, create=True) as opened:
        summary = build_from(reports, opened, total=len(reports), coder=own_coder(coder), version=coder_version(coder))
        head = opened.head()
    claims = number_of(summary.counts.claims)
    say(f"{record}: {plural(summary.new, 'report')} new, {number_of(summary.skipped)} already there; {claims} claims")
    say(f"{record}: the log of custody ends with {head}")
    say_failures(summary.failures)
