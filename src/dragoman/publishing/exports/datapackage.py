"""The whole record as a Frictionless data package: each table as CSV and as Parquet, with the codebook as its schema.

Standards: Data Package and Table Schema (https://datapackage.org/standard/). The package also carries what a reader
needs to cite it. `dragoman import` takes it in again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.publishing.exports.contents import NO_LICENCE, About, Contents
from dragoman.publishing.exports.files import text_file, whole, write_csv
from dragoman.publishing.exports.tables import STRINGS, Column, Table, tables

if TYPE_CHECKING:
    import pyarrow

NAME = "dragoman-record"
DESCRIPTOR = "datapackage.json"
_BATCH = 5_000
"""Rows of Parquet that are in memory at once."""
_BLOCK = 1 << 20

_LICENCES = {
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC-BY-NC-4.0": (
        "Creative Commons Attribution-NonCommercial 4.0",
        "https://creativecommons.org/licenses/by-nc/4.0/",
    ),
    "CC0-1.0": ("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "ODC-BY-1.0": ("Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "ODbL-1.0": ("Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "PDDL-1.0": (
        "Open Data Commons Public Domain Dedication 1.0",
        "https://opendatacommons.org/licenses/pddl/1-0/",
    ),
    NO_LICENCE: ("No licence given; quotes and texts belong to those who published them", ""),
}


def write(contents: Contents, out: Path) -> None:
    """Writes the package into the folder ``out``, its descriptor last. Raises DragomanError where it cannot."""
    resources = []
    for table in tables(contents):
        plain, columnar = out / "data" / f"{table.name}.csv", out / "data" / f"{table.name}.parquet"
        write_csv(plain, table.names, table.rows(contents))
        _write_parquet(columnar, table, contents)
        resources += [_csv_resource(table, plain, out), _parquet_resource(table, columnar, out)]
    with text_file(out / DESCRIPTOR) as file:
        json.dump(_descriptor(contents, resources), file, ensure_ascii=False, indent=1)
        file.write("\n")


def _descriptor(contents: Contents, resources: list[dict[str, Any]]) -> dict[str, Any]:
    about = contents.about
    held = f"{len(contents.reports)} reports, {len(contents.claims)} claims, {len(contents.events)} events"
    found = {
        "name": NAME,
        "title": about.title,
        "description": f"{held}. Coded by Dragoman; every claim leads to the sentence it came from.",
        "created": f"{about.made}T00:00:00Z" if about.made else None,
        "licenses": [_licence(about.licence)],
        "citation": citation(about),
        "contributors": [{"title": name, "role": "author"} for name in about.creators],
        "sources": [{"title": title} for title in sorted({r.publisher for r in contents.reports if r.publisher})],
        "keywords": ["event data", "international relations", "security cooperation"],
        "resources": resources,
    }
    return {name: value for name, value in found.items() if value not in (None, [])}


def citation(about: About) -> str:
    """How to cite the data: creators (year). Title. Program with version."""
    who = ", ".join(about.creators)
    year = f" ({about.made[:4]})" if about.made else ""
    program = f"Dragoman {about.version}".strip()
    return f"{who}{year}. {about.title}. Data set, made with {program}.".removeprefix(". ").strip()


def _licence(id: str) -> dict[str, str]:
    title, path = _LICENCES.get(id, (id, ""))
    return {"name": id, "title": title} | ({"path": path} if path else {})


def _csv_resource(table: Table, path: Path, out: Path) -> dict[str, Any]:
    return {
        "name": table.name.replace("_", "-"),
        "title": table.title,
        "profile": "tabular-data-resource",
        "path": path.relative_to(out).as_posix(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        **_fixity(path),
        "schema": _schema(table),
    }


def _parquet_resource(table: Table, path: Path, out: Path) -> dict[str, Any]:
    return {
        "name": f"{table.name.replace('_', '-')}-parquet",
        "title": f"{table.title} (Parquet)",
        "type": "file",
        "path": path.relative_to(out).as_posix(),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **_fixity(path),
    }


def _fixity(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest.hexdigest()}"}


def _schema(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.refers:
        found["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other.replace("_", "-"), "fields": [field]}}
            for column, (other, field) in table.refers.items()
        ]
    return found


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    kind = "array" if column.type == STRINGS else column.type
    made: dict[str, Any] = {"name": column.name, "type": kind, "description": column.description}
    return made | ({"constraints": constraints} if constraints else {})


# Parquet


def _write_parquet(path: Path, table: Table, contents: Contents) -> None:
    import pyarrow
    from pyarrow import parquet

    schema = pyarrow.schema([pyarrow.field(c.name, _arrow(c)) for c in table.columns])
    rows = iter(table.rows(contents))
    with whole(path) as part, parquet.ParquetWriter(part, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            columns = [[_value(c, v) for v in of_column] for c, of_column in zip(table.columns, batch, strict=True)]
            arrays = [pyarrow.array(v, type=f.type) for v, f in zip(columns, schema, strict=True)]
            writer.write_batch(pyarrow.RecordBatch.from_arrays(arrays, schema=schema))


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Columns of so many rows at a time."""
    while batch := list(islice(rows, _BATCH)):
        yield list(zip(*batch, strict=True))


def _value(column: Column, value: Any) -> Any:
    if column.type == "any" and value is not None and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return value


def _arrow(column: Column) -> "pyarrow.DataType":
    import pyarrow

    nested: Mapping[str, Iterable[tuple[str, pyarrow.DataType]]] = {
        "quantity": (("value", pyarrow.float64()), ("unit", pyarrow.string()), ("approx", pyarrow.string())),
        "stages": (("status", pyarrow.string()), ("time", pyarrow.string()), ("claim", pyarrow.string())),
    }
    if column.type == STRINGS:
        return pyarrow.list_(pyarrow.string())
    if column.type == "array":
        return pyarrow.list_(pyarrow.struct(list(nested[column.name])))
    return {"integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_()}.get(
        column.type, pyarrow.string()
    )
