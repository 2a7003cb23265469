"""`dragoman measures` and `dragoman systems` as a user meets them."""

import csv
import io
import json
import sys

import pytest

from dragoman import cli
from dragoman.coding.claim import Claim, Coding
from dragoman.matching import match
from dragoman.measures.definitions import DEFINITIONS
from dragoman.record import Record
from tests.matching.claims import claim, report

CLAIMS: list[Claim] = [
    claim("r1", actor=["China"], recipient=["Serbia"], item="CH-92A drones", quantity=[(6, "drones")], time="2020"),
    claim("r1", start=50, actor=["France"], recipient=["Serbia"], item="Mistral missiles", time="2022"),
    claim("r1", "surveillance_deployment", 100, actor=["Huawei"], recipient=["Serbia"], item="=river camera poles",
          quantity=[(1000, "cameras")],
          place=["Belgrade"], status="operational", time="2021"),
]  # fmt: skip


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "small.db"
    with Record.open(path, create=True) as opened:
        opened.keep(report("r1", published="2023-01-01"), Coding(tuple(CLAIMS)), "test")
        opened.keep_matching(match(opened.claims(), {r.id: r for r in opened.reports()}))
    return path


@pytest.fixture
def dragoman(monkeypatch, capsys):
    def run(*words: object) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        written = capsys.readouterr()
        assert ended.value.code in (0, None, 2)
        return written.out, written.err

    return run


def test_measures_as_tables_with_formula_source_and_events(dragoman, record) -> None:
    out, _ = dragoman("measures", "suppliers", "--record", record)
    assert DEFINITIONS["suppliers"].formula in out
    assert DEFINITIONS["suppliers"].source in out
    assert "event-" in out
    assert "66.7%" in out


def test_measures_as_json_keep_missing_apart_from_zero(dragoman, record) -> None:
    out, _ = dragoman("measures", "pledges", "--record", record, "--format", "json")
    (measure,) = json.loads(out)
    drones = next(row for row in measure["rows"] if row["of"] == "drones")
    assert (drones["delivered"]["value"], drones["delivered"]["missing"]) == (6, False)
    assert (drones["agreed"]["value"], drones["agreed"]["missing"]) == (None, True)
    assert drones["delivered"]["events"]


def test_measures_as_csv_have_one_line_a_figure(dragoman, record) -> None:
    out, _ = dragoman("measures", "--record", record, "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(out)))
    assert {line["measure"] for line in lines} >= {"suppliers", "vendors", "cooperation", "pledges", "dependence"}
    share = next(x for x in lines if (x["measure"], x["who"], x["figure"]) == ("suppliers", "France", "share"))
    assert float(share["value"]) == pytest.approx(100 / 3, abs=1e-4)
    assert share["events"].startswith("event-")
    assert any(line["value"] == "missing" for line in lines)


def test_without_a_vendor(dragoman, record) -> None:
    out, _ = dragoman("measures", "--without", "Huawei", "--record", record)
    assert "dark" in out
    assert "1,000 cameras" in out
    _, err = dragoman("measures", "--without", "Hauwei", "--record", record)
    assert "nobody called 'Hauwei'" in err


def test_an_unknown_measure_is_told_with_what_was_meant(dragoman, record) -> None:
    _, err = dragoman("measures", "suplliers", "--record", record)
    assert "did you mean suppliers?" in err


def test_the_help_holds_every_formula_and_source(dragoman, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "100000")
    out, _ = dragoman("measures", "--help")
    words = " ".join(out.split())
    for known in DEFINITIONS.values():
        assert " ".join(known.formula.split()) in words
        assert " ".join(known.source.split()) in words


def test_systems_by_query(dragoman, record) -> None:
    out, _ = dragoman("systems", "--record", record, "--supplier", "China", "--kind", "weapon", "--format", "json")
    (row,) = json.loads(out)
    assert [v["value"] for v in row["counts"]] == [{"value": 6, "unit": "drones"}]
    assert row["counts"][0]["sources"] == ["publisher r1"]
    out, _ = dragoman("systems", "--record", record, "--kind", "surveillance", "--format", "csv")
    (line,) = csv.DictReader(io.StringIO(out))
    assert line["name"].startswith("'=")
    assert line["counts"] == "1,000 cameras, operational"
    _, err = dragoman("systems", "--record", record, "--kind", "wepon")
    assert "did you mean weapon?" in err
