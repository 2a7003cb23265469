"""What the text of a report holds, with offsets."""

from dataclasses import dataclass, field
from typing import Any

from dragoman.reading.money import Sum
from dragoman.reading.numbers import Number
from dragoman.reading.times import Time
from dragoman.sources.report import Report


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. ``kind`` is ``body``, ``headline``, ``bullet`` or ``furniture`` (captions, teasers, bylines, notices)."""

    start: int
    end: int
    text: str
    kind: str = "body"
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or a reference to one. ``ref`` is a word-list id where known; ``name`` the common English name it stands for.

    ``kind``: state, nationality (a demonym or adjective), capital (may stand for its government), group, body, company,
    person, place, system. ``how``: list, alias, model, shape, reference (a pronoun or "the company", resolved within the
    report). Offsets count in the report's text.
    """

    start: int
    end: int
    text: str
    kind: str
    name: str
    ref: str | None = None
    state: str | None = None
    how: str = "list"


@dataclass(frozen=True, slots=True)
class Amounts:
    """The numbers, sums of money and times of one sentence; their offsets count in the sentence."""

    numbers: tuple[Number, ...]
    money: tuple[Sum, ...]
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report's sentences; for each, its mentions, its parse (None where there is none) and its amounts."""

    report: Report
    sentences: tuple[Sentence, ...]
    mentions: tuple[tuple[Mention, ...], ...] = ()
    docs: tuple[Any, ...] = field(default=(), repr=False)
    amounts: tuple[Amounts, ...] = ()
