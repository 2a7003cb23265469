"""Counting over all rows at once: columns of small numbers in place of words, filtered and tallied by numpy.

A column holds for each row the place of its value among ``values`` (-1: none). Rows stand in the order in which they
are listed, so that a page of a selection is its first so many rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
"""For each row whether it is meant."""
Codes = NDArray[np.int32]
WIDE = 3
"""Values of a row that are counted the quick way; few rows have more."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One value a row, or none."""

    codes: Codes
    values: tuple[str, ...]
    bins: NDArray[np.int64]
    """The codes and one, so that 0 counts the rows without a value."""

    @classmethod
    def of(cls, values: Iterable[str | None]) -> "Column":
        """The column of these values, row by row."""
        codes, known = _coded(values)
        return cls(codes, known, codes.astype(np.int64) + 1)

    def fits(self, wanted: Iterable[str]) -> Mask:
        """The rows with any of the values."""
        found = np.zeros(len(self.codes), np.bool_)
        for value in wanted:
            if (code := self.code_of(value)) is not None:
                found |= self.codes == code
        return found

    def code_of(self, value: str) -> int | None:
        """The place of a value among ``values``."""
        return self.values.index(value) if value in self.values else None

    def counts(self, rows: Codes) -> NDArray[np.int64]:
        """How many of these rows have each of ``values``."""
        return np.bincount(self.bins.take(rows), minlength=len(self.values) + 1)[1:]


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """Any number of values a row: row ``rows[i]`` has ``codes[i]``; each pair once."""

    size: int
    rows: Codes
    codes: Codes
    values: tuple[str, ...]
    place: Mapping[str, int]
    first: Codes
    """Where the pairs of each row begin; one more at the end."""
    by_value: Codes
    """The same rows, in the order of their values."""
    begins: Codes
    """Where the rows of each value begin among those; one more at the end."""
    bins: NDArray[np.int64]
    """Row by row the codes and one of its first ``WIDE`` values, 0 where it has fewer."""
    beyond: NDArray[np.int64]
    """The pairs that have no place there."""

    @classmethod
    def of(cls, size: int, pairs: Iterable[tuple[int, str]]) -> "Many":
        """The column of ``size`` rows from (row, value) pairs, in any order."""
        unique = sorted(set(pairs))
        codes, known = _coded(value for _, value in unique)
        rows = np.fromiter((row for row, _ in unique), np.int32, len(unique))
        first = np.searchsorted(rows, np.arange(size + 1)).astype(np.int32)
        order = np.argsort(codes, kind="stable")
        begins = np.searchsorted(codes[order], np.arange(len(known) + 1)).astype(np.int32)
        place = {value: at for at, value in enumerate(known)}
        at = np.arange(len(rows)) - first[rows]
        bins = np.zeros((size, min(WIDE, int(at.max(initial=-1)) + 1)), np.int64)
        near = at < WIDE
        bins[rows[near], at[near]] = codes[near] + 1
        return cls(size, rows, codes, known, place, first, rows[order], begins, bins, np.flatnonzero(~near))

    def fits(self, wanted: Iterable[str], *, every: bool = True) -> Mask:
        """The rows with all of the values, or with any of them."""
        found = np.full(self.size, every, np.bool_)
        for value in wanted:
            has = np.zeros(self.size, np.bool_)
            has[self.rows_of(value)] = True
            found = found & has if every else found | has
        return found

    def code_of(self, value: str) -> int | None:
        """The place of a value among ``values``."""
        return self.place.get(value)

    def rows_of(self, value: str) -> Codes:
        """The rows with a value, in their order."""
        code = self.place.get(value)
        return self.by_value[:0] if code is None else self.by_value[self.begins[code] : self.begins[code + 1]]

    def counts(self, rows: Codes) -> NDArray[np.int64]:
        """How many of these rows have each of ``values``; ``rows`` are in their order."""
        found = np.bincount(self.bins.take(rows, axis=0).ravel(), minlength=len(self.values) + 1)[1:]
        if len(self.beyond) and len(rows):
            others = self.rows[self.beyond]
            there = rows[np.minimum(np.searchsorted(rows, others), len(rows) - 1)] == others
            found += np.bincount(self.codes[self.beyond[there]], minlength=len(self.values))
        return found

    def of_row(self, row: int) -> tuple[str, ...]:
        """The values of a row."""
        return tuple(self.values[code] for code in self.codes[self.first[row] : self.first[row + 1]].tolist())

    def pairs(self, mask: Mask) -> dict[tuple[str, str], int]:
        """How many of the rows meant have both of two values, for each two that occur together (in sorted order)."""
        kept = mask[self.rows]
        rows, codes = self.rows[kept], self.codes[kept].astype(np.int64)
        size = len(self.values)
        found = [np.empty(0, np.int64)]
        for step in range(1, len(rows)):
            together = rows[step:] == rows[:-step]
            if not together.any():
                break
            found.append(codes[:-step][together] * size + codes[step:][together])
        both, numbers = np.unique(np.concatenate(found), return_counts=True)
        tally: dict[tuple[str, str], int] = {}
        for code, number in zip(both.tolist(), numbers.tolist(), strict=True):
            one, other = sorted((self.values[code // size], self.values[code % size]))
            tally[one, other] = tally.get((one, other), 0) + number
        return tally


def _coded(values: Iterable[str | None]) -> tuple[Codes, tuple[str, ...]]:
    known: dict[str, int] = {}
    codes = [-1 if value is None else known.setdefault(value, len(known)) for value in values]
    return np.array(codes, np.int32), tuple(known)
