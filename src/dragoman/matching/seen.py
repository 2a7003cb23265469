"""What matching holds of claims while it works: outside of memory, in a temporary database that spills to disk.

A claim with all that is compared of it takes several kilobytes as objects. Of a record of a million claims they would
fill the memory of a machine many times over, so that only those compared just now are there.
"""

import pickle
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, overload

from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.errors import DragomanError
from dragoman.matching.blocks import Ints
from dragoman.matching.counts import NONE, Counts
from dragoman.matching.facets import Facets
from dragoman.matching.times import interval

CACHE = 32_768
"""KiB of its pages that the database holds in memory."""
KEPT = 30_000
"""Claims whose facets are kept as objects, those asked for last."""
SETS = 65_536
"""Sets of parties, states and words that are held once for all claims that share them, until there are so many."""

_PARSED = ("quantity", "money", "spans")
_NAMES = tuple(f.name for f in fields(Facets))
_values = attrgetter(*_NAMES)
_WHEN, _QUANTITY, _MONEY, _COUNTS = map(_NAMES.index, ("when", "quantity", "money", "counts"))
_SETS = tuple(at for at, f in enumerate(fields(Facets)) if f.type == frozenset[str])
_CLAIM = tuple(f.name for f in fields(Claim) if f.name not in _PARSED)
_told = attrgetter(*_CLAIM)


class Store:
    """A database of its own, on disk where it is large, gone once it is closed."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        for setting in (f"cache_size = -{CACHE}", "journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
            self.do(f"PRAGMA {setting}")
        self.do("BEGIN")

    def close(self) -> None:
        """Lets go of it all."""
        self._database.close()

    def do(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Runs a statement; DragomanError where the disk of temporary files is full."""
        try:
            return self._database.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise full(error) from error

    def add(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Runs a statement for each of many rows."""
        try:
            self._database.executemany(statement, rows)
        except sqlite3.OperationalError as error:
            raise full(error) from error


def full(error: Exception) -> DragomanError:
    """What a disk says on which nothing more can be put aside."""
    return DragomanError(
        f"matching has no room for what it sets aside: {error}", "the folder of temporary files",
        "make room there, or set TMPDIR and SQLITE_TMPDIR to a folder that has, and run the same command again: what "
        "was finished is kept")  # fmt: skip


class Seen(Sequence[Facets]):
    """The facets of all claims, in canonical order once they are ``settled``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._size = 0
        self.number: Ints = array("i")
        """From a claim's place in canonical order to its number."""
        self._at = lru_cache(maxsize=KEPT)(self._fetched)
        store.do("CREATE TABLE facets (number INTEGER PRIMARY KEY, a BLOB, b BLOB, c BLOB, d BLOB, e BLOB, told BLOB)")

    def add(self, numbered: Iterable[tuple[int, Facets]]) -> None:
        """Notes the facets of claims by their numbers, which begin at 0 and leave none out."""
        rows = [(number, *_ordering(f), packed(f)) for number, f in numbered]
        self._store.add("INSERT INTO facets VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._size += len(rows)

    def settle(self) -> None:
        """Puts them into canonical order, once all are there."""
        self._store.do("CREATE TABLE seen (place INTEGER PRIMARY KEY, number INTEGER, told BLOB)")
        self._store.do("INSERT INTO seen (number, told) SELECT number, told FROM facets ORDER BY a, b, c, d, e")
        self._store.do("DROP TABLE facets")
        self.number.extend(number for (number,) in self._store.do("SELECT number FROM seen ORDER BY place"))

    def places(self) -> Ints:
        """From a claim's number to its place in canonical order."""
        found = array("i", bytes(4 * len(self)))
        for place, number in enumerate(self.number):
            found[number] = place
        return found

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Facets]:
        return (unpacked(told) for (told,) in self._store.do("SELECT told FROM seen ORDER BY place"))

    @overload
    def __getitem__(self, at: int) -> Facets: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Facets]: ...
    def __getitem__(self, at: int | slice) -> Facets | Sequence[Facets]:
        return [self._at(i) for i in range(*at.indices(len(self)))] if isinstance(at, slice) else self._at(at)

    def _fetched(self, place: int) -> Facets:
        (told,) = self._store.do("SELECT told FROM seen WHERE place = ?", (place + 1,)).fetchone()
        return unpacked(told)


