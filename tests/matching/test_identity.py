"""Decisions on who is who hold in every matching; questions name what speaks for them, and are not asked twice."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.matching import Entity, Identity, Matching, match, questions
from tests.matching.claims import claim, drones


def of(found: Matching, name: str) -> str:
    return found.parties[name]


ONE = drones(actor=["Orthanc Optics Works"], item="armoured vans")
OTHER = drones(actor=["Ortanc Optics Works"], item="armoured vans", report="r2")
THIRD = drones(actor=["Dale Shipyards"], report="r3", item="patrol boats", count=None)
CLAIMS = [ONE, OTHER, THIRD]


def decided(one: str, other: str, same: bool = True) -> Identity:
    found = match(CLAIMS, {})
    return Identity(of(found, one), of(found, other), same, (one, other))


SAME = decided("Orthanc Optics Works", "Ortanc Optics Works")


def test_two_judged_the_same_are_one_entity_with_both_names_in_every_event() -> None:
    assert len(match(CLAIMS, {}).events) == 3
    found = match(CLAIMS, {}, [SAME])
    assert of(found, "Orthanc Optics Works") == of(found, "Ortanc Optics Works")
    (kept,) = [e for e in found.entities if "Optics" in e.name]
    assert {kept.name, *kept.aliases} == {"Orthanc Optics Works", "Ortanc Optics Works"}
    assert len(found.events) == 2
    assert all(party in {e.id for e in found.entities} for event in found.events for party in event.actor)


def test_without_the_decision_all_is_as_before() -> None:
    assert match(CLAIMS, {}, []) == match(CLAIMS, {})


def test_a_decision_holds_by_name_where_the_id_is_another() -> None:
    renamed = Identity("company-gone", SAME.other, True, SAME.names)
    assert match(CLAIMS, {}, [renamed]) == match(CLAIMS, {}, [SAME])


def test_a_decision_on_somebody_no_longer_there_changes_nothing() -> None:
    assert match([THIRD], {}, [SAME]) == match([THIRD], {})


def test_what_is_judged_different_is_not_united_over_a_third() -> None:
    names = ("Orthanc Optics Works", "Ortanc Optics Works", "Dale Shipyards")
    apart = decided(names[0], names[1], same=False)
    found = match(CLAIMS, {}, [apart, decided(names[0], names[2]), decided(names[2], names[1])])
    assert of(found, names[0]) == of(found, names[2])
    assert of(found, names[0]) != of(found, names[1])


def test_a_listed_entity_stands_for_one_that_is_not() -> None:
    claims = [drones(actor=["Huawei"]), drones(actor=["Huawey Networks"], report="r2")]
    there = match(claims, {})
    same = Identity(of(there, "Huawey Networks"), of(there, "Huawei"), True, ("Huawey Networks", "Huawei"))
    found = match(claims, {}, [same])
    assert of(found, "Huawey Networks") == "company:huawei"
    assert "Huawey Networks" in next(e for e in found.entities if e.id == "company:huawei").aliases


def entity(name: str, kind: str = "company", id: str = "", **more: object) -> Entity:
    return Entity(id or f"{kind}-{name}", kind, name, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (entity("Orthanc Optics"), entity("Ortanc Optics"), '1 letter: "h"'),
        (entity("Mithril Telecom Works"), entity("Works Mithril Telecom"), "the same words in another order"),
        (entity("Boromir Hurin", "person"), entity("Hurin", "unknown"), 'all words of "hurin" stand in the other'),
        (entity("National Bridge Works", "body"), entity("NBW", "unknown"), "initials"),
        (
            entity("Elder Forge", aliases=("Orthanc Optics",)),
            entity("Ortanc Optics"),
            'by its alias "Orthanc Optics"',
        ),
    ],
)
def test_a_question_says_what_speaks_for_it(one: Entity, other: Entity, reason: str) -> None:
    (asked,) = questions([one, other])
    assert reason in asked.reason
    assert 0.7 <= asked.score < 1
    assert questions([other, one])[0].score == asked.score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(entity("Orthanc", id="company:a"), entity("Ortanc", id="company:b"), id="both listed"),
        pytest.param(entity("Orthanc Optics"), entity("Ortanc Optics", "person"), id="another kind"),
        pytest.param(
            entity("Army Corps", "body", state="state:rs"), entity("Army Corp", "body", state="state:cn"), id="states"
        ),
        pytest.param(entity("Brigade 63", "body"), entity("Brigade 64", "body"), id="another number"),
        pytest.param(entity("Minas Bridge", "place"), entity("Minas", "place"), id="a place within a place"),
        pytest.param(entity("Dale Shipyards"), entity("Mithril Telecom"), id="nothing alike"),
    ],
)
def test_what_is_never_asked(one: Entity, other: Entity) -> None:
    assert not questions([one, other])


def test_what_was_decided_or_follows_from_it_is_not_asked() -> None:
    a, b, c = entity("Orthanc Optics Works"), entity("Ortanc Optics Works"), entity("Orthanc Optic Works")
    assert len(questions([a, b, c])) == 3
    ab = Identity(a.id, b.id, True, (a.name, b.name))
    bc = Identity(b.id, c.id, False, (b.name, c.name))
    assert len(questions([a, b, c], [ab])) == 2
    assert questions([a, b, c], [ab, bc]) == ()


@given(st.permutations([entity(n) for n in ("Orthanc Optics", "Ortanc Optics", "Dale Yard", "Dale Yards", "Mithril")]))
def test_questions_do_not_depend_on_order(entities: list[Entity]) -> None:
    assert {q.pair for q in questions(entities)} == {q.pair for q in questions(sorted(entities, key=lambda e: e.id))}


@pytest.mark.slow
def test_ten_thousand_entities_are_asked_about_in_seconds() -> None:
    names = [entity(f"{a}{b} {c} Works") for a in "bcdfghklmn" for b in ("ano", "eri", "uma") * 9 for c in _words(37)]
    began = time.monotonic()
    questions(list({e.id: e for e in names}.values()))
    assert time.monotonic() - began < 20


def _words(number: int) -> list[str]:
    return [f"{chr(97 + n % 26)}{chr(97 + n // 26)}lor{n}" for n in range(number)]


def test_claims_with_a_claimed_place_keep_it_when_merged() -> None:
    there = claim(actor=["China"], recipient=["Serbia"], place=["Smederevo"])
    here = claim("r2", actor=["China"], recipient=["Serbia"], place=["Smederevvo"], item="other thing")
    found = match([there, here], {})
    places = {e.name: e.id for e in found.entities if e.kind == "place"}
    same = Identity(places["Smederevvo"], places["Smederevo"], True, ("Smederevvo", "Smederevo"))
    assert len([e for e in match([there, here], {}, [same]).entities if e.kind == "place"]) == 1
