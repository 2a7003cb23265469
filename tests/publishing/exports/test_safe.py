"""Texts lose what is dangerous and nothing else; cells are neutralised and come back as they were."""

import csv
import io
import json
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.publishing.exports import cells
from dragoman.publishing.exports.files import write_csv
from dragoman.publishing.exports.safe import UNREADABLE, natural, neutral, safe, safe_text

ANY = st.text(st.characters())  # surrogates and all
DANGEROUS = "=+-@\t\r\n＝＋－＠"


@given(ANY)
def test_a_safe_text_is_as_long_writable_and_stays(text: str) -> None:
    made = safe_text(text)
    assert len(made) == len(text)
    assert safe_text(made) == made
    made.encode()
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in made if c not in "\t\n")
    assert made.splitlines() == list(made.split("\n"))[: len(made.splitlines())]


@given(ANY)
def test_only_what_is_dangerous_is_replaced(text: str) -> None:
    for before, after in zip(text, safe_text(text), strict=True):
        assert before == after or after == UNREADABLE or (after == "\n" and before in "\r\x85\u2028\u2029")
        if before.isprintable():
            assert before == after


def test_direction_is_not_overridden_and_marks_of_scripts_stay() -> None:
    assert safe_text("\u202eabc\u202c \u2066x\u2069") == f"{UNREADABLE}abc{UNREADABLE} {UNREADABLE}x{UNREADABLE}"
    assert safe_text("שלום\u200f नमस्ते\u200d") == "שלום\u200f नमस्ते\u200d"


@given(ANY)
def test_a_cell_comes_back_as_it_was(text: str) -> None:
    assert natural(neutral(text)) == text


@given(st.from_regex(r"\A'{0,2}[ \t]{0,2}\Z"), st.sampled_from(DANGEROUS), ANY)
def test_nothing_that_begins_like_a_formula_stays_so(before: str, sign: str, rest: str) -> None:
    made = neutral(before + sign + rest)
    assert made.startswith("'")
    assert made != before + sign + rest


@pytest.mark.parametrize("harmless", ["Serbia", "2020-01-02", "a=b", "it's", "", "1,000", "'quoted'"])
def test_other_cells_are_left_alone(harmless: str) -> None:
    assert neutral(harmless) == harmless


def test_numbers_stay_numbers_and_text_does_not_become_one(tmp_path) -> None:
    write_csv(tmp_path / "x.csv", ("n", "t", "l", "none"), [(-5, "-5", ["=1"], None)])
    (row,) = list(csv.reader(io.StringIO((tmp_path / "x.csv").read_text(encoding="utf-8"))))[1:]
    assert row == ["-5", "'-5", json.dumps(["=1"]), ""]


@dataclass(frozen=True)
class Held:
    name: str
    rest: dict[str, tuple[str, ...]]


def test_safe_goes_to_any_depth_and_keeps_what_is_safe_as_it_is() -> None:
    assert safe(Held("a\0", {"\x07": ("b\x1b", "c")})) == Held(f"a{UNREADABLE}", {UNREADABLE: (f"b{UNREADABLE}", "c")})
    same = Held("a", {"b": ("c",)})
    assert safe(same) is same


@given(st.lists(ANY.map(str.strip).filter(bool)))
def test_a_list_in_a_cell_comes_back(values: list[str]) -> None:
    assert cells.unlisted(cells.listed(values)) == values


NUMBERS = st.one_of(st.integers(0, 10**12), st.floats(0.001, 1e9))
APPROX = st.sampled_from([{}, {"approx": "about"}, {"approx": "at_least"}, {"approx": "at_most"}])


@given(st.lists(st.tuples(NUMBERS, st.text(st.characters(exclude_categories=("C", "Z"))), APPROX)))
def test_quantities_in_a_cell_come_back(given_: list[tuple[float, str, dict[str, str]]]) -> None:
    values = [{"value": value, "unit": unit} | approx for value, unit, approx in given_]
    assert cells.unquantities(cells.quantities(values)) == values


@given(NUMBERS, st.none() | NUMBERS, APPROX)
def test_a_sum_in_a_cell_comes_back(amount: float, upper: float | None, approx: dict[str, str]) -> None:
    value = {"amount": amount, "currency": "EUR"} | ({} if upper is None else {"max": upper}) | approx
    assert cells.unmoney(cells.money(value)) == value


@pytest.mark.parametrize("cell", ["dozens", "five cameras", "nan cameras"])
def test_what_is_no_quantity_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="no quantity"):
        cells.unquantities(cell)


@pytest.mark.parametrize("cell", ["5", "EUR", "euro 5", "5 EUR"])
def test_what_is_no_sum_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="no sum"):
        cells.unmoney(cell)
