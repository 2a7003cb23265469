"""Claims judged to be of one happening or of two, whatever matching finds by itself."""

from hypothesis import given
from hypothesis import strategies as st

from dragoman.matching import Happening, Matching, match
from tests.matching.claims import claim, drones

ORDER = drones(status="agreed", time="2019")
ARRIVAL = drones(report="r2", time="2020-06", start=20)
AGAIN = drones(report="r3", time="2020-06-27", start=40)
VISIT = claim("r4", type="visit_meeting", actor=["Turkey"], recipient=["Kenya"], item="summit", time="2012")
CALL = claim("r5", type="visit_meeting", actor=["Brazil"], recipient=["Peru"], item="call", time="2015")
CLAIMS = [ORDER, ARRIVAL, AGAIN, VISIT, CALL]


def groups(found: Matching) -> set[frozenset[str]]:
    return {frozenset(event.claims) for event in found.events}


def matched(*decided: Happening) -> Matching:
    return match(CLAIMS, {}, happenings=decided)


def test_without_decisions_the_three_are_one_and_the_others_are_two() -> None:
    assert groups(matched()) == {
        frozenset((ORDER.id, ARRIVAL.id, AGAIN.id)),
        frozenset((VISIT.id,)),
        frozenset((CALL.id,)),
    }


def test_two_judged_different_are_parted() -> None:
    found = matched(Happening(ORDER.id, AGAIN.id, False, "ana"))
    assert not any({ORDER.id, AGAIN.id} <= set(e.claims) for e in found.events)
    assert len(found.events) == 4
    assert all({claim for join in e.joins for claim in join[:2]} <= set(e.claims) for e in found.events)


def test_two_judged_the_same_are_one_event_and_it_says_who_said_so() -> None:
    found = matched(Happening(VISIT.id, CALL.id, True, "ana"))
    (event,) = [e for e in found.events if VISIT.id in e.claims]
    assert set(event.claims) == {VISIT.id, CALL.id}
    assert [reason for _, _, reason in event.joins] == ["ana judged them to be of one happening"]


def test_what_was_judged_different_is_not_joined_by_way_of_a_third() -> None:
    apart = Happening(VISIT.id, CALL.id, False, "ana")
    found = matched(apart, Happening(VISIT.id, ORDER.id, True, "bo"), Happening(CALL.id, ORDER.id, True, "bo"))
    assert not any({VISIT.id, CALL.id} <= set(e.claims) for e in found.events)
    assert any({VISIT.id, ORDER.id} <= set(e.claims) for e in found.events)


def test_decisions_about_claims_that_are_not_there_change_nothing() -> None:
    assert matched(Happening("claim-gone", ORDER.id, False, "ana")) == matched()


@given(st.lists(st.tuples(st.sampled_from(CLAIMS), st.sampled_from(CLAIMS), st.booleans()), max_size=6))
def test_every_claim_stays_in_one_event_and_no_two_judged_different_share_one(made: list) -> None:
    decided = [Happening(one.id, other.id, same, "ana") for one, other, same in made]
    found = matched(*decided)
    assert sorted(c for e in found.events for c in e.claims) == sorted(c.id for c in CLAIMS)
    for h in decided:
        if not h.same and h.one != h.other:
            assert not any({h.one, h.other} <= set(e.claims) for e in found.events)
    assert found == match(CLAIMS[::-1], {}, happenings=decided)
