"""Sums that no claim took."""

import pytest

from dragoman.coding.candidates import HERE, PREFIX, Candidate
from dragoman.coding.claim import Claim, Money
from dragoman.coding.model import Thresholds
from dragoman.coding.proposal import Proposal
from dragoman.coding.spare import telling_sums, with_spare_sums
from dragoman.coding.units import Unit
from dragoman.reading import Sentence

UNIT = Unit(0, Sentence(0, 9, "FIVE SIX."), None, (), ())
FIVE, SIX = Money(5e6, "USD"), Money(6e6, "EUR")


def claim(type_: str, money: Money | None = None, start: int = 0) -> Claim:
    return Claim("report:x", start, start + 9, "a quote", type_, ("China",), (), money=money)


def proposal(*sums: tuple[float, Money], segment: int = HERE) -> Proposal:
    found = [
        (score, Candidate(segment, 0, n, n + 1, "money", value=money, origin=(n, n + 1)))
        for n, (score, money) in enumerate(sums)
    ]
    return Proposal(UNIT, "finance", 0.9, (0, 1), "agreed", "asserted", {"money": found})


def sums(*told: tuple[Claim, Proposal], least: float = 0.2) -> list[Money | None]:
    return [c.money for c in with_spare_sums(told, least)]


def test_a_sum_left_over_goes_to_the_claim_that_has_none() -> None:
    told = (claim("finance", FIVE), proposal((0.9, FIVE), (0.4, SIX))), (claim("civil_aid"), proposal((0.3, SIX)))
    assert sums(*told) == [FIVE, SIX]


def test_a_sum_taken_is_not_given_again_nor_to_another_sentence() -> None:
    told = (claim("finance", FIVE), proposal((0.9, FIVE))), (claim("civil_aid"), proposal((0.4, FIVE)))
    assert sums(*told) == [FIVE, None]
    assert sums((claim("finance", FIVE), proposal()), (claim("civil_aid", start=50), proposal((0.4, FIVE)))) == [
        FIVE,
        FIVE,
    ]


def test_one_too_unlikely_stays_out_and_so_do_types_that_nothing_is_paid_for() -> None:
    assert sums((claim("finance"), proposal((0.1, FIVE)))) == [None]
    assert sums((claim("visit_meeting"), proposal((0.4, FIVE)))) == [None]
    assert sums((claim("finance"), proposal((0.4, FIVE), segment=PREFIX))) == [None]


def test_the_likelier_of_two_claims_gets_it() -> None:
    told = (claim("finance"), proposal((0.3, FIVE))), (claim("arms_transfer"), proposal((0.4, FIVE)))
    assert sums(*told) == [None, FIVE]


@pytest.mark.parametrize(
    ("before", "money"),
    [
        ("equipment worth ", FIVE),
        ("equipment valued at about ", FIVE),
        ("a package totalling ", FIVE),
        ("a ministry with a budget of ", None),
    ],
)
def test_what_a_thing_is_worth_belongs_to_the_claim_of_it_even_where_the_model_is_unsure(
    before: str, money: Money | None
) -> None:
    at = len(before)
    c = Candidate(HERE, 0, at, at + 4, "money", value=FIVE, origin=(at, at + 4))
    unit = Unit(0, Sentence(0, at + 5, f"{before}FIVE.", "body"), None, (c,), ())
    p = Proposal(unit, "civil_aid", 0.9, (0, 1), "completed", "asserted", {"money": [(0.05, c)]})
    assert [c.money for c in with_spare_sums([(claim("civil_aid"), p)], 0.2)] == [money]


def doubtful(type_: str, probability: float, score: float, money: Money = FIVE, start: int = 0) -> Proposal:
    unit = Unit(0, Sentence(start, start + 9, "FIVE SIX."), None, (), ())
    found = [(score, Candidate(HERE, 0, 0, 1, "money", value=money, origin=(start, start + 1)))]
    return Proposal(unit, type_, probability, (0, 1), "agreed", "asserted", {"money": found})


@pytest.mark.parametrize(
    ("proposals", "telling"),
    [
        ([("finance", 0.3, 0.95)], {0}),  # nobody doubts the sum, only the type
        ([("finance", 0.3, 0.95), ("civil_aid", 0.4, 0.95)], {1}),  # the likelier type, once
        ([("finance", 0.3, 0.95), ("civil_aid", 0.9, 0.95)], set()),  # a sure claim has it
        ([("finance", 0.3, 0.95), ("visit_meeting", 0.9, 0.01)], {0}),  # a sure claim has nothing to do with it
        ([("finance", 0.3, 0.95), ("finance", 0.9, 0.95, SIX)], {0}),  # that is another sum
        ([("finance", 0.3, 0.95), ("finance", 0.9, 0.95, FIVE, 40)], {0}),  # that is another sentence
        ([("finance", 0.1, 0.95)], set()),
        ([("finance", 0.3, 0.5)], set()),
        ([("public_opinion", 0.4, 0.95)], set()),
    ],
)
def test_a_sum_that_is_surely_its_own_makes_a_doubtful_claim(
    proposals: list[tuple[object, ...]], telling: set[int]
) -> None:
    assert telling_sums([doubtful(*p) for p in proposals], (), Thresholds(type=0.5)) == telling  # type: ignore[arg-type]


def test_a_sum_that_a_rule_took_makes_no_second_claim() -> None:
    assert telling_sums([doubtful("finance", 0.3, 0.95)], [claim("civil_aid", FIVE)], Thresholds(type=0.5)) == set()
