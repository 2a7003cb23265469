"""Remake the pictures in docs/images from a dossier and its record: `make screenshots`.

Takes the folder that holds ``dossier.html`` and ``record.db`` (else ``demo``) and needs Debian's Chromium.
Fonts are those of the machine: with fonts-texgyre and fonts-liberation installed they look as in the README.
"""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LIMIT = 400_000
"""Bytes a picture may have."""


def main() -> None:
    """Write pictures of the dossier and of the workspace."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "demo").resolve()
    chromium = shutil.which("chromium")
    for file in (folder / "dossier.html", folder / "record.db"):
        if not file.exists():
            sys.exit(f"{file}: missing (make demo)")
    if chromium is None:
        sys.exit("no Chromium found (apt-get install chromium)")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        dossier(browser, folder / "dossier.html")
        with served(folder / "record.db") as address:
            workspace(browser, address)
        browser.close()
    for picture in sorted(IMAGES.glob("*.png")):
        size = picture.stat().st_size
        print(f"{picture.relative_to(ROOT)}: {size:,} bytes")
        if size > LIMIT:
            sys.exit(f"{picture.name} is over {LIMIT:,} bytes")


def dossier(browser: Browser, file: Path) -> None:
    """The first screen, a dispute with its sentence in the report, the network of all pairs, and a phone."""
    desk = browser.new_page(viewport={"width": 1280, "height": 860})
    desk.goto(file.as_uri())
    desk.screenshot(path=IMAGES / "dossier.png")
    desk.get_by_label("States", exact=True).select_option("")
    desk.evaluate("document.getElementById('parties').scrollIntoView()")
    desk.locator("figure.network").screenshot(path=IMAGES / "dossier-network.png")
    value = desk.locator("#disputes a.v[data-m]:visible").first
    if value.count():
        value.click()
        desk.screenshot(path=IMAGES / "dossier-dispute.png")
    phone = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark", device_scale_factor=2)
    phone.goto(file.as_uri())
    phone.screenshot(path=IMAGES / "dossier-phone.png")


def workspace(browser: Browser, address: str) -> None:
    """A disputed event, and a sentence under review: of drones and cameras, which the rest of the pages tell of too."""
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    page.goto(f"{address}disputes?q=CH-92A")
    page.locator("h2 a[href^='/events/']").first.click()
    page.screenshot(path=IMAGES / "workspace.png")
    page.goto(f"{address}review?kind=claims&q=cameras")
    page.screenshot(path=IMAGES / "workspace-review.png")


@contextmanager
def served(record: Path) -> Iterator[str]:
    """``dragoman serve`` on a free port of loopback; its address, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "dragoman.cli",
        "serve",
        "--record",
        str(record),
        "--port",
        str(port),
        "--as",
        "ana",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None:
                sys.exit("dragoman serve ended")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
