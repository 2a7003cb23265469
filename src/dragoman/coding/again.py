"""A further claim of one type in a sentence: "sold six jets for $2 billion in 2019 and four drones in 2021" is two.

The model marks each word that announces a claim, and often several of one happening ("announced the delivery"). What a
further word announces is a claim of its own where it tells another sum or count, or where the model is sure of the word
and something at least is told of it that was not told before. So it is where the rules found it too.
"""

from collections.abc import Iterable

from dragoman.coding.claim import Claim, Drop
from dragoman.coding.model import Thresholds
from dragoman.coding.proposal import Proposal

SLOTS = ("money", "quantity", "time", "item", "place", "actor", "recipient")


def told_apart(
    made: Iterable[tuple[Claim, Proposal]], limits: Thresholds, drops: list[Drop]
) -> list[tuple[Claim, Proposal]]:
    """The claims, in their order, without further ones that tell nothing of their own; these are added to ``drops``."""
    out: list[tuple[Claim, Proposal]] = []
    before: dict[tuple[int, str], list[Claim]] = {}
    for claim, proposal in made:
        same = before.setdefault((claim.start, claim.type), [])
        if proposal.first or _is_another(claim, proposal.word, same, limits):
            out.append((claim, proposal))
            same.append(claim)
        else:
            reason = f"{claim.type}: these words tell nothing that another claim of the sentence does not"
            drops.append(Drop(claim.start, claim.end, reason, proposal.unit.sentence.text[slice(*proposal.trigger)]))
    return out


def _is_another(claim: Claim, word: float, before: list[Claim], limits: Thresholds) -> bool:
    if word >= limits.figure and all(_other_figures(claim, one) for one in before):
        return True
    return (word >= limits.again or claim.coder == "both") and all(_other(claim, one) for one in before)


def _other_figures(claim: Claim, one: Claim) -> bool:
    other_sum = claim.money is not None and claim.money != one.money
    return other_sum or bool(claim.quantity and claim.quantity != one.quantity)


def _other(claim: Claim, one: Claim) -> bool:
    """Whether a claim tells anything that another does not, its stage included."""
    return claim.status != one.status or any(
        getattr(claim, slot) and getattr(claim, slot) != getattr(one, slot) for slot in SLOTS
    )
