"""Charts follow the filters, every count opens its sentences, and what the program drew the script draws the same."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dragoman.publishing.citations import bibtex, csl_json, quotation
from tests.browser.conftest import barriers
from tests.browser.opening import Opener, opening
from tests.browser.steady import click, escape, expect_figures, expect_open, expect_readable_names
from tests.browser.world import world
from tests.publishing.sample import FIRST, sample

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DRAWN = """() => [...document.querySelectorAll("body *")]
  .filter((node) => !node.closest("#map, #network, #filtered, script, dialog"))
  .map((node) => [node.tagName, [...node.classList].sort().join(" "), node.children.length ? "" : node.textContent,
    ...["r", "x", "width"].map((name) => node.getAttribute(name))].join("|"))"""


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens a dossier from a file."""
    with opening(browser, tmp_path) as start:
        yield start


def expect_heading(page: Page, pair: str, years: str) -> None:
    """Waits until the page is about these states and these years."""
    expect(page.locator("#heading")).to_have_text(pair)
    expect(page.locator("#period")).to_have_text(years)


def expect_bars(page: Page, **wanted: str) -> None:
    """Waits until these shares are shown, in this order."""
    expect(page.locator("#shares .bars li:visible > span:first-child")).to_have_text(list(wanted))
    expect(page.locator("#shares .bars li:visible b")).to_have_text(list(wanted.values()))


def test_it_opens_on_the_most_frequent_pair(opened: Opener) -> None:
    page = opened(world())
    expect_heading(page, "China and Serbia", "2019–2022")
    expect(page.locator("#often")).to_have_text(
        "arms transfers (2), surveillance systems (1) and visits and meetings (1)"
    )
    expect_figures(page, reports=2, publishers=2, claims=4, events=4, disputes=0)
    expect(page.locator("#beside")).to_have_text("1 more event")


def test_what_the_script_draws_is_what_the_program_drew(opened: Opener) -> None:
    page = opened(world())
    before = page.evaluate(DRAWN)
    page.get_by_label("Words").fill("nothing of the kind")
    expect(page.locator("#shown")).to_have_text("0 of 4 events")
    assert page.evaluate(DRAWN) != before
    click(page.locator("#unfilter"))
    expect(page.locator("#shown")).to_have_text("")
    assert page.evaluate(DRAWN) == before


def test_the_index_leads_to_every_pair_and_to_all_together(opened: Opener) -> None:
    page = opened(world())
    names = page.locator("#pairs tbody th").all_inner_texts()
    assert names[:3] == ["China and Serbia", "Armenia and France", "Russia and Serbia"]
    click(page.get_by_role("link", name="Armenia and France"))
    expect_heading(page, "Armenia and France", "2023–2024")
    expect_figures(page, reports=1, publishers=1, claims=3, events=3, disputes=1)
    expect(page.locator("#disputes .dispute:visible")).to_have_count(1)
    expect(page.locator("h1")).to_be_focused()
    page.get_by_label("States", exact=True).select_option(label="all pairs")
    expect_figures(page, reports=3, publishers=3, claims=8, events=8, disputes=1)


def test_the_index_counts_anew_what_the_other_filters_keep(opened: Opener) -> None:
    page = opened(world())
    page.get_by_label("Type", exact=True).select_option(label="Statements of concern")
    rows = page.locator("#pairs tbody tr:visible")
    expect(rows.locator("th")).to_have_text(["Armenia and France", "Armenia and Russia", "France and Russia"])
    expect(rows.first.locator("td").nth(1)).to_have_text("1")


def test_what_has_no_date_can_be_asked_for(opened: Opener) -> None:
    page = opened(world())
    page.get_by_label("Year", exact=True).select_option(label="no date")
    expect(page.locator("#events .event:not(.off) .title")).to_have_text(["China and Serbia: summit"])


def test_a_page_of_one_pair_shows_what_others_gave_where_asked(opened: Opener) -> None:
    page = opened(replace(world(), about="Serbia-China"))
    expect_heading(page, "Serbia and China", "2019–2022")
    assert page.locator("#pairs").count() == 0
    expect(page.locator("#shares .bars li:visible > span:first-child")).to_have_text(["China", "Russia"])
    page.get_by_label("States", exact=True).select_option(label="with what others gave")
    expect(page.locator(".figures > div", has_text="events").locator("dd")).to_have_text("5")


