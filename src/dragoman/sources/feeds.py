"""RSS and Atom feeds: which pages a site says it has published, when it last changed them, and what it calls them."""

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

import feedparser
import lxml.html

from dragoman.sources.addresses import same_site, web_address
from dragoman.sources.dates import written_date
from dragoman.sources.decoding import clean, decode
from dragoman.sources.document import one_line
from dragoman.sources.kinds import MB
from dragoman.sources.transport import Fault

LARGEST = 5 * MB
"""Largest feed, in bytes once unpacked."""
ENTRIES = 2_000
"""Most entries of a feed: sites list tens."""
_TYPES = ("application/rss+xml", "application/atom+xml")
_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)\b", re.I)
_NO_FEED = Fault("not a feed (RSS or Atom)", "give the address of the feed: a page often links to it")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed tells of. ``published`` is an ISO date, ``updated`` the mark of its last change, whatever it
    is, ``publisher`` the name of the feed, for pages of its own site."""

    address: str
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    publisher: str | None = None

    def about(self, via: str) -> dict[str, str]:
        """What is archived beside the page."""
        told = {"title": self.title, "date": self.published, "publisher": self.publisher, "via": via}
        return {name: value for name, value in told.items() if value}


def entries(data: bytes, address: str, charset: str | None = None) -> tuple[Entry, ...]:
    """The pages that the feed at ``address`` tells of, each once, in its order; raises Fault where it is no feed.

    ``charset`` is what the server said of it.
    """
    if len(data) > LARGEST or len(_ENTRY.findall(data)) > ENTRIES:
        raise Fault("a feed of more than a feed holds", "give the feed of a part of the site")
    text = decode(data, markup=True, charset=charset)
    if text is None:
        raise _NO_FEED
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    try:
        # Never a string: feedparser would take one for an address or the name of a file, and open it.
        feed = feedparser.parse(io.BytesIO(text.encode("utf-8", "replace")), response_headers=headers)
    except Exception:  # whatever hostile mark-up makes the parsers raise
        raise _NO_FEED from None
    if not feed.get("version") and not feed.entries:
        raise _NO_FEED
    name = _text(feed.feed.get("title"))
    made: dict[str, Entry] = {}
    for raw in feed.entries[:ENTRIES]:
        entry = _entry(raw, address, name)
        if entry is not None and entry.address != address:
            made.setdefault(entry.address, entry)
    return tuple(made.values())


def linked(markup: str, address: str) -> str | None:
    """The feed that a page links to."""
    try:
        tree = lxml.html.document_fromstring(markup)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None
    for link in tree.iterfind(".//link[@rel][@type][@href]"):
        if "alternate" in link.get("rel", "").lower().split() and link.get("type", "").lower() in _TYPES:
            return _joined(address, link.get("href", ""))
    return None


def _entry(raw: Any, base: str, name: str | None) -> Entry | None:
    address = _joined(base, str(raw.get("link") or ""))
    if address is None:
        return None
    return Entry(
        address,
        _text(raw.get("title")),
        _day(raw.get("published_parsed")) or written_date(str(raw.get("published") or "")),
        _mark(raw),
        name if same_site(address, base) else None,
    )


def _mark(raw: Any) -> str | None:
    # Asked for with "in" first: feedparser would give one for the other, with a warning.
    mark = one_line(str(raw["updated"] if "updated" in raw else raw.get("published") or ""))
    return mark[:100] if mark else None


def _joined(base: str, link: str) -> str | None:
    try:
        return web_address(urljoin(base, link.strip())) if link.strip() else None
    except ValueError:
        return None


def _day(parsed: Any) -> str | None:
    """The day of a time as feedparser gives it: in UTC, as the site wrote it."""
    try:
        return date(*parsed[:3]).isoformat() if parsed else None
    except (ValueError, TypeError, OverflowError):
        return None


def _text(value: Any) -> str | None:
    """A title without mark-up, in clean characters."""
    text = one_line(clean(re.sub(r"<[^<>]{0,500}>", " ", str(value or ""))))
    return text[:500] if text else None
