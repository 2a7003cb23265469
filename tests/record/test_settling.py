"""Decisions on events are about claims: they hold for the event that the claims are in, whatever coding made them."""

from dataclasses import replace

import pytest
from tests.matching.claims import drones, report

from dragoman.coding.claim import Coding, Quantity
from dragoman.matching.event import Matching
from dragoman.record import Record
from dragoman.record.deciding import Act
from dragoman.record.judgements import DIFFERENT
from dragoman.record.review import CLAIM, CORRECT, decided
from dragoman.record.settling import EVENT, FINDING, OPEN, PREFER, decision_on, of_claims, settled
from dragoman.running import rematch

SIX = drones("r1", 6, time="2020-06", quote="China delivered six drones.")
FIVE = drones("r2", 5, time="2020-06", quote="China delivered five drones.")
SLOT = "quantity:aircraft"


@pytest.fixture
def disputed(record: Record) -> Record:
    for claim in (SIX, FIVE):
        record.keep(report(claim.report, claim.quote), Coding((claim,)), "v1")
    rematch(record)
    (found,) = record.disputes()
    assert found.finding.slot == SLOT
    return record


def prefer(record: Record, decision: str, claim=FIVE) -> Act:
    event = record.disputes()[0].event
    value = of_claims(SIX, FIVE, about=f"{event.id} {SLOT}")
    return Act(FINDING, claim.id, SLOT, decision, value, "the ministry said so", 0)


def test_a_preferred_value_is_the_best_and_the_sources_still_disagree(disputed: Record) -> None:
    disputed.decide([prefer(disputed, PREFER)], "ana")
    rematch(disputed)
    (found,) = disputed.disputes()
    assert found.finding.best == {"value": 5, "unit": "drones"}
    assert found.finding.rule == "ana judged it so: the ministry said so"


def test_a_preference_outlives_another_coding(disputed: Record) -> None:
    disputed.decide([prefer(disputed, PREFER)], "ana")
    disputed.keep(report("r2", FIVE.quote), Coding((FIVE.with_(place=("Batajnica",)),)), "v2")
    rematch(disputed)
    assert disputed.disputes()[0].finding.best == {"value": 5, "unit": "drones"}


def test_a_dispute_left_open_is_decided_until_another_source_speaks(disputed: Record) -> None:
    disputed.decide([prefer(disputed, OPEN)], "ana")
    finding = disputed.disputes()[0].finding
    held = decision_on(finding, disputed.preferences())
    assert held is not None
    assert held.claim is None
    more = replace(finding, values=(*finding.values, replace(finding.values[0], claims=("claim-new",))))
    assert decision_on(more, disputed.preferences()) is None


def test_undone_the_rule_decides_again(disputed: Record) -> None:
    before = disputed.disputes()[0].finding
    (number,) = disputed.decide([prefer(disputed, PREFER, SIX if before.best["value"] == 5 else FIVE)], "ana")
    rematch(disputed)
    assert disputed.disputes()[0].finding.best != before.best
    disputed.undo([number], "ana")
    rematch(disputed)
    assert disputed.disputes()[0].finding == before


def test_what_was_parted_stays_so_when_a_claim_is_corrected_or_coded_anew(disputed: Record) -> None:
    disputed.decide([Act(EVENT, SIX.id, FIVE.id, DIFFERENT, of_claims(SIX, FIVE), "two deliveries", 0)], "ana")
    rematch(disputed)
    assert len(disputed.events()) == 2
    corrected = SIX.with_(quantity=(Quantity(7, "drones"),))
    disputed.decide([Act(CLAIM, SIX.id, None, CORRECT, decided(SIX, [corrected]))], "bo")
    disputed.keep(report("r2", FIVE.quote), Coding((FIVE.with_(place=("Batajnica",)),)), "v2")
    rematch(disputed)
    assert len(disputed.events()) == 2
    assert {c for e in disputed.events() for c in e.claims} == {corrected.id, FIVE.with_(place=("Batajnica",)).id}


def test_without_decisions_a_matching_is_left_alone() -> None:
    empty = Matching((), ())
    assert settled(empty, ()) is empty
