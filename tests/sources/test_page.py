"""Saved pages: main text in paragraphs, no furniture, the date the page gives itself."""

import pytest

from dragoman.sources.page import page

ARTICLE = """
<h1>Drones for Gondor</h1>
<p>Gondor ordered nine drones from Arnor on Thursday, the minister said, for <b>5.2 million</b> dollars.</p>
<p>The drones will come next year, and officials showed the <a href="x">first two</a> to reporters.</p>
<ul><li>Nine drones</li><li>Two ground stations</li></ul>
<p>A third paragraph says a bit more of the ceremony, which took place in Minas Tirith before many guests.</p>
"""
PAGE = f"""<?xml version="1.0" encoding="utf-8"?><!doctype html><html><head><title>Drones | The Palantir</title>
<meta property="og:site_name" content="The Palantir">
<meta property="og:title" content="Drones &lt;script&gt;for Gondor">
<meta property="article:published_time" content="2019-11-29T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/world">World of news</a></nav><article>{ARTICLE}</article>
<aside>Read also: ten hobbits you must know</aside>
<div id="comments" class="comments"><p>I hate it, says reader Bob, who thinks that all of this is silly.</p></div>
<footer>Copyright 2021 The Palantir. All rights reserved.</footer><script>alert("nine drones")</script></body></html>"""


def test_the_main_text_in_paragraphs() -> None:
    found = page(PAGE)
    assert found.text.split("\n\n") == [
        "Drones for Gondor",
        "Gondor ordered nine drones from Arnor on Thursday, the minister said, for 5.2 million dollars.",
        "The drones will come next year, and officials showed the first two to reporters.",
        "- Nine drones\n- Two ground stations",
        "A third paragraph says a bit more of the ceremony, which took place in Minas Tirith before many guests.",
    ]


def test_what_the_page_says_of_itself() -> None:
    found = page(PAGE)
    assert (found.title, found.publisher) == ("Drones <script>for Gondor", "The Palantir")
    assert found.published == "2019-11-29"


def test_dates_of_events_are_no_publication_date() -> None:
    text = PAGE.replace('<meta property="article:published_time" content="2019-11-29T08:00:00Z">', "")
    assert page(text.replace("on Thursday", "on 4 July 2020")).published is None


def test_the_same_page_gives_the_same_text_after_other_pages() -> None:
    first = page(PAGE)
    for _ in range(3):
        page(PAGE.replace("nine", "ten"))
    assert page(PAGE) == first


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Gondor ordered <b>nine</b>.<p>Arnor delivered<nav>home</nav>", "Gondor ordered nine.\n\nArnor delivered"),
        ("<html><body>nine &amp; six<script>x</script></body></html>", "nine & six"),
        ("<html><body><script>x</script></body></html>", ""),
    ],
)
def test_a_page_with_little_on_it(markup: str, text: str) -> None:
    assert page(markup).text == text


def test_deep_nesting_ends() -> None:
    assert "drones" not in page("<div>" * 20_000 + "drones" + "</div>" * 20_000).text
