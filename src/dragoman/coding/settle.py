"""What the manual settles whatever coder found a claim: symmetric types, statements, questions, missing anchors."""

import re

from dragoman.codebook.types import ORDER
from dragoman.coding.claim import Claim, Drop

SYMMETRIC = frozenset(("agreement", "military_exercise"))
STATED = frozenset(("statement_support", "statement_concern", "interest_or_aim"))


RIVALS = (
    frozenset(("arms_transfer", "military_aid", "civil_aid")),
    frozenset(("surveillance_deployment", "digital_infrastructure")),
    frozenset(("military_exercise", "police_cooperation", "training_education")),
    frozenset(("statement_support", "statement_concern")),
)
"""Types that one happening has only one of: a coder unsure which is no reason to tell of it twice."""
ASKED = re.compile(
    r"\W{0,5}(?:[*_]{1,3}[^*_?]{1,80}[*_]{1,3}|q\b[^:?]{0,5}:|question\b[^:?]{0,80}:)?\W{0,5}"
    r"(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|should|may|might|shall|must)(?:n['’]t)?\s"
    r"[^?]*\?[\s\"'”’»*_)\]]{0,8}",
    re.IGNORECASE,
)
"""A whole sentence that asks whether something is so ("Has any been exported?"), a speaker's label before it or not."""
POLICE = re.compile(
    r"(?<!military )\bpolice\b(?! (?:station|academ|college|museum|barracks|car))|\b(?:gendarm|carabinieri)",
    re.IGNORECASE,
)
"""Who takes part in a drill that is then no military one."""
NOT_YET = re.compile(
    r"\b(?:MO[UA]s?|MoUs?|[Mm]emorand(?:um|a|ums)|[Ll]etters? of intent"
    r"|(?:decided|decision|opted|resolved) to (?:buy|purchase|order|acquire|procure))\b"
)
DEEDS = frozenset(
    """arms_transfer military_aid civil_aid surveillance_deployment digital_infrastructure technology_transfer
    training_education""".split()
)
"""What a memorandum or a decision announces, and does not yet bind anybody to [coding manual, status]."""
OPEN = frozenset(("hypothetical", "alleged"))
"""How a happening may be vouched for that a question puts into the world."""


def settle(claims: list[Claim]) -> tuple[tuple[Claim, ...], tuple[Drop, ...]]:
    """Claims as the manual would have them, and those dropped because nothing anchors them."""
    kept: list[Claim] = []
    drops: list[Drop] = []
    for claim in _single(_with_police(claims, drops), drops):
        changed = _settled(claim)
        if claim.modality not in OPEN and ASKED.fullmatch(claim.quote):
            drops.append(Drop(claim.start, claim.end, f"{claim.type}: the sentence only asks", claim.quote[:60]))
        elif not _anchored(changed):
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


def _with_police(claims: list[Claim], drops: list[Drop]) -> list[Claim]:
    """An exercise with police among its parties is cooperation of police [coding manual, military_exercise]."""
    out: list[Claim] = []
    told = [(c.start, {*c.actor, *c.recipient}) for c in claims if c.type == "police_cooperation"]
    for claim in claims:
        if claim.type != "military_exercise" or not POLICE.search(" ".join((claim.quote, *claim.actor))):
            out.append(claim)
        elif (claim.start, {*claim.actor, *claim.recipient}) in told:
            reason = "military_exercise: police take part, and the sentence tells of it as police_cooperation"
            drops.append(Drop(claim.start, claim.end, reason, claim.quote[:60]))
        else:
            parties = tuple(dict.fromkeys((*claim.actor, *claim.recipient)))
            out.append(claim.with_(type="police_cooperation", actor=parties, recipient=()))
    return out


def _single(claims: list[Claim], drops: list[Drop]) -> list[Claim]:
    """Of claims of rival types at the same words and between the same parties the likeliest; a rule's go first."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.coder == "model", -c.confidence, c.start, c.type)):
        rival = next((k for k in kept if _rivals(k, claim)), None)
        if rival is None:
            kept.append(claim)
            continue
        reason = f"{claim.type}: the same words tell of {rival.type}, which is likelier"
        drops.append(Drop(claim.start, claim.end, reason, claim.quote[:60]))
    return kept


def _rivals(one: Claim, other: Claim) -> bool:
    if one.start != other.start or one.type == other.type or one.trigger is None or other.trigger is None:
        return False
    same_words = one.trigger[0] < other.trigger[1] and other.trigger[0] < one.trigger[1]
    same_parties = {*one.actor} == {*other.actor} and {*one.recipient} == {*other.recipient}
    return same_words and same_parties and any({one.type, other.type} <= types for types in RIVALS)


def _settled(claim: Claim) -> Claim:
    if claim.type in SYMMETRIC and claim.recipient:
        claim = claim.with_(actor=tuple(dict.fromkeys((*claim.actor, *claim.recipient))), recipient=())
    if claim.type in STATED and claim.attribution and (not claim.actor or claim.attribution in claim.actor):
        claim = claim.with_(actor=claim.actor or (claim.attribution,), attribution=None)
    if claim.attribution and claim.attribution in claim.actor:
        claim = claim.with_(attribution=None)
    if claim.type in DEEDS and claim.status == "agreed" and NOT_YET.search(claim.quote):
        claim = claim.with_(status="announced")
    return claim


def _anchored(claim: Claim) -> bool:
    return bool(claim.actor or claim.recipient) or bool(claim.place and (claim.quantity or claim.time))
