"""Sums that a sentence tells and no claim of it took: each goes to the likeliest claim that has none, or makes one."""

import re
from collections.abc import Iterable
from typing import Any

from dragoman.coding.candidates import HERE, Candidate
from dragoman.coding.claim import Claim
from dragoman.coding.model import Thresholds
from dragoman.coding.proposal import Proposal

PAID = frozenset(
    """arms_transfer military_aid technology_transfer surveillance_deployment digital_infrastructure finance civil_aid
    training_education sanction_or_control""".split()
)
"""Types of which a sum is what the happening costs or gives."""
WORTH = re.compile(
    r"\b(?:worth|valued at|amounting to|totall?ing|to the tune of) "
    r"(?:(?:up to|about|more than|over|some|an estimated) )?$",
    re.I,
)
"""What stands before a sum that is the worth of the thing told."""
LEAST_WORTH = 0.03
LIKELY, ITS_OWN = 0.2, 0.9
"""How likely a type, and how surely the sum is its own, for a sum that else nothing takes to make a claim of it."""


def telling_sums(proposals: Iterable[Proposal], others: Iterable[Claim], limits: Thresholds) -> set[int]:
    """Which proposals, by their number, are claims because of the sum they hold, each sum of a sentence once.

    The model is often of two minds about the type ("received a grant worth 8.5 billion shillings for cameras": aid or
    cameras?) and sure of neither, while there is no doubt that the sum was told of something. ``others`` are claims of
    the rules, whose sums are taken too.
    """
    several = list(enumerate(proposals))
    taken = {(c.start, c.money) for c in others if c.money is not None}
    weak: list[tuple[float, int, tuple[int, Any]]] = []
    for n, p in several:
        score, c = next(iter(p.slots.get("money", ())), (0.0, None))
        if c is None or c.segment != HERE:
            continue
        told = (p.unit.sentence.start, c.value)
        if p.probability >= limits.type:
            taken |= {told} if score >= limits.spare else set()
        elif p.probability >= LIKELY and score >= ITS_OWN and p.type in PAID:
            weak.append((-p.probability, n, told))
    out: set[int] = set()
    for _, n, told in sorted(weak, key=lambda w: w[:2]):
        if told not in taken:
            taken.add(told)
            out.add(n)
    return out


def with_spare_sums(told: Iterable[tuple[Claim, Proposal]], least: float) -> list[Claim]:
    """The claims, in their order, each with at most one of the sums left over in its sentence.

    ``least`` is how likely a sum must be a claim's own. A writer gives a sum for something that the sentence tells, so
    that one nobody took needs less than one of several would.
    """
    pairs = list(told)
    out = [claim for claim, _ in pairs]
    by_sentence: dict[int, list[int]] = {}
    for n, (claim, _) in enumerate(pairs):
        by_sentence.setdefault(claim.start, []).append(n)
    for rows in by_sentence.values():
        taken = {out[n].money for n in rows}
        options = sorted(
            (
                (score, -n, c.start, c)
                for n in rows
                if out[n].money is None and out[n].type in PAID
                for score, c in pairs[n][1].slots.get("money", ())
                if c.segment == HERE and score >= (LEAST_WORTH if _is_worth(pairs[n][1], c) else least)
            ),
            key=lambda option: option[:3],
            reverse=True,
        )
        for _, n, _, c in options:
            if out[-n].money is None and c.value not in taken:
                spans = {*out[-n].spans, *((("money", c.origin),) if c.origin else ())}
                out[-n] = out[-n].with_(money=c.value, spans=tuple(sorted(spans)))
                taken.add(c.value)
    return out


def _is_worth(proposal: Proposal, c: Candidate) -> bool:
    """Whether the sentence gives a sum as what something is worth: somebody's, if it is told at all."""
    return WORTH.search(proposal.unit.sentence.text[: c.start]) is not None
