"""Figures that only seem to disagree: parts, other people, counts that grow, plans that change, denials of a point."""

import pytest

from dragoman.coding.claim import Claim
from dragoman.matching import Finding, match
from tests.matching.claims import claim, drones, report


def finding(slot: str, *claims: Claim, published: tuple[str | None, ...] = ()) -> Finding | None:
    """The finding of a slot of the one event that holds all claims; reports were published in turn as told."""
    days = (*published, *(None for _ in claims))
    reports = {
        c.report: report(c.report, f"Words of the report {c.report}.", published=day)
        for c, day in zip(claims, days, strict=False)
    }
    (event,) = [e for e in match(claims, reports).events if len(e.claims) == len(claims)]
    return next((f for f in event.findings if f.slot == slot), None)


def verdict(slot: str, *claims: Claim, published: tuple[str | None, ...] = ()) -> str:
    found = finding(slot, *claims, published=published)
    assert found is not None
    return found.verdict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"item": "first CH-92A drones", "count": 2}, {"count": 6}, id="the first of them"),
        pytest.param({"item": "last pair of CH-92A drones", "count": 2}, {"count": 6}, id="the last of them"),
        pytest.param({"count": 1}, {"count": 6}, id="a single one"),
    ],
)
def test_a_part_and_the_whole_are_no_dispute(one: dict[str, object], other: dict[str, object]) -> None:
    assert verdict("quantity:aircraft", drones(**one), drones("r2", **other)) != "disputed"  # type: ignore[arg-type]


@pytest.mark.parametrize(("whole", "expected"), [(175, "agreed"), (190, "disputed")])
def test_parts_that_add_up_are_no_dispute(whole: int, expected: str) -> None:
    course = {"type": "training_education", "actor": ["Russia"], "recipient": ["Serbia"], "item": "flying course"}
    parts = claim(quantity=[(5, "officers"), (170, "instructors")], time="2018-02", **course)
    assert (
        verdict("quantity:people", parts, claim("r2", quantity=[(whole, "men")], time="2018-02", **course)) == expected
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param((280, "Serbian soldiers"), (97, "Chinese soldiers"), "single-source", id="of two nations"),
        pytest.param((180, "Chinese soldiers"), (97, "Chinese soldiers"), "disputed", id="of one"),
        pytest.param((180, "soldiers"), (97, "Chinese soldiers"), "single-source", id="of one among all"),
        pytest.param((97, "soldiers"), (180, "Chinese soldiers"), "disputed", id="more of one than all"),
        pytest.param((23, "people killed"), (77, "people missing"), "single-source", id="killed, missing"),
        pytest.param((23, "people killed"), (77, "people killed"), "disputed", id="killed, killed"),
    ],
)
def test_people(one: tuple[int, str], other: tuple[int, str], expected: str) -> None:
    drill = {"type": "military_exercise", "actor": ["China", "Serbia"], "item": "Falcon drill", "time": "2019-11"}
    assert (
        verdict("quantity:people", claim(quantity=[one], **drill), claim("r2", quantity=[other], **drill)) == expected
    )


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2018-08-01", "2019-08-01"), "superseded"),
        (("2019-08-01", "2018-08-01"), "disputed"),
        (("2018-08-01", "2018-08-20"), "disputed"),
        ((None, "2019-08-01"), "disputed"),
    ],
)
def test_a_count_in_place_holds_for_the_day_of_its_report(days: tuple[str | None, str], expected: str) -> None:
    cameras = {"type": "surveillance_deployment", "actor": ["Huawei"], "recipient": ["Uganda"], "item": "cameras"}
    counts = [claim(r, quantity=[(n, "cameras")], **cameras) for r, n in (("r1", 900), ("r2", 1756))]
    assert verdict("quantity:camera", *counts, published=days) == expected


def test_a_count_by_a_day_includes_what_came_before() -> None:
    six, fifty = drones(time="2019-06"), drones("r2", count=50, time="../2022-06")
    assert verdict("quantity:aircraft", six, fifty) == "superseded"


def test_an_order_dated_after_the_delivery_was_misread() -> None:
    came, placed = drones(time="2020-06", status="completed"), drones("r2", time="2020-07-04", status="agreed")
    older = drones("r3", time="2019", status="agreed")
    assert verdict("time", came, placed, older) != "disputed"


