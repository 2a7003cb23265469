"""Reading: from a report to what its text holds. One verb: ``read``."""

from dragoman.reading.read import read
from dragoman.reading.reading import Amounts, Mention, Reading, Sentence

__all__ = ["Amounts", "Mention", "Reading", "Sentence", "read"]
