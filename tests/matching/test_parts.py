"""The parts: dates as intervals, figures, names, copies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.claim import Quantity
from dragoman.matching.amounts import bounds, same_quantity, unit_key
from dragoman.matching.copies import copied_from
from dragoman.matching.names import base, designators, normal, plain
from dragoman.matching.times import interval
from tests.matching.claims import report


@pytest.mark.parametrize(
    ("text", "days"),
    [("2020", 366), ("2019-02", 28), ("2020-06-12", 1), ("2020-06/2020-07", 61), ("2024-22", 92), ("2020~", 366)],
)
def test_lengths_of_dates(text: str, days: int) -> None:
    found = interval(text)
    assert found is not None
    assert found.days == days


@pytest.mark.parametrize("text", [None, "", "XXXX-04", "2020-13", "2020-02-30", "soon", "2021/2019", "0000", "2020-6"])
def test_what_is_no_date_has_no_interval(text: str | None) -> None:
    assert interval(text) is None


def test_open_intervals_reach_everything_on_their_side() -> None:
    since, before, day = interval("2019/.."), interval("../2018"), interval("2035-01-01")
    assert since is not None
    assert before is not None
    assert day is not None
    assert since.open
    assert since.overlaps(day)
    assert not since.overlaps(before)


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    interval(text)
    assert plain(plain(text)) == plain(text) or not text.isascii()
    normal(text)
    designators(text)
    unit_key(text)


@given(st.floats(0, 1e12), st.sampled_from([None, "about", "at_least", "at_most"]))
def test_a_figure_agrees_with_itself(value: float, approx: str | None) -> None:
    low, high = bounds(value, approx)
    assert low <= high
    quantity = Quantity(value, "units", approx)
    assert same_quantity(quantity, quantity)


@given(st.integers(1, 99), st.integers(1, 99))
def test_small_exact_numbers_agree_only_where_equal(a: int, b: int) -> None:
    assert same_quantity(Quantity(a, "drones"), Quantity(b, "drones")) == (a == b)


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("CH-92A drones", {"ch92a"}),
        ("CAESAR howitzers", {"caesar"}),
        ("Ground Master 200 radars", {"gm200"}),
        ("5G network", set()),
        ("CCTV cameras", set()),
        ("old rifles", set()),
    ],
)
def test_model_names(item: str, found: set[str]) -> None:
    assert designators(item) == found


def test_variants_share_a_base() -> None:
    assert base("ft8c") == base("ft8d") == "ft8"
    assert base("tb2") == "tb2"


def test_a_trimmed_copy_is_found_and_another_text_is_not() -> None:
    text = " ".join(
        f"Sentence number {n} says that the ministry bought item {n * 7} for the border." for n in range(20)
    )
    reports = {
        "b": report("b", text, published="2020-01-02"),
        "a": report("a", "New title. " + text[200:], published="2020-01-03"),
        "c": report(
            "c", "Quite another text about a visit of ministers to a port, with nothing in common but a few words."
        ),
    }
    assert copied_from(reports) == {"a": "b", "b": "b", "c": "c"}
