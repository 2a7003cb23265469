"""What a file or folder is that somebody wants imported."""

from enum import StrEnum
from itertools import islice
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.publishing.exports.datapackage import DESCRIPTOR
from dragoman.publishing.exports.formats import FORMATS
from dragoman.running.imports.register import is_header
from dragoman.running.imports.tabular import read_csv

_HEAD = 40
"""Rows in which a header is looked for: SIPRI's exports begin with a dozen lines about themselves."""


class Kind(StrEnum):
    """Kinds of import."""

    PACKAGE = "data package"
    CODINGS = "codings"
    REGISTER = "trade register"


def kind_of(path: Path) -> Kind:
    """The kind of a path; raises DragomanError where it is none of them."""
    if not path.exists():
        raise DragomanError("there is no such file or folder", str(path), "check the path")
    if package_at(path) is not None:
        return Kind.PACKAGE
    if path.is_dir():
        if any(found.suffix.lower() in (".jsonl", ".csv") for found in path.iterdir()):
            return Kind.CODINGS
        raise DragomanError("holds no codings", str(path), f"name a folder of .jsonl or .csv files, or a {DESCRIPTOR}")
    if path.suffix.lower() == ".jsonl":
        return Kind.CODINGS
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return _table(path)
    raise DragomanError("is nothing that can be imported", str(path), f"give .jsonl, .csv or a {DESCRIPTOR}")


def package_at(path: Path) -> Path | None:
    """The folder of the data package that a path leads to: its descriptor, itself, or what `export all` wrote."""
    if path.name == DESCRIPTOR:
        return path.parent
    return next((at for at in (path, path / FORMATS["datapackage"].file) if (at / DESCRIPTOR).is_file()), None)


def _table(path: Path) -> Kind:
    for _, row in islice(read_csv(path), _HEAD):
        if is_header(row):
            return Kind.REGISTER
        if {"quote", "type"} <= {cell.strip().lower() for cell in row}:
            return Kind.CODINGS
    raise DragomanError(
        "is neither codings nor a trade register", str(path),
        "codings have the columns quote and type, SIPRI's register Supplier and Recipient",
    )  # fmt: skip
