"""The one verb of this room: from a reading to grounded claims, by the coder asked for."""

from dragoman.coding.claim import Coding
from dragoman.coding.ground import ground
from dragoman.coding.rules import code_with_rules
from dragoman.errors import DragomanError
from dragoman.reading import Reading

CODER_VERSION = "0.1.0"
"""Raised whenever the same report would be coded differently: a record codes a report anew only when this changes."""

CODERS = ("rules",)


def code(reading: Reading, coder: str = "rules") -> Coding:
    """The claims of one report. Pure: the same reading gives the same claims, ids included."""
    if coder not in CODERS:
        raise DragomanError(f"unknown coder {coder!r}", remedy="one of " + ", ".join(CODERS))
    coding = code_with_rules(reading)
    return ground(reading.report.text, coding.claims, coding.drops)
