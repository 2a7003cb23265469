"""Sentences that only tell what a thing told before costs: "The project cost $6 million.", "It is worth $7 billion."

Neither coder finds a happening in them, for nothing happens. The manual has them coded all the same, as the happening
told before with its sum (of 112 such sentences in the training reports 109 are). Who, whom and what are carried over.
"""

import re

from dragoman.coding.claim import Claim, Coding, Money
from dragoman.coding.spare import PAID
from dragoman.reading import Reading
from dragoman.reading.money import Sum

REACH = 4
"""Sentences back that "the project" is looked for."""
LONGEST = 240
NEAR = 34
"""Characters between the verb and its sum: "was put by the ministry at some"."""
LENT = r"loans?|credit|financing|funding|grants?"
THING = (
    rf"(?P<lent>{LENT})|project|contract|deal|donation|gift|aid|assistance|agreement|equipment|package|purchase|order|sale"
    r"|construction|programme|program|building|network|system|cent(?:re|er)|facility|works?|price|cost|value|sum|amount|shipment|consignment|batch|commitment|bill|it"
)
HEDGES = (
    r"(?:known to be|reported to be|said to be|about|around|some|over|more than|nearly|approximately|estimated to be)"
)
VERB = (
    r"(?:(?:has |had |have |will |would |is to |was to )?"
    r"(?:cost|costs|total|totals|totall?ed|amounts? to|amounted to|came to|comes to|come to|ran to|runs to)"
    r"|(?:is|was|are|were|stands|stood) (?:worth|valued at|put (?:by [^,;]{2,40}? )?at|estimated at|set at|given as|at)"
    r"|(?:is|was|are|were) an? (?:[\w-]+ ){1,3}(?:worth|of|valued at)"
    rf"|(?:is|was|are|were)(?: {HEDGES})*(?-i:(?= (?:[A-Z]{{2,}}[\s$]?)?[\d$€£¥])))"
)
COST = re.compile(
    rf"\W{{0,3}}(?:(?:The|This|That|Its|Their|Total|Estimated) )?(?:[\w’'-]+ ){{0,8}}?(?:{THING})\b"
    rf"[^.;:]{{0,80}}?\b{VERB}\b",
    re.I,
)
WORTH = re.compile(
    r"\W{0,3}(?:Worth|Valued at|At an? (?:total |estimated )?(?:cost|price) of"
    r"|With an? (?:total |estimated )?(?:value|cost|price|budget) of)\b",
    re.I,
)


def with_costs(reading: Reading, coding: Coding) -> Coding:
    """The claims, and one more for each sentence that tells nothing but the cost of what was told shortly before."""
    at = {s.start: i for i, s in enumerate(reading.sentences)}
    told: dict[int, list[Claim]] = {}
    for claim in coding.claims:
        if claim.start in at:
            told.setdefault(at[claim.start], []).append(claim)
    added = []
    for i, (sentence, amounts) in enumerate(zip(reading.sentences, reading.amounts, strict=True)):
        if i in told or sentence.kind in ("headline", "furniture") or not amounts.money:
            continue
        if len(sentence.text) > LONGEST or (match := _cost(sentence.text)) is None:
            continue
        total = next((s for s in amounts.money if match.end() <= s.start <= match.end() + NEAR), None)
        before = _before(told, i, bool(match.groupdict().get("lent")))
        if total is None or before is None:
            continue
        claim = _costing(reading, before, i, match, total)
        told[i] = [claim]
        added.append(claim)
    return Coding((*coding.claims, *added), coding.drops) if added else coding


def _cost(text: str) -> re.Match[str] | None:
    return COST.match(text) or WORTH.match(text)


def _before(told: dict[int, list[Claim]], i: int, lent: bool) -> Claim | None:
    """The thing told of last: a loan where the sentence speaks of one, else what is given or built."""
    for j in range(i - 1, max(-1, i - REACH - 1), -1):
        paid = [c for c in told.get(j, ()) if c.type in PAID and c.modality != "negated"]
        if paid:
            fit = [c for c in paid if (c.type == "finance") == lent]
            return (fit or paid)[-1]
    return None


def _costing(reading: Reading, before: Claim, i: int, match: re.Match[str], total: Sum) -> Claim:
    sentence = reading.sentences[i]
    kept = tuple(s for s in before.spans if s[0] in ("actor", "recipient", "item", "time"))
    span = ("money", (sentence.start + total.start, sentence.start + total.end))
    return before.with_(
        start=sentence.start,
        end=sentence.end,
        quote=sentence.text,
        money=Money(total.amount, total.currency, total.max, total.approx),
        quantity=(),
        place=(),
        attribution=None,
        modality="asserted" if before.modality == "alleged" else before.modality,
        trigger=(sentence.start + match.start(), sentence.start + match.end()),
        spans=tuple(sorted((*kept, span))),
        coder="rules",
    )
