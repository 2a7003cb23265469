"""The workspace in a real browser: reading, filtering, sentences, review by keyboard, two people, hostile text."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from dragoman.coding.claim import Claim
from dragoman.matching.event import Event, Finding, Matching, Value
from dragoman.publishing import DossierInput
from dragoman.record import Record
from dragoman.record.progress import note
from dragoman.sources.report import Failure
from dragoman.workspace import fields, rematching
from dragoman.workspace.app import create_app
from dragoman.workspace.desk import Desk
from dragoman.workspace.settings import Settings
from tests.browser.conftest import barriers
from tests.browser.steady import expect_readable_names, expect_selected, press, skip_ahead, slowed, tab_to
from tests.publishing.sample import EVIL, FIRST, claim, report, sample
from tests.workspace.conftest import fill

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

UNSURE = {"drill": 0.4, "six": 0.5, "five": 0.6}
"""How sure the coder was of some claims: these wait for a person, in this order."""


@contextmanager
def serving(where: Path) -> Iterator[tuple[str, Record]]:
    """The workspace over a record on a free port of loopback."""
    with Desk(where, patience=60) as desk, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        app = create_app(Settings(where, port=port, who="ana"), desk)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, ws="none"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{port}", desk.record
        finally:
            server.should_exit = True
            thread.join()


class Visits:
    """Browsers at the workspace; any dialog, error or request but to itself is noted."""

    def __init__(self, browser: Browser, base: str, record: Record) -> None:
        self._browser, self.base, self.record = browser, base, record
        self.contexts: list[BrowserContext] = []
        self.wrong: list[str] = []

    def __call__(self, path: str = "/", **options: object) -> Page:
        """A page in a browser of its own."""
        context = self._browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        self.contexts.append(context)
        page = slowed(context.new_page())
        page.on("dialog", lambda d: (self.wrong.append(f"dialog {d.message}"), d.dismiss()))
        page.on("pageerror", lambda e: self.wrong.append(f"error {e}"))
        page.on("console", lambda m: self._said(m.type, m.text))
        page.on("request", lambda r: None if r.url.startswith(self.base) else self.wrong.append(f"request {r.url}"))
        page.goto(self.base + path)
        return page

    def _said(self, kind: str, text: str) -> None:
        # A conflict is an answer with status 409, which Chromium calls an error of the page.
        if kind == "error" and "status of 4" not in text:
            self.wrong.append(f"console {text}")


def unsure() -> DossierInput:
    """The sample, with claims that the coder was not sure of."""
    inputs = sample()
    named = dict(zip(("ordered", "six", "price", "five", "drill"), inputs.claims, strict=True))
    sure = {named[name].id: share for name, share in UNSURE.items()}
    return replace(inputs, claims=tuple(replace(c, confidence=sure.get(c.id, 1.0)) for c in inputs.claims))


@pytest.fixture(autouse=True)
def _no_matching(monkeypatch: pytest.MonkeyPatch) -> None:
    """Events stay as the sample has them: on a busy machine they would be matched anew in the middle of a test."""
    monkeypatch.setattr(rematching, "PAUSE", 600.0)


@pytest.fixture
def visit(browser: Browser, tmp_path: Path) -> Iterator[Visits]:
    fill(tmp_path / "record.db", unsure())
    with serving(tmp_path / "record.db") as (base, record):
        visits = Visits(browser, base, record)
        yield visits
        for context in visits.contexts:
            context.close()
    assert visits.wrong == []


def found(record: Record, **wanted: str) -> list[Claim]:
    """Claims by their fields as a form shows them."""
    return [c for c in record.claims() if all(fields.written(c)[name] == value for name, value in wanted.items())]


def expect_next(page: Page, place: str, words: str) -> None:
    """Waits until a page of review shows these words, and its script listens to keys."""
    expect(page.locator(place)).to_contain_text(words)
    expect(page.locator("html")).to_have_class("scripted")


# Reading


def test_a_value_opens_its_sentence_in_the_report_with_the_very_words_marked(visit: Visits) -> None:
    page = visit("/events/event-1")
    page.get_by_role("link", name="6 drones").first.click()
    start = FIRST.index("Arnor delivered")
    expect(page.locator(".q.on")).to_have_text(["Arnor delivered six drones on 4 July 2020."])
    expect(page.locator(".q.on")).to_have_id(f"s-{start}-{start + 42}")
    expect(page.locator(".q.on mark")).to_have_text(["six"])
    assert page.locator("#text").text_content() == FIRST
    expect(page.locator(".claim.on h3")).to_contain_text("Arms transfers")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Arnor to Gondor: drones")


def test_the_second_of_two_same_sentences_is_the_one_that_lights_up(visit: Visits) -> None:
    page = visit("/reports/report-a")
    page.locator(".claim a.goto", has_text="Arms transfers").first.click()
    expect(page.locator(".q.on")).to_have_count(1)
    before = page.evaluate("""() => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector('#text'));
        range.setEndBefore(document.querySelector('.q.on'));
        return range.toString();
    }""")
    assert before == FIRST[: FIRST.rindex("Gondor ordered")]


def test_a_sentence_lights_up_its_claim_and_words_behind_odd_characters_are_marked_right(visit: Visits) -> None:
    page = visit("/reports/report-a")
    page.locator(".q", has_text="The price is").click()
    expect(page.locator(".claim.on")).to_contain_text("EUR 5.2 million")
    page.locator(".claim.on a.v", has_text="EUR 5.2 million").click()
    expect(page.locator("#text mark")).to_have_text(["€ 5.2 million"])


def test_filters_narrow_and_are_taken_away(visit: Visits) -> None:
    page = visit("/")
    page.get_by_role("searchbox").fill("drones OR drill")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("0 events")
    page.get_by_role("searchbox").fill("")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("2 events")
    page.get_by_role("link", name="Military exercises 1").click()
    expect(page.locator("h1")).to_have_text("1 event")
    expect(page.locator(".hit h2")).to_have_text(["Arnor and Gondor: joint drill"])
    page.get_by_role("link", name="Timeline").click()
    expect(page.locator(".year li")).to_have_count(1)
    page.locator(".chips a").click()
    expect(page.locator("h1")).to_contain_text("2021")
    page.locator(".years a").first.click()
    expect(page.locator(".year li")).to_contain_text("Arnor to Gondor: drones")


def test_found_words_are_marked(visit: Visits) -> None:
    page = visit("/search?q=delivered+drones&kind=claims")
    assert page.locator("blockquote mark").all_text_contents() == ["delivered", "drones", "delivered", "drones"]


def test_without_a_script_everything_is_there(visit: Visits) -> None:
    page = visit("/events/event-1", java_script_enabled=False)
    page.get_by_role("link", name="6 drones").first.click()
    expect(page.locator(".q:target")).to_have_text("Arnor delivered six drones on 4 July 2020.")
    page.locator(".claim", has_text="6 drones").get_by_role("link", name="review").click()
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/review?kind=claims*")
    assert [j.decision for j in visit.record.judgements()] == ["accept"]
    page.goto(visit.base + "/review?claim=" + found(visit.record, quantity="5 drones")[0].id)
    page.get_by_label("Or in your words").fill("it was six")
    page.get_by_role("button", name="Reject it").click()
    page.wait_for_url("**/review?kind=claims*")
    assert [j.reason for j in visit.record.judgements()] == ["", "it was six"]


# Review


def test_the_whole_review_by_keyboard_alone(visit: Visits) -> None:
    page = visit("/review")
    text = "#text .q.on"
    expect_next(page, text, "A joint drill is planned for autumn 2021.")
    press(page, "a")
    expect_next(page, text, "Arnor delivered six drones on 4 July 2020.")
    # correct: the first three words, then two more, put into fields
    press(page, "f")
    expect_selected(page, "Arnor")
    press(page, "b")
    expect(page.get_by_label("By", exact=False).first).to_have_value("Arnor")
    press(page, "f", "ArrowRight", "ArrowRight", "Shift+ArrowRight")
    expect_selected(page, "six drones")
    press(page, "n")
    expect(page.locator("#f-quantity")).to_have_value("6 drones")
    press(page, "f", "ArrowRight", "ArrowRight", "ArrowRight")
    expect_selected(page, "drones")
    press(page, "w")
    expect(page.locator("[name=span_item]")).not_to_have_value("")
    page.locator("#f-status").press("End")
    press(page, "Escape", "c", "Tab", "Tab", "Tab", "Home")
    page.keyboard.type("winged ")
    press(page, "Control+Enter")
    expect_next(page, text, "Arnor has delivered five drones to Gondor.")
    (made,) = found(visit.record, item="winged drones")
    assert made.coder == "ana"
    # reject with the second reason of the list
    press(page, "r", "2", "Enter")
    expect_next(page, "h1.sum", "Nothing waits here")
    # think again
    press(page, "z")
    expect_next(page, text, "Arnor has delivered five drones to Gondor.")
    # split, and merge again
    press(page, "s")
    expect(page.locator("#f-item_2")).to_be_focused()
    page.locator("#f-quantity_2").focus()
    press(page, "Control+a")
    page.keyboard.type("2 drones")
    page.locator("#f-quantity").focus()
    press(page, "Control+a")
    page.keyboard.type("3 drones")
    press(page, "Control+Enter")
    expect_next(page, "h1.sum", "Nothing waits here")
    (three,) = found(visit.record, quantity="3 drones")
    page.goto(f"{visit.base}/review?claim={three.id}")
    press(page, "m", "1", "Enter")
    expect_next(page, "h1.sum", "Nothing waits here")
    assert [(j.decision, j.made_by) for j in visit.record.judgements()] == [
        (decision, "ana") for decision in ("accept", "correct", "reject", "undo", "split", "merge", "merge")
    ]


def test_a_late_answer_takes_no_new_selection_away_and_is_not_left_behind(visit: Visits) -> None:
    page = visit("/review?claim=" + found(visit.record, quantity="6 drones")[0].id)
    held: list[Route] = []
    page.route("**/review/reading?*", lambda route: held.append(route))
    press(page, "f", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "n", "f", "ArrowRight", "w", "f")
    expect(page.locator("#f-quantity")).to_have_value("6 drones")
    while len(held) < 2:
        page.wait_for_timeout(20)
    press(page, "Control+Enter")  # nothing is sent before the fields hold what was selected
    page.wait_for_timeout(200)
    expect_selected(page, "Arnor")
    for route in reversed(held):
        route.continue_()
    expect(page.locator("#text .q.on")).not_to_have_text("Arnor delivered six drones on 4 July 2020.")
    assert len(found(visit.record, item="delivered")) == 1


def test_words_are_put_into_fields_by_mouse_too(visit: Visits) -> None:
    page = visit(f"/review?claim={found(visit.record, quantity='6 drones')[0].id}")
    box = page.evaluate("""() => {
        const node = document.querySelector('#text .q.on').firstChild, range = document.createRange();
        const at = document.querySelector('#text .q.on').textContent.indexOf('July');
        const walker = document.createTreeWalker(document.querySelector('#text .q.on'), NodeFilter.SHOW_TEXT);
        let left = at, found = null;
        for (let n = walker.nextNode(); n; n = walker.nextNode()) {
            if (left < n.length) { range.setStart(n, left); range.setEnd(n, left + 4); found = range; break; }
            left -= n.length;
        }
        const r = found.getBoundingClientRect();
        return [r.x + r.width / 2, r.y + r.height / 2];
    }""")
    page.mouse.dblclick(*box)
    expect_selected(page, "July")
    palette = page.get_by_role("toolbar")
    expect(palette).to_contain_text("July goes to")
    palette.get_by_role("button", name="When").click()
    expect(page.locator("#f-time")).to_have_value("2020-07")
    start = FIRST.index("July")
    expect(page.locator("[name=span_time]")).to_have_value(f"{start}-{start + 4}")
    page.mouse.dblclick(*box)
    palette.get_by_role("button", name="How many").click()
    expect(palette).to_contain_text("there is no number in “July”")
    page.get_by_role("button", name="Save the correction").click()
    page.wait_for_url("**/review?kind=claims*")
    (made,) = found(visit.record, time="2020-07", quantity="6 drones")
    assert ("time", (start, start + 4)) in made.spans


def test_two_reviewers_never_lose_each_others_work(visit: Visits) -> None:
    id = found(visit.record, quantity="6 drones")[0].id
    ana, bo = visit(f"/review?claim={id}"), visit("/reports")
    bo.locator(".you summary").click()
    bo.get_by_label("Your name").fill("bo")
    bo.get_by_role("button", name="Change").click()
    expect(bo.locator(".you summary")).to_have_text("bo")
    bo.goto(f"{visit.base}/review?claim={id}")
    expect(bo.locator(".busy")).to_have_text("Somebody else looks at this just now.")
    bo.locator("#f-quantity").fill("8 drones")
    bo.locator("#f-quantity").press("Control+Enter")
    bo.wait_for_url("**/review?kind=claims*")
    ana.locator("#f-item").fill("winged drones")
    ana.locator("#f-item").press("Control+Enter")
    expect(ana.locator(".clash")).to_contain_text("bo was quicker: correct")
    expect(ana.locator("#f-item")).to_have_value("winged drones")
    assert len(found(visit.record, quantity="8 drones")) == 1
    ana.get_by_role("button", name="Decide all the same").click()
    ana.wait_for_url("**/review?kind=claims*")
    assert [(j.made_by, j.decision) for j in visit.record.judgements()] == [("bo", "correct"), ("ana", "correct")]
    (made,) = found(visit.record, item="winged drones")
    assert fields.written(made)["quantity"] == "6 drones"
    ana.goto(visit.base + "/review/decisions")
    expect(ana.locator("tbody tr")).to_have_count(2)
    ana.get_by_role("button", name="Undo decision 2").click()
    expect(ana.locator("tbody tr")).to_have_count(3)
    assert len(found(visit.record, quantity="8 drones")) == 1


def test_two_reviewers_are_handed_different_things(visit: Visits) -> None:
    pages = [visit("/review"), visit("/review"), visit("/review")]
    shown = {page.locator("#decide").get_attribute("action") for page in pages}
    assert len(shown) == 3


def test_a_dispute_is_settled_by_keyboard(visit: Visits) -> None:
    page = visit("/review?kind=disputes")
    expect(page.locator("h1.sum")).to_contain_text("Arnor to Gondor: drones")
    page.get_by_label("Why").fill("Herald b was there")
    press(page, "Escape", "3")
    expect_next(page, "h1.sum", "Nothing waits here")
    press(page, "z")
    expect_next(page, "h1.sum", "Arnor to Gondor: drones")
    press(page, "o")
    expect_next(page, "h1.sum", "Nothing waits here")


# Builds


def test_a_running_build_is_followed_without_loading_the_page_anew(visit: Visits) -> None:
    run = visit.record.begin_run("both-1")
    note(visit.record, run, "coding", 10, 40, 0, "in/first.md")
    page = visit("/builds")
    expect(page.locator("[data-of=state]")).to_have_text("A build runs")
    page.evaluate("window.mark = 1")
    note(visit.record, run, "coding", 20, 40, 1, "in/<b>second</b>.md")
    expect(page.locator("[data-of=done]")).to_have_text("20")
    expect(page.locator("[data-of=at]")).to_have_text("in/<b>second</b>.md")
    expect(page.locator("[data-of=bar]")).to_have_attribute("width", "500")
    visit.record.keep_failure(Failure("in/<b>second</b>.md", "is no text", "leave it out"))
    visit.record.keep_failure(Failure("in/third.md", "is empty", "leave it out"))
    note(visit.record, run, "coding", 30, 40, 3, "in/third.md")
    expect(page.locator("#failures tbody tr")).to_contain_text(["in/<b>second</b>.md", "in/third.md"])
    expect(page.locator("#failures .reasons li").first).to_be_visible()
    assert page.evaluate("window.mark") == 1
    visit.record.finish_run(run)
    expect(page.locator("[data-of=state]")).to_have_text("The last build has ended")
    expect(page.locator("tbody")).to_contain_text("is no text")


# Everybody


def test_a_saved_search_is_removed_only_after_asking(visit: Visits) -> None:
    page = visit("/search?q=drones")
    page.get_by_role("button", name="Save this search and follow it").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody summary").focus()
    press(page, "Enter")
    yes = page.get_by_role("button", name="Yes, remove")
    expect(yes).to_be_visible()
    page.reload()
    expect(yes).to_be_hidden()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody summary").click()
    yes.click()
    expect(page.locator(".none")).to_have_text("None is saved yet.")


def test_names_in_the_network_can_be_read_on_a_phone(visit: Visits) -> None:
    page = visit("/network", viewport={"width": 360, "height": 740})
    expect_readable_names(page, ".net text")


def test_the_keyboard_alone_finds_reads_and_comes_back(visit: Visits) -> None:
    page = visit("/search")
    skip_ahead(page)
    tab_to(page, page.locator(".hit h2 a").first, most=60)
    press(page, "Enter")
    expect(page.locator("h1")).to_have_text("Arnor and Gondor: joint drill")


WIDE = """/ /search /search?q=drones&kind=claims /events/event-1 /reports/report-a /entities/state:ar /disputes
/timeline /map /network /systems /review /review?kind=disputes /review/decisions /builds /searches /api""".split()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_sticks_out_at_any_width(visit: Visits, width: int) -> None:
    page = visit("/", viewport={"width": width, "height": 800})
    for path in WIDE:
        page.goto(visit.base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_that_bars_anyone(visit: Visits, axe: str, scheme: str) -> None:
    page = visit("/", color_scheme=scheme)
    for path in WIDE:
        page.goto(visit.base + path)
        assert barriers(page, axe) == [], path


def test_hostile_text_neither_runs_nor_becomes_an_element(browser: Browser, tmp_path: Path) -> None:
    evil = report("e", f"{EVIL} was signed.", title=EVIL, publisher=EVIL, address="javascript:alert(1)")
    told = claim(evil, f"{EVIL} was signed.", type="agreement", actor=(EVIL,), item=EVIL, place=(EVIL,), confidence=0.2,
                 spans=(("item", (0, len(EVIL))),))  # fmt: skip
    sides = (Value(EVIL, (told.id,), (EVIL,), "completed"), Value("other", (told.id,), (EVIL,), "completed"))
    disputed = Finding("item", "disputed", sides, reason=EVIL, rule=EVIL)
    event = Event(
        "event-8", "agreement", EVIL, (), (), EVIL, "2020", (), "completed", "asserted", (told.id,), (disputed,)
    )
    inputs = DossierInput((evil,), (told,), Matching((), (event,)), (Failure(EVIL, EVIL, EVIL),))
    fill(tmp_path / "record.db", inputs)
    look: Callable[[str], Page]
    with serving(tmp_path / "record.db") as (base, record):
        look = visits = Visits(browser, base, record)
        paths = ("/", "/search?q=signed", "/events/event-8", "/disputes", "/review", "/review?kind=disputes",
                 "/builds", "/reports", "/timeline", "/map", "/network", "/entities/e-1", "/review?kind=names",
                 "/review/decisions", "/searches", "/systems", "/api", f"/search?q={EVIL}", "/nowhere")  # fmt: skip
        for path in paths:
            page = look(path)
            assert page.locator("img").count() == 0
            assert page.locator("script:not([src])").count() == 0
            assert page.locator("a[href^='javascript']").count() == 0
        page = look("/reports/report-e")
        page.locator(".claim a.v").first.click()
        expect(page.locator(".q.on")).to_have_count(1)
        assert page.locator(".q.on").text_content() == f"{EVIL} was signed."
        page = look("/review")
        with page.expect_response("**/review/reading?*"):
            press(page, "f", "Shift+ArrowRight", "Shift+ArrowRight", "w")
        press(page, "r", "1", "Enter")
        expect_next(page, "h1.sum", "Nothing waits here")
        for context in visits.contexts:
            context.close()
    assert visits.wrong == []
