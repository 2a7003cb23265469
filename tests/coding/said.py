"""Sentences read and coded by the rules, for the tests of this room."""

from typing import Any

from dragoman.coding.claim import Coding
from dragoman.coding.parties import Names
from dragoman.coding.rules import code_with_rules, states_by_id
from dragoman.reading import Reading, read
from dragoman.sources.report import Report


def reading_of(text: str, published: str | None = None) -> Reading:
    return read(Report("said", text, None, None, published, "said", "text/plain", "en", ""))


def coded(text: str, published: str | None = None) -> Coding:
    return code_with_rules(reading_of(text, published))


def parsed(text: str) -> tuple[Any, Names]:
    """The parse of one sentence and its names."""
    reading = reading_of(text)
    return reading.docs[0], Names(reading.sentences[0], reading.mentions[0], dict(states_by_id()))


def token(doc: Any, word: str) -> Any:
    return next(t for t in doc if t.text == word)
