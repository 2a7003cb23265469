"""Decisions on claims: they take effect, can be undone, survive re-coding, and never overlook one another."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.conftest import make_report

from dragoman.coding.claim import Claim, Coding, Money, Quantity
from dragoman.errors import DragomanError
from dragoman.record import Query, Record
from dragoman.record.deciding import Act, Overtaken
from dragoman.record.judgements import UNDO, Judgement
from dragoman.record.lookup import claims_by_id, states
from dragoman.record.review import ACCEPT, CLAIM, CORRECT, MERGE, REJECT, SPLIT, decided, effect, packed, unpacked

REPORT = make_report(1)


def claim(sentence: int = 0, **fields: object) -> Claim:
    quote = REPORT.text.split(". ")[sentence] + "."
    start = REPORT.text.index(quote)
    own = {"type": "arms_transfer", "actor": ("Arnor",), "item": "drones", "trigger": (start + 7, start + 14)} | fields
    return Claim(report=REPORT.id, start=start, end=start + len(quote), quote=quote, **own)  # type: ignore[arg-type]


NINE = claim(quantity=(Quantity(9, "drones"),), time="2019", coder="model", confidence=0.4)
TEN = NINE.with_(quantity=(Quantity(10, "drones"),))
BOATS = claim(item="boats", quantity=(Quantity(2, "boats"),))
SIX = claim(1, quantity=(Quantity(6, "drones", "about"),), money=Money(5e6, "EUR"), attribution="Mordor")


def judged(number: int, subject: Claim, decision: str, *results: Claim, beside: tuple[str, ...] = ()) -> Judgement:
    value = decided(subject, results, beside)
    return Judgement(number, CLAIM, subject.id, None, decision, value, "", "ana", "2026-01-01T00:00:00+00:00")


def ids(found: object) -> set[str]:
    return {c.id for c in found.claims}  # type: ignore[attr-defined]


@pytest.mark.parametrize("one", [NINE, BOATS, SIX])
def test_a_claim_comes_back_as_it_was_put_away(one: Claim) -> None:
    back = unpacked(one.report, packed(one), "ana")
    assert back == one.with_(coder="ana", confidence=1.0)
    assert back.id == one.id


def test_what_was_accepted_stays_as_it_was_coded() -> None:
    found = effect(REPORT.id, [NINE, SIX], [judged(1, NINE, ACCEPT, NINE)])
    assert found.claims == (NINE, SIX)
    assert found.words == {NINE.id: ACCEPT}


def test_corrected_rejected_split_and_merged() -> None:
    assert ids(effect(REPORT.id, [NINE, SIX], [judged(1, NINE, CORRECT, TEN)])) == {TEN.id, SIX.id}
    assert ids(effect(REPORT.id, [NINE, SIX], [judged(1, NINE, REJECT)])) == {SIX.id}
    assert ids(effect(REPORT.id, [NINE], [judged(1, NINE, SPLIT, TEN, BOATS)])) == {TEN.id, BOATS.id}
    both = [judged(1, NINE, MERGE, TEN), judged(2, BOATS, MERGE)]
    assert ids(effect(REPORT.id, [NINE, BOATS], both)) == {TEN.id}


def test_a_correction_is_a_persons_claim_and_they_are_sure_of_it() -> None:
    (made,) = effect(REPORT.id, [NINE], [judged(1, NINE, CORRECT, TEN)]).claims
    assert (made.coder, made.confidence, made.quantity) == ("ana", 1.0, TEN.quantity)


def test_a_correction_of_a_correction() -> None:
    last = TEN.with_(time="2020")
    found = effect(REPORT.id, [NINE], [judged(1, NINE, CORRECT, TEN), judged(2, TEN, CORRECT, last)])
    assert ids(found) == {last.id}


def test_the_latest_decision_on_one_claim_holds() -> None:
    found = effect(REPORT.id, [NINE], [judged(1, NINE, ACCEPT, NINE), judged(2, NINE, REJECT)])
    assert ids(found) == set()


def test_a_correction_takes_the_place_of_what_a_new_coder_makes_of_the_same_happening() -> None:
    again = NINE.with_(time="2019-05", recipient=("Gondor",))
    assert ids(effect(REPORT.id, [again, SIX], [judged(1, NINE, CORRECT, TEN)])) == {TEN.id, SIX.id}


def test_a_rejection_holds_for_what_a_new_coder_makes_of_the_same_happening() -> None:
    again = NINE.with_(time="2019-05")
    assert ids(effect(REPORT.id, [again, SIX], [judged(1, NINE, REJECT)])) == {SIX.id}


def test_a_persons_claim_counts_also_where_the_new_coder_finds_nothing() -> None:
    assert ids(effect(REPORT.id, [], [judged(1, NINE, CORRECT, TEN)])) == {TEN.id}
    assert ids(effect(REPORT.id, [], [judged(1, NINE, REJECT)])) == set()


ELSEWHERE = NINE.with_(trigger=(40, 44), time="2020")


@pytest.mark.parametrize("other", [BOATS, SIX, NINE.with_(type="military_aid"), ELSEWHERE])
def test_another_happening_is_left_alone(other: Claim) -> None:
    assert ids(effect(REPORT.id, [other], [judged(1, NINE, REJECT)])) == {other.id}


def test_what_stood_beside_it_when_it_was_decided_on_is_left_alone() -> None:
    other = NINE.with_(time="2021")
    assert ids(effect(REPORT.id, [other], [judged(1, NINE, REJECT, beside=(other.id,))])) == {other.id}


def test_a_new_coder_that_sees_it_as_corrected_makes_no_second_claim() -> None:
    found = effect(REPORT.id, [TEN], [judged(1, NINE, CORRECT, TEN)])
    assert found.claims == (TEN,)


ALL = (NINE, BOATS, SIX, claim(2, item="cameras"), claim(2, item="towers"))
CODED = st.lists(st.sampled_from(ALL), unique=True)


@st.composite
def sessions(draw: st.DrawFn) -> tuple[list[Claim], list[Judgement]]:
    """Decisions one after another on what counts at the time, now and then the last undone."""
    coded = draw(CODED)
    made: list[Judgement] = []
    for number in range(1, draw(st.integers(1, 8))):
        now = effect(REPORT.id, coded, made).claims
        if not now:
            break
        subject = draw(st.sampled_from(now))
        kind = draw(st.sampled_from([ACCEPT, CORRECT, REJECT, SPLIT, UNDO]))
        changed = subject.with_(time=f"20{number:02}")
        two = (subject.with_(place=("Bree",)), changed)
        results = {ACCEPT: (subject,), CORRECT: (changed,), REJECT: (), SPLIT: two}
        if kind != UNDO:
            made.append(judged(number, subject, kind, *results[kind], beside=tuple(c.id for c in now)))
        elif made and made[-1].decision != UNDO:
            last = made[-1]
            made.append(Judgement(number, CLAIM, last.subject, None, UNDO, {"undoes": last.number}, "", "ana", ""))
    return coded, made


@given(sessions())
def test_undoing_everything_from_the_last_on_gives_back_what_was_coded(given: tuple) -> None:
    coded, made = given
    undone = {j.value["undoes"] for j in made if j.decision == UNDO}
    for judgement in reversed([j for j in made if j.decision != UNDO and j.number not in undone]):
        value = {"undoes": judgement.number}
        made.append(Judgement(100 - judgement.number, CLAIM, judgement.subject, None, UNDO, value, "", "ana", ""))
    assert ids(effect(REPORT.id, coded, made)) == {c.id for c in coded}


@given(sessions())
def test_the_order_of_what_was_coded_does_not_matter(given: tuple) -> None:
    coded, made = given
    assert effect(REPORT.id, coded, made).claims == effect(REPORT.id, coded[::-1], made).claims


@given(sessions(), CODED)
def test_what_people_put_down_survives_any_other_coding(given: tuple, other: list[Claim]) -> None:
    coded, made = given
    before = {c.id for c in effect(REPORT.id, coded, made).claims if c.coder == "ana"}
    after = effect(REPORT.id, other, made)
    assert before <= ids(after)


# In a record


@pytest.fixture
def opened(record: Record) -> Record:
    record.keep(REPORT, Coding((NINE, BOATS, SIX)), "rules-1")
    return record


def act(subject: Claim, decision: str, *results: Claim, follows: int | None = None) -> Act:
    return Act(CLAIM, subject.id, None, decision, decided(subject, results), "because", follows)


def test_a_correction_is_found_and_filtered_by_like_any_claim(opened: Record) -> None:
    made = NINE.with_(actor=("Rohan",))
    opened.decide([act(NINE, CORRECT, made)], "ana")
    assert [c.id for c in opened.claims(Query(party="Rohan"))] == [made.id]
    assert NINE.id not in {c.id for c in opened.claims(Query(text="Nazgûl"))}
    assert opened.counts().claims == 3
    assert states(opened, [NINE.id])[NINE.id].current is False
    assert states(opened, [made.id])[made.id].review == CORRECT


def test_nothing_is_overwritten(opened: Record) -> None:
    opened.decide([act(NINE, CORRECT, TEN)], "ana")
    opened.decide([act(TEN, REJECT)], "bo")
    kept = {c.id: c.quantity for c in claims_by_id(opened, [NINE.id, TEN.id])}
    assert kept == {NINE.id: NINE.quantity, TEN.id: TEN.quantity}
    made = [(j.decision, j.made_by, j.subject) for j in opened.judgements()]
    assert made == [(CORRECT, "ana", NINE.id), (REJECT, "bo", TEN.id)]


def test_decisions_survive_a_new_coder_version(opened: Record) -> None:
    opened.decide([act(NINE, CORRECT, TEN), act(BOATS, REJECT)], "ana")
    opened.keep(REPORT, Coding((NINE.with_(time="2019-05"), BOATS, SIX.with_(status="agreed"))), "rules-2")
    assert {c.id for c in opened.claims()} == {TEN.id, SIX.with_(status="agreed").id}
    opened.keep(REPORT, Coding(()), "rules-3")
    assert [c.id for c in opened.claims()] == [TEN.id]


def test_an_undone_decision_leaves_the_record_as_it_was(opened: Record) -> None:
    before = opened.claims()
    numbers = opened.decide([act(NINE, SPLIT, TEN, TEN.with_(place=("Bree",)))], "ana")
    assert len(opened.claims()) == len(before) + 1
    opened.undo(numbers, "ana")
    assert opened.claims() == before
    assert all(state.review is None for state in states(opened, [c.id for c in before]).values())


def test_whoever_comes_second_is_told_and_nothing_is_lost(opened: Record) -> None:
    opened.decide([act(NINE, CORRECT, TEN, follows=0)], "ana")
    with pytest.raises(Overtaken, match="ana decided") as told:
        opened.decide([act(NINE, REJECT, follows=0)], "bo")
    assert told.value.last is not None
    assert told.value.last.made_by == "ana"
    assert [c.id for c in opened.claims(Query(id=TEN.id))] == [TEN.id]
    opened.decide([act(NINE, REJECT, follows=told.value.last.number)], "bo")
    assert [j.made_by for j in opened.judgements()] == ["ana", "bo"]


def test_of_several_decisions_at_once_all_are_made_or_none(opened: Record) -> None:
    opened.decide([act(BOATS, ACCEPT, BOATS)], "ana")
    with pytest.raises(Overtaken):
        opened.decide([act(NINE, MERGE, TEN, follows=0), act(BOATS, MERGE, follows=0)], "bo")
    assert len(opened.judgements()) == 1
    assert {c.id for c in opened.claims()} == {NINE.id, BOATS.id, SIX.id}


def test_the_database_itself_lets_no_two_decisions_follow_the_same_one(opened: Record, where) -> None:
    opened.decide([act(NINE, ACCEPT, NINE)], "ana")
    with sqlite3.connect(where) as raw, pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        raw.execute(
            "INSERT INTO judgements (kind, subject, decision, reason, made_by, made_at, key, follows) "
            "SELECT kind, subject, decision, reason, 'bo', made_at, key, follows FROM judgements"
        )


def test_what_others_rest_on_is_not_undone_before_them(opened: Record) -> None:
    (first,) = opened.decide([act(NINE, CORRECT, TEN)], "ana")
    (second,) = opened.decide([act(TEN, ACCEPT, TEN)], "bo")
    with pytest.raises(DragomanError, match="bo has decided"):
        opened.undo([first], "ana")
    opened.undo([second], "bo")
    opened.undo([first], "ana")
    with pytest.raises(DragomanError, match="does not hold"):
        opened.undo([first], "ana")
    assert {c.id for c in opened.claims()} == {NINE.id, BOATS.id, SIX.id}


def test_decisions_of_another_record_take_effect_when_their_report_comes(opened: Record, tmp_path) -> None:
    opened.decide([act(NINE, CORRECT, TEN), act(BOATS, REJECT)], "ana")
    with Record.open(tmp_path / "other.db", create=True) as other:
        assert other.restore(opened.judgements()) == 2
        other.keep(REPORT, Coding((NINE, BOATS, SIX)), "rules-1")
        assert {c.id for c in other.claims()} == {TEN.id, SIX.id}
        assert other.restore(opened.judgements()) == 0


def test_a_record_with_decisions_verifies(opened: Record) -> None:
    opened.decide([act(NINE, CORRECT, TEN)], "ana")
    found = opened.verify()
    assert found.faults == ()
    assert found.judgements == 1
