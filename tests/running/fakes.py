"""A coder and a matcher that are easy to foretell; at the top of a module, so that other processes can import them."""

import os
import signal
import time

from dragoman.coding.claim import Claim, Coding, Quantity
from dragoman.ids import content_id
from dragoman.matching.event import Entity, Event, Matching


def code(report):
    """One claim a report: its first sentence. Some texts bring trouble."""
    text = report.text
    if "raise" in text:
        raise ValueError("a fault\n  over two lines")
    if "die" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "slow" in text:
        time.sleep(0.3)
    end = text.index(".") + 1
    number = [int(word) for word in text[:end].split() if word.isdigit()][:1]
    claim = Claim(
        report=report.id, start=0, end=end, quote=text[:end], type="arms_transfer", actor=("Arnor",),
        recipient=("Gondor",), item="boats", quantity=tuple(Quantity(n, "boats") for n in number))
    return Coding((claim, claim) if "twice" in text else (claim,))


def code_badly(report):
    """A claim no record can hold: it ends before it begins."""
    return Coding((Claim(report=report.id, start=5, end=2, quote="x", type="arms_transfer"),))


def code_nothing(report):
    raise OSError("the model is missing")


def match(claims, reports):
    """One event a claim."""
    entities = (Entity("state:ar", "state", "Arnor"), Entity("state:go", "state", "Gondor"))
    events = tuple(
        Event(content_id("event", c.id), c.type, "boats", ("state:ar",), ("state:go",), c.item, c.time, (), c.status,
              c.modality, (c.id,)) for c in claims)
    assert all(c.report in reports for c in claims)
    return Matching(entities, events, {"Arnor": "state:ar", "Gondor": "state:go"})
