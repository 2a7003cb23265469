"""Manners: what a site's robots.txt asks for, and a pause between two requests to one host."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from dragoman.sources.fetching import followed
from dragoman.sources.transport import Fault, Web

NAME = "Dragoman"
"""What the program is called in a robots.txt."""
PAUSE = 2.0
"""Seconds between two requests to one host, where its robots.txt asks for no more."""
_LONGEST_PAUSE = 60.0
_FRESH = 24 * 3600.0
_AGAIN = 600.0
"""Seconds for which rules hold, and after which a site that had none to give is asked again."""
_LARGEST = 500 * 1024
"""How much of a robots.txt is read, in bytes (RFC 9309, 2.5)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site asks of robots: the text of its robots.txt (None: all is refused for now), until when it holds."""

    text: str | None
    until: float


class Manners:
    """Asks before it goes in, and waits its turn. ``now`` and ``sleep`` can be replaced, in seconds."""

    def __init__(
        self, web: Web, pause: float = PAUSE, *, now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._web, self._pause, self._now, self._sleep = web, pause, now, sleep
        self._rules: dict[str, tuple[Rules, Protego | None]] = {}
        self._last: dict[str, float] = {}

    def before(self, address: str) -> None:
        """What comes before each request: asks whether it may be made, and waits its turn. Raises Fault where it may
        not: the site's robots.txt says no, or cannot be had (RFC 9309: then it has to be taken for closed)."""
        rules, parsed = self._of(address)
        if rules.text is None:
            raise Fault("its robots.txt cannot be had, so nothing is asked for", "try again later", passing=True)
        if parsed is not None and not parsed.can_fetch(address, NAME):
            raise Fault("its robots.txt asks robots to stay away", "ask for this page yourself: dragoman fetch")
        self.wait(address)

    def wait(self, address: str) -> None:
        """Waits until the host of an address may be asked again."""
        site = _site(address)
        pause = self._pause
        parsed = self._rules[site][1] if site in self._rules else None
        if parsed is not None:
            rate = parsed.request_rate(NAME)
            asked = max(parsed.crawl_delay(NAME) or 0.0, rate.seconds / max(rate.requests, 1) if rate else 0.0)
            pause = max(pause, min(asked, _LONGEST_PAUSE))
        left = self._last.get(site, float("-inf")) + pause - self._now()
        if left > 0:
            self._sleep(left)
        self._last[site] = self._now()

    def _of(self, address: str) -> tuple[Rules, Protego | None]:
        site = _site(address)
        known = self._rules.get(site)
        if known is None or known[0].until <= self._now():
            rules = self._asked(site)
            known = self._rules[site] = (rules, _parsed(rules.text))
        return known

    def _asked(self, site: str) -> Rules:
        self._last[site] = self._now()
        try:
            answer = followed(f"{site}/robots.txt", self._web, None)
        except Fault as fault:
            # A site without rules (4xx) has none; one that is out of order (5xx, no answer) is taken for closed.
            kept = (None, _AGAIN) if fault.passing else ("", _FRESH)
            return Rules(kept[0], self._now() + kept[1])
        with answer.response.body as body:
            return Rules(body.read(_LARGEST).decode("utf-8", "replace"), self._now() + _FRESH)


def _parsed(text: str | None) -> Protego | None:
    if not text:
        return None
    try:
        return Protego.parse(text)
    except Exception:  # rules that nobody can read are none
        return None


def _site(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