@pytest.mark.parametrize("events", [0, 1])
def test_a_record_of_next_to_nothing_opens_too(opened: Opener, events: int) -> None:
    one = sample()
    page = opened(replace(one, matching=replace(one.matching, events=one.matching.events[1:][:events])))
    expect(page.locator(".figures > div", has_text="events").locator("dd")).to_have_text(str(events))
    expect(page.locator("#filter-box")).to_be_hidden()
    click(page.locator("#r1 summary"))
    expect(page.locator("#r1 .text")).to_be_visible()
    assert page.locator("#r1 .text").inner_text().startswith("Gondor ordered nine drones")


def test_disputes_of_other_pairs_are_one_click_away(opened: Opener) -> None:
    page = opened(world())
    click(page.get_by_role("link", name="All pairs together: 1 dispute"))
    expect(page.locator("#disputes .dispute:visible")).to_have_count(1)


@pytest.mark.parametrize(
    ("label", "choice", "shown"),
    [
        ("Party", "Huawei", {"grid": 1, "timeline": 1, "network": 2, "systems": 1, "map": 0, "events": 1}),
        ("Type", "Arms transfers", {"grid": 2, "timeline": 2, "network": 2, "systems": 2, "map": 2, "events": 2}),
        ("Year", "2022", {"grid": 1, "timeline": 1, "network": 2, "systems": 1, "map": 1, "events": 1}),
        ("Stage", "operational", {"grid": 1, "timeline": 1, "network": 2, "systems": 1, "map": 0, "events": 1}),
        ("Source", "Herald a", {"grid": 2, "timeline": 2, "network": 3, "systems": 2, "map": 1, "events": 2}),
    ],
)
def test_every_chart_follows_every_filter(opened: Opener, label: str, choice: str, shown: dict[str, int]) -> None:
    page = opened(world())
    page.get_by_label(label, exact=True).select_option(label=choice)
    page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true; })")
    places = {
        "grid": ".grid a.dot:not(.off)", "timeline": "#timeline li[data-e]:not(.off)", "network": "#network .node",
        "systems": "#systems tbody tr:not(.off)", "map": "#pins > g:not(.off), #map path.area:not(.off)",
        "events": "#events .event:not(.off)",
    }  # fmt: skip
    for name, selector in places.items():
        expect(page.locator(selector), name).to_have_count(shown[name])


def test_shares_count_what_others_gave_too_and_follow_the_other_filters(opened: Opener) -> None:
    page = opened(world())
    expect(page.locator("#shares h4:visible")).to_have_text(["To Serbia 4 events"])
    expect_bars(page, China="75 %", Russia="25 %")
    expect(page.locator("#shares rect.bar").first).to_have_attribute("width", "75")
    page.get_by_label("Year", exact=True).select_option(label="2021")
    expect_bars(page, Russia="100 %")
    click(page.locator("#unfilter"))
    page.get_by_label("States", exact=True).select_option(label="Armenia and France (3)")
    expect_bars(page, France="100 %")


def test_every_count_opens_the_sentences_behind_it(opened: Opener) -> None:
    page = opened(world())
    data = json.loads(page.locator("#data").text_content() or "")
    marks, wide, core = data["marks"], data["wide"], data["pairs"][0]["core"]
    for counted in page.locator("[data-open]:visible").all():
        key = int(counted.get_attribute("data-k") or "")
        events = len([event for event in marks[key] if key in wide or event in core])
        counted.dispatch_event("click")
        assert events > 0
        expect_open(page, counted.get_attribute("data-open"))
        expect(page.locator("#reader-text.found > ol > li")).to_have_count(events)
        assert page.locator("#reader-text blockquote").count() >= events
        assert page.locator("#reader-meta").inner_text().startswith(f"{events} event")
        escape(page)


def test_from_a_count_to_its_sentence_in_the_report_and_back(opened: Opener) -> None:
    page = opened(world())
    click(page.locator(".grid a.dot:visible").first)
    expect_open(page, "Arms transfers, 2020")
    click(page.locator("#reader-text a[href^='#r']"))
    expect(page.locator("#reader .hit")).to_have_text("state:cn and state:rs: arms_transfer of drones.")
    click(page.get_by_role("button", name="Back"))
    expect_open(page, "Arms transfers, 2020")
    click(page.locator("#reader-text h3 a"))
    expect(page.locator("#e-event-0")).to_be_in_viewport()
    expect(page.locator("#e-event-0")).to_have_attribute("open", "")


