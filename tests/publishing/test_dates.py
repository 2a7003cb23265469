"""EDTF dates as words and as stretches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.publishing.dates import in_words, stretch, years


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2019", "2019"),
        ("2019-11", "Nov 2019"),
        ("2019-11-28", "28 Nov 2019"),
        ("2020-23", "autumn 2020"),
        ("2019/..", "since 2019"),
        ("2008/2018", "2008 to 2018"),
        ("../2018", "until 2018"),
        ("XXXX-04", "Apr, year unknown"),
        ("201X", "2010s"),
        ("2019~", "about 2019"),
        ("2020-21/2020-10", "spring 2020 to Oct 2020"),
        (None, ""),
        ("", ""),
        ("whenever", "whenever"),
        ("2019-13", "2019"),
    ],
)
def test_dates_are_said_as_a_reader_would(edtf: str | None, words: str) -> None:
    assert in_words(edtf) == words


@pytest.mark.parametrize(
    ("edtf", "precision"),
    [
        ("2019", "year"),
        ("2019-11", "month"),
        ("2019-11-28", "day"),
        ("2020-21", "season"),
        ("201X", "decade"),
        ("2008/2018", "range"),
    ],
)
def test_precision_is_kept(edtf: str, precision: str) -> None:
    found = stretch(edtf)
    assert found is not None
    assert found.precision == precision


def test_what_has_no_year_has_no_place_on_an_axis() -> None:
    assert stretch("XXXX-04") is None
    assert stretch("soon") is None
    assert stretch("0000") is None


def test_an_open_end_stays_open() -> None:
    found = stretch("2019/..")
    assert found is not None
    assert found.open_end
    assert (found.start, found.end) == (2019, 2020)


def test_a_range_turned_over_is_taken_by_its_start() -> None:
    found = stretch("2019/2008")
    assert found is not None
    assert (found.start, found.open_end) == (2019, True)


@given(st.dates())
def test_a_day_lies_within_its_month_and_year(day: object) -> None:
    text = str(day)
    inner, month, year = stretch(text), stretch(text[:7]), stretch(text[:4])
    assert inner is not None
    assert month is not None
    assert year is not None
    slack = 1e-9
    assert (
        year.start - slack
        <= month.start - slack
        <= inner.start
        < inner.end
        <= month.end + slack
        <= year.end + 2 * slack
    )
    assert years(text) == (int(text[:4]), int(text[:4]))


@given(st.text(alphabet="0123456789X-/.~?% abc", max_size=14))
def test_no_date_is_an_error(text: str) -> None:
    in_words(text)
    found = stretch(text)
    assert found is None or found.start < found.end
