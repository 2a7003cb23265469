"""Pages as they are laid out: columns one after the other, tables row by row, scans named."""

import pytest

from dragoman.sources.document import Document, Unreadable
from dragoman.sources.pdf import pdf
from tests.sources.pdfs import PlacedLine, make_pdf

LEFT = [
    "Gondor ordered nine drones from Arnor on",
    "Thursday, the minister said, for a price of 5.2",
    "million dollars, in a contract that had been",
    "negotiated for two years between the two",
    "ministries of defence and their lawyers.",
]
RIGHT = [
    "Rohan delivered twelve patrol boats in 2019",
    "under an agreement signed in Edoras, and the",
    "crews were trained at the shipyard of Dale for",
    "six months before they sailed home, where the",
    "fleet was shown to the people of the city.",
]
TITLE = "Drones and boats for the realm of Gondor and for all of its allies abroad"
TABLE = [("Country", "Item", "No."), ("Gondor", "drones", "9"), ("Rohan", "patrol boats", "12"), ("Dale", "radar", "")]


def columns(left: list[str], right: list[str], *, across: bool) -> list[PlacedLine]:
    """Two columns, drawn line by line across the page, or one after the other."""
    one = [(72.0, 730.0 - 13 * n, 11.0, text) for n, text in enumerate(left)]
    other = [(320.0, 730.0 - 13 * n, 11.0, text) for n, text in enumerate(right)]
    return [line for pair in zip(one, other, strict=True) for line in pair] if across else one + other


def table(rows: list[tuple[str, ...]], *, top: float = 700.0, step: float = 15.0) -> list[PlacedLine]:
    return [
        (left, top - step * n, 11.0, cell)
        for n, row in enumerate(rows)
        for left, cell in zip((72.0, 220.0, 400.0, 480.0), row, strict=False)
        if cell
    ]


def read(*pages: list[PlacedLine]) -> list[str]:
    return pdf(make_pdf(pages)).text.split("\n\n")


@pytest.mark.parametrize("across", [True, False])
def test_columns_are_read_one_after_the_other(across: bool) -> None:
    page = [(72.0, 760.0, 16.0, TITLE), *columns(LEFT, RIGHT, across=across)]
    below = (72.0, 640.0, 11.0, "Below both columns the text goes on over the whole width of this page of the report.")
    assert read([*page, below]) == [TITLE, " ".join(LEFT), " ".join(RIGHT), below[3]]


def test_a_sentence_goes_on_in_the_next_column() -> None:
    left = [*LEFT[:4], "ministries of defence and the lawyers of"]
    right = ["both sides, who met in Edoras many times,", *RIGHT[1:]]
    (text,) = read(columns(left, right, across=True))
    assert "the lawyers of both sides, who met" in text


def test_a_table_is_read_row_by_row() -> None:
    before, after = (72.0, 740.0, 11.0, "Some words before."), (72.0, 600.0, 11.0, "Some words after it.")
    assert read([before, *table(TABLE), after]) == [
        "Some words before.",
        "Country | Item | No.\nGondor | drones | 9\nRohan | patrol boats | 12\nDale | radar | ",
        "Some words after it.",
    ]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    rows = [("Country", "Item", "No."), ("Kingdom of", "drones with", "9")]
    more = [(72.0, 673.0, 11.0, "Gondor"), (220.0, 673.0, 11.0, "stations")]
    rest = table([("Rohan", "boats", "12"), ("Dale", "radar", "1")], top=650.0, step=25.0)
    (text,) = read([*table(rows), *more, *rest])
    assert text.split("\n") == [
        "Country | Item | No.",
        "Kingdom of Gondor | drones with stations | 9",
        "Rohan | boats | 12",
        "Dale | radar | 1",
    ]


def test_a_heading_centred_over_its_column_makes_no_column() -> None:
    rows = [("Rohan", "boats", "12"), ("Arnor", "drones", "9"), ("Kingdom of Dale", "a radar of long range", "1")]
    heads = [(110.0, 715.0, 11.0, "Who"), (260.0, 715.0, 11.0, "What"), (400.0, 715.0, 11.0, "No.")]
    (text,) = read([*heads, *table(rows)])
    assert text.startswith("Who | What | No.\nRohan | boats | 12\n")


def test_a_list_is_no_table() -> None:
    items = ["drones of the larger type,", "patrol boats for the river,", "a radar, and", "nine ground stations."]
    lines = [line for n, text in enumerate(items) for line in (
        (72.0, 700.0 - 14 * n, 11.0, f"{n + 1}."), (100.0, 700.0 - 14 * n, 11.0, text))]  # fmt: skip
    assert read(lines) == [f"{n + 1}. {text}" for n, text in enumerate(items)]


def test_rows_of_a_table_are_in_no_sentence_of_the_text() -> None:
    page = [(72.0, 730.0, 11.0, "The ministry has bought from"), *table(TABLE), (72.0, 620.0, 11.0, "these states.")]
    assert [block.split("\n")[0] for block in read(page)] == [
        "The ministry has bought from", "Country | Item | No.", "these states.",
    ]  # fmt: skip


def test_the_place_of_a_line_is_its_page_and_its_characters() -> None:
    found = pdf(make_pdf([[(72, 700, 11, "One.")], [(72, 700, 11, "Gondor ordered"), (72, 686, 11, "nine drones.")]]))
    assert found.text == "One.\n\nGondor ordered nine drones."
    assert [(found.text[o.start : o.end], o.place, o.source_start, o.source_end) for o in found.origins] == [
        ("One.", "page=1", 0, 4),
        ("Gondor ordered", "page=2", 0, 14),
        ("nine drones.", "page=2", 16, 28),
    ]


def test_the_places_of_words_made_whole() -> None:
    found = pdf(make_pdf([[(72, 700, 11, "Gondor ordered ma-"), (72, 686, 11, "ny drones of it.")]]))
    assert found.text == "Gondor ordered many drones of it."
    assert [found.text[o.start : o.end] for o in found.origins][-1] == "ny drones of it."


WORDS = [(72.0, 700.0, 11.0, "Gondor ordered nine drones.")]


def test_scanned_pages_of_a_readable_file_are_named() -> None:
    found: Document = pdf(make_pdf([WORDS, [], WORDS, [], [], []], scanned=[1, 3, 4]))
    assert "nine drones" in found.text
    (gap,) = found.gaps
    assert gap.what == "pages 2, 4-5 of 6 are pictures of text without a text layer"
    assert gap.place == "page=2"
    assert "OCR" in gap.remedy


def test_an_empty_page_is_no_scan() -> None:
    assert pdf(make_pdf([WORDS, []])).gaps == ()
    assert pdf(make_pdf([WORDS], scanned=[0])).gaps == ()


def test_a_file_of_scans_alone_names_its_pages() -> None:
    with pytest.raises(Unreadable, match=r"a scan: pages 1-2 of 2 are pictures of text"):
        pdf(make_pdf([[], []], scanned=[0, 1]))
    with pytest.raises(Unreadable, match=r"a scan: page 1 of 1 is a picture of text"):
        pdf(make_pdf([[]], scanned=[0]))
