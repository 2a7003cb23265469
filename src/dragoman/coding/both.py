"""Rules and model together: what both find counts sooner, what only one finds needs to be surer.

The rules find few claims and are seldom wrong; the model finds many and is sometimes unsure. A claim that both make is
kept sooner, with the rules' parties where the model is unsure of its own, and empty slots filled from the other; one
that the rules alone make is kept unless the model holds it for out of the question (`alone`). What each does alone and
together is measured on reports unseen in training (docs/explanation/limits.md).
"""

from pathlib import Path
from typing import Any

from dragoman.codebook.types import ORDER
from dragoman.coding.again import told_apart
from dragoman.coding.claim import Claim, Coding, Drop
from dragoman.coding.costs import with_costs
from dragoman.coding.decide import claims_of, to_claim, unsure
from dragoman.coding.encode import FOLDER
from dragoman.coding.fitting import all_fitted
from dragoman.coding.model import Thresholds, load_model
from dragoman.coding.proposal import Proposal
from dragoman.coding.propose import Looking, propose
from dragoman.coding.rules import code_with_rules
from dragoman.coding.settle import settle
from dragoman.coding.spare import telling_sums, with_spare_sums
from dragoman.reading import Reading


def code_with_model(reading: Reading, states: dict[str, str], folder: Path = FOLDER) -> Coding:
    """The claims of the model coder alone, settled by the manual's plain rules (see ``settle``)."""
    model = load_model(folder)
    proposals = propose(Looking(reading, states, model), floor=model.thresholds.weak)
    return claims_of(reading, proposals, model.thresholds)


def code_with_both(reading: Reading, states: dict[str, str]) -> Coding:
    """The claims of both coders, each happening once."""
    model = load_model(FOLDER)
    limits = model.thresholds
    looking = Looking(reading, states, model)  # the encoder is at work while the rules are
    rules = code_with_rules(reading)
    return combine_proposals(reading, rules, propose(looking, limits.weak, limits.alone), limits)


def combine_proposals(reading: Reading, rules: Coding, proposals: list[Proposal], limits: Thresholds) -> Coding:
    """The claims of both, with those of the rules, the model's proposals and the thresholds given."""
    made: list[tuple[Claim, Proposal]] = []
    drops: list[Drop] = list(rules.drops)
    unmatched = list(rules.claims)
    thinkable = {(p.unit.sentence.start, p.type) for p in proposals if p.probability >= limits.alone}
    worked_out = [p for p in proposals if p.probability >= limits.weak]
    paid = telling_sums(worked_out, rules.claims, limits)
    for n, proposal in enumerate(worked_out):
        claim = to_claim(reading, proposal, limits)
        twin = _twin(claim, unmatched)
        if twin is not None:
            unmatched.remove(twin)
        if n in paid or proposal.probability >= (limits.agreed if twin is not None else limits.type):
            made.append((claim if twin is None else _joined(claim, twin, proposal, limits.trust), proposal))
        else:
            drops.append(unsure(proposal, " and no rule says so"))
    claims = with_spare_sums(all_fitted(told_apart(made, limits, drops)), limits.spare)
    for claim in unmatched:
        known = claim.type in ORDER  # of a user's own type the model knows nothing
        if not known or not limits.alone or (claim.start, claim.type) in thinkable:
            claims.append(claim)
            continue
        drops.append(
            Drop(
                claim.start,
                claim.end,
                f"{claim.type}: a rule says so, but the model holds it for out of the question",
                claim.quote[:60],
            )
        )
    settled, unsettled = settle(claims)
    return with_costs(reading, Coding(settled, (*drops, *unsettled)))


def _surety(claim: Claim, proposal: Proposal) -> float:
    """How sure the model is of the least sure of the parties it gave; 0 where it gave no actor."""
    best = {(slot, c.party): s for slot in ("actor", "recipient") for s, c in reversed(proposal.slots.get(slot, []))}
    given = [best.get(("actor", p), 0.0) for p in claim.actor] + [
        best.get(("recipient", p), 0.0) for p in claim.recipient
    ]
    return min(given, default=0.0) if claim.actor else 0.0


def _twin(claim: Claim, others: list[Claim]) -> Claim | None:
    """The rules' claim of the same sentence and type, the nearest where there are several."""
    same = [c for c in others if c.start == claim.start and c.type == claim.type]
    at = claim.trigger[0] if claim.trigger else claim.start
    return min(same, key=lambda c: abs((c.trigger or (c.start, 0))[0] - at), default=None)


def _joined(model: Claim, rule: Claim, proposal: Proposal, trust: float) -> Claim:
    """The model's claim, with the rules' values where it has none and their parties where it is unsure."""
    taken: dict[str, Any] = {}
    if rule.actor and (rule.recipient or not model.recipient) and _surety(model, proposal) < trust:
        spans = tuple(s for s in model.spans if s[0] not in ("actor", "recipient"))
        spans = tuple(sorted({*spans, *(s for s in rule.spans if s[0] in ("actor", "recipient"))}))
        model = model.with_(actor=rule.actor, recipient=rule.recipient, spans=spans)
    for slot in ("actor", "recipient", "item", "money", "time", "place", "quantity"):
        if not getattr(model, slot) and getattr(rule, slot):
            taken[slot] = getattr(rule, slot)
    if "actor" in taken:
        taken["actor"] = tuple(p for p in rule.actor if p not in model.recipient)
    if "recipient" in taken:
        taken["recipient"] = tuple(
            p for p in rule.recipient if p not in model.actor and p not in tuple(taken.get("actor", ()))
        )
    spans = tuple(sorted({*model.spans, *(s for s in rule.spans if s[0] in taken)}))
    return model.with_(
        **taken,
        spans=spans,
        coder="both",
        confidence=max(model.confidence, round(1 - (1 - proposal.probability) * 0.5, 4)),
    )
