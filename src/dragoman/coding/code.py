"""The one verb of this room: from a reading to grounded claims, by the coder asked for."""

from dragoman.coding.both import code_with_both, code_with_model
from dragoman.coding.claim import Coding
from dragoman.coding.ground import ground
from dragoman.coding.rules import code_with_rules, states_by_id
from dragoman.errors import DragomanError
from dragoman.reading import Reading

CODER_VERSION = "0.9.0"
"""Raised whenever the same report would be coded differently: a record codes a report anew only when this changes."""

CODERS = ("both", "rules", "model")
DEFAULT_CODER = "both"


def code(reading: Reading, coder: str = DEFAULT_CODER) -> Coding:
    """The claims of one report. Pure: the same reading gives the same claims, ids included.

    ``coder`` is ``both`` (the default), ``rules`` (fast, few claims, seldom wrong) or ``model``; all pass the same
    grounding check. Raises DragomanError for any other name.
    """
    if coder not in CODERS:
        raise DragomanError(f"unknown coder {coder!r}", remedy="one of " + ", ".join(CODERS))
    if coder == "rules":
        coding = code_with_rules(reading)
    else:
        made = code_with_model if coder == "model" else code_with_both
        coding = made(reading, dict(states_by_id()))
    return ground(reading.report.text, coding.claims, coding.drops)
