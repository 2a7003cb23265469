"""The days an EDTF date may mean, told once for every room."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.edtf import days
from dragoman.matching.times import interval
from dragoman.publishing.dates import stretch
from dragoman.record.dates import days as iso_days

TIMES = st.from_regex(r"(\d{4}|\d{3}X|XXXX)(-(0[1-9]|1[0-2]|2[1-9]|3\d|4[01]))?[~?%]?", fullmatch=True)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-02-29?", date(2020, 2, 29), date(2020, 2, 29)),
        ("2020-24", date(2020, 12, 1), date(2021, 2, 28)),
        ("2020-34~", date(2020, 4, 1), date(2020, 6, 30)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("2019/..", date(2019, 1, 1), None),
        ("../2019-06", None, date(2019, 6, 30)),
        ("2019-11/2020-24", date(2019, 11, 1), date(2021, 2, 28)),
    ],
)
def test_days(edtf: str, first: date | None, last: date | None) -> None:
    assert days(edtf) == (first, last)


@pytest.mark.parametrize(
    "edtf",
    [None, "", "..", "/", "XXXX-04", "0000", "2019-13", "2019-02-30", "2020/2019", "9999-24", "soon", "２０１９"],
)
def test_what_tells_no_day(edtf: str | None) -> None:
    assert days(edtf) is None


@given(TIMES | st.tuples(TIMES, TIMES).map("/".join))
def test_all_rooms_mean_the_same_days(edtf: str) -> None:
    found, told = days(edtf), interval(edtf)
    assert (told is None) == (found is None) == (iso_days(edtf) is None)
    if found is not None and told is not None:
        first, last = found
        assert first is not None
        assert last is not None
        assert (told.first, told.last) == (first.toordinal(), last.toordinal())
        assert iso_days(edtf) == (first.isoformat(), last.isoformat())
        drawn = stretch(edtf)
        assert drawn is not None
        assert int(drawn.start) == first.year
        assert last.year <= drawn.end <= last.year + 1 + 1e-9
