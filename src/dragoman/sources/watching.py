"""Feeds and folders followed round by round: what is new is archived, read once, and handed on."""

import hashlib
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from dragoman.errors import DragomanError
from dragoman.sources.addresses import web_address
from dragoman.sources.columns import Columns
from dragoman.sources.decoding import decode
from dragoman.sources.evidence import Evidence, Kept
from dragoman.sources.feeds import LARGEST, entries, linked
from dragoman.sources.fetching import Fetched, fetch, followed
from dragoman.sources.finding import find
from dragoman.sources.ledger import ARCHIVED, DONE, GIVEN_UP, WAITING, Feed, Item, Ledger
from dragoman.sources.opening import open_reports, read_piece
from dragoman.sources.polite import Manners
from dragoman.sources.report import Failure, Report
from dragoman.sources.transport import Fault, Response, Web
from dragoman.sources.webarchive import content_type, host

MOST = 200
"""Pages asked for in one round; the rest wait for the next."""
TRIES = 6
"""Rounds in which a page is asked for before it is given up."""
_FIRST_WAIT, _LONGEST_WAIT = 300.0, 24 * 3600.0
"""Seconds until a page or feed that failed is asked for again: doubled each time, up to a day."""
_SETTLED = 2.0
"""Seconds since its last change after which a file is taken for written."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the log: ``at`` is a UTC time, ``what`` one word, ``address`` a page, feed or file."""

    at: str
    what: str
    address: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to watch: seconds between two looks at a feed, the date of reports that tell none, columns of tables."""

    every: float = 900.0
    published: str | None = None
    columns: Columns = field(default_factory=Columns)


class Watch:
    """Feeds (addresses) and folders (paths), what is known of them, and where what they give is archived.

    ``round`` gives what is new since the last one; ``finish`` has to be called once that is kept. What was archived and
    not finished is given again: nothing is lost when a watch is cut off, and nothing is asked for twice.
    """

    def __init__(
        self, sources: Iterable[str], evidence: Path, web: Web, *, settings: Settings | None = None,
        manners: Manners | None = None, tell: Callable[[Happening], None] = lambda _: None,
        now: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._folder, self._web, self._now, self._sleep = evidence, web, now, sleep
        self.settings = settings or Settings()
        self._manners = manners or Manners(web, now=now, sleep=sleep)
        self._on_happening = tell
        self.feeds, self.folders = _sorted_out(sources)
        self.ledger = Ledger(evidence)
        self.failed = 0
        """How many feeds, pages and files went wrong in the round."""
        self._items: list[Item] = []
        self._files: list[tuple[str, int, int, str]] = []
        self._texts: dict[str, str] = {}

    def close(self) -> None:
        """Lets go of what is known; another watch may have it."""
        self.ledger.close()

    def round(self) -> Iterator[Report | Failure]:
        """What is new, read when asked for: first what was archived and not kept, then pages, then files."""
        self.failed = 0
        self._items, self._files, self._texts = [], [], {}
        with Evidence(self._folder, "watch") as evidence:
            for item in self.ledger.items(ARCHIVED, float("inf"), -1):
                yield from self._again(item, evidence)
            for address in self.feeds:
                self._poll(address, evidence)
            for item in _by_turns(self.ledger.items(WAITING, self._now(), MOST)):
                yield from self._get(item, evidence)
            for folder in self.folders:
                yield from self._look(folder)

    def finish(self) -> None:
        """Notes that all the round gave is kept."""
        self.ledger.finish(self._items, self._files, self._texts.items())
        self._items, self._files, self._texts = [], [], {}

    def pause(self) -> float:
        """Seconds until there is something to do again: a feed, or a page that is waiting, or a look at the folders."""
        due = [self.ledger.feed(address).next for address in self.feeds]
        if self.folders:
            due.append(self._now() + self.settings.every)
        waiting = self.ledger.due()
        due += [] if waiting is None else [waiting]
        return max(min(due, default=self._now()) - self._now(), 1.0)

    # Feeds

    def _poll(self, address: str, evidence: Evidence) -> None:
        feed = self.ledger.feed(address)
        if feed.next > self._now():
            return
        try:
            self._poll_now(feed, evidence)
        except Fault as fault:
            wait = max(self.settings.every, _FIRST_WAIT) * 2.0 ** min(feed.failures, 8)
            wait = min(max(wait, fault.after or 0.0), _LONGEST_WAIT)
            self.ledger.keep_feed(replace(feed, failures=feed.failures + 1, next=self._now() + wait))
            self._tell("failed", address, f"{fault.what} ({fault.remedy}); again in {minutes(wait)}", failed=True)

    def _poll_now(self, feed: Feed, evidence: Evidence) -> None:
        answer = followed(feed.feed, self._web, None, headers=feed.validators, before=self._manners.before)
        response = answer.response
        due = self._now() + self.settings.every
        with response.body:
            if response.status == 304:
                self.ledger.keep_feed(replace(feed, next=due, failures=0))
                self._tell("unchanged", feed.address)
                return
            data, told = response.content(LARGEST), response.header("Content-Type") or ""
            page = _page_linking(data, told, response.address) if feed.feed == feed.address else None
            if page is not None:
                self._tell("feed", page, f"linked by {feed.address}")
                self._poll_now(Feed(feed.address, page), evidence)
                return
            found = entries(data, response.address, content_type(told)[1])
            checked = Feed(feed.address, feed.feed, _validators(response), due)
            number = self.ledger.keep_feed(checked, found)
            if number:
                evidence.keep(response)
            self._tell("polled", feed.address, f"{number} new of {len(found)}")

    # Pages

    def _get(self, item: Item, evidence: Evidence) -> Iterator[Report | Failure]:
        fetched = fetch(
            item.address, self._web, evidence, published=self.settings.published, about=item.entry.about(item.via),
            headers=item.validators, tries=2, sleep=self._sleep, before=self._manners.before,
        )  # fmt: skip
        if fetched.kept is None:
            yield from self._without(item, fetched)
            return
        kept = replace(
            item, state=ARCHIVED, archive=fetched.kept.archive, start=fetched.kept.start,
            sha256=fetched.kept.sha256, validators=fetched.validators,
        )  # fmt: skip
        self.ledger.keep_item(kept)
        if item.sha256 == fetched.kept.sha256:
            self._tell("unchanged", item.address, "the same bytes")
        else:
            yield from self._new(fetched.made, item.address)
        self._items.append(replace(kept, state=DONE))

    def _without(self, item: Item, fetched: Fetched) -> Iterator[Failure]:
        """What is done with a page of which nothing came."""
        if fetched.status == 304:
            self._tell("unchanged", item.address)
            self._items.append(replace(item, state=DONE))
            return
        (failure,) = (made for made in fetched.made if isinstance(made, Failure))
        tries = item.tries + 1
        if fetched.passing and tries < TRIES:
            wait = min(max(_FIRST_WAIT * 2.0 ** (tries - 1), fetched.after or 0.0), _LONGEST_WAIT)
            self.ledger.keep_item(replace(item, tries=tries, next=self._now() + wait))
            self._tell("later", item.address, f"{failure.what}; again in {minutes(wait)} ({tries} of {TRIES})")
            return
        self._tell("given up", item.address, f"{failure.what} ({failure.remedy})", failed=True)
        self._items.append(replace(item, state=GIVEN_UP, tries=tries))
        yield failure

    def _again(self, item: Item, evidence: Evidence) -> Iterator[Report | Failure]:
        """What an earlier round archived and did not finish, read from its archive."""
        archive = item.archive or ""
        kept = Kept(Path(archive.rpartition("#")[0]), item.start or 0, archive, item.sha256 or "")
        made: list[Report | Failure] = []
        try:
            for piece in evidence.read(kept):
                made += [piece] if isinstance(piece, Failure) else read_piece(piece, self.settings.published)
        except OSError as error:
            made = [Failure(item.address, f"its archive is gone: {error.strerror}", "fetch it again")]
        yield from self._new(tuple(made), item.address)
        self._items.append(replace(item, state=DONE))

    # Files

    def _look(self, folder: str) -> Iterator[Report | Failure]:
        own = self._folder.resolve()
        for found in find([folder]):
            if isinstance(found, Failure):
                if found.what != "a folder without reports":  # it may have none yet
                    self._tell("failed", found.address, f"{found.what} ({found.remedy})", failed=True)
            elif own not in found.resolve().parents:
                yield from self._read_file(found)

    def _read_file(self, path: Path) -> Iterator[Report | Failure]:
        try:
            stat = path.stat()
            known = self.ledger.file(str(path))
            if known is not None and known[:2] == (stat.st_size, stat.st_mtime_ns):
                return
            if abs(self._now() - stat.st_mtime) < _SETTLED:
                self._sleep(_SETTLED)
                if path.stat().st_mtime_ns != stat.st_mtime_ns:
                    self._tell("later", str(path), "it is still being written")
                    return
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            self._tell("failed", str(path), (error.strerror or str(error)).lower(), failed=True)
            return
        if known is not None and known[2] == sha256:
            self._tell("unchanged", str(path), "the same bytes")
        else:
            yield from self._new(open_reports([path], self.settings.published, self.settings.columns), str(path))
        self._files.append((str(path), stat.st_size, stat.st_mtime_ns, sha256))

    # What comes of it

    def _new(self, made: Iterable[Report | Failure], address: str) -> Iterator[Report | Failure]:
        """Hands on reports whose text is not known from the same publisher, whatever their dates and addresses."""
        for one in made:
            if isinstance(one, Failure):
                self._tell("unreadable", one.address, f"{one.what} ({one.remedy})", failed=True)
                yield one
                continue
            hash_ = text_hash(one)
            known = self._texts.get(hash_) or self.ledger.has_text(hash_)
            if known:
                self._tell("same", one.address, f"its text is known from {known}")
                continue
            self._texts[hash_] = one.address
            self._tell("new", one.address, f"{one.title or 'untitled'} ({len(one.text.split())} words)")
            yield one

    def _tell(self, what: str, address: str, detail: str = "", *, failed: bool = False) -> None:
        self.failed += failed
        at = datetime.fromtimestamp(self._now(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._on_happening(Happening(at, what, address, detail))


def text_hash(report: Report) -> str:
    """The same for two reports of one publisher whose texts differ in nothing but white space and capitals."""
    who = report.publisher or host(report.address) or ""
    said = f"{who.casefold()}\0{' '.join(report.text.casefold().split())}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _sorted_out(sources: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which sources are feeds and which folders; raises DragomanError for what is neither."""
    feeds, folders = list[str](), list[str]()
    for source in dict.fromkeys(sources):
        if source.lower().startswith(("http://", "https://")):
            address = web_address(source)
            if address is None:
                raise DragomanError("not an address of the web", source, "write it as https://...")
            feeds.append(address)
        elif Path(source).is_dir():
            folders.append(source)
        else:
            what = "neither the address of a feed nor a folder"
            raise DragomanError(what, source, "write it as https://..., or make the folder")
    return tuple(feeds), tuple(folders)


def _by_turns(items: Iterable[Item]) -> Iterator[Item]:
    """Pages of different hosts by turns, so that the pause one host needs is spent on others."""
    hosts: Mapping[str, deque[Item]] = defaultdict(deque)
    for item in items:
        hosts[urlsplit(item.address).netloc].append(item)
    queues = deque(hosts.values())
    while queues:
        queue = queues.popleft()
        yield queue.popleft()
        if queue:
            queues.append(queue)


def _page_linking(data: bytes, told: str, address: str) -> str | None:
    """The feed that a page links to, where what came is a page and no feed."""
    if content_type(told)[0] not in ("text/html", "application/xhtml+xml"):
        return None
    markup = decode(data, markup=True, charset=content_type(told)[1])
    return linked(markup, address) if markup else None


def _validators(response: Response) -> tuple[tuple[str, str], ...]:
    told = (("If-None-Match", response.header("ETag")), ("If-Modified-Since", response.header("Last-Modified")))
    return tuple((name, value[:500]) for name, value in told if value and value.isprintable())


def minutes(seconds: float) -> str:
    """A time in seconds as people say it: ``15 min``."""
    return f"{max(seconds / 60, 1):.0f} min" if seconds < 7_200 else f"{seconds / 3600:.0f} h"
