"""Copies of one text on several sites: trimmed, retitled, but the same words. They count as one source.

Each report is reduced to the 128 smallest hashes of its runs of five words (a MinHash sketch; Broder 1997). Two reports
that share most of the shorter one's runs are copies; sketches sharing no hash are never compared, so that the cost
grows with the number of reports, not of pairs.
"""

import re
import zlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

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


def copied_from(reports: Mapping[str, Report]) -> dict[str, str]:
    """For each report the one its text is counted as: the earliest of its copies, itself where it has none."""
    runs: dict[str, Runs] = {}
    rank: dict[str, tuple[str, str]] = {}
    for id, report in reports.items():  # once: their texts may be read as they are asked for
        runs[id], rank[id] = _runs(report.text), (report.published or "9999", id)
    root = {id: id for id in runs}
    for one, other in sorted(_near(runs)):
        shorter = min(len(runs[one]), len(runs[other]))
        if shorter and len(np.intersect1d(runs[one], runs[other], assume_unique=True)) / shorter >= COPIED:
            a, b = _find(root, one), _find(root, other)
            keep, give = sorted((a, b), key=lambda id: rank[id])
            root[give] = keep
    return {id: _find(root, id) for id in root}


def _find(root: dict[str, str], id: str) -> str:
    while root[id] != id:
        id = root[id]
    return id


def _runs(text: str) -> Runs:
    words = re.findall(r"\w+", text.casefold())
    made = (zlib.crc32(" ".join(words[i : i + RUN]).encode()) for i in range(max(0, len(words) - RUN + 1)))
    return np.unique(np.fromiter(made, np.uint32))


def _near(runs: Mapping[str, Runs]) -> set[tuple[str, str]]:
    """Reports whose sketches share a hash; of many that share one, each with the next ``NEIGHBOURS``."""
    ids = sorted(runs)
    sketches = [runs[id][:SKETCH] for id in ids]
    owners = np.repeat(np.arange(len(ids), dtype=np.int32), [len(sketch) for sketch in sketches])
    hashes = np.concatenate([np.empty(0, np.uint32), *sketches])
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    pairs: set[tuple[str, str]] = set()
    for gap in range(1, min(NEIGHBOURS, len(hashes) - 1) + 1):
        same = hashes[gap:] == hashes[:-gap]
        found = zip(owners[:-gap][same].tolist(), owners[gap:][same].tolist(), strict=True)
        pairs.update((ids[one], ids[other]) for one, other in found)
    return pairs
