"""What a sentence says of its numbers, and what follows for disputes."""

import pytest

from dragoman.coding.claim import Claim
from dragoman.matching import Finding, match
from dragoman.matching.amounts import unit_key
from dragoman.matching.counts import counts_in
from tests.matching.claims import claim, drones, report


def finding(slot: str, *claims: Claim) -> Finding:
    """The finding of a slot of the one event that the claims make."""
    outcome = match(claims, {c.report: report(c.report, f"Words of the report {c.report} alone.") for c in claims})
    (event,) = outcome.events
    return next(f for f in event.findings if f.slot == slot)


@pytest.mark.parametrize(
    ("quote", "refused", "parts"),
    [
        ("Nine aircraft, not six, were handed over.", {6}, set()),
        ("In March came nine officers rather than six.", {6}, set()),
        ("It was not 180 Chinese who took part.", {180}, set()),
        ("Not one of the aircraft flew.", set(), set()),
        ("Dozens, if not 200, took part.", set(), set()),
        ("A first lot of 20 tanks came by sea.", set(), {20}),
        ("The first two aircraft landed.", set(), {2}),
        ("In place were 1,756, of which 446 did not work.", set(), {446}),
        ("A mere 31 of them work.", set(), {31}),
        ("Six drones were delivered.", set(), set()),
    ],
)
def test_numbers_of_a_sentence(quote: str, refused: set[float], parts: set[float]) -> None:
    found = counts_in(quote)
    assert (found.refused, found.parts) == (refused, parts)


def test_a_number_put_right_is_denied_and_the_other_told() -> None:
    right = drones("r2", quantity=[(9, "aircraft"), (6, "aircraft")], quote="Nine aircraft, not six, were handed over.")
    found = finding("quantity:aircraft", drones(count=6), right)
    assert found.verdict == "disputed"
    assert (found.low, found.high) == (6, 9)
    alone = finding("quantity:aircraft", right)
    assert alone.verdict == "single-source"
    assert (alone.best["value"], alone.low, alone.high) == (9, 9, 9)


def test_a_denial_that_names_the_right_number_tells_it() -> None:
    denial = drones(
        "r2", modality="negated", quantity=[(9, "aircraft"), (6, "aircraft")], quote="It was nine aircraft, not six."
    )
    found = finding("quantity:aircraft", drones(count=6), denial)
    assert found.verdict == "disputed"
    assert found.high == 9


def test_a_first_lot_is_no_dispute_with_the_whole() -> None:
    lot = drones("r2", count=2, quote="The first two drones landed in June.")
    assert finding("quantity:aircraft", drones(count=6), lot).verdict != "disputed"


def test_a_part_is_never_the_best_value() -> None:
    cameras = {"type": "surveillance_deployment", "actor": ["Huawei"], "recipient": ["Uganda"], "item": "cameras"}
    told = claim(
        quantity=[(446, "cameras"), (1756, "cameras")], quote="1,756 were in place, of which 446 dark.", **cameras
    )
    early = claim("r2", quantity=[(900, "cameras")], status="under_way", **cameras)
    assert finding("quantity:camera", told, early).best["value"] == 1756


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("Serbs", "people"),
        ("Chinese", "people"),
        ("headcount", "people"),
        ("poles", "pole"),
        ("F-16s", "aircraft"),
        ("TB2s", "aircraft"),
        ("S-300 systems", "system"),
        ("FK-3 batteries", "battery"),
        ("units", "unit"),
    ],
)
def test_what_units_count(unit: str, kind: str) -> None:
    assert unit_key(unit) == kind
