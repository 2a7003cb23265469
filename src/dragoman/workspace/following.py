"""What is new: searches that are kept, feeds of what they find, and builds that bring it in."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree as XML

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.publishing.wording import type_name
from dragoman.record import searches as kept
from dragoman.record.progress import Build, builds
from dragoman.workspace.asking import Ask
from dragoman.workspace.desk import Desk
from dragoman.workspace.index import seconds
from dragoman.workspace.listing import ClaimHit, claim_hits
from dragoman.workspace.pages import Missing, Shown, form_of
from dragoman.workspace.parts import GROUP_NAMES, in_group
from dragoman.workspace.security import Gate, Visitor

ENTRIES = 50
"""Entries of a feed, and new sentences of a page."""
FAILURES = 500
"""Failures of a page."""
ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ask_of(search: kept.Search) -> Ask:
    """The question that a search puts."""
    return Ask.of(parse_qsl(search.query))


def in_words(desk: Desk, ask: Ask) -> str:
    """A question in words: the name that a search has at first."""
    parts = [f"“{ask.q}”"] if ask.q else []
    for group in GROUP_NAMES:
        parts += [in_group(group, value, desk.index.label(group, value)) for value in ask.chosen(group)]
    parts += [f"since {ask.since}"] if ask.since else []
    parts += [f"until {ask.until}"] if ask.until else []
    return ", ".join(parts) or "everything"


def newest(desk: Desk, ask: Ask, since: float = 0.0) -> tuple[int, list[ClaimHit]]:
    """How many claims that are asked for came in after a time (seconds since 1970), and the last of them."""
    index = desk.index
    rows = np.flatnonzero(index.find("claims", ask).mask & (index.added > since))
    order = np.lexsort((index.numbers[rows], index.added[rows]))[::-1]
    return len(rows), list(claim_hits(desk, rows[order[:ENTRIES]].tolist(), ask.q))


class Following:
    """Searches and feeds over one record."""

    def __init__(self, desk: Desk, gate: Gate) -> None:
        self._desk, self._gate = desk, gate

    def searches(self, desk: Desk, request: Request) -> Shown:
        """All searches that are kept, with how much is new in each."""
        rows = []
        for search in kept.searches(desk.record):
            ask = ask_of(search)
            total = desk.index.find("claims", ask).total
            rows.append((search, in_words(desk, ask), total, newest(desk, ask, seconds(search.seen))[0]))
        return "searches.html", {"rows": rows, "key": self._key}

    def search(self, desk: Desk, request: Request) -> Shown:
        """What is new in one of them."""
        search = self._search(request)
        ask = ask_of(search)
        count, hits = newest(desk, ask, seconds(search.seen))
        return "new.html", {"search": search, "words_of": in_words(desk, ask), "new": count, "hits": hits,
                            "key": self._key}  # fmt: skip

    async def save(self, request: Request) -> Response:
        """Keeps a search."""
        form = form_of(await request.body())
        ask = Ask.of(parse_qsl(form.get("query", "")))
        _ = ask.days  # an impossible time is told at once
        visitor: Visitor = request.scope["visitor"]
        name = " ".join(form.get("name", "").split())[:200] or in_words(self._desk, ask)
        await run_in_threadpool(kept.save, self._desk.record, name, ask.address(), visitor.name)
        return RedirectResponse("/searches", 303)

    async def see(self, request: Request) -> Response:
        """Notes that somebody has seen what is new."""
        search = await run_in_threadpool(self._search, request)
        await run_in_threadpool(kept.see, self._desk.record, search.id)
        return RedirectResponse("/searches", 303)

    async def forget(self, request: Request) -> Response:
        """Keeps a search no longer."""
        search = await run_in_threadpool(self._search, request)
        await run_in_threadpool(kept.forget, self._desk.record, search.id)
        return RedirectResponse("/searches", 303)

    def feed(self, request: Request) -> Response:
        """What a search finds as an Atom feed, the last that came in first."""
        search = self._search(request)
        hits = newest(self._desk, ask_of(search))[1]
        base = str(request.base_url).rstrip("/")
        times = self._times([hit.claim.id for hit in hits])
        return Response(atom(search, hits, times, base, str(request.url)), media_type="application/atom+xml")

    def _times(self, ids: Sequence[str]) -> dict[str, float]:
        index = self._desk.index
        return {id: float(index.added[index.claims.place[id]]) for id in ids if id in index.claims.place}

    def _key(self, search: str) -> str:
        """What is added to a feed's address, so that a program without a cookie may read it."""
        return f"?key={self._gate.key_of(search)}" if self._gate.settings.tokens else ""

    def _search(self, request: Request) -> kept.Search:
        found = kept.search(self._desk.record, request.path_params["id"])
        if found is None:
            raise Missing("search")
        return found


