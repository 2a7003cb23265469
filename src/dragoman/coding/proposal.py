"""A claim as the model proposes it, and which candidates are likely enough to fill its slots."""

import re
from dataclasses import dataclass

from dragoman.coding.candidates import HERE, Candidate
from dragoman.coding.model import SLOTS, Thresholds
from dragoman.coding.sides import sides
from dragoman.coding.units import Unit

SIDES = ("actor", "recipient")
BETWEEN = re.compile(r"\s*(?:,|;|,?\s*(?:and|&|as well as|together with|along with))\s*(?:the\s)?")
MOST = {"place": 8, "quantity": 6}
"""Most values of a slot that holds several; the others hold one."""


@dataclass
class Proposal:
    """A claim as the model proposes it: type and announcing words, with probabilities for every label and slot."""

    unit: Unit
    type: str
    probability: float
    trigger: tuple[int, int]
    status: str
    modality: str
    slots: dict[str, list[tuple[float, Candidate]]]
    first: bool = True
    word: float = 1.0


def _key(slot: str, c: Candidate) -> str:
    if slot == "attribution":
        return str(c.party)
    return str(c.place) if slot == "place" else f"{c.start}"


def taken(p: Proposal, slot: str, limits: Thresholds) -> list[Candidate]:
    """The candidates that fill a slot other than the two sides, in the order of the text; each value once."""
    limit = limits.slot[SLOTS.index(slot)]
    out: dict[str, Candidate] = {}
    for score, c in p.slots.get(slot, ()):
        if score < limit or len(out) >= MOST.get(slot, 1):
            break
        out.setdefault(_key(slot, c), c)
    if slot == "place":
        out = {k: c for k, c in out.items() if not any(_within(c, other, p.unit) for other in out.values())}
    return sorted(out.values(), key=lambda c: c.origin or (0, 0))


def _within(state: Candidate, town: Candidate, unit: Unit) -> bool:
    """Whether a state only says where the town before it lies: of "Monrovia, Liberia" the finer counts."""
    between = unit.sentence.text[town.end : state.start]
    here = state.segment == town.segment == HERE
    return here and state.kind == "state" != town.kind and between.strip() == ","


def acting(p: Proposal, limits: Thresholds) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Actors and recipients, chosen together (see ``sides``)."""
    lists = _listed(p.unit.sentence.text, p.unit.candidates)
    return sides(p.type, p.slots, (limits.slot[0], limits.slot[1]), lists, limits.custom, limits.kin)


def parties(p: Proposal, limits: Thresholds) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actors and recipients by name."""
    actors, recipients = acting(p, limits)
    return tuple(str(c.party) for c in actors), tuple(str(c.party) for c in recipients)


def _listed(text: str, candidates: tuple[Candidate, ...]) -> list[list[str]]:
    """Parties that stand in one list: nothing but commas and "and" between them."""
    here = sorted(
        {
            (c.start, c.end, str(c.party))
            for c in candidates
            if c.segment == HERE and c.party and not c.reference and not c.guessed
        }
    )
    out: list[list[str]] = []
    end = -1
    for start, stop, name in here:
        if out and start >= end and BETWEEN.fullmatch(text[end:start]):
            out[-1].append(name)
        elif start >= end:
            out.append([name])
        end = max(end, stop)
    return [names for names in out if len(names) > 1]
