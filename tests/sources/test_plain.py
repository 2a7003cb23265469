"""Plain text and Markdown: what is text, what is front matter."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.sources.plain import markdown, plain_text

BODY = "Gondor ordered nine drones.\n\n- **Arnor** delivered six.\n"


def test_front_matter_is_kept_out_of_the_text() -> None:
    found = markdown("---\ntitle: Drones\npublisher: wire\npublished: 2019-11-29\nabout: x\n---\n" + BODY)
    assert (found.text, found.title, found.publisher, found.published) == (BODY, "Drones", "wire", "2019-11-29")


def test_a_colon_in_a_title_is_no_obstacle() -> None:
    found = markdown("---\ntitle: Drones: the deal\npublisher: 'wire'\npublished: 2019-11-29T08:00:00Z\n---\n" + BODY)
    assert (found.title, found.publisher, found.published) == ("Drones: the deal", "wire", "2019-11-29")


@pytest.mark.parametrize("date", ["2019-02-30", "2019", "29.11.2019", "soon", "20191129", "2019-W48-5", "[1, 2]", ""])
def test_what_is_no_date_is_left_open(date: str) -> None:
    assert markdown(f"---\ntitle: Drones\npublished: {date}\n---\n{BODY}").published is None


@pytest.mark.parametrize("start", ["---\n", "---\ntitle: not closed\n", "---\na rule\n---\n", "----\ntitle: x\n---\n"])
def test_what_is_no_front_matter_stays_text(start: str) -> None:
    found = markdown(start + BODY)
    assert found.text == start + BODY
    assert found.title is None


def test_a_heading_is_a_title_and_stays_in_the_text() -> None:
    found = markdown("# Drones for Gondor #\n\n" + BODY)
    assert found.title == "Drones for Gondor"
    assert found.text.startswith("# Drones for Gondor")
    assert markdown("---\ntitle: Other\n---\n# Drones\n\n" + BODY).title == "Other"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Drones for Gondor\n\nGondor ordered nine.\n", "Drones for Gondor"),
        ("Gondor ordered nine drones.\n\nArnor delivered.\n", None),
        ("Gondor ordered nine\ndrones last week\n\nArnor delivered.", None),
        ("Drones for Gondor", None),
    ],
)
def test_a_first_line_that_stands_alone_is_the_title_of_a_text(text: str, title: str | None) -> None:
    found = plain_text(text)
    assert (found.text, found.title) == (text, title)


@pytest.mark.parametrize("front", ["[" * 30_000, "a: &x [*x]", "? !!python/object:os.system x", "a b " * 15_000])
def test_hostile_front_matter_is_only_text(front: str) -> None:
    found = markdown(f"---\n{front}\n---\n{BODY}")
    assert found.title is None
    assert found.text.endswith(BODY)


LINKED = (
    "# [Drones](https://a.example/d) for Gondor\n\n"
    "Arnor gave [six **Crow** drones](https://a.example/w/Crow_(drone)) to "
    '[Gondor][go] in [2019](http://a.example/x "a title")[12](#n12). ![A drone](d.png)[![x](y.png)](z.html)\n\n'
    "[go]: https://a.example/gondor \"Gondor\"\nNo link [sic] (twice), \\[none](x) and [1].\n"
)  # fmt: skip
UNLINKED = (
    "# Drones for Gondor\n\nArnor gave six **Crow** drones to Gondor in 2019. \n\n"
    "No link [sic] (twice), \\[none](x) and [1].\n"
)


def test_of_links_the_words_stay_and_lead_back_to_where_they_stood() -> None:
    text = f"---\npublisher: wire\n---\n{LINKED}"
    found = markdown(text)
    assert (found.text, found.title) == (UNLINKED, "Drones for Gondor")
    for origin in found.origins:
        assert found.text[origin.start : origin.end] == text[origin.source_start : origin.source_end]
    assert sum(origin.end - origin.start for origin in found.origins) == len(found.text)


@given(st.text(alphabet='ab []()!:\n"\\', max_size=60))
def test_whatever_is_taken_the_rest_is_where_it_was(text: str) -> None:
    found = markdown(text)
    at = 0
    for origin in found.origins:
        assert origin.start == at
        assert found.text[origin.start : origin.end] == text[origin.source_start : origin.source_end]
        at = origin.end
    assert at == len(found.text)


@pytest.mark.parametrize("part", ["[", "![", "[a](", "[a](b", "](", "[a][", "[a]: ", "(", "[a](b(", '[a](b "'])
def test_hostile_markdown_takes_no_time(part: str) -> None:
    begun = time.perf_counter()
    markdown(part * 50_000)
    assert time.perf_counter() - begun < 2
