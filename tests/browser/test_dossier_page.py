"""The dossier in a real browser: reading, filtering, opening sentences, hostile text, widths, no JavaScript."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.publishing import DossierInput
from tests.browser.opening import Opener, opening
from tests.browser.steady import click, escape, expect_open, skip_ahead, tab_to
from tests.publishing.sample import EVIL, FIRST, claim, report, sample

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens a dossier from a file."""
    with opening(browser, tmp_path) as start:
        yield start


def test_every_value_opens_its_sentence_at_the_right_place(opened: Opener) -> None:
    page = opened(sample())
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    texts = {"r1": FIRST, "r2": sample().reports[1].text}
    hrefs = page.eval_on_selector_all("a[href^='#r']", "links => links.map((a) => a.getAttribute('href'))")
    assert len(hrefs) > 20
    for at in range(0, len(hrefs), 3):
        key, start, end = hrefs[at][1:].split("-")
        click(page.locator("a[href^='#r']").nth(at))
        expect_open(page)
        expect(page.locator("#reader .hit")).to_be_visible()
        assert page.locator("#reader .hit").all_inner_texts() == [texts[key][int(start) : int(end)]]
        assert page.locator("#reader-text").text_content() == texts[key]
        escape(page)


def test_the_second_of_two_same_sentences_is_the_one_that_lights_up(opened: Opener) -> None:
    page = opened(sample())
    start = FIRST.rindex("Gondor ordered nine drones")
    click(page.locator(f"#disputes a[href='#r1-{start}-{start + 35}']").first)
    expect(page.locator("#reader .hit")).to_be_visible()
    before = page.evaluate("""() => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector('#reader-text'));
        range.setEndBefore(document.querySelector('#reader .hit'));
        return range.toString();
    }""")
    assert before == FIRST[:start]


def test_the_very_words_are_marked_also_behind_characters_outside_the_basic_plane(opened: Opener) -> None:
    start = "𝔄rnor pays. 𝔄 envoy: "
    one = report("c", f"{start}€ 5 million, twice.")
    paid = claim(one, one.text, type="finance", item="loan", spans=(("item", (len(start), len(start) + 11)),))
    event = Event("event-9", "finance", "Loan", (), (), "loan", None, (), "completed", "asserted", (paid.id,))
    page = opened(DossierInput((one,), (paid,), Matching((), (event,))))
    click(page.locator("#events .event summary"))
    click(page.locator("#events a.v[data-m]").first)
    expect(page.locator("#reader mark")).to_have_text(["€ 5 million"])


def test_filters_narrow_every_view_and_say_so(opened: Opener) -> None:
    page = opened(sample())
    page.get_by_label("Type").select_option(label="Military exercises")
    expect(page.locator("#shown")).to_have_text("1 of 2 events")
    expect(page.locator("#disputes .dispute:visible")).to_have_count(0)
    expect(page.locator("#events .event:visible")).to_have_count(1)
    expect(page.locator("#systems tbody tr:visible")).to_have_count(0)
    click(page.locator("#filters button"))
    expect(page.locator("#shown")).to_have_text("")
    expect(page.locator("#events .event:visible")).to_have_count(2)
    page.get_by_label("Words").fill("minas TIRITH")
    expect(page.locator("#shown")).to_have_text("1 of 2 events")
    expect(page.locator("#events .event:visible")).to_have_id("e-event-1")


def test_a_link_to_a_closed_event_opens_it(opened: Opener) -> None:
    page = opened(sample(), "#e-event-2")
    expect(page.locator("#e-event-2")).to_have_attribute("open", "")
    click(page.locator("#disputes h3 a").first)
    expect(page.locator("#e-event-1")).to_have_attribute("open", "")


def test_the_keyboard_alone_reads_a_sentence_and_comes_back(opened: Opener) -> None:
    page = opened(sample())
    skip_ahead(page)
    link = page.locator("#disputes a.v").first
    tab_to(page, link, most=12)
    page.keyboard.press("Enter")
    expect_open(page)
    expect(page.locator("#reader :focus")).to_have_count(1)
    escape(page)
    expect(link).to_be_focused()