def _ordering(f: Facets) -> tuple[bytes, ...]:
    """The canonical order as five columns of bytes, which sort as their texts do."""
    return tuple(part.encode("utf-8", "surrogatepass") for part in f.order)


def packed(f: Facets) -> bytes:
    """Facets as bytes."""
    values = list(_values(f))
    values[_WHEN] = f.when and f.when.text
    values[_QUANTITY] = [(q.value, q.unit, q.approx) for q in f.quantity]
    values[_MONEY] = f.money and (f.money.amount, f.money.currency, f.money.max, f.money.approx)
    values[_COUNTS] = None if f.counts is NONE else (f.counts.refused, f.counts.parts)
    return pickle.dumps(values, pickle.HIGHEST_PROTOCOL)


def unpacked(told: bytes) -> Facets:
    """Facets again; sets that many claims share are one object."""
    values = pickle.loads(told)
    for at in _SETS:
        values[at] = _once(values[at])
    money, counts = values[_MONEY], values[_COUNTS]
    values[_WHEN] = interval(values[_WHEN])
    values[_QUANTITY] = tuple([Quantity(*q) for q in values[_QUANTITY]])
    values[_MONEY] = money and Money(*money)
    values[_COUNTS] = NONE if counts is None else Counts(*counts)
    return Facets(*values)


_sets: dict[frozenset[str], frozenset[str]] = {}


def _once(value: frozenset[str]) -> frozenset[str]:
    if len(_sets) >= SETS:
        _sets.clear()
    return _sets.setdefault(value, value)


class Claims:
    """Claims by their numbers, in the order they came; they can be gone through again and again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._size = 0
        store.do("CREATE TABLE claims (number INTEGER PRIMARY KEY, told BLOB)")

    def add(self, claims: Iterable[Claim]) -> None:
        """Puts claims behind those that are there. Where their slots were read from is left out."""
        self._store.add("INSERT INTO claims VALUES (?, ?)", ((n, packed_claim(c)) for n, c in self._numbered(claims)))

    def _numbered(self, claims: Iterable[Claim]) -> Iterator[tuple[int, Claim]]:
        for claim in claims:
            yield self._size, claim
            self._size += 1

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Claim]:
        return self.some(0, self._size)

    def some(self, first: int, end: int) -> Iterator[Claim]:
        """The claims of these numbers."""
        found = self._store.do("SELECT told FROM claims WHERE number BETWEEN ? AND ? ORDER BY number", (first, end - 1))
        return (unpacked_claim(told) for (told,) in found)

    def __getitem__(self, number: int) -> Claim:
        (told,) = self._store.do("SELECT told FROM claims WHERE number = ?", (number,)).fetchone()
        return unpacked_claim(told)


def packed_claim(claim: Claim) -> bytes:
    """A claim as bytes, without the places its slots were read from, of which matching knows nothing."""
    return pickle.dumps(
        (
            _told(claim),
            [(q.value, q.unit, q.approx) for q in claim.quantity],
            claim.money and (claim.money.amount, claim.money.currency, claim.money.max, claim.money.approx),
        ),
        pickle.HIGHEST_PROTOCOL,
    )


def unpacked_claim(told: bytes) -> Claim:
    """A claim again."""
    plain, quantity, money = pickle.loads(told)
    values = dict(zip(_CLAIM, plain, strict=True))
    return Claim(**values, quantity=tuple(Quantity(*q) for q in quantity), money=money and Money(*money))
