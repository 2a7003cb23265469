"""Anchors stand at the right offsets, and the page shows a report's text character for character."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from dragoman.publishing.highlight import marked, quoted, visible, with_anchors


class Reader(HTMLParser):
    """The text of each element with an id, and the whole text, as a browser would have them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str | None] = []
        self.whole = ""
        self.texts: dict[str, str] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(dict(attrs).get("id"))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.whole += data
        for name in filter(None, self.open):
            self.texts[name] = self.texts.get(name, "") + data


def test_the_same_words_twice_are_two_places() -> None:
    page = str(with_anchors("aha. aha.", [(5, 9)], "r1"))
    assert page == 'aha. <span class="q" id="r1-5-9">aha.</span>'


def test_nested_and_overlapping_spans_keep_all_text() -> None:
    read = Reader(str(with_anchors("abcdefghij", [(0, 6), (2, 4), (3, 8)], "r1")))
    assert read.whole == "abcdefghij"
    assert read.texts["r1-0-6"] == "abcdef"
    assert read.texts["r1-2-4"] == "cd"


def test_a_span_outside_the_text_is_left_out() -> None:
    assert str(with_anchors("abc", [(2, 9), (-1, 2), (1, 1)], "r1")) == "abc"


def test_carriage_returns_and_nul_keep_their_length() -> None:
    assert Reader(str(visible("a\r\nb\0c"))).whole == "a\r\nb\N{REPLACEMENT CHARACTER}c"


def test_marks_join_where_they_touch() -> None:
    assert str(marked("abcdef", [(1, 3), (2, 4), (4, 5)])) == "a<mark>bcde</mark>f"


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40))
    ends = st.integers(0, max(1, len(text)))
    return text, [(min(p), max(p)) for p in draw(st.lists(st.tuples(ends, ends), max_size=6))]


@given(spans())
def test_the_page_shows_the_text_to_the_letter(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    text, found = drawn
    read = Reader(str(with_anchors(text, found, "r1")))
    assert read.whole == text
    for start, end in found:
        if start < end <= len(text):
            shown = read.texts[f"r1-{start}-{end}"]
            # A span that sticks out of another is cut there: what carries the id is its beginning.
            assert text[start:end].startswith(shown)
            assert shown


def test_a_quote_is_shown_without_marks_of_markdown():
    quote = "**Orthanc** supplied [1,000 <cameras>](https://a.example/c)."
    start = quote.index("1,000")
    shown = quoted(quote, [(start, start + 5), (0, 900)])
    assert shown == "Orthanc supplied <mark>1,000</mark> &lt;cameras&gt;."
