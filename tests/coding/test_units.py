"""What the model coder may choose from."""

from dragoman.coding.rules import states_by_id
from dragoman.coding.units import HERE, Unit, units
from dragoman.reading import read
from dragoman.sources.report import Report

TEXT = (
    "Serbia bought nine CH-92A drones from China for $5 million in July 2020. "
    "According to officials, it will get three more in Batajnica."
)


def of(text: str) -> list[Unit]:
    report = Report("report:x", text, None, "a paper", "2024-03-15", "here", "text/plain", "en", "")
    return list(units(read(report), dict(states_by_id())))


def test_names_times_numbers_and_sums_are_candidates() -> None:
    found = [c for c in of(TEXT)[0].candidates if c.segment == HERE]
    assert {"Serbia", "China"} <= {c.party for c in found}
    assert [c.value for c in found if c.kind == "time"] == ["2020-07"]
    assert [c.value.value for c in found if c.kind == "number"] == [9]
    assert [(c.value.amount, c.value.currency) for c in found if c.kind == "money"] == [(5e6, "USD")]


def test_candidates_stand_where_they_say_in_sentence_and_report() -> None:
    for unit in of(TEXT):
        for c in unit.candidates:
            if c.segment == HERE and c.origin is not None:
                assert TEXT[slice(*c.origin)] == unit.sentence.text[c.start : c.end]


def test_the_sentence_before_and_unnamed_speakers() -> None:
    second = of(TEXT)[1]
    assert second.before == of(TEXT)[0].sentence.text
    assert "officials" in {c.party for c in second.candidates if c.kind == "speaker"}


def test_furniture_is_no_unit() -> None:
    assert of("Photo: Serbian Ministry of Defence") == []
