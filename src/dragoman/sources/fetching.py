"""From an address of the web to a report: asked for, archived, and then read from the archive."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from dragoman.sources.addresses import web_address
from dragoman.sources.evidence import Evidence, Kept
from dragoman.sources.opening import read_piece
from dragoman.sources.report import Failure, Report
from dragoman.sources.transport import Fault, Response, Web
from dragoman.sources.webarchive import PAGES, content_type

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
"""Statuses that may be others a little later."""
_LONGEST_WAIT = 60.0
_REASONS = {
    401: ("asks for a password", "open it in a browser and save it"),
    402: ("asks for money", "open it in a browser and save it"),
    403: ("refuses to show it", "open it in a browser and save it"),
    404: ("has no such page", "check the address, or look for it in a web archive"),
    410: ("has taken the page away", "look for it in a web archive"),
    429: ("asks to come back later", "try again later"),
    451: ("may not show it for legal reasons", "look for it in a web archive"),
}
_TRIES = 3
Sleep = Callable[[float], None]
Before = Callable[[str], None]
"""Is told of each address before it is asked for, redirects too; it may wait, or raise Fault."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave in the end, once redirects were followed, and where each response on the way was archived.

    ``response`` is the last one; its body is closed. ``kept`` is None where nothing was archived (not modified).
    """

    response: Response
    kept: Kept | None
    hops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one address: its report and what of it could not be read.

    ``status`` is that of the last answer (0 for none), ``hops`` what redirected to it, ``passing`` tells of a failure
    that may not come again, ``after`` how many seconds the server asks to wait, ``validators`` what to ask with next
    time.
    """

    address: str
    made: tuple[Report | Failure, ...]
    status: int = 0
    hops: tuple[str, ...] = ()
    kept: Kept | None = None
    passing: bool = False
    after: float | None = None
    validators: tuple[tuple[str, str], ...] = field(default=())


def fetch(
    address: str,
    web: Web,
    evidence: Evidence,
    *,
    published: str | None = None,
    about: Mapping[str, str] | None = None,
    headers: Iterable[tuple[str, str]] = (),
    tries: int = _TRIES,
    sleep: Sleep = time.sleep,
    before: Before | None = None,
) -> Fetched:
    """Asks for an address, archives each response on the way to it, and reads the report from the archive.

    Redirects are followed one by one, each checked as the first address is. What may pass (no connection, a busy
    server, a body cut short) is tried again, ``tries`` times in all. ``about`` is what is known of the page from
    elsewhere, ``published`` the ISO date where nothing tells one. What goes wrong is a Failure in what was made;
    DragomanError only where nothing can be archived.
    """
    wanted = web_address(address)
    if wanted is None:
        failure = Failure(address, "not an address of the web", "write it as https://...")
        return Fetched(address, (failure,))
    fetched = Fetched(wanted, ())
    for number in range(max(tries, 1)):
        if number:
            sleep(_wait(number, fetched.after))
        fetched = _fetched(wanted, web, evidence, published, about, tuple(headers), before)
        if not fetched.passing:
            break
    return fetched


def _wait(number: int, after: float | None) -> float:
    """Seconds until the next try: what the server asks for, else twice as long each time, and never all at once."""
    if after is not None:
        return min(after, _LONGEST_WAIT)
    return float(2 ** (number - 1)) * random.uniform(0.75, 1.25)


def _fetched(
    address: str, web: Web, evidence: Evidence, published: str | None, about: Mapping[str, str] | None,
    headers: tuple[tuple[str, str], ...], before: Before | None,
) -> Fetched:  # fmt: skip
    try:
        answer = followed(address, web, evidence, about, headers, before)
    except Fault as fault:
        failure = Failure(address, fault.what, fault.remedy)
        return Fetched(address, (failure,), passing=fault.passing, after=fault.after)
    response = answer.response
    made = () if answer.kept is None else tuple(_read(answer, evidence, published))
    validators = [("If-None-Match", response.header("ETag")), ("If-Modified-Since", response.header("Last-Modified"))]
    return Fetched(
        address, made, response.status, answer.hops, answer.kept,
        validators=tuple((name, value[:500]) for name, value in validators if value and value.isprintable()),
    )  # fmt: skip


def followed(
    address: str, web: Web, evidence: Evidence | None, about: Mapping[str, str] | None = None,
    headers: tuple[tuple[str, str], ...] = (), before: Before | None = None,
) -> Answer:  # fmt: skip
    """Asks for an address and follows redirects; raises Fault. Without ``evidence`` nothing is archived, and the body
    of the last response is left open."""
    hops: list[str] = []
    while True:
        if before is not None:
            before(address)
        response = web.get(address, headers)
        try:
            _check_status(response)
            kept = None
            if evidence is not None and response.status != 304:
                kept = evidence.keep(response, about if response.status not in REDIRECTS else None)
        except BaseException:
            response.body.close()
            raise
        if response.status not in REDIRECTS:
            if evidence is not None:
                response.body.close()
            return Answer(response, kept, tuple(hops))
        response.body.close()
        hops.append(address)
        address = _next(response, hops, web.limits.redirects)


def _next(response: Response, hops: list[str], most: int) -> str:
    """Where a redirect leads; raises Fault where it leads in a circle, too far, or off the web."""
    target = response.header("Location")
    if not target:
        raise Fault("a redirect that leads nowhere", "check the address")
    try:
        address = web_address(urljoin(response.address, target))
    except ValueError:
        address = None
    if address is None:
        raise Fault(f"redirected to what is no address of the web: {target[:100]!r}", "check the address")
    if address in hops:
        raise Fault("redirected in a circle", "open it in a browser and save it")
    if len(hops) > most:
        raise Fault(f"redirected more than {most} times", "open it in a browser and save it")
    return address


def _check_status(response: Response) -> None:
    status = response.status
    if status in (200, 304) or status in REDIRECTS:
        return
    what, remedy = _REASONS.get(status, ("does not give it", "try again later"))
    raise Fault(
        f"the server {what} (status {status})", remedy, passing=status in _PASSING, after=_retry_after(response)
    )


def _retry_after(response: Response) -> float | None:
    """Seconds that the server asks to wait (``Retry-After``: a number, or a date)."""
    told = (response.header("Retry-After") or "").strip()
    if told.isdecimal():
        return float(min(int(told[:9]), 86_400))
    try:
        until = parsedate_to_datetime(told)
        return max((until - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _read(answer: Answer, evidence: Evidence, published: str | None) -> Iterator[Report | Failure]:
    assert answer.kept is not None
    response, found = answer.response, False
    for piece in evidence.read(answer.kept):
        found = True
        yield from [piece] if isinstance(piece, Failure) else read_piece(piece, published)
    if not found:
        media_type, _ = content_type(response.header("Content-Type") or "")
        known = "text, HTML, PDF and Word are read"
        if media_type in PAGES:
            yield Failure(response.address, "an empty answer", "open it in a browser and save it", response.sha256)
        else:
            what = f"not a page that is read ({media_type}): {known}"
            yield Failure(response.address, what, "download it, and give the file to `dragoman build`", response.sha256)
