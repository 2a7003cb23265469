"""Tables of texts: CSV and JSON lines, one report a row, read row by row however large the file is."""

import codecs
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, BinaryIO

from dragoman.sources.addresses import web_address
from dragoman.sources.dates import written_date
from dragoman.sources.decoding import clean, decode
from dragoman.sources.document import Document, Unreadable, checked_length, one_line
from dragoman.sources.kinds import LIMITS, MB, TEXT
from dragoman.sources.origins import cleaned
from dragoman.sources.piece import Carrier, Piece
from dragoman.sources.report import Failure

_SAMPLE = 2**20
"""Bytes that tell in which encoding a table is."""
_LONGEST = LIMITS[TEXT]
"""Longest row, in bytes."""
_DELIMITERS = (",", ";", "\t", "|")
_NO_TEXT = "say which one with --column text=NAME"
_NO_DATE = "say which one with --column published=NAME"


def csv_rows(carrier: Carrier) -> Iterator[Piece | Failure]:
    """The rows of a table whose first row names its columns. Rows are counted from 1, the names not among them."""
    encoding = _encoding(carrier.file)
    lines = _Lines(carrier.file, encoding)
    csv.field_size_limit(_LONGEST)
    first = next(lines.lines, "")
    rows = csv.reader(chain([first], lines.lines), delimiter=_delimiter(first))
    try:
        names = [clean(name).strip() for name in next(rows, [])]
    except csv.Error as error:
        raise Unreadable(f"a table whose first row cannot be read: {error}", "save it as CSV again") from None
    if not carrier.columns.raw:
        _check_columns(carrier, names)
    lines.taken()
    number = 0
    while True:
        number += 1
        try:
            values = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield _failure(carrier, number, f"not a row that can be read: {error}", "check its quotation marks")
            return  # where a quotation mark is never closed, nothing tells where the next row begins
        data = lines.taken()
        if any(value.strip() for value in values):
            yield _piece(carrier, number, dict(zip(names, values, strict=False)), data)


def json_lines(carrier: Carrier) -> Iterator[Piece | Failure]:
    """The lines of a file that hold one JSON object each, counted from 1."""
    carrier.file.seek(0)
    number = 0
    while line := carrier.file.readline(_LONGEST + 1):
        number += 1
        if len(line) > _LONGEST:
            size = len(line) + _pass_over(carrier.file)
            yield _failure(carrier, number, f"a line of {size / MB:.0f} MB, limit {_LONGEST // MB} MB", "split it")
        elif line.strip():
            yield _json_line(carrier, number, line)


def _json_line(carrier: Carrier, number: int, line: bytes) -> Piece | Failure:
    try:
        row = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="strict"))
    except (ValueError, RecursionError):
        return _failure(carrier, number, "not a line of JSON in UTF-8", "write one JSON object a line")
    if not isinstance(row, dict):
        return _failure(carrier, number, "a line of JSON that is no object", 'write {"text": "...", ...}')
    if not carrier.columns.raw and carrier.columns.value("text", row) is None:
        keys = ", ".join(sorted(map(str, row))[:12])
        return _failure(carrier, number, f"no key that holds the text (there are: {keys})", _NO_TEXT)
    return _piece(carrier, number, row, line)


def _piece(carrier: Carrier, number: int, row: Mapping[str, Any], data: bytes) -> Piece | Failure:
    columns = carrier.columns
    here = f"{carrier.at}#row={number}"
    if columns.raw:
        return Piece(here, data, media_type=TEXT, document=Document(""))
    held = {name: _string(columns.value(name, row)) for name in ("title", "publisher", "address")}
    when = _string(columns.value("published", row))
    published = written_date(when, columns.dates) if when else None
    if when and published is None:
        remedy = "write it as YYYY-MM-DD, or say how dates are written with --dates, such as --dates %d/%m/%Y"
        return _failure(carrier, number, f"a date that cannot be read, or has two meanings: {when[:40]!r}", remedy)
    raw = columns.value("text", row)
    try:
        text, origins = cleaned(checked_length(raw) if isinstance(raw, str) else "", "")
    except Unreadable as error:
        return _failure(carrier, number, error.what, error.remedy)
    address = web_address(held["address"] or "")
    return Piece(
        address=address or here,
        data=data,
        media_type=TEXT,
        archive=here if address else None,
        document=Document(text, one_line(held["title"]), one_line(held["publisher"]), published, origins=origins),
    )


def _string(value: Any) -> str | None:
    """A value as text: numbers in digits, lists of names joined."""
    if isinstance(value, list | tuple):
        value = ", ".join(str(v) for v in value if isinstance(v, str | int | float))
    if value is None or isinstance(value, bool | Mapping):
        return None
    return clean(str(value)).strip() or None


def _failure(carrier: Carrier, number: int, what: str, remedy: str) -> Failure:
    return Failure(f"{carrier.at}#row={number}", what, remedy)


def _check_columns(carrier: Carrier, names: Sequence[str]) -> None:
    shown = ", ".join(name or '""' for name in names[:20])
    if not any(names):
        raise Unreadable("a table without a row of names", "begin it with a row that names its columns")
    if missing := carrier.columns.missing(names):
        raise Unreadable(f"a table without the column {missing[0]} (it has: {shown})", "give one it has to --column")
    if not carrier.columns.has("text", names):
        raise Unreadable(f"a table without a column for the text (it has: {shown})", _NO_TEXT)
    if carrier.columns.dates and not carrier.columns.has("published", names):
        raise Unreadable(f"a table without a column for the dates that --dates tells of (it has: {shown})", _NO_DATE)


def _encoding(file: BinaryIO) -> str:
    """The encoding of a table by its first megabyte: a byte order mark, UTF-8, else Windows-1252."""
    file.seek(0)
    sample = file.read(_SAMPLE)
    file.seek(0)
    if not sample.strip():
        raise Unreadable("empty file", "put the reports' texts in it, or leave it out")
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if decode(sample) is None:
        raise Unreadable("not text: a binary file", "save it as CSV in UTF-8")
    try:
        # A character may be cut at the end of the sample.
        sample[: max(len(sample) - 4, 1) if len(sample) == _SAMPLE else None].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


class _Lines:
    """The lines of a file as text, with the bytes that were taken since it was last asked."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file, self._encoding = file, encoding
        self._bytes: list[bytes] = []
        self.lines = self._read()

    def _read(self) -> Iterator[str]:
        if self._encoding == "utf-16":
            yield from self._wide()
            return
        while line := self._file.readline(_LONGEST + 1):
            self._bytes.append(line)
            text = line.decode(self._encoding.removesuffix("-sig"), errors="replace")
            yield text.removeprefix("\ufeff")

    def _wide(self) -> Iterator[str]:
        # Two bytes a character: lines are found only after decoding.
        reader = codecs.getreader("utf-16")(self._file, "replace")
        while line := reader.readline(_LONGEST, keepends=True):
            self._bytes.append(line.encode("utf-16-le", "surrogatepass"))
            yield line

    def taken(self) -> bytes:
        """The bytes of the lines handed out since the last call."""
        data = b"".join(self._bytes)
        self._bytes.clear()
        return data


def _delimiter(first: str) -> str:
    return max(_DELIMITERS, key=lambda d: (first.count(d), -_DELIMITERS.index(d)))


def _pass_over(file: BinaryIO) -> int:
    """Reads to the end of a line that is too long; returns how many bytes that was."""
    size = 0
    while part := file.readline(_SAMPLE):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size
