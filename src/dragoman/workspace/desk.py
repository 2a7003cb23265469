"""The record as the workspace holds it open: the record itself, its index, and what takes long to work out."""

import gc
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from dragoman.coding.claim import Claim
from dragoman.matching.event import Entity, Event, Matching
from dragoman.publishing.build import EventViews, Pages
from dragoman.publishing.highlight import anchor
from dragoman.publishing.view import EventView
from dragoman.record import Record
from dragoman.record.columns import columns
from dragoman.record.lookup import State, told
from dragoman.record.search import claim_numbers
from dragoman.sources.report import Report
from dragoman.workspace.index import Index

LOOK_EVERY = 0.3
"""Seconds within which the record is not asked again whether it has changed."""
AT_ONCE = 0.15
REST = 4.0
"""How many times as long as an index takes to build it is kept at least, while the record changes all the time."""

T = TypeVar("T")


class WebPages(Pages):
    """Reports whose sentences are found on their own pages, not further down on the same."""

    def href(self, claim: Claim) -> str:
        """The address of a claim's sentence, or nothing where its report is not in the record."""
        if claim.report not in self.by_id:
            return ""
        return f"/reports/{claim.report}#{anchor('s', (claim.start, claim.end))}"


@dataclass(frozen=True, slots=True)
class Opened:
    """An event with all that its page shows."""

    event: Event
    view: EventView
    claims: Mapping[str, Claim]
    states: Mapping[str, State]
    reports: Mapping[str, Report]
    entities: Mapping[str, Entity]


class Desk:
    """An open record with its index. Safe to use from several threads."""

    def __init__(self, where: str | Path, patience: float = AT_ONCE) -> None:
        """Opens the record at ``where``; DragomanError where there is none.

        What takes no more than ``patience`` seconds is done while a page waits, all else beside it.
        """
        self._patience = patience
        self.record = Record.open(where)
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, Any]] = {}
        self._working: dict[str, threading.Thread] = {}
        self._looked = 0.0
        self._loading: threading.Thread | None = None
        self._load()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the record."""
        for thread in filter(None, (self._loading, *self._working.values())):
            thread.join()
        self.record.close()

    @property
    def index(self) -> Index:
        """The index, as new as can be had without waiting long."""
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY:
            return self._index
        with self._lock:
            self._looked = now
            busy = self._loading is not None and self._loading.is_alive()
            if busy or self.record.version() == self._index.version:
                return self._index
            if self._took < self._patience:
                self._load()
            elif now - self._loaded > REST * self._took:
                self._loading = threading.Thread(target=self._load, name="index")
                self._loading.start()
        return self._index

    def changed(self) -> None:
        """Looks at the record again on the next question: somebody has just changed it here."""
        self._looked = 0.0

    def worked_out(self, name: str, work: Callable[[], T], *, fresh: bool = False) -> T:
        """What ``work`` gives, kept until the index changes; ``fresh``: until the record does."""
        version = self.record.version() if fresh else self.index.version
        kept = self._known.get(name)
        if kept is None or kept[0] != version:
            kept = self._known[name] = (version, work())
        found: T = kept[1]
        return found

    def behind(self, name: str, work: Callable[[], T]) -> T | None:
        """Like ``worked_out``, beside the pages where the record is large: None at first, then what was known last."""
        if self._took < self._patience:
            return self.worked_out(name, work)
        version, kept = self.index.version, self._known.get(name)
        with self._lock:
            if (kept is None or kept[0] != version) and name not in self._working:
                self._working[name] = threading.Thread(target=self._work, args=(name, version, work), name=name)
                self._working[name].start()
        found: T | None = kept[1] if kept else None
        return found

    def _work(self, name: str, version: str, work: Callable[[], Any]) -> None:
        try:
            self._known[name] = (version, work())
        finally:
            with self._lock:
                del self._working[name]

    def events(self, ids: Sequence[str]) -> list[Opened]:
        """The events with these ids that there are, in this order, each with what is shown of it."""
        found, index = told(self.record, ids), self.index
        named = {id for e in found.events for id in (*e.actor, *e.recipient, *e.place, *_named(e))}
        entities = {id: index.entity(id) for id in sorted(named) if id in index.entries}
        pages = WebPages(found.reports.values(), found.claims.values())
        views = EventViews(pages, Matching(tuple(entities.values()), found.events))
        return [
            Opened(e, views.view(e, at), found.claims, found.states, found.reports, entities)
            for at, e in enumerate(found.events)
        ]

    def _load(self) -> None:
        began = time.monotonic()
        found = columns(self.record)
        self._index = Index(found, lambda words: claim_numbers(self.record, words))
        self._loaded = time.monotonic()
        self._took = self._loaded - began
        if self._took > self._patience:
            # A large index stays for long: to look through it for garbage again and again would hold pages up.
            gc.collect()
            gc.freeze()


def _named(event: Event) -> set[str]:
    """Ids of entities that findings name as values."""
    values = (v.value for f in event.findings for v in f.values)
    said = (part for value in values for part in (value if isinstance(value, list) else [value]))
    return {part for part in said if isinstance(part, str)}