def test_without_javascript_all_is_there_and_links_lead_to_the_text(opened: Opener) -> None:
    page = opened(sample(), java_script_enabled=False)
    expect(page.locator("#filters")).to_be_hidden()
    start = FIRST.index("Arnor delivered")
    link = page.locator(f"#disputes a[href='#r1-{start}-{start + 42}']").first
    click(link)
    target = page.locator(f"#r1-{start}-{start + 42}")
    expect(target).to_be_visible()
    expect(target).to_have_text(FIRST[start : start + 42])
    expect(page.locator(".q:target")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_nothing_sticks_out_at_any_width(opened: Opener, width: int) -> None:
    long = report("d", "word " * 20, title="Unbrokenlongword" * 12, address="https://example.org/" + "a" * 300)
    record = sample()
    page = opened(replace(record, reports=(*record.reports, long)), viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_print_shows_what_is_closed_on_the_screen(opened: Opener) -> None:
    page = opened(sample())
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#events blockquote").first.is_visible()
    assert not page.locator(".rail").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not page.locator("#e-event-1").evaluate("(d) => d.open")


def test_hostile_text_neither_runs_nor_becomes_an_element(opened: Opener) -> None:
    evil = report("e", f"{EVIL} was signed.", title=EVIL, publisher=EVIL, address="javascript:alert(1)")
    spans = (("item", (0, len(EVIL))),)
    told = claim(evil, f"{EVIL} was signed.", type="agreement", actor=(EVIL,), item=EVIL, spans=spans)
    sides = (Value(EVIL, (told.id,), (EVIL,), "completed"), Value("other", (told.id,), (EVIL,), "completed"))
    event = Event(
        "event-8",
        "agreement",
        EVIL,
        (),
        (),
        EVIL,
        "2020",
        (),
        "completed",
        "asserted",
        (told.id,),
        (Finding("item", "disputed", sides, reason=EVIL, rule=EVIL),),
    )
    page = opened(DossierInput((evil,), (told,), Matching((), (event,))))
    assert page.locator("script").count() == 2
    assert page.locator("img").count() == 0
    assert EVIL in (page.locator("#r1 h3").text_content() or "")
    click(page.locator("#disputes a.v").first)
    expect(page.locator("#reader .hit")).to_be_visible()
    assert page.locator("#reader .hit").text_content() == f"{EVIL} was signed."
    assert page.locator("#reader script, #reader img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0


def test_hostile_names_are_only_text_in_network_map_shares_and_lists(opened: Opener) -> None:
    evil = report("e", f"{EVIL} supplied {EVIL}. {EVIL} supplied more.", title=EVIL, publisher=EVIL)
    first = claim(evil, f"{EVIL} supplied {EVIL}.", type="arms_transfer", actor=("one" + EVIL,), recipient=(EVIL,))
    second = claim(evil, f"{EVIL} supplied more.", type="arms_transfer", actor=("one" + EVIL,), recipient=(EVIL,))
    entities = (
        Entity("state:e1", "state", "one" + EVIL, state="state:e1"),
        Entity("state:e2", "state", EVIL, state="state:e2"),
        Entity("place-e", "place", EVIL, latitude=44.0, longitude=20.0),
    )
    events = tuple(
        Event(
            f"event-{i}", "arms_transfer", EVIL, ("state:e1",), ("state:e2",), EVIL, "2020", ("place-e",),
            "completed", "asserted", (told.id,),
        )
        for i, told in enumerate((first, second))
    )  # fmt: skip
    names = {e.name: e.id for e in entities}
    page = opened(DossierInput((evil,), (first, second), Matching(entities, events, names)))
    assert page.locator("#network .node text").count() == 2
    assert page.locator("#shares .bars li:visible").count() == 1
    assert page.locator("#map text").count() <= 1
    for counted in page.locator("[data-open]:visible").all():
        counted.dispatch_event("click")
        expect_open(page, counted.get_attribute("data-open"))
        assert page.locator("#reader script, #reader img").count() == 0
        escape(page)
    page.get_by_label("States", exact=True).select_option("")
    expect(page.locator("#heading")).not_to_contain_text(" and ")
    assert page.locator("script").count() == 2
    assert page.locator("img").count() == 0
