"""People's codings come in as JSON lines and CSV, stand against later builds, and bad rows are told one by one."""

import csv
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import SENTENCES, TEXT, report

from dragoman.coding.claim import Coding
from dragoman.errors import DragomanError
from dragoman.publishing.exports import contents_of, export
from dragoman.record import Record
from dragoman.running import rematch
from dragoman.running.imports import Imported, import_codings
from dragoman.running.imports.row import BadRow, claim_of
from dragoman.running.imports.tabular import read_csv


def written(path: Path, *rows: Any) -> Path:
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return path


def row(**fields: Any) -> dict[str, Any]:
    return {"quote": SENTENCES[0], "type": "arms_transfer", "actor": ["China"], "recipient": ["Serbia"]} | fields


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """The report as a file, for a record that has it not."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "drones.txt").write_text(TEXT, encoding="utf-8")
    return folder


def manual(record: Record) -> list[dict[str, Any]]:
    return [claim.as_manual() for claim in record.claims()]


def test_a_person_takes_the_place_of_the_program(full: Record, tmp_path: Path) -> None:
    done = import_codings([written(tmp_path / "drones.jsonl", row(item="drones", status="agreed"))], full, "ana")
    assert done == Imported(reports=1, claims=1)
    (claim,) = full.claims()
    assert (claim.coder, claim.confidence, claim.quote) == ("ana", 1.0, SENTENCES[0])
    assert ("item", (TEXT.index("drones"), TEXT.index("drones") + 6)) in claim.spans
    assert full.coded_by() == {report().id: "person:ana"}


def test_a_later_build_leaves_a_persons_coding(full: Record, tmp_path: Path) -> None:
    assert not full.has(report().id, "both-2-new")
    import_codings([written(tmp_path / "drones.jsonl", row())], full, "ana")
    assert full.has(report().id, "both-2-new")


def test_the_next_person_takes_the_place_of_the_first(full: Record, tmp_path: Path) -> None:
    import_codings([written(tmp_path / "drones.jsonl", row())], full, "ana")
    import_codings([written(tmp_path / "drones.jsonl", row(status="agreed"), row(quote=SENTENCES[1]))], full, "bo")
    assert {c.coder for c in full.claims()} == {"bo"}
    assert len(full.claims()) == 2


def test_reports_come_along(empty: Record, reports: Path, tmp_path: Path) -> None:
    folder = tmp_path / "coded"
    folder.mkdir()
    written(folder / "drones.jsonl", row())
    assert import_codings([folder], empty, "ana", [reports]).claims == 1
    rematch(empty)
    assert empty.counts().events == 1


def test_an_empty_file_says_that_a_report_holds_no_claim(full: Record, tmp_path: Path) -> None:
    (tmp_path / "drones.jsonl").write_text("", encoding="utf-8")
    assert import_codings([tmp_path / "drones.jsonl"], full, "ana") == Imported(reports=1)
    assert full.claims() == []


@pytest.mark.parametrize("name", [report().id, "in/drones.md", "DRONES", "On drones"])
def test_a_report_is_named_by_id_address_file_or_title(full: Record, tmp_path: Path, name: str) -> None:
    assert import_codings([written(tmp_path / "some.jsonl", row(report=name))], full, "ana").claims == 1


def test_the_same_comes_back_from_both_formats(full: Record, tmp_path: Path) -> None:
    before = manual(full)
    contents = contents_of(full)
    for form, file in (("claims", "claims.csv"), ("codings", "codings")):
        export(contents, form, tmp_path / file)
        done = import_codings([tmp_path / file], full, "ana")
        assert done.faults == ()
        assert manual(full) == before


def test_spreadsheets_use_other_separators(full: Record, tmp_path: Path) -> None:
    for number, separator in enumerate(";\t,"):
        path = tmp_path / f"{number}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=separator)
            writer.writerow(["report", "Quote", "type", "actor", "recipient", "item", "quantity", "money", "status"])
            writer.writerow([
                "drones", SENTENCES[0], "arms_transfer", "China", "Serbia", "'=drones", "about 9 drones",
                "USD 1,200.5 to 2,000", "agreed",
            ])  # fmt: skip
        assert import_codings([path], full, "ana") == Imported(reports=1, claims=1)
        (claim,) = full.claims()
        assert claim.as_manual()["quantity"] == [{"value": 9, "unit": "drones", "approx": "about"}]
        assert claim.as_manual()["money"] == {"amount": 1200.5, "currency": "USD", "max": 2000}
        assert claim.item == "=drones"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"quote": "Not in the report."}, "does not stand in the report"),
        ({"quote": ""}, "quote"),
        ({"type": "arms_transfers"}, "there is no type 'arms_transfers', perhaps arms_transfer"),
        ({"status": "done"}, "there is no status 'done'"),
        ({"modality": "assertive"}, "there is no modality 'assertive', perhaps asserted"),
        ({"time": "last year"}, "'last year' is no EDTF time"),
        ({"time": "2019-13"}, "no EDTF time"),
        ({"actors": ["China"]}, "there is no field 'actors', perhaps actor"),
        ({"quantity": [{"value": "many", "unit": "drones"}]}, "quantity.0.value"),
        ({"quantity": "many drones"}, "no quantity"),
        ({"quantity": [{"value": float("nan"), "unit": "drones"}]}, "quantity.0.value"),
        ({"quantity": [{"value": 1, "unit": "drones", "approx": "nearly"}]}, "approx"),
        ({"money": {"amount": 1, "currency": "euro"}}, "money.currency"),
        ({"money": "1 euro"}, "no sum"),
        ({"actor": 5}, "actor"),
        ({"actor": [["China"]]}, "actor.0"),
    ],
)
def test_what_is_no_claim_is_told(full: Record, tmp_path: Path, fields: dict[str, Any], told: str) -> None:
    path = written(tmp_path / "drones.jsonl", row(), row(**fields))
    done = import_codings([path], full, "ana")
    assert (done.claims, len(done.faults)) == (1, 1)
    assert told in done.faults[0].what
    assert done.faults[0].where == f"{path}, line 2"
    assert done.faults[0].remedy


@pytest.mark.parametrize("line", ["not json", "[]", '"x"', "{", "[" * 100_000, '{"quote": '])
def test_what_is_no_json_is_told(full: Record, tmp_path: Path, line: str) -> None:
    (tmp_path / "drones.jsonl").write_text(f"{json.dumps(row())}\n{line}\n", encoding="utf-8")
    done = import_codings([tmp_path / "drones.jsonl"], full, "ana")
    assert (done.claims, len(done.faults)) == (1, 1)


def test_unknown_and_ambiguous_reports_are_told(full: Record, tmp_path: Path) -> None:
    full.keep(report("other", text=f"{TEXT} More."), Coding(()), "both-1-abc")
    paths = [written(tmp_path / "nobody.jsonl", row()), written(tmp_path / "two.jsonl", row(report="in/other.md"))]
    done = import_codings(paths, full, "ana")
    assert [fault.what for fault in done.faults] == ["no report is called 'nobody'"]
    assert done.claims == 1


def test_binary_and_missing_files_are_told(full: Record, tmp_path: Path) -> None:
    (tmp_path / "drones.jsonl").write_bytes(bytes(range(256)) * 20)
    done = import_codings([tmp_path / "drones.jsonl", tmp_path / "gone.csv"], full, "ana")
    assert len(done.faults) == 2
    assert done.reports == 0


def test_who_coded_must_be_told(full: Record, tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="who coded is not told"):
        import_codings([written(tmp_path / "drones.jsonl", row())], full, " ")


def test_white_space_may_differ_and_places_are_taken(full: Record) -> None:
    of = report()
    copied = SENTENCES[1].replace(" ", "\n  ")
    claim = claim_of(row(quote=copied), of, "ana")
    assert of.text[claim.start : claim.end] == claim.quote == SENTENCES[1]
    twice = report("twice", text=f"{SENTENCES[0]} {SENTENCES[0]}")
    second = len(SENTENCES[0]) + 1
    assert claim_of(row(start=second), twice, "ana").start == second
    assert claim_of(row(start="7"), twice, "ana").start == 0


@given(st.dictionaries(st.sampled_from([*row(), "item", "quantity", "money", "time", "place", "status", "start"]),
                       st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) |
                                    st.dictionaries(st.text(), x), max_leaves=5)))  # fmt: skip
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_no_row_brings_anything_but_a_claim_or_a_fault(fields: dict[str, Any]) -> None:
    of = report()
    with suppress(BadRow):
        claim = claim_of(row() | fields, of, "ana")
        assert of.text[claim.start : claim.end] == claim.quote


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_bring_anything_but_rows_or_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(data)
    with suppress(DragomanError):
        for line, cells in read_csv(tmp_path / "x.csv"):
            assert line > 0
            assert all(isinstance(cell, str) and "\0" not in cell for cell in cells)


def test_a_cell_of_ten_million_characters_comes_in(full: Record, tmp_path: Path) -> None:
    before = csv.field_size_limit()
    long = "x" * 10_000_000
    of = report("long", text=f"{long}.")
    full.keep(of, Coding(()), "both-1-abc")
    path = tmp_path / "long.csv"
    path.write_text(f"report,quote,type\nlong,{long}.,finance\n", encoding="utf-8")
    assert import_codings([path], full, "ana") == Imported(reports=1, claims=1)
    assert csv.field_size_limit() == before
