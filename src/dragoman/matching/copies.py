"""Copies of one text on several sites: trimmed, retitled, but the same words. They count as one source.

Each report is reduced to the 128 smallest hashes of its runs of five words (a MinHash sketch; Broder 1997). Two reports
that share most of the shorter one's runs are copies; sketches sharing no hash are never compared, so that the cost
grows with the number of reports, not of pairs.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Mapping

from dragoman.sources.report import Report

RUN = 5
SKETCH = 128
"""Smallest hashes kept of a report."""
COPIED = 0.6
"""Share of the shorter text's runs that must stand in the other."""


def copied_from(reports: Mapping[str, Report]) -> dict[str, str]:
    """For each report the one its text is counted as: the earliest of its copies, itself where it has none."""
    runs = {id: _runs(report.text) for id, report in reports.items()}
    root = {id: id for id in reports}
    rank = {id: (report.published or "9999", id) for id, report in reports.items()}
    for one, other in sorted(_near(runs)):
        shorter = min(len(runs[one]), len(runs[other]))
        if shorter and len(runs[one] & runs[other]) / shorter >= COPIED:
            a, b = _find(root, one), _find(root, other)
            keep, give = sorted((a, b), key=lambda id: rank[id])
            root[give] = keep
    return {id: _find(root, id) for id in reports}


def _find(root: dict[str, str], id: str) -> str:
    while root[id] != id:
        id = root[id]
    return id


def _runs(text: str) -> frozenset[int]:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(zlib.crc32(" ".join(words[i : i + RUN]).encode()) for i in range(max(0, len(words) - RUN + 1)))


def _near(runs: Mapping[str, frozenset[int]]) -> set[tuple[str, str]]:
    by_hash: defaultdict[int, list[str]] = defaultdict(list)
    for id in sorted(runs):
        for value in sorted(runs[id])[:SKETCH]:
            by_hash[value].append(id)
    pairs: set[tuple[str, str]] = set()
    for ids in by_hash.values():
        pairs.update((ids[at], other) for at in range(len(ids)) for other in ids[at + 1 : at + 20])
    return pairs
