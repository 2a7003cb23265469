"""Units as token ids for the encoder, with the place of every token in its segment."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.units import BEFORE, HERE, PREFIX, Unit

FOLDER = Path(__file__).parent / "model"
CLS, SEP, PAD = 101, 102, 0
LIMITS = {PREFIX: 32, BEFORE: 56, HERE: 120}
"""Most tokens of each segment: a longer sentence before keeps its end, the sentence itself its beginning."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of a unit; for each token its segment (-1 for marks) and its first and last character there."""

    ids: NDArray[np.int64]
    segments: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def span(self, segment: int, start: int, end: int) -> tuple[int, int] | None:
        """First and last token (exclusive) that a stretch of a segment covers, or None where it was cut off."""
        inside = np.nonzero((self.segments == segment) & (self.starts < end) & (self.ends > start))[0]
        return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    """The encoder's own tokenizer."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


def encode(units: list[Unit]) -> list[Encoded]:
    """The units as token ids: [CLS] leading parties [SEP] sentence before [SEP] sentence [SEP]."""
    texts = [t for u in units for t in (u.prefix, u.before, u.sentence.text)]
    pieces = tokenizer().encode_batch(texts, add_special_tokens=False)
    return [_one(pieces[3 * i : 3 * i + 3]) for i in range(len(units))]


def _one(pieces: list[Any]) -> Encoded:
    ids, segments, starts, ends = [CLS], [-1], [0], [0]
    for segment, piece in zip((PREFIX, BEFORE, HERE), pieces, strict=True):
        limit = LIMITS[segment]
        keep = slice(max(0, len(piece.ids) - limit), None) if segment == BEFORE else slice(0, limit)
        ids += [*piece.ids[keep], SEP]
        segments += [segment] * len(piece.ids[keep]) + [-1]
        starts += [a for a, _ in piece.offsets[keep]] + [0]
        ends += [b for _, b in piece.offsets[keep]] + [0]
    return Encoded(*(np.array(v, dtype=np.int64) for v in (ids, segments, starts, ends)))
