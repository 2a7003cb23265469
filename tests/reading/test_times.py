"""Times as many styles write them, and what must hold of any text."""

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.resolve import RESOLVE
from dragoman.reading.times import MONTHLY, PERIOD_WORD, RULES, TIME_WORD, YEARLY, Anchor, _worth_trying, find_times

PUBLISHED = date(2024, 3, 15)  # a Friday
PLAIN = [
    ("It was signed on 5 May 2021.", ["2021-05-05"]),
    ("It was signed on May 5, 2021.", ["2021-05-05"]),
    ("It was signed on the 5th of May, 2021.", ["2021-05-05"]),
    ("It was signed on Sept. 11, 2001.", ["2001-09-11"]),
    ("Dated 2020-07-31.", ["2020-07-31"]),
    ("In November 2019 they met.", ["2019-11"]),
    ("In early March 2022 they met.", ["2022-03"]),
    ("By the end of 2025 all will stand.", ["2025"]),
    ("in mid-2023", ["2023"]),
    ("the summer of 2019", ["2019-22"]),
    ("in fall 2020", ["2020-23"]),
    ("winter 2021/22", ["2021-24"]),
    ("in Q3 2022", ["2022-07/2022-09"]),
    ("the first quarter of 2021", ["2021-01/2021-03"]),
    ("in the second half of 2020", ["2020-07/2020-12"]),
    ("in fiscal year 2023", ["2023"]),
    ("in 2023/24", ["2023/2024"]),
    ("from 2008 to 2018", ["2008/2018"]),
    ("between 2008 and 2018", ["2008/2018"]),
    ("in 2008 and 2018", ["2008", "2018"]),
    ("in 2006 or 2007", ["2006/2007"]),
    ("in 1962, 1965 and 1971", ["1962", "1965", "1971"]),
    ("between March and June 2021", ["2021-03/2021-06"]),
    ("March–April 2022", ["2022-03/2022-04"]),
    ("from 3 to 5 May 2023", ["2023-05-03/2023-05-05"]),
    ("3-5 May 2023", ["2023-05-03/2023-05-05"]),
    ("Between 26 January and 7 February 2018, nine flights", ["2018-01-26/2018-02-07"]),
    ("in May and June 2020", ["2020-05/2020-06"]),
    ("in May and August 2020", ["2020-05", "2020-08"]),
    ("in 2013 and 2014", ["2013/2014"]),
    ("the decade to 2022", ["2013/2022"]),
    ("in the five years to 2024", ["2020/2024"]),
    ("on 27 December 2024, and again on 17 January", ["2024-12-27", "2025-01-17"]),
    ("in June 2020, and by October", ["2020-06", "2020-10"]),
    ("at end-2017", ["2017"]),
    ("since 2013", ["2013/.."]),
    ("since about 2016", ["2016/.."]),
    ("since July 2011", ["2011-07/.."]),
    ("from 2019 onwards", ["2019/.."]),
    ("until 2044", ["../2044"]),
    ("in the late 1990s", ["1997/1999"]),
    ("since the turn of the century", ["2000/.."]),
]
RELATIVE = [
    ("last month", ["2024-02"]),
    ("this year", ["2024"]),
    ("last year", ["2023"]),
    ("two years ago", ["2022"]),
    ("today", ["2024-03-15"]),
    ("yesterday", ["2024-03-14"]),
    ("on Monday", ["2024-03-11"]),
    ("next Tuesday", ["2024-03-19"]),
    ("over the weekend", ["2024-03-09/2024-03-10"]),
    ("on the 9th", ["2024-03-09"]),
    ("on the 20th.", ["2024-02-20"]),
    ("in two days' time", ["2024-03-17"]),
    ("before the end of the year", ["2024"]),
    ("at the turn of the year", ["2023-12/2024-01"]),
    ("last summer", ["2023-22"]),
    ("the third quarter", ["2023-07/2023-09"]),
    ("in June last year", ["2023-06"]),
    ("last December", ["2023-12"]),
    ("It will be handed over in January.", ["2025-01"]),
    ("They were handed over in January.", ["2024-01"]),
    ("They came in April.", ["2023-04"]),
    ("The contract is to be signed on Tuesday.", ["2024-03-19"]),
    ("On Tuesday he will fly to Baku.", ["2024-03-19"]),
    ("On Tuesday he flew to Baku.", ["2024-03-12"]),
    ("this Monday", ["2024-03-18"]),
    ("last Thursday", ["2024-03-07"]),
    ("since October", ["2023-10/.."]),
    ("this September", ["2024-09"]),
    ("on Wednesday and Thursday", ["2024-03-13/2024-03-14"]),
    ("in January and February", ["2024-01/2024-02"]),
    ("On 5 January they met, and on the 9th they left.", ["2024-01-05", "2024-01-09"]),
]
NONE = [
    "31 February 2020",
    "on 32 May 2020",
    "on September 31",
    "between 40 and 45 March",
    "May it last.",
    "They march on.",
    "2,020 cameras",
    "2019 cameras were counted",
    "the F-16 and the S-300",
    "an 18-month course",
    "for three years",
]
TOLD = [
    ("that month", "2022-05"),
    ("that May", "2022-05"),
    ("the following year", "2023"),
    ("two years later", "2024"),
    ("in August of the following year", "2023-08"),
    ("the previous autumn", "2021-23"),
    ("the following spring", "2023-21"),
    ("18 days earlier", "2022-04-22"),
    ("the next day", "2022-05-11"),
    ("the next morning", "2022-05-11"),
    ("the day before", "2022-05-09"),
    ("that day", "2022-05-10"),
    ("on that occasion", "2022-05-10"),
    ("during his visit", "2022-05-10"),
    ("on 18 November of that year", "2022-11-18"),
    ("the following March", "2023-03"),
    ("the following July", "2022-07"),
    ("two years on, they met", "2024"),
    ("a few days later", "2022-05"),
]


