"""The data package is valid, says what its columns mean, and its Parquet files hold what its CSV files hold."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package
from pyarrow import parquet

from dragoman.codebook.types import MODALITIES, STATUSES, load_codebook
from dragoman.publishing.exports import About, Contents, export
from dragoman.publishing.exports.datapackage import citation
from dragoman.publishing.exports.safe import natural
from tests.publishing.exports.world import contents, hostile


@pytest.fixture(params=[contents, hostile], ids=["usual", "hostile"])
def package(request, tmp_path: Path) -> tuple[Contents, Path]:
    given = request.param()
    export(given, "datapackage", tmp_path / "package")
    return given, tmp_path / "package"


def test_it_validates(package: tuple[Contents, Path]) -> None:
    report = Package(str(package[1] / "datapackage.json")).validate()
    assert report.flatten(["taskId", "rowNumber", "fieldName", "type", "message"]) == []
    assert report.valid
    assert {"codebook", "claims", "claims-parquet", "judgements"} <= {task.name for task in report.tasks}


def test_a_spoilt_package_does_not_validate(tmp_path: Path) -> None:
    export(contents(), "datapackage", tmp_path)
    file = tmp_path / "data" / "claims.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("arms_transfer", "arms_race", 1), encoding="utf-8")
    found = {error for (error,) in Package(str(tmp_path / "datapackage.json")).validate().flatten(["type"])}
    assert {"hash-count", "constraint-error", "foreign-key"} <= found


def test_parquet_and_csv_hold_the_same(package: tuple[Contents, Path]) -> None:
    folder = package[1] / "data"
    for file in sorted(folder.glob("*.csv")):
        table = parquet.read_table(file.with_suffix(".parquet"))
        with file.open(encoding="utf-8", newline="") as opened:
            header, *rows = csv.reader(opened)
        assert table.column_names == header
        assert len(rows) == table.num_rows
        for columnar, plain in zip(table.to_pylist(), rows, strict=True):
            assert [read(cell, value) for cell, value in zip(plain, columnar.values(), strict=True)] == [
                without_none(value) for value in columnar.values()
            ]


def read(cell: str, like: Any) -> Any:
    """A cell as Parquet has it."""
    if like is None:
        return cell or None
    if isinstance(like, list):
        return json.loads(cell)
    if isinstance(like, bool):
        return {"true": True, "false": False}[cell]
    return float(cell) if isinstance(like, int | float) else natural(cell)


def without_none(value: Any) -> Any:
    """Parquet has every field of a quantity or stage, JSON only those that are told (of a stage all)."""
    if isinstance(value, list):
        return [
            {k: v for k, v in one.items() if v is not None or k == "time"} if isinstance(one, dict) else one
            for one in value
        ]
    return value


def test_numbers_have_their_types(tmp_path: Path) -> None:
    export(contents(), "datapackage", tmp_path)
    claims = parquet.read_table(tmp_path / "data" / "claims.parquet").to_pylist()
    money = next(c for c in claims if c["type"] == "civil_aid")
    assert (money["money_amount"], money["money_max"], money["money_currency"]) == (5.2e6, 6e6, "EUR")
    first = next(c for c in claims if c["status"] == "agreed")
    assert first["quantity"] == [{"value": 9.0, "unit": "drones", "approx": None}]
    assert first["actor"] == ["China"]
    assert (first["trigger_start"], first["trigger_end"]) == (7, 14)


def test_the_codebook_is_its_schema(tmp_path: Path) -> None:
    export(contents(), "datapackage", tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    schemas = {r["name"]: r["schema"] for r in package["resources"] if "schema" in r}
    columns = {c["name"]: c for c in schemas["claims"]["fields"]}
    assert columns["type"]["constraints"]["enum"] == list(load_codebook().types)
    assert columns["status"]["constraints"]["enum"] == list(STATUSES)
    assert columns["modality"]["constraints"]["enum"] == list(MODALITIES)
    assert all(column["description"] for schema in schemas.values() for column in schema["fields"])
    with (tmp_path / "data" / "codebook.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["type"]: row for row in csv.DictReader(file)}
    arms = load_codebook().types["arms_transfer"]
    assert rows["arms_transfer"]["actor"] == arms.roles["actor"] == "supplier"
    assert rows["arms_transfer"]["definition"] == " ".join(arms.definition.split())


def test_licence_and_citation(tmp_path: Path) -> None:
    export(contents(), "datapackage", tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["licenses"][0]["path"].startswith("https://")
    assert package["citation"] == "Ana B., Bo C. (2026). Drones and aid. Data set, made with Dragoman 0.1.0."
    assert [c["title"] for c in package["contributors"]] == ["Ana B.", "Bo C."]
    assert package["sources"] == [{"title": "Herald a"}, {"title": "Herald b"}]
    assert citation(About(title="T")) == "T. Data set, made with Dragoman."


def test_texts_are_left_out_when_asked(tmp_path: Path) -> None:
    given = Contents(**{**vars(contents()), "about": About(texts=False)})
    export(given, "datapackage", tmp_path)
    assert Package(str(tmp_path / "datapackage.json")).validate().valid
    with (tmp_path / "data" / "reports.csv").open(encoding="utf-8", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == ["", ""]


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    for place in ("one", "two"):
        export(contents(), "all", tmp_path / place)
    files = [p.relative_to(tmp_path / "one") for p in sorted((tmp_path / "one").rglob("*")) if p.is_file()]
    assert len(files) > 30
    assert [f for f in files if (tmp_path / "one" / f).read_bytes() != (tmp_path / "two" / f).read_bytes()] == []