def test_a_plan_that_changes_is_no_dispute() -> None:
    plan = {"status": "announced", "modality": "planned"}
    one, other = drones(time="2020", **plan), drones("r2", time="2021", **plan)
    assert verdict("time", one, other, published=("2019-01-01", "2020-11-01")) == "superseded"
    assert verdict("time", one, other, published=("2020-10-25", "2020-11-01")) == "disputed"


def test_what_is_put_up_bit_by_bit_is_not_completed_on_one_day() -> None:
    cameras = {"type": "surveillance_deployment", "actor": ["Huawei"], "recipient": ["Uganda"], "item": "cameras"}
    assert verdict("time", claim(time="2018-07", **cameras), claim("r2", time="2019-08", **cameras)) != "disputed"


@pytest.mark.parametrize(
    ("item", "fields", "expected"),
    [
        pytest.param("CH-92A drones", {"attribution": "the ministry"}, "disputed", id="the thing, by a speaker"),
        pytest.param(
            "price of the CH-92A drones settled", {"attribution": "the ministry"}, "single-source", id="a point of it"
        ),
        pytest.param("CH-92A drones", {"report": "r2"}, "disputed", id="by another report"),
        pytest.param("CH-92A drones", {}, "single-source", id="by the author himself"),
        pytest.param(
            "CH-92A drones", {"attribution": "the ministry", "start": 0}, "single-source", id="in the same breath"
        ),
        pytest.param(
            "CH-92A drones", {"attribution": "the ministry", "time": "2018"}, "single-source", id="of another year"
        ),
    ],
)
def test_what_is_denied_must_be_what_is_told(item: str, fields: dict[str, object], expected: str) -> None:
    denied = drones(**{"item": item, "count": None, "modality": "negated", "start": 300, **fields})  # type: ignore[arg-type]
    assert verdict("happened", drones(count=None, time="2020"), denied) == expected


def test_a_report_waved_away_is_denied_whatever_words_are_used() -> None:
    spying = {"type": "security_incident", "actor": ["China"], "recipient": ["Kenya"], "time": "2018"}
    told = claim(item="data sent abroad at night", modality="alleged", attribution="a newspaper", **spying)
    waved = {"item": "spying", "modality": "negated", "attribution": "the embassy", "start": 90, **spying}
    assert verdict("happened", told, claim(quote="Groundless, said the embassy.", **waved)) == "disputed"
    assert verdict("happened", told, claim(quote="The embassy denied any spying.", **waved)) == "single-source"


def silent(**fields: object) -> Claim:
    base = {"type": "legal_oversight", "actor": ["Serbia"], "start": 200, "item": "comment on this"}
    return claim(**{**base, "quote": "Belgrade declined to comment on this.", **fields})  # type: ignore[arg-type]


def confirmations(*claims: Claim) -> list[str]:
    outcome = match(claims, {c.report: report(c.report) for c in claims})
    return [f.reason for e in outcome.events for f in e.findings if f.slot == "confirmation"]


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        pytest.param(silent(), True, id="of what was told before"),
        pytest.param(silent(actor=["Kenya"]), False, id="by one who has no part in it"),
        pytest.param(silent(start=2000), False, id="far from it"),
        pytest.param(silent(actor=[]), False, id="by nobody"),
        pytest.param(silent(item="audit of the purchase"), False, id="of another matter"),
        pytest.param(silent(quote="Belgrade was pleased."), False, id="no refusal"),
        pytest.param(
            silent(item=None, quote="Belgrade declined to say whether Zagreb had been consulted about the tunnel."),
            False,
            id="of something else that its sentence tells",
        ),
    ],
)
def test_silence_is_about_the_deed_told_before_it(refusal: Claim, told: bool) -> None:
    assert bool(confirmations(drones(attribution="a journal"), refusal)) == told


def test_silence_on_a_number_needs_a_number() -> None:
    how_many = silent(quote="Belgrade has not said how many there are.")
    assert confirmations(drones(count=6, attribution="a journal"), how_many) == [
        "publisher r1, quoting a journal reports a number that Serbia would not confirm"
    ]
    assert not confirmations(drones(count=None, attribution="a journal"), how_many)


