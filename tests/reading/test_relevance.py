"""What is left unparsed because its words make a claim unlikely."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading import read
from dragoman.reading.names import name_index
from dragoman.reading.relevance import BUCKETS, Relevance, hashed, load_relevance
from dragoman.sources.report import Report

ROOT = Path(__file__).parent.parent.parent
ELSEWHERE = sorted((ROOT / "benchmarks" / "elsewhere").glob("*.txt"))


def odds(text: str) -> float:
    return load_relevance().of(text, name_index().find(text))


def parsed(text: str) -> tuple[int, int]:
    reading = read(Report("report:x", text, None, None, "2024-05-01", "here", "text/plain", "en", ""))
    return sum(d is not None for d in reading.docs), len(reading.sentences)


@pytest.mark.parametrize(
    ("likelier", "than"),
    [
        ("China delivered six drones to Serbia in June 2020.", "The striker delivered a cross for the winning goal."),
        ("Huawei signed a contract for 1,000 cameras in Belgrade.", "The band signed a contract with a record label."),
        ("Turkey lent Somalia 30 million dollars.", "Shares in the bakery chain rose 3 per cent on Monday."),
        (
            "The defence ministers of Kenya and France met in Paris.",
            "Simmer the lentils for twenty minutes, then stir.",
        ),
    ],
)
def test_what_is_ours_is_likelier(likelier: str, than: str) -> None:
    assert odds(likelier) > odds(than)


@pytest.mark.parametrize("page", ELSEWHERE, ids=lambda p: p.stem)
def test_hardly_anything_of_a_page_about_other_things_is_parsed(page: Path) -> None:
    looked_at, sentences = parsed(page.read_text(encoding="utf-8"))
    assert looked_at <= max(3, sentences // 2)


def test_a_short_text_is_parsed_whole() -> None:
    assert parsed("Poland bought tanks from Korea. Shares in the bakery rose.") == (2, 2)


def test_two_states_are_looked_at_on_any_page() -> None:
    idle = "Simmer the lentils for twenty minutes, then stir in the salt and the butter. " * 20
    reading = read(
        Report("report:x", idle + "Kenya bought radios from Turkey.", None, None, None, "here", "text/plain", "en", "")
    )
    assert reading.docs[-1] is not None
    assert sum(d is not None for d in reading.docs) < 5


def test_of_a_page_far_from_our_matters_nothing_is_searched_for() -> None:
    page = "On Monday Maria Keller simmered 300 grams of lentils for twenty minutes, then stirred in the butter. " * 20
    reading = read(Report("report:x", page, None, None, "2024-05-01", "here", "text/plain", "en", ""))
    assert len(reading.sentences) == len(reading.mentions) == len(reading.docs) == len(reading.amounts) == 20
    assert not any(reading.docs)
    assert not any(reading.mentions)
    assert not any(a.times or a.numbers or a.money for a in reading.amounts)


@pytest.mark.parametrize(
    ("values", "far"),
    [([0.0] * 9, True), ([4.0] * 9, False), ([9.0] + [-3.0] * 9, False), ([], False), ([2.5] * 9, False)],
)
def test_a_page_is_far_from_our_matters_where_all_its_sentences_are(values: list[float], far: bool) -> None:
    assert Relevance(load_relevance().weights, 0.0, -3.0, 1.0, 4.0).elsewhere(values) is far


@given(st.text(max_size=200))
def test_any_text_has_buckets_in_range_each_once(text: str) -> None:
    buckets = hashed(text, ()).tolist()
    assert all(0 <= b < BUCKETS for b in buckets)
    assert hashed(text, ()).tolist() == buckets


@given(st.lists(st.floats(-20, 20), max_size=40))
def test_a_page_that_is_ours_keeps_at_least_what_another_would(values: list[float]) -> None:
    ours = Relevance(load_relevance().weights, 0.0, -3.0, 1.0, -100.0).chosen(values)
    others = Relevance(load_relevance().weights, 0.0, -3.0, 1.0, 100.0).chosen(values)
    assert all(a or not b for a, b in zip(ours, others, strict=True))
