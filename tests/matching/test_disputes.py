"""When sources disagree, and when they only seem to."""

import pytest

from dragoman.coding.claim import Claim
from dragoman.matching import Finding, match
from tests.matching.claims import claim, drones, report


def finding(slot: str, *claims: Claim) -> Finding:
    """The finding of a slot of the one event that the claims make."""
    outcome = match(claims, {c.report: report(c.report, f"Words of the report {c.report} alone.") for c in claims})
    (event,) = [e for e in outcome.events if len(e.claims) == len(claims)]
    return next(f for f in event.findings if f.slot == slot)


def test_two_numbers_at_one_stage_are_a_dispute_with_who_says_each() -> None:
    found = finding("quantity:aircraft", drones(count=6, time="2020-06"), drones(count=9, report="r2"))
    assert found.verdict == "disputed"
    assert found.reason == "publisher r1 says 6 drones, publisher r2 says 9 drones, both of the stage completed"
    assert (found.low, found.high) == (6, 9)
    assert {v.sources for v in found.values} == {("publisher r1",), ("publisher r2",)}


def test_speakers_quoted_in_one_report_are_two_voices() -> None:
    found = finding(
        "quantity:aircraft",
        drones(count=6, attribution="the ministry"),
        drones(count=9, attribution="a journal", start=80),
    )
    assert found.verdict == "disputed"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((1000, "drones", "about"), (998, "drones"), id="rounding said"),
        pytest.param((3200, "drones"), (3233, "drones"), id="rounding"),
        pytest.param((200, "drones", "at_least"), (236, "drones"), id="at least"),
        pytest.param((161, "drones", "at_most"), (150, "drones"), id="at most"),
    ],
)
def test_figures_that_fit_agree(one: tuple, other: tuple) -> None:
    found = finding("quantity:aircraft", drones(quantity=[one]), drones(quantity=[other], report="r2"))
    assert found.verdict == "agreed"
    assert not found.reason


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        pytest.param((66e6, "USD"), (65.9e6, "USD"), "agreed", id="rounding"),
        pytest.param((448.9e6, "CNY"), (66e6, "USD"), "agreed", id="two currencies"),
        pytest.param((5.58e9, "USD"), (5.6e9, "USD"), "agreed", id="rounded billions"),
        pytest.param((126e6, "USD"), (104e6, "USD"), "disputed", id="other sums"),
        pytest.param((2.4e6, "USD"), (2_372_189.0, "XDR"), "disputed", id="one number, two currencies"),
        pytest.param((5e6, "XYZ"), (9e6, "USD"), "agreed", id="unknown currency"),
    ],
)
def test_sums(one: tuple, other: tuple, verdict: str) -> None:
    loan = {
        "type": "finance",
        "actor": ["China"],
        "recipient": ["Kenya"],
        "item": "loan for the Lamu fibre cable",
        "time": "2022",
    }
    assert finding("money", claim(money=one, **loan), claim("r2", money=other, **loan)).verdict == verdict


def test_a_sum_equated_with_another_that_no_rate_allows_is_a_dispute() -> None:
    quote = "The loan is CNY 448.9 million, which is around 200 million US dollars."
    loan = {
        "type": "finance",
        "actor": ["China"],
        "recipient": ["Kenya"],
        "item": "loan for the Lamu fibre cable",
        "time": "2022",
    }
    assert finding("money", claim(money=(448.9e6, "CNY"), quote=quote, **loan)).verdict == "disputed"
    fits = quote.replace("200", "66")
    assert finding("money", claim(money=(448.9e6, "CNY"), quote=fits, **loan)).verdict == "single-source"


def test_other_stages_are_history() -> None:
    found = finding(
        "quantity:aircraft", drones(count=9, status="agreed", time="2019"), drones(count=6, report="r2", time="2020")
    )
    assert found.verdict == "superseded"
    assert found.best == {"value": 6, "unit": "drones"}


