"""SIPRI's register is read in both its layouts and laid beside the record row by row."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import NEW_REGISTER, OLD_REGISTER

from dragoman.errors import DragomanError
from dragoman.record import Record
from dragoman.running.imports import Compared, Kind, compare, kind_of, read_register
from dragoman.running.imports.register import _years


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(OLD_REGISTER, encoding="latin-1")
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text(f"A title\n\n{NEW_REGISTER}", encoding="utf-8")
    return path


def by_side(rows: list[Compared]) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows:
        found.setdefault(row.side, []).append((row.supplier, row.record, row.register))
    return found


def test_one_row_a_deal(old: Path) -> None:
    drones, missiles, tanks, last = read_register(old)
    assert (drones.supplier, drones.recipient, drones.designation) == ("China", "Serbia", "CH-92")
    assert (drones.ordered, drones.order_year, drones.delivered, drones.delivery_years) == (6, 2019, 6, (2020,))
    assert drones.uncertain == {"order_year"}
    assert missiles.uncertain == {"delivered"}
    assert missiles.delivery_years == (2022, 2023)
    assert missiles.comments == 'incl. "support" vehicles'
    assert tanks.delivery_years == (2020, 2021)
    assert (last.ordered, last.order_year, last.uncertain) == (12, 1999, {"ordered", "order_year"})
    assert drones.line == 5


def test_one_row_a_year_is_added_up(new: Path) -> None:
    drones, missiles = read_register(new)
    assert (drones.id, drones.delivered, drones.delivery_years, drones.uncertain) == (
        "77", 6, (2020, 2021), {"delivered"})  # fmt: skip
    assert (drones.ordered, drones.order_year) == (None, 2019)
    assert missiles.uncertain == {"order_year"}


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Supplier,Recipient\nChina,Serbia\n", "\0\0\0"])
def test_another_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DragomanError):
        read_register(path)
    with pytest.raises(DragomanError):
        kind_of(path)


def test_kinds_of_files_are_told_apart(old: Path, new: Path, tmp_path: Path) -> None:
    assert kind_of(old) is kind_of(new) is Kind.REGISTER
    (tmp_path / "c.csv").write_text("report;quote;type\n", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text("", encoding="utf-8")
    assert kind_of(tmp_path / "c.csv") is kind_of(tmp_path / "c.jsonl") is kind_of(tmp_path) is Kind.CODINGS
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    assert kind_of(tmp_path) is kind_of(tmp_path / "datapackage.json") is Kind.PACKAGE
    (tmp_path / "all" / "datapackage").mkdir(parents=True)
    (tmp_path / "all" / "claims.csv").write_text("report;quote;type\n", encoding="utf-8")
    assert kind_of(tmp_path / "all") is Kind.CODINGS
    (tmp_path / "all" / "datapackage" / "datapackage.json").write_text("{}", encoding="utf-8")
    assert kind_of(tmp_path / "all") is Kind.PACKAGE
    for wrong in (tmp_path / "gone", tmp_path / "x.pdf"):
        (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4")
        with pytest.raises(DragomanError):
            kind_of(wrong)


def test_what_both_have_and_what_one_has_not(full: Record, old: Path) -> None:
    found = by_side(compare(full, read_register(old)))
    assert [(s, g) for s, _, g in found["both"]] == [("China", "CH-92 UAV"), ("Russia", "T-72B tank")]
    assert [(s, r) for s, r, _ in found["record only"]] == [("France", "radars")]
    assert [(s, g) for s, _, g in found["SIPRI only"]] == [
        ("China", "HQ-22 SAM system"), ("Russia", "Igla portable SAM")]  # fmt: skip


def test_different_figures_are_told(full: Record, old: Path) -> None:
    rows = compare(full, read_register(old))
    drones = next(r for r in rows if r.register == "CH-92 UAV")
    assert (drones.ordered, drones.delivered) == ((9, 6), (6, 6))
    assert drones.differences == ("ordered: record 9, SIPRI 6",)
    assert drones.line == 5
    assert set(drones.events) <= {e.id for e in full.events()}
    tanks = next(r for r in rows if r.register == "T-72B tank")
    assert tanks.differences == ()


def test_no_deal_and_no_event_is_lost(full: Record, old: Path) -> None:
    deals = read_register(old)
    rows = compare(full, deals)
    assert sorted(r.line for r in rows if r.line is not None) == [d.line for d in deals]
    told = [id for r in rows for id in r.events]
    assert len(told) == len(set(told))
    assert set(told) == {e.id for e in full.events()}


def test_a_register_of_one_supplier_says_nothing_of_others(full: Record, new: Path) -> None:
    assert {r.supplier for r in compare(full, read_register(new))} == {"China"}


def test_deals_far_apart_in_time_are_two(full: Record, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(OLD_REGISTER.replace("2019,?,6,,CH-92,UAV,6,,2020", "2009,,6,,CH-92,UAV,6,,2010"), encoding="utf-8")
    drones = [r.side for r in compare(full, read_register(path)) if "CH-92" in r.register + r.record]
    assert sorted(drones) == ["SIPRI only", "record only"]


def test_an_empty_record_has_nothing(empty: Record, old: Path) -> None:
    assert {r.side for r in compare(empty, read_register(old))} == {"SIPRI only"}


def test_a_deal_of_several_states_is_laid_beside_each_of_them(full: Record, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(OLD_REGISTER.replace("Serbia,China,2019", "Serbia,China; France,2019"), encoding="utf-8")
    drones = next(r for r in compare(full, read_register(path)) if r.register == "CH-92 UAV")
    assert (drones.side, drones.supplier) == ("both", "China; France")
    assert drones.record == "CH-92A drones"


@given(st.text(st.sampled_from("0123456789;,- ()?x")))
def test_years_are_years(cell: str) -> None:
    assert all(0 <= year <= 9999 for year in _years(cell))
    assert list(_years(cell)) == sorted(set(_years(cell)))
