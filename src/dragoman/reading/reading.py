"""What the text of a report holds, with offsets."""

from dataclasses import dataclass, field
from typing import Any

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

    ``kind``: state, group, body, company, person, place, system, programme, nationality, unknown.
    ``how``: list, alias, model, shape, reference (a pronoun or "the company", resolved within the report).
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
class Reading:
    """A report's sentences and mentions; ``docs`` keeps the parse of each sentence that passed the gate (None otherwise)."""

    report: Report
    sentences: tuple[Sentence, ...]
    mentions: tuple[tuple[Mention, ...], ...] = ()
    docs: tuple[Any, ...] = field(default=(), repr=False)
