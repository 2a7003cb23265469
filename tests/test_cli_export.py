"""`dragoman export` and `dragoman import` on a record, as somebody at a keyboard has them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.cli_export import Formats
from dragoman.coding.claim import Claim, Coding, Quantity
from dragoman.errors import DragomanError
from dragoman.ids import content_id
from dragoman.publishing.exports import FORMATS
from dragoman.record import Record
from dragoman.running import rematch
from dragoman.sources.report import Report

TEXT = "Serbia ordered nine CH-92A drones from China in 2019. Gondor is far away."
QUOTE = "Serbia ordered nine CH-92A drones from China in 2019."


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    id = content_id("report", TEXT, None, "Herald", None)
    report = Report(id, TEXT, None, "Herald", None, "in/drones.txt", "text/plain", "en", "0" * 64)
    claim = Claim(
        id, 0, len(QUOTE), QUOTE, "arms_transfer", ("China",), ("Serbia",), "CH-92A drones",
        (Quantity(9, "drones"),), None, "2019", (), "agreed",
    )  # fmt: skip
    with Record.open("drones.db", create=True) as opened:
        opened.keep(report, Coding((claim,)), "both-1-abc")
        rematch(opened)
    return tmp_path / "drones.db"


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(arguments))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def test_every_format_can_be_named() -> None:
    assert {form.value for form in Formats} == {"all", *FORMATS}


def test_all_formats_go_into_one_folder(record: Path, tmp_path: Path) -> None:
    printed = run("export", "all", "--record", "drones.db", "--licence", "CC-BY-4.0", "--creator", "Ana")
    assert {p.name for p in (tmp_path / "export").iterdir()} == {form.file for form in FORMATS.values()}
    assert "1 report, 1 claim, 1 event exported" in printed
    assert "--no-texts" in printed
    package = json.loads((tmp_path / "export" / "datapackage" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["citation"].startswith("Ana (2026).")
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def test_one_format_goes_where_it_is_told_or_to_its_usual_name(record: Path, tmp_path: Path) -> None:
    run("export", "geojson", "--record", "drones.db", "--out", "deep/er/map.json")
    made = json.loads((tmp_path / "deep" / "er" / "map.json").read_text(encoding="utf-8"))
    assert made["type"] == "FeatureCollection"
    run("export", "bibtex", "--record", "drones.db")
    assert (tmp_path / "sources.bib").read_text(encoding="utf-8").startswith("@misc{")


def test_a_file_is_not_written_over_a_folder_nor_a_folder_over_a_file(record: Path, tmp_path: Path) -> None:
    with pytest.raises(DragomanError, match="is a folder, where a file is to be written"):
        run("export", "rdf", "--record", "drones.db", "--out", str(tmp_path))
    with pytest.raises(DragomanError, match="is a file, where a folder is to be written"):
        run("export", "all", "--record", "drones.db", "--out", "drones.db")
    with pytest.raises(DragomanError, match="there is no record here"):
        run("export", "all", "--record", "none.db")


def test_files_of_an_older_export_are_told(record: Path, tmp_path: Path) -> None:
    folder = tmp_path / "codings"
    assert "left as it was" not in run("export", "codings", "--out", str(folder), "--record", "drones.db")
    (folder / "gone.jsonl").write_text("{}\n")
    told = run("export", "codings", "--out", str(folder), "--record", "drones.db")
    assert "1 file that this export has no part in, such as gone.jsonl" in " ".join(told.split())


def test_one_pair_of_states(record: Path, tmp_path: Path) -> None:
    printed = run("export", "claims", "--record", "drones.db", "--about", "China-Serbia")
    assert "1 claim" in printed
    with pytest.raises(DragomanError, match="no two states named"):
        run("export", "claims", "--record", "drones.db", "--about", "China-Gondor")


def test_what_went_out_comes_in_again(record: Path, tmp_path: Path) -> None:
    run("export", "all", "--record", "drones.db", "--out", "one")
    printed = run("import", "one/datapackage", "--record", "other.db")
    assert "taken in   1 report, 1 claim, 0 judgements" in printed
    run("export", "all", "--record", "other.db", "--out", "two")
    one, two = tmp_path / "one", tmp_path / "two"
    for file in (p for p in one.rglob("*") if p.is_file()):
        assert file.read_bytes() == (two / file.relative_to(one)).read_bytes()


def test_codings_come_in_and_faults_are_told(record: Path, tmp_path: Path) -> None:
    (tmp_path / "drones.jsonl").write_text(
        json.dumps({"quote": QUOTE, "type": "arms_transfer"}) + '\n{"quote": "nowhere", "type": "finance"}\n',
        encoding="utf-8",
    )
    with pytest.raises(DragomanError, match="who coded is not told"):
        run("import", "drones.jsonl", "--record", "drones.db")
    printed = run("import", "drones.jsonl", "--record", "drones.db", "--as", "ana", code=1)
    assert "taken in   1 report, 1 claim" in printed
    assert "drones.jsonl, line 2: its quote does not stand in the report: 'nowhere'" in printed
    with Record.open("drones.db") as opened:
        assert [c.coder for c in opened.claims()] == ["ana"]
        assert opened.runs()[-1].finished


def test_a_register_is_compared(record: Path, tmp_path: Path) -> None:
    (tmp_path / "sipri.csv").write_text(
        "Supplier,Recipient,Weapon designation,Weapon description,Number ordered,Year of order\n"
        "China,Serbia,CH-92A,UAV,6,2019\nChina,Serbia,HQ-22,SAM system,3,2020\n",
        encoding="utf-8",
    )
    rows = json.loads(run("import", "sipri.csv", "--record", "drones.db", "--format", "json"))
    assert [(r["side"], r["differences"]) for r in rows] == [
        ("both", ["ordered: record 9, SIPRI 6"]), ("SIPRI only", [])]  # fmt: skip
    assert "2019" in run("import", "sipri.csv", "--record", "drones.db", "--format", "csv")
    printed = run("import", "sipri.csv", "--record", "drones.db")
    assert "2 deals in the register: 1 both, 0 record only, 1 SIPRI only; 1 with different figures" in printed


def test_one_kind_at_a_time(record: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Supplier,Recipient,Designation\n", encoding="utf-8")
    with pytest.raises(DragomanError, match="several kinds"):
        run("import", "a.jsonl", "b.csv", "--record", "drones.db", "--as", "ana")
