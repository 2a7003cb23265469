"""Debian's Chromium for the tests that need a real browser; without it they are skipped, in CI they fail."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=30_000)  # a machine with much else to do is slow, not wrong


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


AXE = "4.14.1"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
NODE = Path(__file__).parents[2] / "build" / "node"
"""Where npm puts what only these tests need; ``build`` is no part of the repository."""


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which finds what bars people from using a page (WCAG 2.2)."""
    file = NODE / f"axe-{AXE}.min.js"
    if not file.exists() or sha256(file.read_bytes()).hexdigest() != AXE_SHA256:
        done = None
        if shutil.which("npm"):
            NODE.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=NODE) as own:  # a folder each: two workers may install it at once
                install = ["npm", "install", "--prefix", own, "--no-save", "--ignore-scripts", f"axe-core@{AXE}"]
                done = subprocess.run(install, capture_output=True, text=True, timeout=180, check=False)
                if done.returncode == 0:
                    (Path(own) / "node_modules" / "axe-core" / "axe.min.js").replace(file)
        if done is None or done.returncode:
            missing = "axe-core cannot be installed: " + (
                done.stderr[-300:] if done else "no npm found (apt-get install npm)"
            )
            if os.environ.get("DRAGOMAN_CI") == "1":
                pytest.fail(missing)
            pytest.skip(missing)
    text = file.read_bytes()
    assert sha256(text).hexdigest() == AXE_SHA256, f"axe-core {AXE} is not the one these tests were written with"
    return text.decode()


AXE_RUN = """async () => (await axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.map((v) => [v.id, v.impact, v.nodes.length, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))])"""


def barriers(page: Page, axe: str, least: tuple[str, ...] = ("serious", "critical")) -> list[object]:
    """What axe finds wrong with a page as it stands, of the impacts in ``least``."""
    # What a browser leaves out until it is scrolled to has no true size yet: axe would see it overlap.
    page.evaluate(
        "const sheet = document.styleSheets[0]; "
        "sheet?.insertRule('* { content-visibility: visible !important }', sheet.cssRules.length)"
    )
    page.evaluate(axe)
    return [found for found in page.evaluate(AXE_RUN) if found[1] in least]
