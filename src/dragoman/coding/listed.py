"""Figures told in a row: "64 per cent, against 9 per cent for Peru", "ahead of Chile (41)"."""

import re
from typing import Any

from dragoman.coding.claim import Claim, Quantity
from dragoman.coding.parties import PARTY_KINDS, Names
from dragoman.reading import Mention

FIGURE = r"(\d{1,3}(?:\.\d+)?)"
UNIT = r"(?:\s?(?:%|per ?cent\b|percent\b|pc\b|points?\b))?"
AFTER = (
    re.compile(rf"^ ?\({FIGURE}{UNIT}\)"),
    re.compile(
        rf"^,? (?:(?:followed|came (?:second|third|next|last)|trailed|was next|stood|polled|scored) )?"
        rf"(?:with|on|at) {FIGURE}{UNIT}(?=[,.;)]| and\b|$)"
    ),
    re.compile(rf"^,? (?:got|received|won|scored|drew|managed|reached) {FIGURE}(?:\s?(?:%|per ?cent\b|percent\b))"),
)
BEFORE = re.compile(rf"{FIGURE}(?:\s?(?:%|per ?cent\b|percent\b))? for (?:the )?$")
RANKED = ("public_opinion", "published_statistic")


def row(claim: Claim, names: Names, text: str) -> list[Claim]:
    """The claim with its own figures alone, and one more for each party that a further figure stands by."""
    if claim.type not in RANKED or not any(q.unit == "percent" for q in claim.quantity):
        return [claim]
    taken = (
        set(claim.actor)
        if claim.type == "published_statistic"
        else set(claim.recipient if len(claim.recipient) == 1 else ())
    )
    more = [(m, n) for m, n in beside(names, text) if names.party(m).name not in taken]
    if not more:
        return [claim]
    theirs = [n for _, n in more]
    own = tuple(q for q in claim.quantity if q.value not in theirs)
    judged = tuple(p for p in claim.recipient if p not in {names.party(m).name for m, _ in more})
    first = claim.with_(quantity=own or claim.quantity, recipient=judged)
    return [first, *(told_of(first, names, m, n) for m, n in more)]


def told_of(claim: Claim, names: Names, mention: Mention, value: float) -> Claim:
    """The same finding told of another party."""
    party = names.party(mention)
    role = "recipient" if claim.type == "public_opinion" else "actor"
    kept = tuple(s for s in claim.spans if s[0] not in (role, "quantity"))
    changes: dict[str, Any] = {
        role: (party.name,),
        "quantity": (Quantity(value, "percent"),),
        "trigger": (mention.start, mention.end),
        "spans": (*kept, (role, (mention.start, mention.end))),
    }
    return claim.with_(**changes)


def beside(names: Names, text: str) -> list[tuple[Mention, float]]:
    """The named parties of a sentence that a figure of their own stands directly by."""
    out: list[tuple[Mention, float]] = []
    for m in names.mentions:
        if m.kind not in PARTY_KINDS or m.how == "reference":
            continue
        start, end = m.start - names.offset, m.end - names.offset
        found = next((hit for p in AFTER if (hit := p.match(text[end:]))), None) or BEFORE.search(text[:start])
        if found:
            out.append((m, float(found.group(1))))
    return out
