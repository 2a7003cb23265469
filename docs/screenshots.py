"""Remake the pictures in docs/images from a dossier: `make demo`, then `.venv/bin/python docs/screenshots.py`.

Takes the dossier to show as its only argument (``demo/dossier.html`` when there is none) and needs Debian's Chromium.
Fonts are those of the machine: with fonts-texgyre and fonts-liberation installed they look as in the README.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

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
    """Write the first screen, a dispute with its sentence in the report, the network of all pairs, and a phone."""
    page_file = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "demo" / "dossier.html").resolve()
    chromium = shutil.which("chromium")
    if not page_file.exists() or chromium is None:
        sys.exit(f"{page_file}: missing (make demo)" if chromium else "no Chromium found (apt-get install chromium)")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        desk = browser.new_page(viewport={"width": 1280, "height": 860})
        desk.goto(page_file.as_uri())
        desk.screenshot(path=IMAGES / "dossier.png")
        desk.get_by_label("States", exact=True).select_option("")
        desk.evaluate("document.getElementById('parties').scrollIntoView()")
        desk.locator("figure.network").screenshot(path=IMAGES / "dossier-network.png")
        value = desk.locator("#disputes a.v[data-m]:visible").first
        if value.count():
            value.click()
            desk.screenshot(path=IMAGES / "dossier-dispute.png")
        phone = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark", device_scale_factor=2)
        phone.goto(page_file.as_uri())
        phone.screenshot(path=IMAGES / "dossier-phone.png")
        browser.close()
    for picture in sorted(IMAGES.glob("dossier*.png")):
        size = picture.stat().st_size
        print(f"{picture.relative_to(ROOT)}: {size:,} bytes")
        if size > LIMIT:
            sys.exit(f"{picture.name} is over {LIMIT:,} bytes")


if __name__ == "__main__":
    main()
