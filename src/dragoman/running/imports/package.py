"""A data package of another record, as `dragoman export datapackage` writes it, into this one.

Reports, claims with their places, and people's decisions are taken in; entities, events and findings follow from them
and are computed anew. Ids are computed from what is there, so that a table somebody corrected by hand stays true.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.coding.claim import Claim, Coding, Span
from dragoman.errors import DragomanError
from dragoman.ids import content_id
from dragoman.publishing.exports.datapackage import DESCRIPTOR
from dragoman.record import Judgement, Record
from dragoman.running.imports.kinds import package_at
from dragoman.running.imports.outcome import Fault, Imported
from dragoman.running.imports.row import ASIDE, BadRow, claim_of
from dragoman.running.imports.tabular import read_csv, read_text
from dragoman.sources.report import Origin, Report

_NEEDED = ("reports", "claims")
_KEPT = ("trigger_start", "trigger_end", "money_amount", "money_max", "money_currency", "money_approx")
_AGAIN = "export it again"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A row of a table and the line it stands on."""

    where: str
    row: Row


def import_package(path: Path, record: Record) -> Imported:
    """Takes in the package that ``path`` leads to (``package_at``); reports that the record has coded stay.

    What does not fit is left out and told in ``faults``. Call ``rematch`` afterwards. DragomanError where ``path`` is
    no such package, or one that was written without the texts the claims stand in.
    """
    folder = package_at(path) or path
    tables, faults = _tables(folder)
    reports, texts = _reports(tables, record, faults)
    if not texts:
        raise DragomanError("holds no texts of its reports", str(folder), "export it again without --no-texts")
    spans, claims = _grouped(tables.get("spans", ()), "claim"), _grouped(tables.get("claims", ()), "report")
    coded, kept, taken, changed = record.coded_by(), 0, 0, 0
    for old, (report, version) in reports.items():
        if report.id in coded:
            kept += 1
            continue
        # What came of people's decisions comes of them here as well.
        coded_here = [part for part in claims.get(old, ()) if part.row.get("coded") != "false"]
        made = [claim for part in coded_here for claim in _claim(part, report, spans, faults)]
        changed += sum(claim.id not in {part.row["id"] for part in coded_here} for claim in made)
        record.keep(report, Coding(tuple(made)), version or "imported")
        taken += len(made)
    judged = record.restore(_judgements(tables.get("judgements", ()), faults))
    return Imported(len(reports) - kept, taken, judged, kept, changed, tuple(faults))


def _tables(folder: Path) -> tuple[dict[str, list[_Part]], list[Fault]]:
    """The rows of each table that the descriptor names, and the files that are not as they were written."""
    try:
        descriptor = json.loads(read_text(folder / DESCRIPTOR))
        resources = {str(r["name"]): r for r in descriptor["resources"] if str(r["path"]).endswith(".csv")}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DragomanError("is no descriptor of a data package", str(folder / DESCRIPTOR), _AGAIN) from error
    missing = [name for name in _NEEDED if name not in resources]
    if missing:
        raise DragomanError(f"has no table {missing[0]!r}", str(folder / DESCRIPTOR), "give a package of this program")
    faults: list[Fault] = []
    found = {}
    for name, resource in resources.items():
        file = _inside(folder, str(resource["path"]))
        if resource.get("hash") not in (None, f"sha256:{_digest(file)}"):
            faults.append(Fault(str(file), "was changed since it was exported", "see that nobody else changed it"))
        found[name] = list(_rows(file))
    return found, faults


def _inside(folder: Path, path: str) -> Path:
    """A file of the package. One that lies elsewhere is not the package's to name."""
    file = (folder / path).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise DragomanError(
            f"names a file outside of its folder: {path!r}", str(folder / DESCRIPTOR), "do not trust it"
        )
    return file


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise DragomanError(f"cannot be read: {(error.strerror or str(error)).lower()}", str(file), _AGAIN) from error


def _rows(file: Path) -> Iterator[_Part]:
    header: list[str] = []
    for number, cells in read_csv(file):
        if not header:
            header = cells
        elif any(cells):
            yield _Part(f"{file}, line {number}", dict(zip(header, cells, strict=False)))


def _grouped(parts: Iterable[_Part], column: str) -> Mapping[str, list[_Part]]:
    found: defaultdict[str, list[_Part]] = defaultdict(list)
    for part in parts:
        found[part.row.get(column, "")].append(part)
    return found


