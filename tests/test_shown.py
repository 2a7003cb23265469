"""Quotes are shown without the marks of Markdown, and nothing else of them is changed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.shown import plain_quote, quote_shown, unit_shown

MARKED = {
    "**Orthanc Systems** supplied [1,000 cameras](https://a.example/cams) to *Gondor*.":
        "Orthanc Systems supplied 1,000 cameras to Gondor.",
    '> "We will install **2,000 cameras** more," he said.': '"We will install 2,000 cameras more," he said.',
    "- Arnor gave `twelve` **Crow** drones to [Gondor](https://a.example/a_(b)).":
        "Arnor gave twelve Crow drones to Gondor.",
    "## Cameras in Bree": "Cameras in Bree",
    "***Both*** and [**a bold link**](http://a.example/_y_ \"title\") \\*not\\*": "Both and a bold link *not*",
    "[Arnor][1] and ![a picture](u.png)": "Arnor and a picture",
    "~~Six~~ __nine__ _drones_": "Six nine drones",
    "**The sentence goes on.": "The sentence goes on.",
    "It ends here.**": "It ends here.",
}  # fmt: skip
PLAIN = (
    "See https://a.example/a_b_c and snake_case_name.",
    "3 * 4 * 5 and 2 ** 8 are numbers.", "He said so [sic] (twice).",
    "Prices rose* in 2020, to 5** later.", "Talks from 2019 - 2020 went on.", "#1 of Arnor", "-5 degrees", "a`b",
    "A*B*C and ** alone **", "[open (and) closed]", "",
)  # fmt: skip


@pytest.mark.parametrize(("quote", "shown"), MARKED.items())
def test_marks_are_not_shown(quote: str, shown: str) -> None:
    assert plain_quote(quote) == shown


@pytest.mark.parametrize("quote", PLAIN)
def test_what_is_no_mark_stays(quote: str) -> None:
    assert plain_quote(quote) == quote


def test_marked_words_are_found_again() -> None:
    quote = "**Orthanc** supplied [1,000 cameras](https://a.example/c) in *2019*."
    where = tuple((quote.index(word), quote.index(word) + len(word)) for word in ("Orthanc", "1,000 cameras", "2019"))
    shown, moved = quote_shown(quote, where)
    assert [shown[a:b] for a, b in moved] == ["Orthanc", "1,000 cameras", "2019"]


@given(st.text(alphabet="ab *_`[]()#>-~\\\n.", max_size=60), st.data())
def test_only_marks_go_and_spans_keep_their_words(quote: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(quote)))
    end = data.draw(st.integers(start, len(quote)))
    shown, ((a, b),) = quote_shown(quote, [(start, end)])
    letters = [c for c in shown if c.isalpha()]
    assert 0 <= a <= b <= len(shown)
    assert set(shown) <= set(quote)
    if "](" not in quote and "][" not in quote:  # addresses of links go with their marks
        assert letters == [c for c in quote if c.isalpha()]
        assert [c for c in shown[a:b] if c.isalpha()] == [c for c in quote[start:end] if c.isalpha()]


@pytest.mark.parametrize("part", ["*", "_", "`", "[", "](", "**a", "> ", "[a](", "~~", "\\", "_a ", "*a "])
def test_a_hostile_quote_takes_no_time(part: str) -> None:
    begun = time.perf_counter()
    plain_quote(part * 20_000)
    assert time.perf_counter() - begun < 2


def test_units_that_say_nothing_are_not_shown() -> None:
    assert [unit_shown(u) for u in ("number", "cameras", "headcount", "LTE_towers")] == [
        "", "cameras", "people", "LTE towers"]  # fmt: skip
