"""What people decided on claims, and which claims count because of it.

A decision puts claims in the place of one: itself (accept), another (correct), none (reject), several (split), or one
for several (merge). It holds what it was about and what came of it in full, so that it outlives the coding it was made
on: where a new coding has no such claim, the decision is about the claim of the same happening in the same sentence, if
there is one; what a person put down counts in any case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.coding.claim import Claim, Money, Quantity
from dragoman.record.judgements import Judgement, standing

CLAIM = "claim"
"""Kind of a judgement on a claim."""
ACCEPT, CORRECT, REJECT, SPLIT, MERGE = "accept", "correct", "reject", "split", "merge"
ON_CLAIMS = (ACCEPT, CORRECT, REJECT, SPLIT, MERGE)
COMPARED = ("actor", "recipient", "item", "quantity", "money", "time", "place", "status", "modality", "attribution")
TELLING = ("item", "quantity", "money")
"""Fields that tell two happenings of one sentence apart where both claims have them."""
ALIKE = 0.5
"""Share of fields in which a claim of a new coding must be as the one that was decided on."""


@dataclass(frozen=True, slots=True)
class Effect:
    """The claims of a report that count, in order, and the decision by which some came in or went out."""

    claims: tuple[Claim, ...]
    words: Mapping[str, str]


def packed(claim: Claim) -> dict[str, Any]:
    """A claim as a judgement keeps it."""
    trigger = list(claim.trigger) if claim.trigger else None
    spans = [[name, *span] for name, span in claim.spans]
    return claim.as_manual() | {"start": claim.start, "end": claim.end, "trigger": trigger, "spans": spans}


def decided(claim: Claim, results: Sequence[Claim], beside: Iterable[str] = ()) -> dict[str, Any]:
    """What a judgement on a claim keeps: the claim, what takes its place, and ids of what else its sentence says."""
    return {
        "report": claim.report, "was": packed(claim), "claims": [packed(c) for c in results],
        "ids": [c.id for c in results], "beside": sorted(set(beside) - {claim.id}),
    }  # fmt: skip


def unpacked(report: str, data: Mapping[str, Any], coder: str) -> Claim:
    """The claim that ``packed`` put away, coded by ``coder``, who is sure of it."""
    trigger = data.get("trigger")
    return Claim(
        report=report, start=data["start"], end=data["end"], quote=data["quote"], type=data["type"],
        actor=tuple(data["actor"]), recipient=tuple(data["recipient"]), item=data["item"],
        quantity=tuple(Quantity(**q) for q in data["quantity"]),
        money=Money(**data["money"]) if data["money"] else None,
        time=data["time"], place=tuple(data["place"]), status=data["status"], modality=data["modality"],
        attribution=data["attribution"], trigger=(trigger[0], trigger[1]) if trigger else None,
        spans=tuple((name, (start, end)) for name, start, end in data["spans"]), coder=coder,
    )  # fmt: skip


def effect(report: str, coded: Sequence[Claim], judgements: Iterable[Judgement]) -> Effect:
    """What counts of a report whose coder made ``coded``, when all decisions are taken into account.

    The decisions that hold are applied in the order they were made. Without any, what was coded counts.
    """
    alive = {claim.id: claim for claim in coded}
    free = set(alive)
    words: dict[str, str] = {}
    decided = [j for j in standing(judgements) if j.kind == CLAIM and j.decision in ON_CLAIMS]
    # What is named outright is found first, so that no decision takes for its own what another one is about.
    named = {j.subject for j in decided}
    for judgement in decided:
        results = [unpacked(report, data, judgement.made_by) for data in judgement.value["claims"]]
        target = judgement.subject if judgement.subject in alive else _again(judgement, results, alive, free - named)
        if target is not None:
            old = alive.pop(target)
            free.discard(target)
            words[target] = judgement.decision
            results = [old if claim.id == old.id else claim for claim in results]
        for claim in results:
            alive[claim.id] = claim
            free.discard(claim.id)
            words[claim.id] = judgement.decision
    ordered = sorted(alive.values(), key=lambda c: (c.start, c.end, c.trigger or (c.start, c.end), c.type, c.id))
    return Effect(tuple(ordered), words)


def _again(
    judgement: Judgement, results: Sequence[Claim], alive: Mapping[str, Claim], free: Iterable[str]
) -> str | None:
    """The claim of a new coding that is about what was decided on, the most alike; None where there is none."""
    was = unpacked("", judgement.value["was"], "")
    # What stood beside it when it was decided on is something else.
    return again((was, *results), [alive[id] for id in free if id not in judgement.value.get("beside", ())])


def again(meant: Sequence[Claim], claims: Iterable[Claim]) -> str | None:
    """The one of ``claims`` that is about the happening of any that is meant, the most alike; None where none is."""
    found = [(_likeness(claim, m), claim.id) for claim in claims for m in meant if _same(claim, m)]
    best = min(((-share, id) for share, id in found if share >= ALIKE), default=None)
    return best[1] if best else None


def _same(claim: Claim, other: Claim) -> bool:
    """Whether two claims can be about one happening: one sentence, one type, and nothing that tells them apart."""
    if claim.type != other.type or claim.start >= other.end or other.start >= claim.end:
        return False
    if claim.trigger and other.trigger and not _meet(claim.trigger, other.trigger):
        return False
    for name in TELLING:
        mine, theirs = getattr(claim, name), getattr(other, name)
        if mine and theirs and mine != theirs and not (name == "item" and _share_a_word(mine, theirs)):
            return False
    return True


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _share_a_word(one: str, other: str) -> bool:
    return bool({w for w in one.casefold().split() if len(w) > 2} & {w for w in other.casefold().split() if len(w) > 2})


def _likeness(one: Claim, other: Claim) -> float:
    mine, theirs = one.as_manual(), other.as_manual()
    return len([name for name in COMPARED if mine[name] == theirs[name]]) / len(COMPARED)
