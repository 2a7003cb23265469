"""Claims -> pairs worth comparing, near-linear in their number, with a few dozen bytes of memory for each claim.

Blocks bring together claims that share a family of types, a state or party, and a word of the item (or a month). Only
claims of one block are compared; in large blocks only neighbours in date and content. Keys of blocks are held as hashes
of 64 bits, and on disk where they are many; two keys of one hash would only add pairs to compare.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dragoman.matching.facets import Facets

FREE_BLOCK = 20
"""Claims a block may hold for each of them to stand in it, however many such blocks it is in."""
SMALL_BLOCK = 36
"""Claims a block may hold for all its pairs to be compared."""
WINDOW = 3
"""Neighbours a claim is compared with in a larger block."""
LARGE_BLOCKS_EACH = 3
"""How many of the larger blocks a claim stands in, the smallest first."""
AT_ONCE = 2_097_152
"""Hashes or pairs that are sorted at once: 16 MiB of them."""
SOME = 1_024
"""Claims whose blocks are looked up at once."""
TILE = 16_384
"""Claims that are compared with others before the next ones are, so that they need to be fetched once."""

if TYPE_CHECKING:
    Ints = array[int]
    Floats = array[float]
else:
    Ints = Floats = array  # Python 3.11's cannot be subscripted
Numbers = NDArray[np.int64]
_LOW = (1 << 32) - 1


class Spool:
    """Whole numbers of 64 bits, on disk where they are many."""

    def __init__(self) -> None:
        self._tail = array("q")
        self._file = TemporaryFile()  # noqa: SIM115 (it goes with the spool)
        self._written = 0

    def extend(self, numbers: Iterable[int] | Numbers) -> None:
        """Adds numbers to those that are there."""
        if isinstance(numbers, np.ndarray):
            self._tail.frombytes(numbers.tobytes())
        else:
            self._tail.extend(numbers)
        if len(self._tail) >= AT_ONCE:
            self._tail.tofile(self._file)
            self._written += len(self._tail)
            self._tail = array("q")

    def sorted(self, low: int, high: int, step: int = 1) -> Iterator[Numbers]:
        """The numbers in order, so many at once. All are from ``low`` on and below ``high``, about evenly; numbers
        between two multiples of ``step`` come together."""
        parts = max(1, -(-(self._written + len(self._tail)) // AT_ONCE))
        width = max(1, -(-(high - low) // parts // step)) * step
        for start in range(low, high, width):
            last = min(start + width, high) - 1
            found = np.concatenate([some[(some >= start) & (some <= last)] for some in self._chunks()])
            found.sort()  # np.unique may hash, which slows down more than in step with how many there are
            yield found

    def _chunks(self) -> Iterator[Numbers]:
        self._file.seek(0)
        while chunk := self._file.read(8 * AT_ONCE):
            yield np.frombuffer(chunk, np.int64)
        self._file.seek(0, 2)
        yield np.array(self._tail, np.int64)


def unique(ordered: Numbers) -> Numbers:
    """Sorted numbers, each once."""
    first = np.ones(len(ordered), bool)
    first[1:] = ordered[1:] != ordered[:-1]
    found: Numbers = ordered[first]
    return found


class Keys:
    """The keys of all claims, gathered before any two are compared: only what several share makes a block."""

    def __init__(self) -> None:
        self._hashes = Spool()

    def add(self, f: Facets) -> None:
        """Notes the keys of one more claim."""
        self._hashes.extend([hash(key) for key in set(_keys(f))])

    def shared(self) -> tuple[Numbers, NDArray[np.int32]]:
        """The hashes that more than one claim has, in order, and how many have each."""
        found, sizes = [], []
        for hashes in self._hashes.sorted(-(1 << 63), 1 << 63):
            starts = np.flatnonzero(np.diff(hashes, prepend=~hashes[:1]))
            count = np.diff(starts, append=len(hashes))
            found.append(hashes[starts[count > 1]])
            sizes.append(count[count > 1].astype(np.int32))
        return np.concatenate(found), np.concatenate(sizes)


def pairs(ordered: Sequence[Facets], keys: Keys, echoes: Numbers) -> Iterator[tuple[int, int]]:
    """Pairs (i < j) worth comparing, each once. ``keys`` are those of all of ``ordered``, ``echoes`` further pairs as
    ``i * len(ordered) + j``."""
    size = max(1, len(ordered))
    for codes in _codes(_blocks(ordered, keys), np.sort(echoes), len(ordered)):
        codes = codes[np.argsort((codes % size // TILE).astype(np.int32), kind="stable")]
        for at in range(0, len(codes), SOME):
            first, second = np.divmod(codes[at : at + SOME], size)
            yield from zip(first.tolist(), second.tolist(), strict=True)


def _blocks(ordered: Sequence[Facets], keys: Keys) -> Numbers:
    """Which claim stands in which block: ``block << 32 | claim``, sorted. Of the larger blocks a claim stands only in
    the smallest few."""
    hashes, sizes = keys.shared()
    places = array("q")
    for start in range(0, len(ordered), SOME):
        claims = range(start, min(start + SOME, len(ordered)))
        mine = [sorted(set(_keys(ordered[i]))) for i in claims]
        asked = np.fromiter((hash(key) for some in mine for key in some), np.int64)
        at = np.searchsorted(hashes, asked)
        at[at == len(hashes)] = 0
        there = hashes[at] == asked if len(hashes) else np.zeros(len(asked), bool)
        standing = iter(zip(np.where(there, sizes[at], 1).tolist() if len(hashes) else [1] * len(asked), at.tolist(),
                            strict=True))  # fmt: skip
        for i, some in zip(claims, mine, strict=True):
            told = [(*next(standing), key) for key in some]
            larger = sorted((count, key, block) for count, block, key in told if count > FREE_BLOCK)
            places.extend(block << 32 | i for count, block, _ in told if 1 < count <= FREE_BLOCK)
            places.extend(block << 32 | i for _, _, block in larger[:LARGE_BLOCKS_EACH])
    found = np.frombuffer(places, np.int64)
    found.sort()  # in place: a second one would be as large
    return found


def _codes(places: Numbers, echoes: Numbers, size: int) -> Iterator[Numbers]:
    """All pairs as ``i * size + j``, each once and in order, so many claims i at once that their pairs fit."""
    blocks, claims = _halves(places)
    counts = np.diff(np.flatnonzero(np.diff(blocks, prepend=-1)), append=len(blocks))
    large = np.repeat(counts > SMALL_BLOCK, counts)
    many = int(np.where(counts > SMALL_BLOCK, WINDOW * counts, counts * (counts - 1) // 2).sum()) + len(echoes)
    step = max(1, size * AT_ONCE // max(1, many))
    for low in range(0, size, step):
        at = np.flatnonzero((claims >= low) & (claims < low + step))
        found = [echoes[np.searchsorted(echoes, low * size) : np.searchsorted(echoes, (low + step) * size)]]
        for gap in range(1, SMALL_BLOCK):
            at = at[: np.searchsorted(at, len(blocks) - gap)]
            at = at[(blocks[at + gap] == blocks[at]) & ((gap <= WINDOW) | ~large[at])]
            if not len(at):
                break
            found.append(claims[at].astype(np.int64) * size + claims[at + gap])
        codes = np.concatenate(found)
        found.clear()
        codes.sort()
        yield unique(codes)


def _halves(places: Numbers) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The blocks and the claims of places, in half the memory."""
    blocks, claims = np.empty(len(places), np.int32), np.empty(len(places), np.int32)
    for at in range(0, len(places), AT_ONCE):
        some = places[at : at + AT_ONCE]
        blocks[at : at + AT_ONCE], claims[at : at + AT_ONCE] = some >> 32, some & _LOW
    return blocks, claims


def _keys(f: Facets) -> Iterator[tuple[str, ...]]:
    """What a claim can be found by: family and party (or state), with a word of the item, a system, a year, its report
    or the state supplied."""
    anchors = f.states | (f.parties if not f.states else frozenset())
    tellings = f.content | f.bases | f.marks
    if f.actors & f.specific and f.recipient_states:
        yield f.family, *sorted(f.actors), ">", *sorted(f.recipient_states)
    for anchor in anchors:
        yield f.family, anchor, f.report, "<"
        for word in tellings if len(tellings) > 1 else tellings | f.topic:
            yield f.family, anchor, word
        if f.when is not None and f.when.days <= 400:
            yield f.family, anchor, f.when.text[:4], "*"
    if f.thing:
        for state in f.recipient_states or f.states:
            yield f.family, state, f.thing, "a thing"
    if len(f.states) > 1:
        yield f.family, *sorted(f.states), "these states"
    for mark in f.marks:
        yield f.family, mark