def test_a_worry_is_denied_by_another_who_says_so() -> None:
    worry = claim(type="statement_concern", actor=["Western officials"], recipient=["China"], item="naval base")
    base = {"type": "force_development", "actor": ["China"], "recipient": ["Solomon Islands"], "item": "naval base"}
    denial = claim(modality="negated", start=90, attribution="the prime minister", **base)
    assert confirmations(worry, denial) == [
        "voiced as a concern by Western officials, denied by publisher r1, quoting the prime minister"
    ]
    assert not confirmations(worry, claim(modality="negated", start=90, **base))
    assert not confirmations(worry, denial.with_(attribution="Western officials"))


def test_a_draft_comes_before_the_text() -> None:
    pact = {"type": "agreement", "actor": ["China", "Solomon Islands"]}
    draft = claim(item="draft security pact", status="considered", modality="hypothetical", **pact)
    found = finding("item", draft, claim(item="security pact", start=90, time="2022-04", **pact))
    assert found is not None
    assert (found.verdict, found.best) == ("superseded", "security pact")


def test_what_was_feared_and_came_is_told_with_the_fear() -> None:
    fear = claim(type="statement_concern", actor=["opposition"], recipient=["Uganda"], start=0,
                 item="use of face recognition against demonstrators")  # fmt: skip
    use = claim("r2", "surveillance_deployment", actor=["Huawei"], recipient=["Uganda"], status="operational",
                item="use of the cameras against protests")  # fmt: skip
    days = {"r1": report("r1", published="2019-08-01"), "r2": report("r2", published="2021-01-01")}
    for claims, said in (([fear, use], True), ([fear.with_(report="r2"), use.with_(report="r1")], False)):
        found = [f for e in match(claims, days).events for f in e.findings if f.slot == "confirmation"]
        assert [f.verdict for f in found] == (["superseded"] if said else [])


def test_of_which_and_in_all_are_parts_and_wholes() -> None:
    cameras = {"type": "surveillance_deployment", "actor": ["Huawei"], "recipient": ["Uganda"], "item": "cameras"}
    some = claim(quantity=[(1756, "cameras"), (446, "cameras")], **cameras)
    assert verdict("quantity:camera", some, claim("r2", quantity=[(1756, "cameras")], **cameras)) == "agreed"
    aid = {"type": "military_aid", "actor": ["China"], "recipient": ["Serbia"], "item": "gift of army lorries"}
    batch = claim(money=(4e6, "EUR"), time="2019", **aid)
    whole = claim("r2", money=(8.9e6, "EUR"), time="2019", quote="All the gifts came to 8.9 million.", **aid)
    assert verdict("money", batch, whole) != "disputed"
    assert verdict("money", batch, whole.with_(quote="The gift was worth 8.9 million.")) == "disputed"


def test_a_unit_that_does_not_tell_is_said_by_its_thing() -> None:
    found = finding("quantity:aircraft", drones(), drones("r2", quantity=[(9, "units")], count=None))
    assert found is not None
    assert found.reason == "publisher r1 says 6 drones, publisher r2 says 9 aircraft, both of the stage completed"


def test_what_is_alleged_and_denied_in_one_sentence_is_a_dispute() -> None:
    flight = {"type": "security_incident", "actor": ["Taiwan"], "recipient": ["Eswatini"], "time": "2021-06"}
    flight |= {"item": "police flown in helicopters"}
    quote = "A party alleges that helicopters flew police; Taipei says that it has seen no such flight."
    told, denied = claim(quote=quote, **flight), claim(quote=quote, modality="negated", **flight)
    assert verdict("happened", told, denied) == "disputed"
    plain = "Helicopters flew police, and Taipei says that it has seen no such flight."
    told, denied = claim(quote=plain, **flight), claim(quote=plain, modality="negated", **flight)
    assert verdict("happened", told, denied) != "disputed"


def test_silence_is_on_the_nearest_deed_that_others_tell() -> None:
    own = drones(count=None, attribution="Serbia", item="S-300 systems", start=100)
    reasons = confirmations(drones(count=None, attribution="a journal"), own, silent())
    assert reasons == ["publisher r1, quoting a journal reports what Serbia would not confirm"]
