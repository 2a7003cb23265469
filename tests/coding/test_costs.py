"""Sentences that tell the cost of what was told before."""

import pytest

from dragoman.coding.claim import Claim, Coding, Money
from dragoman.coding.costs import with_costs
from dragoman.ids import content_id
from dragoman.reading import Reading, read
from dragoman.sources.report import Report

FIRST = "China built a police academy in Zambia. "
COSTS = [
    ("The project cost $6 million.", 6e6),
    ("It is worth 7.1 billion kronor.", 7.1e9),
    ("The contract is valued at USD 70,880,779.", 70880779),
    ("The grant amounts to 575 million yen.", 5.75e8),
    ("The loan amount is known to be 68.6 mln USD.", 6.86e7),
    ("This project was a grant worth 4 million NZD.", 4e6),
    ("The total cost came to about 3 million euros.", 3e6),
    ("The price was put by the ministry at 12 million dollars.", 1.2e7),
    ("Worth about 1.5 million CNY, the donation included computers.", 1.5e6),
]
NO_COSTS = [
    "The agreement was signed for a visa of 30 days.",
    "The agreement was signed in Lusaka, where $5 million changed hands last year.",
    "Exports rose to $6 million.",
    "The project cost six lives.",
]


def reading(second: str) -> Reading:
    text = FIRST + second
    return read(Report(content_id("report", text), text, None, None, None, None, "text/plain", "en", ""))


def coded(second: str, type_: str = "civil_aid", modality: str = "asserted") -> list[Claim]:
    r = reading(second)
    s = r.sentences[0]
    known = Claim(
        r.report.id, s.start, s.end, s.text, type_, ("China",), ("Zambia",), "police academy", modality=modality
    )
    return list(with_costs(r, Coding((known,), ())).claims[1:])


@pytest.mark.parametrize(("second", "amount"), COSTS)
def test_the_cost_of_what_was_told_is_a_claim_of_its_parties(second: str, amount: float) -> None:
    (claim,) = coded(second)
    assert claim.quote == second
    assert claim.money is not None
    assert claim.money.amount == pytest.approx(amount)
    assert (claim.type, claim.actor, claim.recipient, claim.item) == (
        "civil_aid",
        ("China",),
        ("Zambia",),
        "police academy",
    )


@pytest.mark.parametrize("second", NO_COSTS)
def test_what_tells_no_cost_makes_no_claim(second: str) -> None:
    assert coded(second) == []


def test_nothing_paid_for_told_before_has_no_cost() -> None:
    assert coded("The project cost $6 million.", "statement_concern") == []
    assert coded("The project cost $6 million.", modality="negated") == []


def test_a_loan_is_looked_for_where_one_is_spoken_of() -> None:
    r = reading("The loan amounts to $6 million.")
    s = r.sentences[0]
    built, lent = (
        Claim(r.report.id, s.start, s.end, s.text, t, (a,), ("Zambia",))
        for t, a in (("finance", "Exim Bank"), ("civil_aid", "China"))
    )
    assert with_costs(r, Coding((built, lent), ())).claims[2].actor == ("Exim Bank",)


def test_a_sentence_that_is_coded_already_keeps_its_claims() -> None:
    r = reading("The project cost $6 million.")
    claims = tuple(
        Claim(r.report.id, s.start, s.end, s.text, "civil_aid", ("China",), ("Zambia",), money=Money(1.0, "USD"))
        for s in r.sentences
    )
    assert with_costs(r, Coding(claims, ())).claims == claims
