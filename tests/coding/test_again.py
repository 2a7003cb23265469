"""Further claims of one type in one sentence."""

import pytest

from dragoman.coding.again import told_apart
from dragoman.coding.claim import Claim, Drop, Money, Quantity
from dragoman.coding.model import Thresholds
from dragoman.coding.proposal import Proposal
from dragoman.coding.units import Unit
from dragoman.reading import Sentence

LIMITS = Thresholds(again=0.8, figure=0.4)
UNIT = Unit(0, Sentence(0, 9, "FIVE SIX."), None, (), ())


def told(
    word: float, first: bool = False, start: int = 0, type_: str = "arms_transfer", **told: object
) -> tuple[Claim, Proposal]:
    claim = Claim("report:x", start, start + 9, "a quote", type_, ("China",), ("Serbia",), **told)  # type: ignore[arg-type]
    return claim, Proposal(UNIT, type_, 0.9, (0, 1), "agreed", "asserted", {}, first, word)


SIX, FOUR = (Quantity(6, "jets"),), (Quantity(4, "drones"),)
FIRST = told(0.9, True, quantity=SIX, time="2019", status="agreed")


@pytest.mark.parametrize(
    ("further", "kept"),
    [
        (told(0.5, quantity=FOUR), True),  # another count
        (told(0.5, quantity=SIX, money=Money(2e9, "USD")), True),  # another sum
        (told(0.5, quantity=SIX), False),
        (told(0.5, time="2021"), False),  # a date alone asks for a surer word
        (told(0.9, time="2021"), True),
        (told(0.3, quantity=FOUR), False),  # hardly an announcing word
        (told(0.9, quantity=SIX, time="2019", status="agreed"), False),  # "announced the sale" is one
        (told(0.9, status="agreed"), False),  # it tells less, and nothing else
        (told(0.1, first=True, start=20), True),  # another sentence
        (told(0.1, first=True, type_="finance"), True),  # another type
    ],
)
def test_what_tells_something_of_its_own_is_a_claim(further: tuple[Claim, Proposal], kept: bool) -> None:
    drops: list[Drop] = []
    assert told_apart([FIRST, further], LIMITS, drops) == ([FIRST, further] if kept else [FIRST])
    assert len(drops) == (0 if kept else 1)


def test_a_third_must_differ_from_both() -> None:
    second = told(0.5, quantity=FOUR)
    assert told_apart([FIRST, second, told(0.5, quantity=FOUR)], LIMITS, []) == [FIRST, second]


def test_what_a_rule_found_too_needs_no_surer_word() -> None:
    assert len(told_apart([FIRST, told(0.3, time="2021", coder="both")], LIMITS, [])) == 2
