"""The claims of each report as JSON lines in the fields of the coding manual: what `dragoman code` writes, `score` and
`agree` compare and `import` takes in."""

from collections import defaultdict
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from dragoman.coding.claim import Claim
from dragoman.publishing.exports.contents import Contents
from dragoman.publishing.exports.files import write_json_lines
from dragoman.sources.report import Report


def write(contents: Contents, out: Path) -> None:
    """Writes a file for each report, an empty one where nothing was coded. Namesakes get the report's id as well."""
    of_report: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in contents.claims:
        of_report[claim.report].append(claim)
    for id, name in file_names(contents.reports).items():
        write_json_lines(out / name, (claim.as_manual() for claim in of_report[id]))


def stem_of(address: str) -> str:
    """The name of a report's file, without folders and ending."""
    return PurePath(urlsplit(address).path if "://" in address else address).stem


def file_names(reports: tuple[Report, ...]) -> dict[str, str]:
    """A file name for each report id."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for report in reports:
        # Names that differ in case alone are one file on some systems.
        wanted[_tame(stem_of(report.address)).casefold()].append(report.id)
    alone = {ids[0] for stem, ids in wanted.items() if len(ids) == 1 and stem}
    names = {r.id: _tame(stem_of(r.address)) for r in reports}
    return {id: f"{name if id in alone else f'{name}-{id}'.lstrip('-')}.jsonl" for id, name in names.items()}


def _tame(name: str) -> str:
    """A name that every file system takes and that leads to no other folder."""
    kept = "".join(c if c.isalnum() or c in " ._-" else "_" for c in name).strip(" .")
    return kept.encode()[:150].decode("utf-8", "ignore")
