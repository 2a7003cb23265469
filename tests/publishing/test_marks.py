"""Marks: what a page counts, as it opens and after a filter."""

from hypothesis import given
from hypothesis import strategies as st

from dragoman.publishing.marks import Marks, figure, tenth


def test_a_mark_counts_what_is_kept() -> None:
    marks = Marks({0, 2}, 4)
    assert marks.of([2, 3, 2]).count == 1
    assert marks.of([2, 3], wide=True).count == 2
    assert marks.weighted({0: 0.5, 1: 0.5}).count == 0.5
    assert not marks.of([3]).shown


def test_the_same_events_are_one_mark() -> None:
    marks = Marks({0}, 2)
    assert marks.of([0, 1]) == marks.of([1, 0]) == marks.weighted({0: 1.0, 1: 1.0})
    assert len(marks.as_json()["marks"]) == 1


def test_the_data_says_which_marks_are_wide_and_weighted() -> None:
    marks = Marks({0}, 3)
    plain, wide, half = marks.of([0]), marks.of([0], wide=True), marks.weighted({0: 0.5, 2: 1.0})
    found = marks.counted("reports", (plain, marks.of([2])))
    assert (found.key, found.count) == ("reports", 1)
    assert marks.as_json() == {
        "marks": [[0], [0], [0, 2], [2]],
        "weights": {half.key: [0.5, 1.0]},
        "wide": [wide.key],
        "sets": {"reports": [0, 3]},
    }


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_a_mark_never_counts_more_than_its_events(kept: set[int], events: set[int]) -> None:
    mark = Marks(kept, 31).of(events)
    assert mark.count == len(kept & events)
    assert set(mark.events) == events


def test_figures_are_rounded_half_upwards_as_the_script_does() -> None:
    assert [figure(n) for n in (0, 1204, 2.5, 0.25, 0.3333)] == ["0", "1,204", "2.5", "0.3", "0.3"]
    assert tenth(-0.25) == -0.2
