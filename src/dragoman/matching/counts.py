"""What the words around a number in its sentence say of it: that it is refused, or that it counts a part.

"Nine aircraft, not six" tells nine and refuses six, which somebody else has told; "a first lot of 20 tanks" and "six of
them" count parts.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from dragoman.reading.numbers import find_numbers

_REFUSED = re.compile(
    r"(?:(?<!\bif )(?<!\bor )\bnot|\brather than|\binstead of|\bas opposed to)\s+(?:the\s+|some\s+|all\s+)?$", re.I
)
"""Before a number that is put right."""
_PART = re.compile(
    r"\b(?:(?:first|initial|last|final|remaining|other)\s+"
    r"(?:(?:lot|batch|group|tranche|consignment|shipment|delivery|load|pair|wave|instal?lment|contingent)\s+of\s+)?"
    r"|of\s+(?:which|whom|these|those)\s+)"
    r"(?:some\s+|about\s+|only\s+|the\s+)?$",
    re.I,
)
"""Before a number that counts a part."""
_OF = re.compile(r"\s+of\s+(?:the|them|these|those|which|whom|its|their)\b|[^,.;]{0,40}\bout\s+of\s", re.I)
"""Behind a number that counts a part."""
_WHOLE = re.compile(r"(?:^|[,.;:(]\s+)of\s+(?:the\s+|some\s+|about\s+)?$", re.I)
"""Before a number that tells the whole of which the next one is a part ("Of 28 ordered, seventeen came")."""
BEFORE = 48
"""Characters before a number that are looked at."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of a sentence that are refused, and those that count a part."""

    refused: frozenset[float] = frozenset()
    parts: frozenset[float] = frozenset()


NONE = Counts()


@lru_cache(maxsize=8_192)
def counts_in(quote: str) -> Counts:
    """What a sentence says of its numbers. "Not one" is no number put right."""
    refused: set[float] = set()
    parts: set[float] = set()
    whole = 0.0
    for number in find_numbers(quote):
        before = quote[max(0, number.start - BEFORE) : number.start]
        if _REFUSED.search(before):
            refused |= {number.value} - {1.0}
        elif _PART.search(before) or _OF.match(quote, number.end):
            parts.add(number.value)
        elif _WHOLE.search(before):
            whole = number.value
        elif number.value < whole:
            parts.add(number.value)
            whole = 0.0
    return Counts(frozenset(refused), frozenset(parts)) if refused or parts else NONE
