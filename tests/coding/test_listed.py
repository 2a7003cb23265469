"""Figures told in a row become one claim each, with their own figure and party."""

import pytest

from dragoman.coding.claim import Claim, Quantity
from dragoman.coding.listed import beside, row
from tests.coding.said import coded, parsed


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("China led, ahead of Japan (45) and India (30 per cent).", [("Japan", 45), ("India", 30)]),
        ("Against 9 per cent for Russia and 4.5 per cent for France.", [("Russia", 9), ("France", 4.5)]),
        ("Japan came next with 41, India with 12.", [("Japan", 41), ("India", 12)]),
        ("China sold 45 tanks to Japan in 2010.", []),
        ("Japan (1990) was different.", []),
    ],
)
def test_a_figure_belongs_to_the_party_it_stands_by(text: str, pairs: list[tuple[str, float]]) -> None:
    _, names = parsed(text)
    assert [(m.name, value) for m, value in beside(names, text)] == pairs


def test_each_party_of_a_row_gets_its_own_figure() -> None:
    text = "China accounted for 64 per cent of the grain imports of Kenya, against 9 per cent for Russia."
    shares = {c.actor: [q.value for q in c.quantity] for c in coded(text).claims if c.type == "published_statistic"}
    assert shares == {("China",): [64.0], ("Russia",): [9.0]}


def test_a_claim_without_a_percentage_is_left_alone() -> None:
    text = "China is the largest donor, Japan (45) said."
    _, names = parsed(text)
    claim = Claim("r", 0, len(text), text, "published_statistic", ("China",), quantity=(Quantity(1, "rank"),))
    assert row(claim, names, text) == [claim]
