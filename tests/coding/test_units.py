"""What the model coder may choose from."""

import pytest

from dragoman.coding.rules import states_by_id
from dragoman.coding.told import FEATURES, Told
from dragoman.coding.units import BEFORE, HERE, PREFIX, Passage, Unit, passages
from dragoman.reading import read
from dragoman.sources.report import Report

TEXT = (
    "Serbia bought nine CH-92A drones from China for $5 million in July 2020. "
    "According to officials, it will get three more in Batajnica."
)


def shown(text: str, title: str | None = None) -> list[Passage]:
    report = Report("report:x", text, title, "a paper", "2024-03-15", "here", "text/plain", "en", "")
    return list(passages(read(report, gated=False), dict(states_by_id())))


def of(text: str, title: str | None = None) -> list[Unit]:
    return [u for p in shown(text, title) for u in p.units]


def test_names_times_numbers_and_sums_are_candidates() -> None:
    found = [c for c in of(TEXT)[0].candidates if c.segment == HERE]
    assert {"Serbia", "China"} <= {c.party for c in found}
    assert [c.value for c in found if c.kind == "time"] == ["2020-07"]
    assert [c.value.value for c in found if c.kind == "number"] == [9]
    assert [(c.value.amount, c.value.currency) for c in found if c.kind == "money"] == [(5e6, "USD")]
    assert "CH-92A drones" in {c.item for c in found if c.kind == "phrase"}


def test_candidates_stand_where_they_say_in_sentence_and_report() -> None:
    for unit in of(TEXT):
        for c in unit.candidates:
            if c.segment == HERE and c.origin is not None:
                assert TEXT[slice(*c.origin)] == unit.sentence.text[c.start : c.end]


def test_the_sentence_before_lends_its_names_and_times_and_speakers_may_be_unnamed() -> None:
    second = of(TEXT)[1]
    before = [c for c in second.candidates if c.segment == BEFORE]
    assert "China" in {c.party for c in before}
    assert "2020-07" in {c.value for c in before if c.kind == "time"}
    assert "officials" in {c.party for c in second.candidates if c.kind == "speaker"}


def test_a_name_is_offered_once_where_it_stands_nearest() -> None:
    text = "Kenya ordered radios from Turkey. Turkey will deliver them. Kenya is glad."
    last = of(text)[-1]
    assert [c.segment for c in last.candidates if c.party == "Kenya" and not c.reference] == [HERE]


def test_a_party_named_long_before_is_still_offered_by_the_prefix() -> None:
    rains = "The rains in Nairobi were long. " * 60
    text = f"Kenya ordered radios from Turkey. {rains}Six of the radios were delivered in May."
    assert "Turkey" in {c.party for c in of(text)[-1].candidates if c.segment == PREFIX}


def test_a_bare_body_may_be_of_any_state_the_report_is_about() -> None:
    text = "China and Thailand held talks in Bangkok. Thailand and China agreed. The navy ordered two ships from China."
    offered = {c.party for c in of(text)[-1].candidates if c.party and c.party.endswith("Navy")}
    assert offered == {"Thai Navy", "Chinese Navy"}


def test_a_body_whose_state_is_told_is_of_that_state_alone() -> None:
    text = "China and Thailand held talks. The Thai navy ordered two ships from China."
    assert {c.party for c in of(text)[-1].candidates if c.party and c.party.endswith("Navy")} == {"Thai Navy"}


def test_every_candidate_has_all_its_facts() -> None:
    told = Told()
    told.take([("arms_transfer", ["China"], ["Serbia"])])
    for unit in of(TEXT):
        for c, facts in zip(unit.candidates, unit.facts, strict=True):
            assert len(facts) + len(told.about(c, "arms_transfer")) == FEATURES


def test_what_was_told_is_remembered_by_role_and_type() -> None:
    told = Told()
    told.take([("arms_transfer", ["China"], ["Serbia"])])
    assert told.of("China", "arms_transfer")[:2] == (1 / 3, 0.0)
    assert told.of("China", "visit_meeting")[:4] == (0.0, 0.0, 1 / 3, 0.0)
    assert told.of("Serbia", "arms_transfer")[-2:] == (0.0, 1.0)
    assert told.of(None, "arms_transfer") == (0.0,) * 6


def test_furniture_is_no_unit() -> None:
    assert of("Photo: Serbian Ministry of Defence") == []


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Japan and Malaysia met. The Malaysian Maritime Enforcement Agency (MMEA) paid. MMEA met Japan.", "Japanese"),
        ("China and the United States met. Congress warned China.", "Chinese Congress"),
        ("Nepal met the United States. Nepal paid. The embassy said so.", "US embassy in United States"),
    ],
)
def test_a_body_told_in_full_is_no_other_states(text: str, never: str) -> None:
    offered = {c.party for u in of(text) for c in u.candidates if c.party and c.guessed}
    assert not [party for party in offered if never in party]


def test_a_bare_export_import_bank_may_be_of_any_state_that_has_one() -> None:
    text = "China and South Korea met in Ghana. South Korea and China paid. The Exim Bank lent to Ghana."
    offered = {c.party for c in of(text)[-1].candidates if c.party and "Bank" in c.party}
    assert offered == {"Exim Bank of China", "Export-Import Bank of Korea"}