def test_cameras_in_place_grow_and_are_no_dispute() -> None:
    cameras = {
        "type": "surveillance_deployment",
        "actor": ["Huawei"],
        "recipient": ["Uganda"],
        "item": "street cameras",
    }
    found = finding(
        "quantity:camera",
        claim(quantity=[(900, "cameras")], time="2018-07", **cameras),
        claim("r2", quantity=[(2500, "cameras", "about")], time="2019-08", **cameras),
    )
    assert found.verdict == "superseded"
    assert found.best == {"value": 2500, "unit": "cameras", "approx": "about"}


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("2020", "2020-06", "agreed"),
        ("2020-07-02", "2020-06", "disputed"),
        ("2019/..", "2020", "agreed"),
        (None, "2020", "single-source"),
    ],
)
def test_dates(one: str | None, other: str, verdict: str) -> None:
    assert finding("time", drones(time=one), drones(time=other, report="r2")).verdict == verdict


def test_said_and_denied_is_a_dispute() -> None:
    found = finding(
        "happened", drones(count=None), drones(count=None, report="r2", modality="negated", attribution="the ministry")
    )
    assert found.verdict == "disputed"
    assert "the ministry that it did not" in found.reason


def test_what_one_source_says_twice_is_single_source() -> None:
    assert finding("quantity:aircraft", drones(), drones(start=500)).verdict == "single-source"


def test_copies_of_one_text_count_as_one_source() -> None:
    text = (
        "Six drones reached the airfield in June, the ministry said, and were shown to the press a few days after. " * 3
    )
    copies = {
        "r1": report("r1", text, published="2020-07-01"),
        "r2": report("r2", "Trimmed. " + text[:-100], published="2020-07-02"),
    }
    (event,) = match([drones(), drones(report="r2")], copies).events
    assert next(f for f in event.findings if f.slot == "quantity:aircraft").verdict == "single-source"
    assert {s for f in event.findings for v in f.values for s in v.sources} == {"publisher r1"}


def test_majority_of_sources_is_best() -> None:
    found = finding("quantity:aircraft", drones(count=9), drones(report="r2"), drones(report="r3"))
    assert (found.verdict, found.best, found.rule) == (
        "disputed",
        {"value": 6, "unit": "drones"},
        "majority of independent sources",
    )


def test_variants_left_open_are_a_dispute() -> None:
    found = finding("item", drones(item="FT-8C or FT-8D missiles", count=None))
    assert found.verdict == "disputed"
    assert {v.value for v in found.values} == {"FT-8C", "FT-8D"}


def test_a_refusal_to_confirm_is_shown_beside_the_report_and_not_joined() -> None:
    shipped = drones(item="Bastion vehicles", count=24, attribution="a journal")
    silent = claim(
        type="legal_oversight",
        actor=["Serbian Ministry of Defence"],
        item="refusal to confirm the shipment of Bastion vehicles",
    )
    outcome = match([shipped, silent], {"r1": report("r1")})
    assert len(outcome.events) == 2
    (found,) = [f for e in outcome.events for f in e.findings if f.slot == "confirmation"]
    assert {v.value: v.claims for v in found.values} == {"reported": (shipped.id,), "not confirmed": (silent.id,)}


def test_a_second_batch_knows_the_first() -> None:
    gear = {"type": "military_aid", "actor": ["China"], "recipient": ["Fiji"]}
    first = claim(item="first batch of riot gear", time="2021-12", **gear)
    second = claim("r2", item="second batch of riot gear", time="2022-02", **gear)
    outcome = match([first, second], {})
    (found,) = [f for e in outcome.events for f in e.findings if f.slot == "succession"]
    assert found.verdict == "superseded"
    assert found.reason == "second batch of riot gear follows first batch of riot gear"


def test_names_of_one_state_are_one_voice() -> None:
    one, other = (drones(count=n, attribution=who, start=n) for n, who in ((6, "India"), (9, "Indian government")))
    assert len(match([one, other], {}).events) == 2  # one voice that tells two numbers tells of two deliveries


