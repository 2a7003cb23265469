"""Passages as token ids for the encoder, with the place of every token in its sentence."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.tokens import FOLDER, LEAST_CONTEXT, LONGEST_SENTENCE, tokenizer
from dragoman.coding.units import LONGEST_PREFIX, LONGEST_TITLE, Passage

CLS, SEP, PAD = 101, 102, 0
MARK, TITLE, NAMES = -3, -2, -1
"""In place of a sentence's index: a mark between stretches, the report's title, its leading parties."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of a passage; for each token the index of its sentence, and its first and last character there."""

    ids: NDArray[np.int64]
    sentences: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    runs: dict[int, tuple[int, list[int], list[int]]] = field(init=False, default_factory=dict)
    """Of each sentence shown: its first token, and where its tokens start and end."""

    def __post_init__(self) -> None:
        at = 0
        for which, run in groupby(self.sentences.tolist()):
            first, at = at, at + sum(1 for _ in run)
            if which != MARK:
                self.runs[which] = (first, self.starts[first:at].tolist(), self.ends[first:at].tolist())

    def tokens(self, sentence: int) -> tuple[int, int] | None:
        """First and last token (exclusive) of a sentence, or None where the passage does not show it."""
        run = self.runs.get(sentence)
        return None if run is None else (run[0], run[0] + len(run[1]))

    def span(self, sentence: int, start: int, end: int) -> tuple[int, int] | None:
        """First and last token (exclusive) that a stretch of a sentence covers, or None where it was cut off."""
        run = self.runs.get(sentence)
        if run is None:
            return None
        first, starts, ends = run
        a, b = bisect_right(ends, start), bisect_left(starts, end)
        return (first + a, first + b) if a < b else None


def encode(passage: Passage) -> Encoded:
    """A passage as token ids: [CLS] title [SEP] leading parties [SEP] sentence [SEP] sentence [SEP] ...

    A sentence that is there for context and runs long keeps its end, one to be coded its beginning.
    """
    ids, sentences, starts, ends = [CLS], [MARK], [0], [0]
    coded = {u.index for u in passage.units}

    def add(which: int, piece: Any, keep: slice) -> None:
        ids.extend([*piece.ids[keep], SEP])
        sentences.extend([which] * len(piece.ids[keep]) + [MARK])
        starts.extend([a for a, _ in piece.offsets[keep]] + [0])
        ends.extend([b for _, b in piece.offsets[keep]] + [0])

    add(TITLE, passage.prefix[0], slice(0, LONGEST_TITLE))
    add(NAMES, passage.prefix[1], slice(0, LONGEST_PREFIX))
    for index, piece in passage.sentences:
        whole = slice(0, LONGEST_SENTENCE)
        add(index, piece, whole if index in coded else slice(max(0, len(piece.ids) - LEAST_CONTEXT), None))
    return Encoded(*(np.array(v, dtype=np.int64) for v in (ids, sentences, starts, ends)))


__all__ = ["FOLDER", "MARK", "Encoded", "encode", "tokenizer"]
