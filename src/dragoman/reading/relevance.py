"""How likely a sentence is to hold a claim, by its words alone, before anything is parsed.

A logistic regression over hashed words and pairs of words [Weinberger et al. 2009, feature hashing], trained by
``training/relevance.py``. It is there to save time, not to decide: its limits are set so low that hardly a claim is lost
(``benchmarks/components.py`` measures how many), and a page about something else is hardly parsed at all.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.reading.reading import Mention

FILE = Path(__file__).parent / "relevance.npz"
BUCKETS = 1 << 16
STEM = 7
WORD = re.compile(r"[A-Za-zÀ-ÿ]+|\d+|[$€£%]")
TELLING = 3
"""How many of a report's likeliest sentences tell what it is about."""
FAR = 2.0
"""By how much (in log-odds) these fall short of what a page about our matters has, where hardly anything of a page is looked at."""


@dataclass(frozen=True, slots=True)
class Relevance:
    """The weights, and below which likelihood (log-odds) a sentence of a page that is, and is not, about our matters is
    left out."""

    weights: NDArray[np.float32]
    bias: float
    limit: float
    limit_elsewhere: float
    about: float

    def of(self, text: str, listed: Iterable[Mention]) -> float:
        """The log-odds that a sentence holds a claim; ``listed`` are the names of the word lists in it."""
        return float(self.weights[hashed(text, listed)].sum()) + self.bias

    def elsewhere(self, odds: Sequence[float]) -> bool:
        """Whether a page is far from our matters: its likeliest sentences are, and none of them reaches by itself what
        is asked of them on average."""
        top = sorted(odds, reverse=True)[:TELLING]
        return bool(top) and top[0] < self.about and sum(top) / len(top) < self.about - FAR

    def chosen(self, odds: Sequence[float]) -> list[bool]:
        """Which sentences of a report are worth a closer look, by their log-odds."""
        top = sorted(odds, reverse=True)[:TELLING]
        limit = self.limit if top and sum(top) / len(top) >= self.about else self.limit_elsewhere
        return [o >= limit for o in odds]


@lru_cache(maxsize=1)
def load_relevance(file: Path = FILE) -> Relevance:
    """The trained weights, loaded once per process."""
    with np.load(file) as saved:
        told = [float(x) for x in saved["limits"]]
        return Relevance(saved["weights"].astype(np.float32), *told)


def hashed(text: str, listed: Iterable[Mention]) -> NDArray[np.int64]:
    """The buckets of a sentence's words, pairs of words, numbers and kinds of names; each once."""
    words = [_folded(w) for w in WORD.findall(text)]
    names: dict[str, int] = {}
    states: set[str] = set()
    for m in listed:
        names[m.kind] = min(3, names.get(m.kind, 0) + 1)
        states |= {m.state} if m.state else set()
    told = {*words, *(f"{a} {b}" for a, b in pairwise(words)), *(f"#{k}{n}" for k, n in names.items())}
    told |= {f"#states{len(states)}", f"#length{min(9, len(words) // 6)}"}
    return np.fromiter((zlib.crc32(t.encode()) % BUCKETS for t in sorted(told)), dtype=np.int64)


def _folded(word: str) -> str:
    if word.isdigit():
        return "year" if len(word) == 4 else "0"
    return word[:STEM].lower()