MONTH = re.compile("January|April|June|September|October|December")


@pytest.mark.parametrize(("text", "edtf"), PLAIN)
def test_dates_that_need_no_anchor(text: str, edtf: list[str]) -> None:
    assert [t.edtf for t in find_times(text, Anchor(None))] == edtf


@pytest.mark.parametrize(("text", "edtf"), RELATIVE)
def test_relative_times_count_from_the_report(text: str, edtf: list[str]) -> None:
    assert [t.edtf for t in find_times(text, Anchor(PUBLISHED))] == edtf


@pytest.mark.parametrize("text", [t for t, _ in RELATIVE if not MONTH.search(t)])
def test_relative_times_are_absent_without_a_report_date(text: str) -> None:
    assert find_times(text, Anchor(None)) == []


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_time(text: str) -> None:
    assert find_times(text, Anchor(PUBLISHED)) == []


@pytest.mark.parametrize(("text", "edtf"), TOLD)
def test_words_that_count_from_the_date_told_before(text: str, edtf: str) -> None:
    assert [t.edtf for t in find_times(text, Anchor(PUBLISHED, "2022-05-10"))] == [edtf]


def test_a_month_without_a_year_to_be_had() -> None:
    assert [t.edtf for t in find_times("in April", Anchor(None))] == ["XXXX-04"]


def test_a_month_takes_the_year_of_the_heading_above() -> None:
    assert [t.edtf for t in find_times("14 August.", Anchor(PUBLISHED, year="2020"))] == ["2020-08-14"]


EDTF = re.compile(r"(?:\.\.|[\dX]{4}(?:-\d\d){0,2})(?:/(?:\.\.|[\dX]{4}(?:-\d\d){0,2}))?")
PIECES = st.sampled_from(
    "31 32 0 5 February May June 2020 1999 - – / , . the of in on from to between last next week Monday since until "
    "Q3 FY 99th early mid-2019 summer a.m. years ago 12/13".split()
)


@given(
    st.lists(PIECES, max_size=12).map(" ".join),
    st.sampled_from([None, PUBLISHED]),
    st.sampled_from([None, "2022-05-10"]),
)
def test_whatever_is_found_is_edtf_in_its_place_and_real(text: str, published: date | None, last: str | None) -> None:
    found = find_times(text, Anchor(published, last))
    for t in found:
        assert text[t.start : t.end] == t.text
        assert EDTF.fullmatch(t.edtf), t
        for end in t.edtf.split("/"):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", end):
                date.fromisoformat(end)
            if re.fullmatch(r"\d{4}-\d\d", end):
                assert 1 <= int(end[5:]) <= 12 or 21 <= int(end[5:]) <= 24
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    find_times(text, Anchor(PUBLISHED, "2022"))


@given(st.integers(32, 99), st.sampled_from(["May", "June", "February"]), st.integers(1950, 2030))
def test_a_month_never_resolves_after_a_nonsensical_day(day: int, month: str, year: int) -> None:
    assert find_times(f"on {day} {month} {year}", Anchor(PUBLISHED)) == []


def test_every_rule_is_resolved_and_no_other() -> None:
    assert sorted(name for name, _ in RULES) == sorted(RESOLVE)


WORDS = (
    "in on the last 12 May Sept. 2021 1999-2001 week Monday quarter H1 FY21 next year's war autumn lentils "
    "on that occasion during his visit at ceremony".split()
)


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
def test_a_rule_that_is_not_tried_would_find_nothing(text: str) -> None:
    tried = {name for name, _ in _worth_trying(text)}
    for name, pattern in RULES:
        assert name in tried or not pattern.search(text), name


def test_what_rules_need_is_told_of_rules_that_are_there() -> None:
    assert {name for name, _ in RULES} >= MONTHLY | YEARLY
    assert not TIME_WORD.search("Simmer the lentils")


@pytest.mark.parametrize(("text", "found"), [case for case in PLAIN if case[1]])
def test_every_plain_time_holds_a_word_that_times_have(text: str, found: list[str]) -> None:
    assert TIME_WORD.search(text) or PERIOD_WORD.search(text)