def _reports(
    tables: Mapping[str, list[_Part]], record: Record, faults: list[Fault]
) -> tuple[dict[str, tuple[Report, str]], bool]:
    """Reports with the coder version of their coding, by the id they had; and whether any text is there."""
    found: dict[str, tuple[Report, str]] = {}
    origins = _grouped(tables.get("origins", ()), "report")
    texts = False
    for part in tables["reports"]:
        row = part.row
        known = record.report(row.get("id", ""))
        texts = texts or bool(row.get("text")) or known is not None
        if row.get("text"):
            found[row["id"]] = _report(row, _origins(origins.get(row["id"], ()), faults)), row.get("coder_version", "")
        elif known is not None:
            found[row["id"]] = known, row.get("coder_version", "")
        else:
            faults.append(Fault(part.where, "is a report without its text", "export it again without --no-texts"))
    return found, texts or not tables["reports"]


def _report(row: Row, origins: tuple[Origin, ...]) -> Report:
    def given(name: str) -> str | None:
        return row.get(name) or None

    title, publisher, published = given("title"), given("publisher"), given("published")
    return Report(
        id=content_id("report", row["text"], title, publisher, published),
        text=row["text"], title=title, publisher=publisher, published=published, address=row.get("address", ""),
        media_type=row.get("media_type") or "text/plain", language=given("language"), sha256=row.get("sha256", ""),
        canonical=given("canonical"), archive=given("archive"), retrieved=given("retrieved"), origins=origins,
    )  # fmt: skip


def _origins(parts: Iterable[_Part], faults: list[Fault]) -> tuple[Origin, ...]:
    found = []
    for part in parts:
        try:
            start, end, first, last = (int(part.row[n]) for n in ("start", "end", "source_start", "source_end"))
            found.append(Origin(start, end, part.row.get("place", ""), first, last))
        except (KeyError, ValueError):
            faults.append(Fault(part.where, "its places are no numbers", _AGAIN))
    return tuple(found)


def _claim(part: _Part, report: Report, spans: Mapping[str, list[_Part]], faults: list[Fault]) -> Iterator[Claim]:
    row = part.row
    try:
        base = claim_of(_manual(row), report, row.get("coder") or "imported")
        # Places are those that were exported, not those a search for the words would give.
        yield base.with_(
            trigger=_trigger(row, len(report.text)),
            spans=tuple(_spans(spans.get(row.get("id", ""), ()), len(report.text))),
            confidence=_confidence(row),
        )  # fmt: skip
    except BadRow as error:
        faults.append(Fault(part.where, error.what, error.remedy))
    except (ValueError, TypeError, KeyError) as error:
        faults.append(Fault(part.where, f"is no claim: {error}", _AGAIN))


def _manual(row: Row) -> dict[str, Any]:
    """The row in the fields of the coding manual; a column that is neither theirs nor the package's is a fault."""
    lists = {name: _json(row, name) or [] for name in ("actor", "recipient", "place", "quantity")}
    money = {
        "amount": _number(row, "money_amount"), "currency": row.get("money_currency"),
        "max": _number(row, "money_max"), "approx": row.get("money_approx") or None,
    }  # fmt: skip
    rest = {name: value for name, value in row.items() if name not in ASIDE | {*_KEPT}}
    given = {name: value for name, value in money.items() if value is not None}
    return rest | lists | {"money": given if row.get("money_amount") else None, "start": row.get("start")}


def _json(row: Row, name: str) -> Any:
    return json.loads(row[name]) if row.get(name) else None


def _number(row: Row, name: str) -> float | None:
    return float(row[name]) if row.get(name) else None


def _confidence(row: Row) -> float:
    found = float(row.get("confidence") or 1.0)
    if not 0 <= found <= 1:
        raise ValueError(f"a confidence of {found}")
    return found


def _trigger(row: Row, length: int) -> Span | None:
    return _span(row["trigger_start"], row["trigger_end"], length) if row.get("trigger_start") else None


def _spans(parts: Iterable[_Part], length: int) -> Iterator[tuple[str, Span]]:
    for part in sorted(parts, key=lambda p: int(p.row["position"])):
        yield part.row["field"], _span(part.row["start"], part.row["end"], length)


def _span(start: str, end: str, length: int) -> Span:
    span = int(start), int(end)
    if not 0 <= span[0] <= span[1] <= length:
        raise ValueError(f"characters {start} to {end} are not in the report")
    return span


def _judgements(parts: Iterable[_Part], faults: list[Fault]) -> Iterator[Judgement]:
    for part in parts:
        row = part.row
        try:
            yield Judgement(
                number=int(row["number"]), kind=row["kind"], subject=row["subject"], object=row.get("object") or None,
                decision=row["decision"], value=_json(row, "value"), reason=row.get("reason", ""),
                made_by=row["made_by"], made_at=row["made_at"],
            )  # fmt: skip
        except (ValueError, KeyError) as error:
            faults.append(Fault(part.where, f"is no judgement: {error}", _AGAIN))
