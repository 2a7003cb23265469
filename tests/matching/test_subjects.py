"""What a claim is about where its item says little."""

import pytest

from dragoman.coding.claim import Claim
from dragoman.matching import Matching, match
from dragoman.matching.things import counted, things_in
from tests.matching.claims import claim, drones, report


def matched(*claims: Claim) -> Matching:
    return match(claims, {c.report: report(c.report, f"Words of the report {c.report} alone.") for c in claims})


def told(item: str | None, start: int, **fields: object) -> Claim:
    """A claim on what China supplies to Serbia, at a place in report r1."""
    return claim(**{"actor": ["China"], "recipient": ["Serbia"], "item": item, "start": start, **fields})  # type: ignore[arg-type]


def in_one_event(*claims: Claim) -> bool:
    return len(matched(*claims).events) == 1


def test_a_claim_without_item_is_about_what_was_told_right_before() -> None:
    first = drones(count=None, time="2018", status="agreed")
    after = told(None, 200, time="2020-06", quote="They landed in June.")
    outcome = matched(first, after)
    assert len(outcome.events) == 1
    assert "told next to it" in outcome.events[0].joins[0][2]


@pytest.mark.parametrize(
    ("item", "start", "fields", "joins"),
    [
        pytest.param("drones", 300, {"quote": "The drones were shown."}, True, id="bare"),
        pytest.param("drones", 300, {"quote": "A drone from China crashed, drones."}, True, id="bare, named later"),
        pytest.param("radars", 300, {"quote": "The radars were shown."}, False, id="another thing"),
        pytest.param("drones", 3000, {"quote": "The drones were shown."}, True, id="further on, nothing else told"),
        pytest.param(
            "drones", 3000, {"quote": "The drones were shown.", "actor": ["Turkey"]}, False, id="further on, another's"
        ),
        pytest.param(None, 300, {"recipient": ["Uganda"]}, False, id="another buyer"),
        pytest.param(None, 300, {"report": "r2"}, False, id="another report"),
        pytest.param("system", 300, {"quote": "The system was shown."}, True, id="broad"),
        pytest.param("system", 300, {"quote": "China sold a system."}, False, id="broad, brought in as new"),
        pytest.param(
            None, 300, {"status": "announced", "modality": "planned"}, False, id="to come, where the others have come"
        ),
    ],
)
def test_what_echoes_what(item: str | None, start: int, fields: dict[str, object], joins: bool) -> None:
    assert in_one_event(drones(count=None), told(item, start, **fields)) == joins


def test_a_system_named_beside_the_item_belongs_to_it() -> None:
    one = told("self-propelled howitzers", 0, quote="A contract for CAESAR self-propelled howitzers was initialled.")
    other = told("CAESAR howitzer", 0, report="r2", quote="They recommended the CAESAR howitzer.")
    assert in_one_event(one, other)


def test_a_number_of_units_counts_the_thing_told_of() -> None:
    first = drones(count=6)
    later = told(None, 200, quantity=[(9, "units")], attribution="a journal", quote="A journal makes it nine.")
    (event,) = matched(first, later).events
    (found,) = [f for f in event.findings if f.slot.startswith("quantity")]
    assert (found.slot, found.verdict) == ("quantity:aircraft", "disputed")


def test_a_number_of_units_after_two_things_counts_neither() -> None:
    things = [drones(count=6), told("FT-8C missiles", 100, quantity=[(18, "missiles")])]
    total = told(None, 200, quantity=[(6, "units")], attribution="a minister", quote="A minister spoke of six.")
    assert not any(f.verdict == "disputed" for e in matched(*things, total).events for f in e.findings)


def test_what_comes_on_top_is_another_deal() -> None:
    more = told(None, 200, quantity=[(6, "units")], status="agreed", quote="Half a dozen more have been ordered.")
    assert not in_one_event(drones(count=6), more)


def cameras(item: str | None, report: str = "r1", **fields: object) -> Claim:
    base = {"actor": ["Huawei"], "recipient": ["Uganda"], "type": "surveillance_deployment", "item": item}
    return claim(report, **{**base, **fields})  # type: ignore[arg-type]


def test_the_cameras_of_one_host_and_supplier_are_one_programme() -> None:
    assert in_one_event(cameras("street cameras", status="agreed"), cameras("video surveillance system", "r2"))
    assert not in_one_event(cameras("street cameras"), cameras("cameras", "r2", actor=["Hikvision"]))
    assert not in_one_event(cameras("Safe City cameras"), cameras("traffic cameras", "r2"))


def test_a_firms_home_state_is_not_its_customer() -> None:
    assert in_one_event(cameras("street cameras", recipient=["China"]), cameras(None, start=200, quote="It came."))


@pytest.mark.parametrize(
    ("text", "family", "things"),
    [
        ("street cameras", "surveillance_deployment", ("camera",)),
        ("face-recognition system", "surveillance_deployment", ("camera",)),
        ("power connection", "surveillance_deployment", ()),
        ("armed drones and missiles", "arms", ("aircraft", "missile")),
        ("weapon systems", "arms", ("weapon",)),
        ("the system", "arms", ()),
        ("soft loan", "finance", ("loan",)),
        ("concern about the loan", "statement_concern", ()),
    ],
)
def test_things(text: str, family: str, things: tuple[str, ...]) -> None:
    assert things_in(text, family) == things


@pytest.mark.parametrize(("unit", "kind"), [("units", ""), ("drones", "aircraft"), ("Chinese officers", "people")])
def test_what_a_unit_counts(unit: str, kind: str) -> None:
    assert counted(unit) == kind
