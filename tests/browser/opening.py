"""Opening a dossier from a file in a browser that lets no error, dialog or request go unnoticed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from dragoman.publishing import DossierInput, dossier
from tests.browser.steady import slowed

Opener = Callable[..., Page]


@contextmanager
def opening(browser: Browser, folder: Path) -> Iterator[Opener]:
    """A function that opens a dossier; at the end any dialog, error or request but the file itself fails the test."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    def start(inputs: DossierInput, fragment: str = "", **options: object) -> Page:
        file = folder / "dossier.html"
        file.write_text(dossier(inputs), encoding="utf-8", newline="")
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 800}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = slowed(context.new_page())
        page.on("dialog", lambda d: (wrong.append(f"dialog {d.message}"), d.dismiss()))
        page.on("pageerror", lambda e: wrong.append(f"error {e}"))
        page.on("console", lambda m: wrong.append(f"console {m.text}") if m.type == "error" else None)
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else wrong.append(f"request {r.url}"))
        page.goto(file.as_uri() + fragment)
        return page

    yield start
    for context in contexts:
        context.close()
    assert not wrong
