"""Sums of money in many styles and currencies."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.money import find_money

CASES = [
    ("$5.2 million", 5.2e6, "USD", None),
    ("US$5.2m", 5.2e6, "USD", None),
    ("USD 150 million", 1.5e8, "USD", None),
    ("150 million US dollars", 1.5e8, "USD", None),
    ("a 1.4-billion-dollar loan", 1.4e9, "USD", None),
    ("EUR 93m", 9.3e7, "EUR", None),
    ("€60 million", 6e7, "EUR", None),
    ("12.4 million euros", 1.24e7, "EUR", None),
    ("£2bn", 2e9, "GBP", None),
    ("245 million yuan", 2.45e8, "CNY", None),
    ("RMB 50 million", 5e7, "CNY", None),
    ("85 million somoni", 8.5e7, "TJS", None),
    ("2.2 billion soms", 2.2e9, "KGS", None),
    ("450 million Indian rupees", 4.5e8, "INR", None),
    ("Rs 450 crore", 4.5e9, "INR", None),
    ("16 billion Norwegian kroner", 1.6e10, "NOK", None),
    ("NT$3 billion", 3e9, "TWD", None),
    ("A$600 million", 6e8, "AUD", None),
    ("US$3-4bn", 3e9, "USD", 4e9),
    ("between 3 and 4 million euros", 3e6, "EUR", 4e6),
    ("between $5m and $9m", 5e6, "USD", 9e6),
    ("two million euros", 2e6, "EUR", None),
    ("half a million dollars", 5e5, "USD", None),
    ("three to four million euros apiece", 3e6, "EUR", 4e6),
    ("$36", 36, "USD", None),
    ("800000 usd", 8e5, "USD", None),
    ("5 million maloti", 5e6, "LSL", None),
    ("27 million ECD", 2.7e7, "XCD", None),
    ("EC$27 million", 2.7e7, "XCD", None),
    ("104.3 Million U.S.Dollars", 1.043e8, "USD", None),
    ("40 million kyats", 4e7, "MMK", None),
]


@pytest.mark.parametrize(("text", "amount", "currency", "high"), CASES)
def test_sums(text: str, amount: float, currency: str, high: float | None) -> None:
    assert [(s.amount, s.currency, s.max) for s in find_money(f"It paid {text}.")] == [(amount, currency, high)]


@pytest.mark.parametrize(
    ("text", "states", "currency"),
    [
        ("5 million pesos", ("mx",), "MXN"),
        ("5 million pesos", ("ph",), "PHP"),
        ("9 million rupees", ("lk",), "LKR"),
        ("9 million dinars", ("rs",), "RSD"),
        ("9 million shillings", ("ug",), "UGX"),
        ("3 billion kroner", ("dk",), "DKK"),
        ("3 billion kroner", ("no",), "NOK"),
        ("¥300 million", ("jp",), "JPY"),
        ("¥300 million", ("cn", "jp"), "CNY"),
        ("338 billion CFA francs", ("cm",), "XAF"),
        ("P2 million", ("cn", "bw"), "BWP"),
        ("K4000", ("pg",), "PGK"),
        ("K1.2 billion", ("zm",), "ZMW"),
        ("R30 billion", ("za", "ru"), "ZAR"),
        ("N40,000", ("ng",), "NGN"),
        ("Le 5 million", ("sl",), "SLL"),
        ("338 billion CFA francs", ("sn",), "XOF"),
        ("$5 million", ("tw",), "USD"),
    ],
)
def test_the_states_of_a_report_decide_between_namesakes(text: str, states: tuple[str, ...], currency: str) -> None:
    assert [s.currency for s in find_money(text, states)] == [currency]


def test_two_sums_joined_by_and_are_two() -> None:
    assert [s.amount for s in find_money("$5 million and $9 million")] == [5e6, 9e6]


def test_a_bare_amount_takes_the_currency_told_before() -> None:
    assert [(s.amount, s.currency) for s in find_money("Another 2.5 billion was lent.", last="USD")] == [(2.5e9, "USD")]
    assert find_money("Another 2.5 billion was lent.") == []
    assert find_money("some 3 million people live there", last="USD") == []


@pytest.mark.parametrize("text", ["300 cameras", "in 2019", "the F-16", "Type 054 frigates", "5 km"])
def test_what_is_no_money(text: str) -> None:
    assert find_money(text) == []


@given(st.text(alphabet="0123456789 ,.-$€£mbnillo USDEUR yuanto and", max_size=60))
def test_sums_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    found = find_money(text, ("rs",), "USD")
    assert all(text[s.start : s.end] == s.text for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(s.max is None or s.max > s.amount for s in found)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("ten K9 howitzers", ("pg",)),
        ("the P2 million", ("rs",)),
        ("a P-8 aircraft and 200 M777 guns", ("ph", "ls")),
        ("P3 aircraft", ("ph",)),
        ("the R 2000 frequency", ("cn",)),
        ("the KJ-2000 and K2,", ("zm",)),
    ],
)
def test_letters_that_are_no_currency(text: str, states: tuple[str, ...]) -> None:
    assert find_money(f"It bought {text}.", states) == []