def atom(search: kept.Search, hits: Sequence[ClaimHit], times: dict[str, float], base: str, own: str) -> bytes:
    """A feed after RFC 4287. What XML cannot hold is left out of texts."""
    XML.register_namespace("", ATOM)
    feed = XML.Element(f"{{{ATOM}}}feed")
    last = max(times.values(), default=seconds(search.made_at))
    _add(feed, "id", f"urn:dragoman:{search.id}")
    _add(feed, "title", f"Dragoman: {search.name}")
    _add(feed, "updated", _time(last))
    _add(feed, "link", rel="self", href=own, type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=f"{base}/searches/{search.id}", type="text/html")
    for hit in hits:
        claim = hit.claim
        entry = _add(feed, "entry")
        _add(entry, "id", f"urn:dragoman:{claim.id}")
        _add(entry, "title", hit.event.title if hit.event else type_name(claim.type))
        _add(entry, "updated", _time(times.get(claim.id, 0.0)))
        _add(_add(entry, "author"), "name", claim.publisher or claim.title or "a source without a name")
        where = f"/events/{hit.event.id}" if hit.event else f"/reports/{claim.report}#s-{claim.start}-{claim.end}"
        _add(entry, "link", rel="alternate", href=base + where, type="text/html")
        _add(entry, "category", term=claim.type, label=type_name(claim.type))
        _add(entry, "summary", "".join(text for text, _ in claim.sentence), type="text")
    made: bytes = XML.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _add(parent: Any, name: str, text: str | None = None, **given: str) -> Any:
    node = XML.SubElement(parent, f"{{{ATOM}}}{name}", {key: _NOT_XML.sub("", value) for key, value in given.items()})
    if text is not None:
        node.text = _NOT_XML.sub("", text)
    return node


def _time(since_1970: float) -> str:
    return datetime.fromtimestamp(since_1970, UTC).isoformat(timespec="seconds")


def building(desk: Desk, request: Request) -> Shown:
    """Builds, how far the last one is, and what could not be read or coded, by reason."""
    made, failures = builds(desk.record), desk.record.failures()
    now = datetime.now(UTC)
    reasons = Counter(failure.what for failure in failures)
    ordered = sorted(failures, key=lambda f: (-reasons[f.what], f.what, f.address))
    return "builds.html", {
        "last": state_of(made[0], now) if made else None, "made": [state_of(build, now) for build in made],
        "reasons": reasons.most_common(), "failures": ordered[:FAILURES], "total": len(failures),
    }  # fmt: skip


def state_of(build: Build, now: datetime) -> dict[str, Any]:
    """A build with its state (``runs``, ``ended`` or ``cut short``) and how much of it is done (0 to 1)."""
    runs = build.running(now)
    share = min(1.0, (build.done or 0) / build.total) if build.total else 0.0
    return {
        "build": build, "state": "runs" if runs else "ended" if build.finished else "cut short",
        "share": 1.0 if build.finished else share,
    }  # fmt: skip
