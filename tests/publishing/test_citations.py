"""Citations: nothing invented, nothing lost, files that other programs can read whatever a report is called."""

import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dragoman.publishing.citations import bibtex, citation, csl, csl_json, keys, quotation
from tests.publishing.sample import FIRST, report

ONE = report("a", FIRST, title="The {Nine} drones & 50% of $5_m", publisher="Minas Post")


def test_a_line_to_paste_names_publisher_title_date_address_and_hash() -> None:
    assert citation(ONE) == (
        "Minas Post. “The {Nine} drones & 50% of $5_m”. 6 Jul 2020. https://example.org/a. SHA-256 aaaaaaaaaaaa."
    )
    bare = replace(ONE, title=None, publisher=None, published=None)
    assert citation(bare) == "“Untitled report”. no date. https://example.org/a. SHA-256 aaaaaaaaaaaa."


def test_a_quotation_is_the_text_at_its_offsets() -> None:
    start = FIRST.rindex("Gondor ordered")
    told = quotation(ONE, start, start + 35)
    assert told.startswith("“Gondor ordered nine drones in 2019.” (Minas Post. ")
    assert told.endswith(f"characters {start}–{start + 35}.)")


def test_csl_has_the_fields_that_zotero_reads() -> None:
    (item,) = csl([ONE])
    assert item == {
        "id": "minaspost2020nine",
        "type": "webpage",
        "title": "The {Nine} drones & 50% of $5_m",
        "container-title": "Minas Post",
        "issued": {"date-parts": [[2020, 7, 6]]},
        "language": "en",
        "URL": "https://example.org/a",
        "note": "SHA-256 " + "a" * 64,
    }
    (file,) = csl([replace(ONE, address="reports/a.txt", published="2020-07")])
    assert file["type"] == "document"
    assert file["publisher"] == "Minas Post"
    assert file["issued"] == {"date-parts": [[2020, 7]]}
    assert "URL" not in file
    assert file["note"].startswith("reports/a.txt, ")


def test_bibtex_escapes_what_latex_would_run() -> None:
    entry = bibtex([replace(ONE, address="https://example.org/{a}_100%\\input")])
    assert entry.startswith("@misc{minaspost2020nine,\n")
    assert r"title = {{The \{Nine\} drones \& 50\% of \$5\_m}}" in entry
    assert "url = {https://example.org/%7Ba%7D_100%%5Cinput}" in entry
    assert "date = {2020-07-06}" in entry
    assert "month = jul," in entry


def test_namesakes_get_letters_and_the_order_does_not_matter() -> None:
    many = [replace(ONE, id=f"report-{i:02}") for i in range(30)]
    named = keys(many)
    assert len(set(named.values())) == 30
    assert named == keys(many[::-1])
    assert named["report-00"] == "minaspost2020ninea"
    assert named["report-29"] == "minaspost2020ninead"


TEXTS = st.text(alphabet=st.characters(), max_size=30)


@given(TEXTS, TEXTS, TEXTS)
def test_any_report_gives_files_that_can_be_read(title: str, publisher: str, published: str) -> None:
    odd = replace(ONE, title=title, publisher=publisher, published=published, address=title)
    assert json.loads(csl_json([odd]).encode("utf-8"))[0]["title"]
    entry = bibtex([odd])
    # Braces balance once escaped ones are left out: no title can end its field.
    depth = 0
    for brace in re.sub(r"\\[{}]", "", entry):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        assert depth >= 0
    assert depth == 0
    assert re.fullmatch(r"[a-z0-9]+", keys([odd])[odd.id])
