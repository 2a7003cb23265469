"""CSV files of a stranger's: any usual separator, any length of line, apostrophes against formulas taken away."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.publishing.exports.safe import natural, safe_text
from dragoman.sources.decoding import decode

LONGEST = 256 * 1024 * 1024
"""Characters of one cell; Python's own limit of 131,072 is less than many a report."""
LARGEST = 1024 * 1024 * 1024
"""Bytes of a file: what is larger is no table that was made by hand or by this program for exchange."""


def read_text(path: Path) -> str:
    """The text of a file in whatever encoding it is in. DragomanError where it cannot be read or is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise DragomanError(f"is larger than {LARGEST >> 20} MiB", str(path), "split it")
        data = path.read_bytes()
    except OSError as error:
        raise DragomanError(f"cannot be read: {(error.strerror or str(error)).lower()}", str(path)) from error
    text = decode(data)
    if text is None:
        raise DragomanError("is not a text", str(path), "give a CSV or JSONL file in UTF-8")
    return text.removeprefix("\ufeff")


def read_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line it ends on, cells as they were before they were neutralised, and safe."""
    text = read_text(path)
    with _long_cells():
        reader = csv.reader(text.splitlines(keepends=True) if "\r" in text else _lines(text), _separator(text))
        try:
            for row in reader:
                yield reader.line_num, [safe_text(natural(cell)) for cell in row]
        except csv.Error as error:
            where = f"{path}, line {reader.line_num}"
            raise DragomanError(f"is not CSV: {error}", where, "save it again as CSV (UTF-8)") from error


def _lines(text: str) -> Iterator[str]:
    """Lines that end with a line feed alone: other separators of lines may stand within a cell."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        yield text[at:end]
        at = end


class _Comma(csv.excel):
    strict = True


class _Semicolon(_Comma):
    delimiter = ";"


class _Tab(_Comma):
    delimiter = "\t"


def _separator(text: str) -> type[_Comma]:
    """The separator that stands most often in the first lines: where it is the comma of decimals, sheets use others."""
    head = text[:20_000]
    return max((_Comma, _Semicolon, _Tab), key=lambda dialect: head.count(dialect.delimiter))


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)
