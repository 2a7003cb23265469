"""Debian's Chromium for the tests that need a real browser; without it they are skipped, in CI they fail."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium with a fresh profile."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("DRAGOMAN_CI") == "1":
            pytest.fail("no Chromium found: apt-get install chromium")
        pytest.skip("no Chromium found: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield started
        started.close()
