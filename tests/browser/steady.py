"""What makes a test hold on a machine of any speed: whatever an action brings about is waited for, never read at once.

``DRAGOMAN_SLOW=6`` makes the browser six times slower than it is, to find what is read too early.
"""

import os

import pytest
from playwright.sync_api import Locator, Page, expect


def slowed(page: Page) -> Page:
    """The page, with as much of a processor as ``DRAGOMAN_SLOW`` leaves it."""
    times = float(os.environ.get("DRAGOMAN_SLOW") or 1)
    if times > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})
    return page


def press(page: Page, *keys: str) -> None:
    """Keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def click(target: Locator) -> None:
    """Clicks where an element stands once it stands still.

    What is far from the window is laid out as it comes near (``content-visibility``), one picture after the scrolling.
    ``Locator.click`` waits for two pictures in which the element has one place, and only then scrolls to it: scrolled
    to before, it cannot move from under the mouse between its going down and its coming up.
    """
    target.scroll_into_view_if_needed()
    target.click()


def expect_selected(page: Page, words: str) -> None:
    """Waits until these words are selected, blanks around them aside."""
    page.wait_for_function("(words) => getSelection().toString().trim() === words", arg=words)


def expect_figures(page: Page, **wanted: int) -> None:
    """Waits until the first screen shows these numbers, in this order."""
    expect(page.locator(".figures dt")).to_have_text(list(wanted))
    expect(page.locator(".figures dd")).to_have_text([str(number) for number in wanted.values()])


def tab_to(page: Page, target: Locator, most: int) -> None:
    """Goes to an element with the Tab key; fails where it is not reached within ``most`` presses."""
    for _ in range(most):
        before = page.evaluate_handle("document.activeElement")
        page.keyboard.press("Tab")
        page.wait_for_function("(before) => document.activeElement !== before", arg=before)
        if target.evaluate("(node) => node === document.activeElement"):
            return
    pytest.fail(f"{target} is not reached with the Tab key")


def skip_ahead(page: Page) -> None:
    """Follows the link that skips the head of a page, as the first thing the Tab key reaches."""
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")


def expect_open(page: Page, title: str | None = None) -> None:
    """Waits until the pane of a dossier is open, and shows what has this title."""
    expect(page.locator("#reader")).to_have_attribute("open", "")
    if title is not None:
        expect(page.locator("#reader-title")).to_have_text(title)


def escape(page: Page) -> None:
    """Closes the pane of a dossier."""
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).not_to_have_attribute("open", "")


def expect_readable_names(page: Page, names: str, pixels: float = 10.0) -> None:
    """The letters of a drawing's names have at least so many pixels on the screen, and the page does not stick out."""
    sizes = page.locator(names).evaluate_all(_SIZES)
    assert sizes
    assert min(sizes) >= pixels
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


_SIZES = """(names) => names.map(
  (name) => parseFloat(getComputedStyle(name).fontSize) * name.ownerSVGElement.getScreenCTM().a)"""
