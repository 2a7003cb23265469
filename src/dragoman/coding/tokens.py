"""Word pieces, and how a report's sentences are packed into passages for the encoder."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "model"
LONGEST_SENTENCE = 120
"""Most word pieces of a sentence that are looked at; a longer one keeps its beginning."""
LONGEST_PASSAGE = 480
"""Near the 512 the encoder can take: what opens a passage is read with each, so that few long ones are read faster."""
LEAST_CONTEXT = 32
"""Word pieces of running text before the first sentence of a passage that is to be coded, where the report has them."""


@dataclass(frozen=True, slots=True)
class Window:
    """One passage: indices of the sentences it opens with for context, and of those to be coded in it."""

    context: tuple[int, ...]
    coded: tuple[int, ...]


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    """The encoder's own tokenizer."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


def windows(lengths: Sequence[int], prefix: int) -> list[Window]:
    """Sentences, given by their lengths in word pieces, packed into passages in order.

    Every sentence is coded in just one passage. ``prefix`` is the length of what opens each passage.
    """
    out: list[Window] = []
    i = 0
    while i < len(lengths):
        context: list[int] = []
        used = 0
        while used < LEAST_CONTEXT and i - len(context) > 0:
            context.insert(0, i - len(context) - 1)
            used += min(lengths[context[0]], LEAST_CONTEXT) + 1
        total = prefix + used
        coded = [i]
        total += min(lengths[i], LONGEST_SENTENCE) + 1
        i += 1
        while i < len(lengths) and total + min(lengths[i], LONGEST_SENTENCE) + 1 <= LONGEST_PASSAGE:
            total += min(lengths[i], LONGEST_SENTENCE) + 1
            coded.append(i)
            i += 1
        out.append(Window(tuple(context), tuple(coded)))
    return out
