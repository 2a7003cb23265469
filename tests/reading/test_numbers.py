"""Numbers and their approximations."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.numbers import find_numbers, word_value

CASES = [
    ("1,000 cameras", [(1000, None)]),
    ("nine drones", [(9, None)]),
    ("about 300 officers", [(300, "about")]),
    ("some 40,000 in number", [(40000, "about")]),
    ("nearly 2,000 sites", [(2000, "about")]),
    ("just under 400 tanks", [(400, "about")]),
    ("more than 1,200 cameras", [(1200, "at_least")]),
    ("at least a dozen cases", [(12, "at_least")]),
    ("no fewer than six", [(6, "at_least")]),
    ("up to 48 jets", [(48, "at_most")]),
    ("as many as 3,500 cameras", [(3500, "at_most")]),
    ("fewer than 20 people", [(20, "at_most")]),
    ("500 or so men", [(500, "about")]),
    ("100-odd vehicles", [(100, "about")]),
    ("200+ cameras", [(200, "at_least")]),
    ("a hundred soldiers", [(100, None)]),
    ("two hundred and fifty trucks", [(250, None)]),
    ("twenty-one guns", [(21, None)]),
    ("2.5 million records", [(2500000, None)]),
    ("five lakh doses", [(500000, None)]),
    ("2 crore vaccines", [(20000000, None)]),
    ("two dozen jets", [(24, None)]),
    ("a pair of frigates", [(2, None)]),
    ("half a million tonnes", [(500000, None)]),
    ("two of three", [(2, None), (3, None)]),
    ("three in ten", [(3, None), (10, None)]),
    ("10 000 rifles", [(10000, None)]),
    ("150k followers", [(150000, None)]),
    ("the second batch", []),
    ("the 3rd battalion", []),
    ("several frigates", []),
    ("an F-16 of Block 70", []),
    ("a Type 054 frigate", []),
    ("Resolution 1701", []),
    ("several dozen tanks", []),
    ("a hundred and forty-two lorries", [(142, None)]),
    ("at 10:40 a.m.", []),
    ("weeks.[5] At", []),
    ("Project #37849", []),
    ("(KRX: 064350)", []),
    ("phase 2 of it", []),
    ("in the hands of Three Gorges", []),
    ("Three frigates and Two Harbours", [(3, None)]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_numbers(text: str, expected: list[tuple[float, str | None]]) -> None:
    assert [(n.value, n.approx) for n in find_numbers(text)] == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one", 1),
        ("ninety-nine", 99),
        ("two thousand and five", 2005),
        ("a million", 1e6),
        ("three hundred", 300),
        ("x", None),
    ],
)
def test_values_of_words(text: str, value: float | None) -> None:
    assert word_value(text) == value


@given(st.integers(1, 10**9))
def test_digits_with_commas_keep_their_value(value: int) -> None:
    assert [n.value for n in find_numbers(f"{value:,} cameras")] == [value]


@given(st.text(alphabet="0123456789 ,.-+%mnkbao fivetwhdz$½", max_size=60))
def test_numbers_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    found = find_numbers(text)
    assert all(text[n.start : n.end] == n.text for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