def test_a_sentence_is_copied_with_its_source_and_place(opened: Opener) -> None:
    page = opened(sample(), permissions=["clipboard-read", "clipboard-write"])
    start = FIRST.rindex("Gondor ordered nine drones")
    click(page.locator(f"#disputes a[href='#r1-{start}-{start + 35}']").first)
    click(page.get_by_role("button", name="Copy sentence with source"))
    expect(page.locator("#reader-cite .said")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == quotation(sample().reports[0], start, start + 35)


def test_citations_are_copied_and_saved(opened: Opener) -> None:
    page = opened(sample(), permissions=["clipboard-read", "clipboard-write"])
    reports = sample().reports
    click(page.locator("#r2 summary"))
    click(page.locator("#r2 [data-copy]"))
    expect(page.locator("#r2 .said")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#c-r2").inner_text()
    click(page.locator("#r2 [data-bibtex]"))
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('@misc'))")
    assert page.evaluate("navigator.clipboard.readText()") == bibtex(reports[1:])
    for name, suffix, text in (("BibTeX", "bib", bibtex(reports)), ("CSL-JSON", "json", csl_json(reports))):
        with page.expect_download() as saved:
            click(page.get_by_role("link", name=name, exact=True))
        assert saved.value.suggested_filename == f"sources.{suffix}"
        assert Path(saved.value.path()).read_text(encoding="utf-8") == text


def test_a_state_is_tinted_as_a_whole_and_a_town_is_a_point(opened: Opener) -> None:
    page = opened(world())
    expect(page.locator("#map path.area:visible")).to_have_attribute("data-name", "Serbia")
    expect(page.locator("#pins > g:visible title")).to_have_text(["Belgrade"])
    west, top, wide, high = map(float, (page.locator("#map").get_attribute("viewBox") or "").split())
    for x, y in ((20.47, -44.8), (21.0, -44.0)):
        assert west < x < west + wide
        assert top < y < top + high


def test_the_arrow_keys_go_from_dot_to_dot(opened: Opener) -> None:
    page = opened(world())
    links = page.locator(".grid a.dot:visible")
    assert [links.nth(i).get_attribute("tabindex") for i in range(links.count())] == ["0", "-1", "-1", "-1"]
    links.first.focus()
    for expected in ("Arms transfers, 2022", "Surveillance systems, 2019"):
        page.keyboard.press("ArrowRight")
        expect(page.locator(":focus")).to_have_attribute("data-open", expected)
    page.keyboard.press("Enter")
    expect_open(page, "Surveillance systems, 2019")
    escape(page)
    expect(page.locator(":focus")).to_have_attribute("data-open", "Surveillance systems, 2019")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_axe_finds_nothing_that_bars_anyone(opened: Opener, axe: str, scheme: str, width: int) -> None:
    page = opened(world(), color_scheme=scheme, viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true; })")
    assert barriers(page, axe) == []
    click(page.locator(".key .opens:visible").first)
    expect_open(page)
    assert barriers(page, axe) == []
    click(page.locator("#reader-text a[href^='#r']").first)
    expect(page.locator("#reader .hit")).to_be_visible()
    assert barriers(page, axe) == []


def test_filters_on_a_phone_are_a_button_in_reach(opened: Opener) -> None:
    page = opened(world(), viewport={"width": 390, "height": 800})
    expect(page.get_by_label("Party", exact=True)).to_be_hidden()
    click(page.locator("#filter-box > summary"))
    page.get_by_label("Party", exact=True).select_option(label="Huawei")
    expect(page.locator("#active")).to_have_text("(1)")
    expect(page.locator("#filtered")).to_contain_text("Only party Huawei: 1 of 4 events")


def test_names_in_the_network_can_be_read_on_a_phone(opened: Opener) -> None:
    page = opened(world(), viewport={"width": 360, "height": 740})
    expect_readable_names(page, "#network text")


def test_without_javascript_everything_of_all_pairs_is_listed(opened: Opener) -> None:
    page = opened(world(), java_script_enabled=False)
    assert page.locator("#events .event:visible").count() == 8
    assert json.loads(page.locator("#data").text_content() or "")["rows"]
    assert not page.get_by_role("button", name="Copy").first.is_visible()
