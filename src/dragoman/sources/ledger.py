"""What a watch has seen and done, in a small database beside the archives: a watch that is cut off goes on from it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dragoman.errors import DragomanError
from dragoman.sources.feeds import Entry

NAME = "watch.db"
WAITING, ARCHIVED, DONE, GIVEN_UP = "waiting", "archived", "done", "given up"
_TABLES = """
CREATE TABLE IF NOT EXISTS feeds(
    address TEXT PRIMARY KEY, feed TEXT NOT NULL, validators TEXT NOT NULL DEFAULT '[]', next REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS items(
    address TEXT PRIMARY KEY, entry TEXT NOT NULL, via TEXT NOT NULL, state TEXT NOT NULL, next REAL NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, validators TEXT NOT NULL DEFAULT '[]', archive TEXT, start INTEGER, sha256 TEXT);
CREATE INDEX IF NOT EXISTS items_state ON items(state, next);
CREATE TABLE IF NOT EXISTS files(
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS texts(hash TEXT PRIMARY KEY, address TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is watched: the address it was given as, where it is (a page may lead to it), what to ask it with,
    when it may be asked again (seconds since 1970), and how often it has failed in a row."""

    address: str
    feed: str
    validators: tuple[tuple[str, str], ...] = ()
    next: float = 0.0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A page that a feed told of. ``state`` is ``waiting``, ``archived`` (and not yet in the record), ``done`` or
    ``given up``; ``archive`` where it is archived, as of a Report, ``start`` where its records begin in that file."""

    address: str
    entry: Entry
    via: str
    state: str = WAITING
    next: float = 0.0
    tries: int = 0
    validators: tuple[tuple[str, str], ...] = ()
    archive: str | None = None
    start: int | None = None
    sha256: str | None = None


class Ledger:
    """The database. One watch at a time holds it; use it as a context manager, or call ``close``."""

    def __init__(self, folder: Path) -> None:
        path = folder / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=0.2, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.executescript(f"BEGIN EXCLUSIVE; {_TABLES} COMMIT;")
        except (OSError, sqlite3.Error) as error:
            raise _trouble(error, path) from error
        self._path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets another watch have it."""
        self._db.close()

    # Feeds

    def feed(self, address: str) -> Feed:
        """A feed, new ones as they are before they were ever asked."""
        row = self._one("SELECT * FROM feeds WHERE address = ?", address)
        if row is None:
            return Feed(address, address)
        return Feed(row["address"], row["feed"], _pairs(row["validators"]), row["next"], row["failures"])

    def keep_feed(self, feed: Feed, entries: Iterable[Entry] = ()) -> int:
        """Keeps how a feed stands, and its new or changed pages as waiting, all of it or nothing; returns how many."""
        with self._writing():
            self._db.execute(
                "INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?)",
                (feed.address, feed.feed, json.dumps(feed.validators), feed.next, feed.failures),
            )
            return sum(self._expect(entry, feed.address) for entry in entries)

    def _expect(self, entry: Entry, via: str) -> bool:
        known = self.item(entry.address)
        if known is None:
            self._put(Item(entry.address, entry, via))
            return True
        changed = entry.updated is not None and entry.updated != known.entry.updated
        if known.state == DONE and changed:
            # Asked for again, and taken for another report only if its text is another one.
            self._put(Item(entry.address, entry, via, validators=known.validators, sha256=known.sha256))
            return True
        return False

    # Items

    def item(self, address: str) -> Item | None:
        """A page that was told of."""
        row = self._one("SELECT * FROM items WHERE address = ?", address)
        return None if row is None else _item(row)

    def items(self, state: str, now: float, most: int) -> list[Item]:
        """Pages in a state whose time has come, those that were told of first coming first."""
        found = self._all("SELECT * FROM items WHERE state = ? AND next <= ? ORDER BY rowid LIMIT ?", state, now, most)
        return [_item(row) for row in found]

    def count(self, state: str) -> int:
        """How many pages are in a state."""
        row = self._one("SELECT count(*) FROM items WHERE state = ?", state)
        return int(row[0]) if row else 0

    def due(self) -> float | None:
        """When the next page that is waiting may be asked for; None where none is."""
        row = self._one("SELECT min(next) FROM items WHERE state = ?", WAITING)
        return None if row is None or row[0] is None else float(row[0])

    def keep_item(self, item: Item) -> None:
        """Keeps how a page stands."""
        with self._writing():
            self._put(item)

    # Files and texts

    def file(self, path: str) -> tuple[int, int, str] | None:
        """Size, time of change (nanoseconds) and SHA-256 of a file as it was when it was read."""
        row = self._one("SELECT size, changed, sha256 FROM files WHERE path = ?", path)
        return None if row is None else (row["size"], row["changed"], row["sha256"])

    def has_text(self, hash_: str) -> str | None:
        """Where a text was found that has this hash."""
        row = self._one("SELECT address FROM texts WHERE hash = ?", hash_)
        return None if row is None else str(row["address"])

    def finish(
        self, items: Iterable[Item], files: Iterable[tuple[str, int, int, str]], texts: Iterable[tuple[str, str]]
    ) -> None:
        """Notes that pages, files and texts are in the record, all of it or nothing."""
        with self._writing():
            for item in items:
                self._put(item)
            self._db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", list(files))
            self._db.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?)", list(texts))

    def _put(self, item: Item) -> None:
        entry = [item.entry.address, item.entry.title, item.entry.published, item.entry.updated, item.entry.publisher]
        self._db.execute(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(address) DO UPDATE SET "
            "entry = excluded.entry, via = excluded.via, state = excluded.state, next = excluded.next, "
            "tries = excluded.tries, validators = excluded.validators, archive = excluded.archive, "
            "start = excluded.start, sha256 = excluded.sha256",
            (item.address, json.dumps(entry), item.via, item.state, item.next, item.tries,
             json.dumps(item.validators), item.archive, item.start, item.sha256),
        )  # fmt: skip

    def _one(self, statement: str, *values: Any) -> Any:
        return next(iter(self._all(statement, *values)), None)

    def _all(self, statement: str, *values: Any) -> list[Any]:
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise _trouble(error, self._path) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise _trouble(error, self._path) from error


def _item(row: Any) -> Item:
    return Item(
        row["address"], Entry(*json.loads(row["entry"])), row["via"], row["state"], row["next"], row["tries"],
        _pairs(row["validators"]), row["archive"], row["start"], row["sha256"],
    )  # fmt: skip


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in json.loads(text))


def _trouble(error: Exception, path: Path) -> DragomanError:
    if "locked" in str(error):
        return DragomanError("another watch works here", str(path), "end it first, or give another --evidence folder")
    remedy = "see that the folder may be written to and the disk has room"
    return DragomanError(f"what was watched cannot be kept: {error}", str(path), remedy)
