"""What the manual settles whatever coder found a claim: symmetric types, statements, and claims without an anchor."""

from dragoman.codebook.types import ORDER
from dragoman.coding.claim import Claim, Drop

SYMMETRIC = frozenset(("agreement", "military_exercise"))
STATED = frozenset(("statement_support", "statement_concern", "interest_or_aim"))


def settle(claims: list[Claim]) -> tuple[tuple[Claim, ...], tuple[Drop, ...]]:
    """Claims as the manual would have them, and those dropped because nothing anchors them."""
    kept: list[Claim] = []
    drops: list[Drop] = []
    for claim in claims:
        changed = _settled(claim)
        if not _anchored(changed):
            drops.append(
                Drop(
                    claim.start,
                    claim.end,
                    f"{claim.type}: nothing anchors it (no party, no name, number, date or place)",
                    claim.quote[:60],
                )
            )
        else:
            kept.append(changed)
    kept.sort(key=lambda c: (c.start, c.trigger or (0, 0), ORDER.index(c.type) if c.type in ORDER else 99))
    return tuple(kept), tuple(drops)


def _settled(claim: Claim) -> Claim:
    if claim.type in SYMMETRIC and claim.recipient:
        claim = claim.with_(actor=tuple(dict.fromkeys((*claim.actor, *claim.recipient))), recipient=())
    if claim.type in STATED and claim.attribution and (not claim.actor or claim.attribution in claim.actor):
        claim = claim.with_(actor=claim.actor or (claim.attribution,), attribution=None)
    if claim.attribution and claim.attribution in claim.actor:
        claim = claim.with_(attribution=None)
    return claim


def _anchored(claim: Claim) -> bool:
    return bool(claim.actor or claim.recipient) or bool(claim.place and (claim.quantity or claim.time))
