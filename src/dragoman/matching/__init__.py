"""Claims -> entities, events and findings. One verb: `match`."""

from dragoman.matching.event import Entity, Event, Finding, Matched, Matching, Value
from dragoman.matching.happenings import Happening
from dragoman.matching.identity import Identity
from dragoman.matching.matching import match, matched
from dragoman.matching.questions import Question, questions

__all__ = [
    "Entity", "Event", "Finding", "Happening", "Identity", "Matched", "Matching", "Question", "Value", "match",
    "matched", "questions",
]  # fmt: skip
