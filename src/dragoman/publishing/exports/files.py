"""Writing files: as a whole or not at all, a line at a time, so that memory does not grow with the record."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from dragoman.errors import DragomanError
from dragoman.publishing.exports.safe import neutral


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name to write to; what was written takes the place of ``path`` when the block ends without an error.

    Folders on the way are made. Raises DragomanError where that cannot be done.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        raise DragomanError(
            f"cannot be written: {(error.strerror or str(error)).lower()}",
            str(path),
            "see that its folder may be written to and that the disk is not full",
        ) from error
    finally:
        if part.is_file():
            part.unlink()


@contextmanager
def text_file(path: Path) -> Iterator[IO[str]]:
    """A text file in UTF-8 with line feeds, written as a whole or not at all."""
    with whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        yield file


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Writes each line with a line feed."""
    with text_file(path) as file:
        file.writelines(f"{line}\n" for line in lines)


def write_json_lines(path: Path, rows: Iterable[Any]) -> None:
    """One JSON value a line."""
    write_lines(path, (json.dumps(row, ensure_ascii=False) for row in rows))


def write_csv(path: Path, fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A CSV file (RFC 4180, but with line feeds) in which no spreadsheet finds a formula. None is an empty cell."""
    with text_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(fields)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return neutral(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
