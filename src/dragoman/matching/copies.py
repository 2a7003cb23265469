"""Copies of one text on several sites: trimmed, retitled, but the same words. They count as one source.

Each report is reduced to the 128 smallest hashes of its runs of five words (a MinHash sketch; Broder 1997). Two reports
that share most of the shorter one's runs are copies; sketches sharing no hash are never compared, so that the cost
grows with the number of reports, not of pairs.

What is held of a report is three numbers; runs and sketches lie on disk where they are many.
"""

import re
import zlib
from array import array
from collections.abc import Mapping
from tempfile import TemporaryFile

import numpy as np
from numpy.typing import NDArray

from dragoman.matching.blocks import Ints, Spool, unique
from dragoman.sources.report import Report

Runs = NDArray[np.uint32]
"""Hashes of a text's runs of words, in order, each once: four bytes a word, where a set would take seventy."""

RUN = 5
SKETCH = 128
"""Smallest hashes kept of a report."""
NEIGHBOURS = 19
"""Reports that share a hash and are compared with each of them, in the order of their ids."""
COPIED = 0.6
"""Share of the shorter text's runs that must stand in the other."""
_LOW = (1 << 32) - 1


def copied_from(reports: Mapping[str, Report]) -> dict[str, str]:
    """For each report the one its text is counted as: the earliest of its copies, itself where it has none."""
    ids = sorted(reports)
    copies = Copies()
    for id in ids:
        copies.add(reports[id].text)
    ranked = sorted(range(len(ids)), key=lambda at: (reports[ids[at]].published or "9999", ids[at]))
    rank = array("i", bytes(4 * len(ids)))
    for place, at in enumerate(ranked):
        rank[at] = place
    return {id: ids[first] for id, first in zip(ids, copies.firsts(rank), strict=True)}


class Copies:
    """The texts of reports, added one by one in the order of their ids, and which of them are copies."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (it goes with the copies)
        self._ends = array("q", (0,))
        self._sketches = Spool()

    def add(self, text: str) -> None:
        """Notes the text of one more report."""
        at, runs = len(self._ends) - 1, _runs(text)
        self._file.write(runs.tobytes())
        self._ends.append(self._ends[-1] + len(runs))
        self._sketches.extend(runs[:SKETCH].astype(np.int64) << 31 | at)

    def firsts(self, rank: Ints) -> Ints:
        """From each report, by its place, to the one it is counted as: of its copies that of the lowest ``rank``."""
        root = array("i", range(len(rank)))
        near = self._near()
        for codes in near.sorted(0, len(rank) << 32):
            for code in unique(codes):
                one, other = int(code) >> 32, int(code) & _LOW
                a, b = _find(root, one), _find(root, other)
                if a != b and self._alike(one, other):
                    keep, give = sorted((a, b), key=rank.__getitem__)
                    root[give] = keep
        return array("i", (_find(root, at) for at in range(len(rank))))

    def _alike(self, one: int, other: int) -> bool:
        mine, theirs = self._runs_of(one), self._runs_of(other)
        shorter = min(len(mine), len(theirs))
        return bool(shorter) and len(np.intersect1d(mine, theirs, assume_unique=True)) / shorter >= COPIED

    def _runs_of(self, at: int) -> Runs:
        self._file.seek(4 * self._ends[at])
        return np.frombuffer(self._file.read(4 * (self._ends[at + 1] - self._ends[at])), np.uint32)

    def _near(self) -> Spool:
        """Reports whose sketches share a hash, as ``one << 32 | other``; of many that share one, each with the next
        ``NEIGHBOURS``."""
        found = Spool()
        for sketches in self._sketches.sorted(0, 1 << 63, 1 << 31):
            hashes, owners = sketches >> 31, sketches & (_LOW >> 1)
            for gap in range(1, min(NEIGHBOURS, len(hashes) - 1) + 1):
                same = hashes[gap:] == hashes[:-gap]
                found.extend(np.unique(owners[:-gap][same] << 32 | owners[gap:][same]))
        return found


def _find(root: Ints, at: int) -> int:
    while root[at] != at:
        root[at] = root[root[at]]
        at = root[at]
    return at


def _runs(text: str) -> Runs:
    words = re.findall(r"\w+", text.casefold())
    made = (zlib.crc32(" ".join(words[i : i + RUN]).encode()) for i in range(max(0, len(words) - RUN + 1)))
    return np.unique(np.fromiter(made, np.uint32))
