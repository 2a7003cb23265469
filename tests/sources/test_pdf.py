"""PDF: lines become paragraphs, words broken at line ends become whole, furniture goes."""

from collections import Counter

import pytest

from dragoman.sources.document import Unreadable
from dragoman.sources.pdf import join_lines, pdf
from tests.sources.pdfs import PlacedLine, make_pdf


def printed(number: int, *lines: str) -> list[PlacedLine]:
    """A page of the review: a running head, lines 14 points apart (an empty one is a gap), the page number."""
    body = [(72.0, 760.0 - 14 * n, 11.0, line) for n, line in enumerate(lines) if line]
    return [(72.0, 800.0, 9.0, f"The Gondor Review, page {number}"), *body, (290.0, 30.0, 9.0, str(number))]


PAGES = [
    printed(1, "Gondor ordered nine CH-", "92A drones in a coopera-", "tion deal on state-", "owned land in Tirith.",
            "", "A second paragraph about the Gondor-", "Arnor pact which goes on to the"),
    printed(2, "next page and ends here.", "", "Prices rose by 12", "percent, the ministry said."),
    printed(3, "Last page."),
]  # fmt: skip


def test_paragraphs() -> None:
    found = pdf(make_pdf(PAGES, title="Drones for Gondor"))
    assert found.title == "Drones for Gondor"
    assert found.text.split("\n\n") == [
        "Gondor ordered nine CH-92A drones in a cooperation deal on state-owned land in Tirith.",
        "A second paragraph about the Gondor-Arnor pact which goes on to the next page and ends here.",
        "Prices rose by 12 percent, the ministry said.",
        "Last page.",
    ]


def test_an_indent_after_a_full_stop_begins_a_paragraph() -> None:
    lines = [
        (72.0, 700.0, 11.0, "Gondor ordered nine drones from Arnor, said the"),
        (72.0, 686.0, 11.0, "minister in the morning of the same long day."),
        (90.0, 672.0, 11.0, "Arnor delivered six of them in the spring after"),
        (72.0, 658.0, 11.0, "that."),
    ]
    assert pdf(make_pdf([lines])).text == (
        "Gondor ordered nine drones from Arnor, said the minister in the morning of the same long day.\n\n"
        "Arnor delivered six of them in the spring after that."
    )


def test_rows_that_stand_close_stay_rows() -> None:
    prose = [
        "Gondor ordered nine drones from Arnor, said the minister",
        "in the morning, and four radars from Dale, which were",
        "paid for with a loan that the bank of Dale extended",
        "over fifteen years at two per cent.",
    ]
    rows = ["System Supplier Number", "Drone X Arnor 9", "Radar Y Dale 4"]
    lines = [(72.0, 700.0 - 14 * n, 11.0, line) for n, line in enumerate([*prose, *rows])]
    assert pdf(make_pdf([lines])).text.split("\n\n") == [" ".join(prose), *rows]


@pytest.mark.parametrize("title", [None, "Microsoft Word - final2.docx", "report.indd", "untitled", ""])
def test_a_title_that_is_none(title: str | None) -> None:
    assert pdf(make_pdf(PAGES, title=title)).title is None


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (make_pdf(PAGES, encrypted=True), "encrypted"),
        (make_pdf(PAGES)[:500], "broken"),
        (b"%PDF-1.7 and nothing", "broken"),
        (make_pdf([[], []]), "without a text layer"),
    ],
)
def test_what_cannot_be_read(data: bytes, what: str) -> None:
    with pytest.raises(Unreadable, match=what):
        pdf(data)


def test_a_scan_is_sent_to_ocr() -> None:
    with pytest.raises(Unreadable) as caught:
        pdf(make_pdf([[]]))
    assert "OCR" in caught.value.remedy


@pytest.mark.parametrize(
    ("lines", "words", "text"),
    [
        (["the long-", "range gun"], ["long-range"], "the long-range gun"),
        (["the re-", "built road"], ["rebuilt"], "the rebuilt road"),
        (["from 2019 -", "or so"], [], "from 2019 - or so"),
        (["one", "two"], [], "one two"),
        (["surveil\x02", "lance"], [], "surveillance"),
    ],
)
def test_the_document_knows_its_own_words(lines: list[str], words: list[str], text: str) -> None:
    assert join_lines(lines, Counter(words)) == text
