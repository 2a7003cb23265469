"""Claims -> entities, events and findings. One verb: `match`."""

from dragoman.matching.event import Entity, Event, Finding, Matching, Value
from dragoman.matching.matching import match

__all__ = ["Entity", "Event", "Finding", "Matching", "Value", "match"]
