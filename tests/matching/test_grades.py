"""Letters for sources, as users set them, and digits for information, from confirmation and contradiction alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.coding.claim import Claim
from dragoman.errors import DragomanError
from dragoman.matching import Finding, match
from dragoman.matching.voices import grade_and_why, grade_of
from tests.matching.claims import drones, report


def found(*claims: Claim, slot: str = "quantity:aircraft") -> Finding:
    reports = {c.report: report(c.report, text=f"Text {c.report} " * 9) for c in claims}
    (event,) = match(claims, reports).events
    return next(f for f in event.findings if f.slot == slot)


@pytest.mark.parametrize(
    ("claims", "grade"),
    [
        pytest.param([drones()], 3, id="one source alone"),
        pytest.param([drones(), drones(report="r2")], 1, id="two independent sources"),
        pytest.param([drones(), drones(report="r2", count=None)], 2, id="one source for this, two for the happening"),
        pytest.param(
            [drones(attribution="Serbian Army"), drones(report="r2", attribution="Serbian Army")],
            3,
            id="one speaker twice",
        ),
        pytest.param(
            [drones(attribution="Serbian Army"), drones(start=90, attribution="Xinhua")],
            3,
            id="two speakers in one text",
        ),
        pytest.param([drones(), drones(report="r2", count=9)], 4, id="contradicted"),
        pytest.param([drones(modality="alleged")], 4, id="only alleged"),
        pytest.param([drones(modality="planned", status="announced")], 6, id="only planned"),
    ],
)
def test_digits(claims: list[Claim], grade: int) -> None:
    assert found(*claims).grade == grade


def test_two_articles_of_one_paper_are_one_source() -> None:
    claims = [drones(), drones(report="r2")]
    for publishers, grade in ((("Daily A", "Daily B"), 1), (("Daily A", "The Daily A"), 3), ((None, None), 1)):
        reports = {
            c.report: replace(report(c.report, text=f"Text {c.report} " * 9), publisher=publisher)
            for c, publisher in zip(claims, publishers, strict=True)
        }
        (event,) = match(claims, reports).events
        assert next(f for f in event.findings if f.slot == "quantity:aircraft").grade == grade


def test_what_more_sources_deny_than_say_is_improbable() -> None:
    denials = [drones(report=r, count=None, modality="negated", status="completed") for r in ("r2", "r3")]
    assert found(drones(count=None), *denials, slot="happened").grade == 5


def test_a_later_figure_of_two_sources_is_confirmed() -> None:
    order = drones(count=9, status="agreed", time="2019")
    arrived = [drones(report=r, time="2020-06") for r in ("r2", "r3")]
    assert found(order, *arrived).grade == 1


def test_users_set_letters_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "grades.yml"
    file.write_text('Minas Tidings: B\n"Mordor Daily": E\n', encoding="utf-8")
    assert grade_of("Minas Tidings") == "F"
    monkeypatch.setenv("DRAGOMAN_GRADES", str(file))
    assert grade_and_why("The minas tidings") == ("B", "set by you")
    assert grade_of("Mordor Daily") == "E"


@pytest.mark.parametrize(
    ("text", "message"), [("Minas Post: G\n", "has the grade 'G'"), ("- x\n", "lines such as"), ("a: [\n", "readable")]
)
def test_a_bad_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str) -> None:
    file = tmp_path / f"bad{len(text)}.yml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("DRAGOMAN_GRADES", str(file))
    with pytest.raises(DragomanError, match=message):
        grade_of("Minas Post")


def test_the_better_source_of_the_users_file_decides_what_is_best(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "best.yml"
    file.write_text("publisher r2: A\n", encoding="utf-8")
    claims = drones(), drones(report="r2", count=9)
    assert found(*claims).best == {"value": 6, "unit": "drones"}
    monkeypatch.setenv("DRAGOMAN_GRADES", str(file))
    assert found(*claims).best == {"value": 9, "unit": "drones"}
    assert found(*claims).rule == "better source"
