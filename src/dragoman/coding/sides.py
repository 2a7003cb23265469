"""Who did it to whom: a claim's actors and recipients, chosen together.

Candidate by candidate, each side would be right more often than the two are right together. So of all ways to fill both
sides the likeliest is taken: by what the model holds of each candidate, by how many actors and recipients a claim of
this type has as a rule (an agreement has two parties, a delivery one on either side), and by whether both are of one
state, which between states hardly happens. The customs are counted in the training reports (``training/sides.py``).
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from dragoman.coding.candidates import Candidate
from dragoman.coding.settle import SYMMETRIC

FILE = Path(__file__).parent / "sides.json"
LEAST = 0.05
"""What a candidate must reach to be thought of."""
MOST_THOUGHT_OF = 6
MOST_COUNTED = 4
"""As many on one side, or more, count as one case."""
USUAL_KIN = 0.15
"""How often both sides would be of one state if nothing spoke against it: a guess, which ``kin`` was tuned with."""
Scored = tuple[float, Candidate]
Choice = tuple[float, tuple[Candidate, ...]]


@dataclass(frozen=True, slots=True)
class Customs:
    """Of one type of claim: log-shares of each number of actors and recipients, and what both of one state cost."""

    counts: Mapping[tuple[int, int], float]
    rarest: float
    kin: float

    def of(self, actors: int, recipients: int) -> float:
        """The log-share of claims with so many on each side."""
        return self.counts.get((min(MOST_COUNTED, actors), min(MOST_COUNTED, recipients)), self.rarest)


@lru_cache(maxsize=1)
def customs(file: Path = FILE) -> Mapping[str, Customs]:
    """What is usual, by type of claim, loaded once per process."""
    told = json.loads(file.read_text(encoding="utf-8"))
    return {type_: _customs(one["counts"], *one["kin"]) for type_, one in told.items()}


def _customs(counts: Mapping[str, int], kin: int, of: int) -> Customs:
    whole = sum(counts.values()) + 10
    shares = {tuple(map(int, key.split())): math.log((n + 0.5) / whole) for key, n in counts.items()}
    cost = min(0.0, math.log((kin + 1) / (of + 8) / USUAL_KIN))
    return Customs({(a, r): share for (a, r), share in shares.items()}, math.log(0.5 / whole), cost)


def sides(
    type_: str,
    slots: Mapping[str, Sequence[Scored]],
    limits: tuple[float, float],
    lists: Iterable[Iterable[str]],
    custom: float,
    kin: float,
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Actors and recipients among the candidates of a claim, in the order of the text.

    ``slots`` holds each side's candidates with their probabilities, best first; ``limits`` are the probabilities from
    which on a candidate would be taken if it stood alone; ``lists`` the names of those that the sentence lists
    together; ``custom`` and ``kin`` weigh what is usual.
    """
    usual = customs()[type_]
    cost = kin * usual.kin
    actors, recipients = _odds(slots.get("actor", ()), limits[0]), _odds(slots.get("recipient", ()), limits[1])
    symmetric = type_ in SYMMETRIC
    if symmetric:  # both sides act
        actors, recipients = _merged(actors, recipients), []
    listed = [frozenset(one) for one in lists]
    acting, receiving = _subsets(actors, listed), _subsets(recipients, listed)
    best: tuple[float, tuple[Candidate, ...], tuple[Candidate, ...]] = (-math.inf, (), ())
    for score, left in acting:
        names, states = {c.party for c in left}, {c.state for c in left if c.state and not c.guessed}
        alone = score + (cost if symmetric and len(left) > 1 and len({c.state or c.party for c in left}) == 1 else 0.0)
        for other, right in receiving:
            total = alone + other + custom * usual.of(len(left), len(right))
            if any(c.state in states for c in right):
                total += cost
            if total > best[0] and not any(c.party in names for c in right):
                best = (total, left, right)
    return _in_order(best[1]), _in_order(best[2])


def _odds(found: Sequence[Scored], limit: float) -> list[Scored]:
    """Each party once, with its log-odds beyond those of the limit; only those worth a thought."""
    out: dict[str, Scored] = {}
    beyond = math.log(limit / (1 - limit))
    for score, c in found:
        if score < LEAST or len(out) >= MOST_THOUGHT_OF:
            break
        out.setdefault(str(c.party), (math.log(score / (1 - score + 1e-6)) - beyond, c))
    return list(out.values())


def _merged(one: list[Scored], other: list[Scored]) -> list[Scored]:
    best: dict[str, Scored] = {}
    for score, c in (*one, *other):
        if str(c.party) not in best or best[str(c.party)][0] < score:
            best[str(c.party)] = (score, c)
    return sorted(best.values(), key=lambda x: -x[0])[: MOST_THOUGHT_OF + 1]


def _subsets(found: list[Scored], lists: list[frozenset[str]]) -> list[Choice]:
    """Every choice of candidates that can stand side by side, with its summed log-odds."""
    apart = {
        (m, n)
        for m, n in combinations(range(len(found)), 2)
        if _overlap(found[m][1], found[n][1]) or _same_house(found[m][1], found[n][1], lists)
    }
    return [
        (sum(found[n][0] for n in chosen), tuple(found[n][1] for n in chosen))
        for many in range(len(found) + 1)
        for chosen in combinations(range(len(found)), many)
        if not any(pair in apart for pair in combinations(chosen, 2))
    ]


def _overlap(a: Candidate, b: Candidate) -> bool:
    """Whether two readings of the same words are but one party; what "both sides" stands for is two."""
    return a.at == b.at and a.start < b.end and b.start < a.end and not (a.reference or b.reference)


def _same_house(a: Candidate, b: Candidate, lists: list[frozenset[str]]) -> bool:
    """Whether one is a state and the other its own body, of which one is meant unless the sentence lists both."""
    own = a.owner == b.party if a.owner else b.owner is not None and b.owner == a.party
    return own and not any({a.party, b.party} <= names for names in lists)


def _in_order(chosen: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    return tuple(sorted(chosen, key=lambda c: c.origin or (0, 0)))
