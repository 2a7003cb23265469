"""Offsets lead back to the original: what stands there is what the text says, whatever lay between."""

import re
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import dragoman.sources.origins as origins_module
from dragoman.sources.decoding import clean
from dragoman.sources.origins import cleaned as cleaned_with_map
from dragoman.sources.origins import clipped, cut, found_again, merged, shifted, through, whole
from dragoman.sources.page import page
from dragoman.sources.report import Origin
from tests.sources.test_page import PAGE

AWKWARD = st.text(
    alphabet=st.sampled_from("ab .\n\r\x85\u2028\x92\u200b\u202eé\u0301\u1100\u1161\ufb01 \x00"), max_size=60
)


def is_even(origin: Origin) -> bool:
    return origin.end - origin.start == origin.source_end - origin.source_start


@given(AWKWARD)
@example("e\u200b\u0301")
def test_cleaning_keeps_the_way_back(text: str) -> None:
    made, origins = cleaned_with_map(text)
    assert made == clean(text)
    assert "".join(made[o.start : o.end] for o in origins) == made
    for origin in origins:
        source = text[origin.source_start : origin.source_end]
        assert clean(source).strip("\n") == made[origin.start : origin.end].strip("\n")


@given(st.lists(AWKWARD, max_size=8).map("z ".join), st.integers(1, 4))
def test_a_map_that_would_be_too_large_tells_of_wider_stretches(text: str, most: int) -> None:
    with mock.patch.object(origins_module, "_MOST", most):
        made, origins = cleaned_with_map(text)
    assert made == clean(text)
    assert [o.start for o in origins] == [0, *(o.end for o in origins)][: len(origins)]
    for origin in origins:
        source = text[origin.source_start : origin.source_end]
        if is_even(origin):
            assert clean(source).strip("\n") == made[origin.start : origin.end].strip("\n")
        else:
            assert clean(source).strip() in made


def test_a_map_stays_small() -> None:
    with mock.patch.object(origins_module, "_MOST", 50):
        _, origins = cleaned_with_map("a\r\n" * 10_000)
    assert 50 <= len(origins) <= 50 * origins_module._JOINED


@given(AWKWARD, st.integers(0, 60), st.integers(0, 60))
def test_a_cut_map_is_the_map_of_the_cut_text(text: str, start: int, end: int) -> None:
    made, origins = cleaned_with_map(text)
    kept = cut(origins, start, end)
    assert shifted(kept, start) == tuple(clipped(origins, start, end))
    for origin in kept:
        assert 0 <= origin.start < origin.end <= max(end - start, 0)
        if is_even(origin):
            source = text[origin.source_start : origin.source_end]
            assert clean(source) == made[start:end][origin.start : origin.end] or "\n" in made[start:end]


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=8))
def test_merging_says_the_same(parts: list[tuple[int, bool]]) -> None:
    origins, at, there = [], 0, 0
    for length, even in parts:
        origins.append(Origin(at, at + length, "", there, there + length + (not even)))
        at, there = at + length, origins[-1].source_end
    joined = merged(origins)
    assert len(joined) <= len(origins)
    for point in range(at):
        assert tuple(clipped(joined, point, point + 1)) == tuple(clipped(origins, point, point + 1))


def shown(text: str, origins: tuple[Origin, ...], markup: str) -> list[tuple[str, str]]:
    return [(text[o.start : o.end], markup[o.source_start : o.source_end]) for o in origins]


def test_tags_and_entities_part_the_stretches() -> None:
    markup = "<p>Gondor &amp; Arnor <b>ord</b>ered 5&nbsp;boats.</p>"
    assert shown("Gondor & Arnor ordered 5 boats.", found_again("Gondor & Arnor ordered 5 boats.", markup), markup) == [
        ("Gondor ", "Gondor "),
        ("&", "&amp;"),
        (" Arnor", " Arnor"),
        ("ord", "ord"),
        ("ered 5", "ered 5"),
        ("boats.", "boats."),
    ]


def test_words_of_the_menu_are_not_those_of_the_article() -> None:
    markup = (
        "<title>Trade</title><nav><a>Trade</a><a>China</a></nav><p>A long first sentence that stands there once.</p>"
        "<h2>Trade</h2><script>Trade</script><!-- Trade --><p>Another long sentence that is the last one here.</p>"
    )
    text = "A long first sentence that stands there once.\n\nTrade\n\nAnother long sentence that is the last one here."
    (there,) = (o for o in found_again(text, markup) if text[o.start : o.end] == "Trade")
    assert there.source_start == markup.index("<h2>") + 4


def test_what_is_not_there_has_no_origin() -> None:
    assert found_again("Something else entirely that nobody wrote.", "<p>The page.</p>") == ()
    assert found_again("", "<p>The page.</p>") == ()


def test_a_line_with_something_cut_out_of_it_is_found_in_parts() -> None:
    markup = "<p>One two three four five six seven eight <aside>read also</aside> nine ten eleven twelve thirteen.</p>"
    text = "One two three four five six seven eight nine ten eleven twelve thirteen."
    found = shown(text, found_again(text, markup), markup)
    assert " ".join("".join(said for said, _ in found).split()) == text.replace("eight nine", "eightnine")
    assert all(said == there for said, there in found)


@given(st.lists(st.text(alphabet="abcdefgh &<>é", min_size=1, max_size=40), min_size=1, max_size=6))
def test_every_letter_of_a_page_is_found(paragraphs: list[str]) -> None:
    import html

    markup = "<html><body>" + "\n".join(f"<p>{html.escape(p)}</p>" for p in paragraphs)
    text = "\n\n".join(filter(None, (" ".join(p.split()) for p in paragraphs)))
    for said, there in shown(text, found_again(text, markup), markup):
        assert html.unescape(there) == said


def test_a_page_leads_back_to_its_markup() -> None:
    markup = PAGE.replace("Gondor ordered", "Gondor&#32;ordered")
    found = page(markup)
    covered = sum(o.end - o.start for o in found.origins)
    assert covered > 0.95 * len(found.text.replace("\n", ""))
    for said, there in shown(found.text, found.origins, markup):
        assert re.sub(r"\s+", " ", there).replace("&#32;", " ") in (said, "&lt;", "&gt;")
    at = found.text.index("5.2 million")
    assert (
        markup[slice(*next((o.source_start, o.source_end) for o in clipped(found.origins, at, at + 11)))]
        == "5.2 million"
    )


@given(AWKWARD)
def test_two_maps_make_one(text: str) -> None:
    made, outer = cleaned_with_map(text)
    inner = whole(len(made))
    assert merged(through(inner, outer)) == merged(outer)


@pytest.mark.parametrize("size", [200_000])
def test_a_page_of_one_word_again_and_again_is_quick(size: int) -> None:
    assert found_again("drone " * (size // 6), "<p>" + "drone " * (size // 6)) != ()
    assert found_again("x " * (size // 100), "<p>" + "drone " * (size // 6)) == ()
