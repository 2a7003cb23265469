"""From the model's proposals to claims: which are sure enough, and which candidates fill their slots."""

from typing import Any

from dragoman.coding.again import told_apart
from dragoman.coding.claim import Claim, Coding, Drop, Span
from dragoman.coding.fitting import all_fitted
from dragoman.coding.model import SLOTS, Thresholds
from dragoman.coding.proposal import SIDES, Proposal, acting, taken
from dragoman.coding.settle import settle
from dragoman.coding.spare import telling_sums, with_spare_sums
from dragoman.reading import Reading


def claims_of(reading: Reading, proposals: list[Proposal], limits: Thresholds) -> Coding:
    """Proposals that are sure enough, as claims; the others as drops."""
    paid = telling_sums(proposals, (), limits)
    sure = [p for n, p in enumerate(proposals) if n in paid or p.probability >= limits.type]
    drops = [unsure(p) for n, p in enumerate(proposals) if n not in paid and p.probability < limits.type]
    made = told_apart(((to_claim(reading, p, limits), p) for p in sure), limits, drops)
    settled, unsettled = settle(with_spare_sums(all_fitted(made), limits.spare))
    return Coding(settled, (*drops, *unsettled))


def unsure(p: Proposal, more: str = "") -> Drop:
    """Why a proposal did not become a claim."""
    sentence = p.unit.sentence
    reason = f"{p.type}: the model is too unsure ({p.probability:.2f}){more}"
    return Drop(sentence.start, sentence.end, reason, sentence.text[slice(*p.trigger)])


def to_claim(reading: Reading, p: Proposal, limits: Thresholds) -> Claim:
    """A proposal with every slot decided."""
    sentence = p.unit.sentence
    actors, recipients = acting(p, limits)
    filled = {slot: taken(p, slot, limits) for slot in SLOTS if slot not in SIDES}
    told = {"actor": actors, "recipient": recipients, **filled}
    spans: list[tuple[str, Span]] = [(slot, c.origin) for slot, found in told.items() for c in found if c.origin]
    return Claim(
        reading.report.id,
        sentence.start,
        sentence.end,
        sentence.text,
        p.type,
        tuple(str(c.party) for c in actors),
        tuple(str(c.party) for c in recipients),
        _one(c.item for c in filled["item"]),
        tuple(c.value for c in filled["quantity"]),
        _one(c.value for c in filled["money"]),
        _one(c.value for c in filled["time"]),
        tuple(str(c.place) for c in filled["place"]),
        p.status,
        p.modality,
        _one(c.party for c in filled["attribution"]),
        (sentence.start + p.trigger[0], sentence.start + p.trigger[1]),
        tuple(sorted(set(spans))),
        "model",
        round(p.probability, 4),
    )


def _one(values: Any) -> Any:
    return next(iter(values), None)
