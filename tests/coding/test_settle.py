"""What the manual settles whatever coder found a claim."""

from dataclasses import replace
from typing import Any

import pytest

from dragoman.coding.claim import Claim
from dragoman.coding.settle import settle


def claim(type_: str, **fields: Any) -> Claim:
    return Claim("report:x", 0, 5, "Quote", type_, **fields)


def test_in_a_symmetric_type_all_parties_are_actors() -> None:
    kept, _ = settle([claim("agreement", actor=("Arnor",), recipient=("Gondor", "Arnor"))])
    assert (kept[0].actor, kept[0].recipient) == (("Arnor", "Gondor"), ())


@pytest.mark.parametrize(
    ("quote", "type_"),
    [
        ("Gondor's special forces and police of Arnor held a drill.", "police_cooperation"),
        ("The Gendarmerie of Arnor trained with Gondor's army.", "police_cooperation"),
        ("Troops of both met at the Military Police centre.", "military_exercise"),
        ("Troops of both met behind the police station.", "military_exercise"),
        ("Both navies met off Umbar.", "military_exercise"),
    ],
)
def test_a_drill_with_police_is_cooperation_of_police(quote: str, type_: str) -> None:
    kept, _ = settle([replace(claim("military_exercise", actor=("Arnor", "Gondor")), quote=quote)])
    assert [(c.type, c.actor) for c in kept] == [(type_, ("Arnor", "Gondor"))]


def test_a_drill_told_of_as_both_is_told_of_once() -> None:
    drill = replace(claim("military_exercise", actor=("Arnor", "Gondor")), quote="Police of both held a drill.")
    other = replace(drill, type="police_cooperation", actor=("Gondor", "Arnor"))
    for claims in ([drill, other], [other, drill]):
        kept, drops = settle(claims)
        assert [c.type for c in kept] == ["police_cooperation"]
        assert "police take part" in drops[0].reason


@pytest.mark.parametrize(
    ("quote", "type_", "status"),
    [
        ("Arnor signed an MoU with Gondor on radars.", "arms_transfer", "announced"),
        ("A letter of intent for radars was signed.", "arms_transfer", "announced"),
        ("Gondor decided to buy radars of Arnor.", "arms_transfer", "announced"),
        ("Gondor ordered radars of Arnor.", "arms_transfer", "agreed"),
        ("Arnor signed a memorandum on a loan with Gondor.", "finance", "agreed"),
    ],
)
def test_a_memorandum_and_a_decision_announce_a_deed(quote: str, type_: str, status: str) -> None:
    kept, _ = settle([replace(claim(type_, actor=("Arnor",), recipient=("Gondor",), status="agreed"), quote=quote)])
    assert kept[0].status == status


def test_the_speaker_of_a_statement_is_its_actor() -> None:
    kept, _ = settle([claim("statement_concern", recipient=("Gondor",), attribution="Arnor")])
    assert (kept[0].actor, kept[0].attribution) == (("Arnor",), None)


def test_who_announces_its_own_deed_is_not_its_source() -> None:
    kept, _ = settle([claim("arms_transfer", actor=("Arnor",), attribution="Arnor")])
    assert kept[0].attribution is None


def test_a_claim_without_an_anchor_is_dropped_with_the_reason() -> None:
    kept, drops = settle([claim("agreement"), claim("agreement", place=("Bree",), time="2019")])
    assert [c.place for c in kept] == [("Bree",)]
    assert [d.reason for d in drops] == ["agreement: nothing anchors it (no party, no name, number, date or place)"]


@pytest.mark.parametrize(
    "asking",
    [
        "Has any British surveillance equipment been exported to the Polish police?",
        "*Question from the Member for Hallam:* Has any equipment been exported?",
        "**Supplementary:** Does the Minister fear that Gondor will shut Arnor out?",
        "Question 12 (Ms Took): Will Arnor deliver the drones in 2025?",
        "Q: Did Gondor buy the radars from Arnor?",
        "Hasn't Arnor already paid for the frigates?",
        '"Is Arnor selling Gondor missiles?"',
        "Were the drones delivered in June?**",
        "Are there soldiers of Arnor in Osgiliath?",
        "Should Gondor cancel the contract with Arnor?",
    ],
)
def test_a_question_says_nothing(asking: str) -> None:
    one = replace(claim("arms_transfer", actor=("Arnor",)), quote=asking)
    kept, drops = settle([one])
    assert not kept
    assert [d.reason for d in drops] == ["arms_transfer: the sentence only asks"]
    assert settle([one.with_(modality="hypothetical")])[0]


@pytest.mark.parametrize(
    "telling",
    [
        "Has Arnor sold drones? Yes: six were delivered in June.",
        "Is there a base in Osgiliath? No. Arnor opened a port there in 2024.",
        "Arnor sold Gondor six drones, and who paid for them?",
        "The minister asked whether the drones had been delivered.",
        "Asked about the drones, he replied: what drones?",
        "What did Arnor gain when it sold Gondor the drones in 2020?",
        "Do not expect the frigates before 2030.",
    ],
)
def test_what_tells_as_well_as_asks_is_kept(telling: str) -> None:
    assert settle([replace(claim("arms_transfer", actor=("Arnor",)), quote=telling)])[0]
