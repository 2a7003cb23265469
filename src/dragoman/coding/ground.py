"""The check behind every coder: a claim whose words are not in the report is dropped, with the reason."""

from collections.abc import Iterable

from dragoman.codebook.types import MODALITIES, ORDER, STATUSES, load_codebook
from dragoman.coding.claim import Claim, Coding, Drop


def ground(text: str, claims: Iterable[Claim], drops: Iterable[Drop] = ()) -> Coding:
    """Keep the claims whose quote stands at its offsets, whose spans lie in the text and whose labels the codebook
    knows."""
    kept: list[Claim] = []
    dropped = list(drops)
    seen: set[str] = set()
    for claim in claims:
        if reason := _fault(text, claim):
            dropped.append(Drop(max(0, claim.start), max(0, claim.end), f"grounding: {reason}", claim.type))
        elif claim.id not in seen:
            seen.add(claim.id)
            kept.append(claim)
    kept.sort(key=lambda c: (c.start, c.end, c.trigger or (c.start, c.end), c.type, c.id))
    return Coding(tuple(kept), tuple(sorted(dropped, key=lambda d: (d.start, d.end, d.reason, d.detail))))


def _fault(text: str, claim: Claim) -> str:
    if not claim.quote or text[claim.start : claim.end] != claim.quote:
        return "the quote is not the report's text at its offsets"
    if claim.type not in ORDER and claim.type not in load_codebook().types:
        return f"unknown type {claim.type!r}"
    if claim.status not in STATUSES or claim.modality not in MODALITIES:
        return f"unknown status or modality {claim.status!r}, {claim.modality!r}"
    for name, (start, end) in claim.spans:
        if not 0 <= start < end <= len(text):
            return f"the {name} points outside the text"
    return ""
