"""What one supplier did in two countries, or one state with two others, is never one happening."""

import pytest

from dragoman.coding.claim import Claim
from dragoman.matching import match
from tests.matching.claims import claim, report


def together(one: Claim, other: Claim, *rest: Claim) -> bool:
    """Whether two claims are of one event, of a record that holds the rest as well."""
    claims = [one, other, *rest]
    reports = {c.report: report(c.report, f"Words of the report {c.report} alone.") for c in claims}
    return any({one.id, other.id} <= set(e.claims) for e in match(claims, reports).events)


def safe_city(report: str, recipient: list[str], **fields: object) -> Claim:
    base = {"type": "surveillance_deployment", "actor": ["Huawei"], "recipient": recipient, "item": "Safe City"}
    return claim(report, **{**base, **fields})  # type: ignore[arg-type]


def about(report: str, *states: str) -> Claim:
    """What else a report tells: a meeting of these states."""
    return claim(report, type="visit_meeting", actor=list(states), start=500, time="2001-02")


def test_a_host_left_out_is_sought_among_the_states_of_the_report() -> None:
    told, bare = safe_city("r1", ["Djibouti"]), safe_city("r2", [])
    assert not together(told, bare, about("r2", "China", "Zambia"))
    assert together(told, bare, about("r2", "China", "Djibouti"))


def test_two_claims_without_a_host_take_it_from_what_their_reports_are_about() -> None:
    one, other = safe_city("r1", []), safe_city("r2", [])
    assert not together(one, other, about("r1", "China", "Djibouti"), about("r2", "China", "Zambia"))
    assert together(one, other, about("r1", "China", "Zambia"), about("r2", "China", "Zambia"))


def visit(report: str, who: str, host: str, **fields: object) -> Claim:
    return claim(report, type="visit_meeting", actor=[who], recipient=[host], time="2021-11", **fields)


@pytest.mark.parametrize(
    ("one", "other", "one_visit"),
    [
        pytest.param(visit("r1", "Israel", "Morocco"), visit("r2", "India", "Israel"), False, id="other hosts"),
        pytest.param(visit("r1", "Israel", "Morocco"), visit("r2", "Israel", "Morocco"), True, id="the same two"),
        pytest.param(visit("r1", "Wang Yi", "Nigeria"), visit("r2", "Wang Yi", "Botswana"), False, id="a tour"),
        pytest.param(visit("r1", "Wang Yi", "Serbia"), visit("r2", "China", "Serbia"), True, id="person and state"),
    ],
)
def test_visits(one: Claim, other: Claim, one_visit: bool) -> None:
    assert together(one, other) == one_visit


def test_loans_of_one_bank_need_more_than_bank_and_borrower_where_sums_differ() -> None:
    loan = {"type": "finance", "actor": ["International Monetary Fund"], "recipient": ["Pakistan"]}
    small = claim("r1", item="standby arrangement", money=(3e9, "USD"), time="2023-07", **loan)
    large = claim("r2", item="bailout", money=(7e9, "USD"), **loan)
    assert not together(small, large)
