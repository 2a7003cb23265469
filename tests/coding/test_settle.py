"""What the manual settles whatever coder found a claim."""

from typing import Any

from dragoman.coding.claim import Claim
from dragoman.coding.settle import settle


def claim(type_: str, **fields: Any) -> Claim:
    return Claim("report:x", 0, 5, "Quote", type_, **fields)


def test_in_a_symmetric_type_all_parties_are_actors() -> None:
    kept, _ = settle([claim("agreement", actor=("Arnor",), recipient=("Gondor", "Arnor"))])
    assert (kept[0].actor, kept[0].recipient) == (("Arnor", "Gondor"), ())


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
