"""A claim as the model proposes it, and which candidates are likely enough to fill its slots."""

import re
from dataclasses import dataclass

from dragoman.coding.candidates import HERE, Candidate
from dragoman.coding.model import SLOTS, Thresholds
from dragoman.coding.units import Unit

SIDES = ("actor", "recipient")
BETWEEN = re.compile(r"\s*(?:,|;|,?\s*(?:and|&|as well as|together with|along with))\s*(?:the\s)?")
MOST = {"actor": 6, "recipient": 6, "place": 4, "quantity": 4}
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
    if slot in ("actor", "recipient", "attribution"):
        return str(c.party)
    return str(c.place) if slot == "place" else f"{c.start}"


def taken(p: Proposal, slot: str, limits: Thresholds) -> list[Candidate]:
    """The candidates that fill a slot, in the order of the text; each value once."""
    limit = limits.slot[SLOTS.index(slot)]
    further = max(limit, limits.second[slot == "recipient"]) if slot in ("actor", "recipient") else limit
    out: dict[str, Candidate] = {}
    for score, c in p.slots.get(slot, ()):
        if score < (further if out else limit) or len(out) >= MOST.get(slot, 1):
            break
        if slot not in SIDES or not any(_overlap(c, other) for other in out.values()):
            out.setdefault(_key(slot, c), c)
    if slot == "place":
        out = {k: c for k, c in out.items() if not any(_within(c, other, p.unit) for other in out.values())}
    return sorted(out.values(), key=lambda c: c.origin or (0, 0))


def _overlap(a: Candidate, b: Candidate) -> bool:
    """Whether two readings of the same words are but one party; what "both sides" stands for is two."""
    return a.at == b.at and a.start < b.end and b.start < a.end and not (a.reference or b.reference)


def _within(state: Candidate, town: Candidate, unit: Unit) -> bool:
    """Whether a state only says where the town before it lies: of "Monrovia, Liberia" the finer counts."""
    between = unit.sentence.text[town.end : state.start]
    here = state.segment == town.segment == HERE
    return here and state.kind == "state" != town.kind and between.strip() == ","


def parties(p: Proposal, limits: Thresholds) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actors and recipients by name.

    A party on both sides stays where it is likelier; those listed together ("China, Laos and Thailand") act together;
    of a state and its own body the likelier is meant, unless the sentence lists both.
    """
    score = {(slot, str(c.party)): s for slot in SIDES for s, c in reversed(p.slots.get(slot, []))}
    chosen = {slot: list(dict.fromkeys(str(c.party) for c in taken(p, slot, limits))) for slot in SIDES}
    both = set(chosen["actor"]) & set(chosen["recipient"])
    acting = [n for n in chosen["actor"] if n not in both or score["actor", n] >= score["recipient", n]]
    sides = {"actor": acting, "recipient": [n for n in chosen["recipient"] if n not in acting]}
    lists = _listed(p.unit.sentence.text, p.unit.candidates)
    for slot, other in (SIDES, SIDES[::-1]):
        for names in lists:
            if set(names) & set(sides[slot]):
                sides[slot] += [
                    n
                    for n in names
                    if n not in sides[slot] and n not in sides[other] and score.get((slot, n), 0.0) >= limits.listed
                ]
        sides[slot] = _own(sides[slot], slot, score, p.unit.candidates, lists)
    return tuple(sides["actor"]), tuple(sides["recipient"])


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


def _own(
    names: list[str],
    slot: str,
    score: dict[tuple[str, str], float],
    candidates: tuple[Candidate, ...],
    lists: list[list[str]],
) -> list[str]:
    """Without the state where its own body is the likelier party, and the other way round."""
    owner = {str(c.party): c.owner for c in candidates if c.party and c.owner}
    out = list(names)
    for name in names:
        state = owner.get(name)
        if state in out and name in out and not any({name, state} <= set(one) for one in lists):
            out.remove(min(name, str(state), key=lambda n: score.get((slot, n), 0.0)))
    return out
