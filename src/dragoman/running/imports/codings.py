"""People's codings into a record: the claims they coded take the place of the program's for the same report.

Files are as the coding manual writes them: JSON lines, one file a report, named like it; or CSV with a column for each
field and the report in the column ``report``. Every quote must stand in its report, as for any other coder.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.coding.claim import Claim, Coding
from dragoman.errors import DragomanError
from dragoman.publishing.exports.codings import stem_of
from dragoman.publishing.exports.safe import safe
from dragoman.record import Record
from dragoman.record.record import PERSON
from dragoman.running.imports.outcome import Fault, Imported
from dragoman.running.imports.row import BadRow, claim_of
from dragoman.running.imports.tabular import read_csv, read_text
from dragoman.sources import open_reports
from dragoman.sources.report import Failure, Report

REPORT = "report"
"""The field of a row that names its report: by id, address, file name or title."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A claim as it was written, and where. ``report`` is what names its report."""

    where: str
    report: str
    fields: Mapping[str, Any]


def import_codings(paths: Iterable[Path], record: Record, who: str, reports: Sequence[Path] = ()) -> Imported:
    """Takes in the codings in ``paths`` (files and folders) as those of the person called ``who``.

    ``reports`` are files and folders with the reports that were coded, where the record does not have them. A row that
    does not fit is left out and told in ``faults``. Call ``rematch`` afterwards. DragomanError where nothing can be
    read at all.
    """
    if not who.strip():
        raise DragomanError("who coded is not told", "--as", "give a name")
    opened, faults = _opened(reports)
    known = _Known([*record.reports(), *opened])
    rows: defaultdict[str, list[_Row]] = defaultdict(list)
    for row, fault in _rows(paths):
        found = known.find(row.report) if row else None
        if isinstance(found, Report) and row:
            rows[found.id].append(row)
        elif row:
            faults.append(Fault(row.where, str(found), f"give its id, address, file name or title as {REPORT!r}"))
        if fault:
            faults.append(fault)
    claims = 0
    for id in sorted(rows):
        coded = list(_claims(rows[id], known.by_id[id], who, faults))
        record.keep(known.by_id[id], Coding(tuple(coded)), f"{PERSON}{who}")
        claims += len(coded)
    return Imported(reports=len(rows), claims=claims, faults=tuple(faults))


def _opened(paths: Sequence[Path]) -> tuple[list[Report], list[Fault]]:
    found = list(open_reports(paths)) if paths else []
    faults = [Fault(f.address, f.what, f.remedy) for f in found if isinstance(f, Failure)]
    return [r for r in found if isinstance(r, Report)], faults


def _claims(rows: Sequence[_Row], report: Report, who: str, faults: list[Fault]) -> Iterator[Claim]:
    for row in rows:
        if not row.fields:  # a file without a claim says that the report holds none
            continue
        try:
            yield claim_of(row.fields, report, who)
        except BadRow as error:
            faults.append(Fault(row.where, error.what, error.remedy))


class _Known:
    """Reports by whatever may name them."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self.by_id = {report.id: report for report in reports}
        self._named: defaultdict[str, set[str]] = defaultdict(set)
        for report in self.by_id.values():
            for name in (report.id, report.address, stem_of(report.address), report.title):
                if name:
                    self._named[name.strip().casefold()].add(report.id)

    def find(self, name: str) -> Report | str:
        """The report of that name, or why there is none."""
        ids = self._named.get(name.strip().casefold(), set())
        if len(ids) == 1:
            return self.by_id[next(iter(ids))]
        return f"{len(ids)} reports are called {name!r}" if ids else f"no report is called {name!r}"


def _rows(paths: Iterable[Path]) -> Iterator[tuple[_Row | None, Fault | None]]:
    for path in _files(paths):
        try:
            for row in _json_rows(path) if path.suffix.lower() == ".jsonl" else _csv_rows(path):
                yield (row, None) if isinstance(row, _Row) else (None, row)
        except DragomanError as error:
            yield None, Fault(error.where, error.what, error.remedy)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix.lower() in (".jsonl", ".csv"))
        else:
            yield path


def _json_rows(path: Path) -> Iterator[_Row | Fault]:
    text = read_text(path)
    if not text.strip():
        yield _Row(str(path), path.stem, {})
    for number, line in enumerate(text.split("\n"), 1):
        where = f"{path}, line {number}"
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Fault(where, f"is not JSON: {error}", "write one claim a line, as `dragoman code` does")
            continue
        if isinstance(value, dict):
            yield _Row(where, str(value.get(REPORT) or path.stem), safe(value))
        else:
            yield Fault(where, "is not a claim", "write a JSON object with the fields of the coding manual")


def _csv_rows(path: Path) -> Iterator[_Row | Fault]:
    header: list[str] = []
    for number, cells in read_csv(path):
        where = f"{path}, line {number}"
        if not header:
            header = [cell.strip().lower() for cell in cells]
        elif len(cells) > len(header):
            yield Fault(where, f"has {len(cells)} cells, the header {len(header)}", "put cells with commas in quotes")
        elif any(cell.strip() for cell in cells):
            fields = dict(zip(header, cells, strict=False))
            yield _Row(where, fields.get(REPORT) or path.stem, fields)