def test_a_denial_without_a_speaker_is_somebodys() -> None:
    told = drones(count=None, time="2021")
    denied = drones(
        count=None, modality="negated", start=300, quote="It had delivered no drones, it wrote to the panel."
    )
    found = finding("happened", told, denied)
    assert found.verdict == "disputed"
    assert "quoting somebody" in found.reason


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        pytest.param({"quote": "None of the drones works, says the army.", "status": "operational"}, "no", id="use"),
        pytest.param({"quote": "No drones will come before Congress agrees, says the army."}, "no", id="condition"),
        pytest.param({"quote": "The army says that no drones came."}, "disputed", id="denied"),
    ],
)
def test_what_is_not_denied(fields: dict[str, str], verdict: str) -> None:
    denied = drones("r2", count=None, modality="negated", attribution="the army", **fields)
    assert (finding("happened", drones(count=None), denied).verdict == "disputed") == (verdict == "disputed")


def test_a_point_of_an_agreement_is_not_the_agreement() -> None:
    pact = {"type": "agreement", "actor": ["Moldova", "European Union"], "item": "partnership", "time": "2024-05"}
    clause = {**pact, "item": None, "modality": "negated", "attribution": "Josep Borrell", "start": 90}
    told = claim(quote="It holds no guarantee, he said.", **clause)
    assert finding("happened", claim(**pact), told).verdict != "disputed"


def test_the_day_of_a_plan_is_not_the_day_planned_for() -> None:
    plan = {"type": "arms_transfer", "actor": ["Israel"], "recipient": ["Germany"], "item": "Arrow 3"}
    plan |= {"status": "announced", "modality": "planned"}
    claims = [claim(time="2023-09-28", **plan), claim(time="2025", attribution="the ministry", start=90, **plan)]
    (event,) = match(claims, {"r1": report("r1", published="2023-09-28")}).events
    assert next(f for f in event.findings if f.slot == "time").verdict != "disputed"


def test_two_deliveries_of_weapons_are_not_two_dates_of_one() -> None:
    assert finding("time", drones(time="2024-12"), drones("r2", time="2025-09")).verdict == "superseded"
    assert finding("time", drones(time="2024-12"), drones("r2", time="2025-02")).verdict == "disputed"


def test_a_far_bound_is_no_confirmation() -> None:
    near = finding("quantity:aircraft", drones(quantity=[(200, "drones", "at_least")]), drones("r2", count=236))
    far = finding("quantity:aircraft", drones(quantity=[(200, "drones", "at_least")]), drones("r2", count=2000))
    assert (near.verdict, near.grade) == ("agreed", 1)
    assert far.verdict == "single-source"
    assert far.grade != 1


def test_a_denial_in_so_many_words_holds_against_any_stage() -> None:
    """A coder leaves the stage of what is denied at its default."""
    told = drones(count=None, status="agreed", modality="alleged", attribution="Indian newspapers")
    denied = drones(
        count=None,
        start=20,
        modality="negated",
        attribution="spokeswoman of the ministry",
        quote="The spokeswoman flatly denied that CH-92A drones had been bought.",
    )
    assert finding("happened", told, denied).verdict == "disputed"


def test_cameras_promised_and_cameras_ordered_are_both_cameras_planned() -> None:
    network = {
        "type": "surveillance_deployment",
        "actor": ["Huawei"],
        "recipient": ["Uganda"],
        "item": "street cameras",
    }
    ordered = claim("r1", quantity=[(5552, "cameras")], status="agreed", **network)
    planned = claim("r2", quantity=[(3200, "cameras")], status="announced", **network)
    assert finding("quantity:camera", ordered, planned).verdict == "disputed"


def test_off_says_one_and_in_force_the_other() -> None:
    pact = {"type": "agreement", "actor": ["Arnor", "Gondor"], "item": "security agreement"}
    off = claim("r1", status="suspended", attribution="the new prime minister", **pact)
    on = claim("r1", start=90, status="under_way", attribution="embassy of Gondor", **pact)
    assert finding("status", off, on).verdict == "disputed"
    later = claim("r2", status="under_way", attribution="embassy of Gondor", **pact)
    assert finding("status", off, later).verdict == "superseded"
