"""Whether the bytes that reports were read from still lie where they lay, unchanged."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dragoman.sources.columns import Columns
from dragoman.sources.opening import pieces
from dragoman.sources.report import Failure, Report

# Where in a place the name of the file ends: reports.zip!/a.txt, table.csv#row=3, fetch.warc.gz#urn:uuid:...
_INSIDE = re.compile(r"!/|#(?:row=|record=|urn:)")


@dataclass(frozen=True, slots=True)
class Proof:
    """Places of bytes, as of :class:`Report`: those that are the same, that differ or are damaged, that were not found
    here, and addresses of the web whose bytes were never archived."""

    same: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()


def prove(reports: Iterable[Report], folder: Path | None = None) -> Proof:
    """Reads the bytes of reports again and compares their SHA-256.

    A file is looked for where it was, from the folder the program runs in, then in ``folder`` by its path and by its
    name alone.
    """
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    found: dict[str, list[str]] = {"same": [], "changed": [], "missing": [], "nowhere": []}
    for report in reports:
        place = report.archive or report.address
        if "://" in place.partition("#")[0]:
            found["nowhere"].append(place)
        else:
            wanted[_file(place, folder)][place] = report.sha256
    for name, places in sorted(wanted.items()):
        path = _path(name, folder)
        hashes = None if path is None else _hashes(path, name, set(places))
        for place, sha256 in sorted(places.items()):
            verdict = "missing" if hashes is None else "same" if hashes.get(place) == sha256 else "changed"
            found[verdict].append(place)
    return Proof(**{verdict: tuple(sorted(places)) for verdict, places in found.items()})


def _file(place: str, folder: Path | None) -> str:
    """The name of the file that a place is in."""
    inside = _INSIDE.search(place)
    return place if inside is None or _path(place, folder) else place[: inside.start()]


def _path(name: str, folder: Path | None) -> Path | None:
    candidates = [Path(name)]
    if folder is not None:
        candidates += [folder / Path(name).relative_to(Path(name).anchor), folder / Path(name).name]
    for path in candidates:
        try:
            if path.is_file():
                return path
        except (OSError, ValueError):
            continue
    return None


def _hashes(path: Path, name: str, places: set[str]) -> dict[str, str]:
    """The hashes of what lies in a file, by its place as if the file were called ``name``."""
    if places == {name}:
        try:
            with path.open("rb") as file:
                return {name: hashlib.file_digest(file, "sha256").hexdigest()}
        except OSError:
            return {}
    hashes = {}
    for piece in pieces(path, Columns(raw=True)):
        if not isinstance(piece, Failure):
            place = name + (piece.archive or piece.address).removeprefix(str(path))
            if place in places:
                hashes[place] = piece.sha256
    return hashes
