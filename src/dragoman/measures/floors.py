"""Quality floors: figures a change may not push the coder below, and the texts they were measured on.

A floors file is YAML. Each entry names a set of gold-coded texts, their digest and the lowest F1 allowed for figures of
:mod:`dragoman.measures.score`::

    sets:
      - name: reports
        texts: gold/reports
        gold: gold/claims
        digest: 0f3a...
        floors: {claim: 0.55, core: 0.40}

The digest pins what was measured: where a text or its gold coding has changed, the floors say nothing and must be
measured anew. So lowering a floor, or changing what it stands on, is a visible change of one file (a habit of
trafilatura).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dragoman.errors import DragomanError
from dragoman.measures.score import Scores

MARGIN = 0.01
"""How far below the figure measured a new floor is set, in F1."""
_REMEDY = "see the docstring of dragoman.measures.floors"


@dataclass(frozen=True, slots=True)
class FloorSet:
    """One entry of a floors file: folders relative to the file's project, and the lowest F1 (0 to 1) by figure."""

    name: str
    texts: str
    gold: str
    digest: str
    floors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure that fell below its floor; both are F1, 0 to 1."""

    figure: str
    floor: float
    measured: float

    def __str__(self) -> str:
        return f"{self.figure}: F1 {self.measured:.4f} is below its floor {self.floor:.4f}"


def load_floors(path: Path) -> tuple[FloorSet, ...]:
    """The entries of a floors file, checked. DragomanError says which entry is wrong and how."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DragomanError(f"not readable: {error}", str(path), _REMEDY) from None
    sets = loaded.get("sets") if isinstance(loaded, dict) else None
    if not isinstance(sets, list):
        raise DragomanError("no list of sets", str(path), _REMEDY)
    return tuple(_entry(entry, f"{path}, set {number}") for number, entry in enumerate(sets, 1))


def digest(*folders: Path) -> str:
    """SHA-256 over the names and bytes of the folders' files in the order of their names, README.md left out."""
    total = hashlib.sha256()
    for folder in folders:
        if not folder.is_dir():
            raise DragomanError("no such folder", str(folder), "check the paths in the floors file")
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "README.md"):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def check(scores: Scores, floors: FloorSet, root: Path = Path()) -> tuple[Breach, ...]:
    """Figures of ``scores`` below their floors. ``root`` is the folder the set's paths start from.

    DragomanError where the texts or their gold have changed since the floors were set, or a floor names no figure.
    """
    if digest(root / floors.texts, root / floors.gold) != floors.digest:
        raise DragomanError(
            "the texts or their gold have changed since these floors were measured",
            f"floors of {floors.name}",
            "measure again and write the new entry (dragoman.measures.floors.entry)",
        )
    unknown = sorted(set(floors.floors) - set(scores.figures))
    if unknown:
        raise DragomanError(f"no figure named {', '.join(unknown)}", f"floors of {floors.name}", _REMEDY)
    measured = ((name, floor, scores.figures[name].f1) for name, floor in floors.floors.items())
    return tuple(Breach(name, floor, f1) for name, floor, f1 in measured if f1 < floor)


def entry(
    name: str,
    texts: str,
    gold: str,
    scores: Scores,
    figures: Iterable[str],
    root: Path = Path(),
    margin: float = MARGIN,
) -> str:
    """The YAML of a new entry with floors ``margin`` below what ``scores`` has measured: what goes into the file."""
    floors = {figure: round(max(0.0, scores.figures[figure].f1 - margin), 3) for figure in figures}
    found = {"name": name, "texts": texts, "gold": gold, "digest": digest(root / texts, root / gold), "floors": floors}
    return str(yaml.safe_dump({"sets": [found]}, sort_keys=False))


def _entry(entry: Any, where: str) -> FloorSet:
    names = ("name", "texts", "gold", "digest")
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in names):
        raise DragomanError(f"an entry needs {', '.join(names)} and floors", where, _REMEDY)
    floors = entry.get("floors")
    if not isinstance(floors, dict) or not floors or not all(_is_share(value) for value in floors.values()):
        raise DragomanError("floors must name at least one figure with an F1 from 0 to 1", where, _REMEDY)
    name, texts, gold, pinned = (entry[key] for key in names)
    return FloorSet(name, texts, gold, pinned, {str(key): float(value) for key, value in floors.items()})


def _is_share(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1
