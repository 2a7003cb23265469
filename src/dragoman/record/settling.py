"""What people decided about events: claims of one happening or of two, and which value of a disputed slot to take.

Events are made anew by each matching, so such decisions are about claims. Where a claim has been corrected or coded
anew since, they are about what became of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dragoman.coding.claim import Claim
from dragoman.matching.event import Event, Finding, Matched, Matching
from dragoman.matching.happenings import Happening
from dragoman.record.judgements import DIFFERENT, SAME, Judgement, standing
from dragoman.record.review import CLAIM, again, packed, unpacked

EVENT = "event"
"""Kind of a judgement on whether two claims are of one happening: ``same`` or ``different``."""
FINDING = "finding"
"""Kind of a judgement on a disputed slot: its subject is a claim, its object the slot."""
PREFER, OPEN = "prefer", "open"
"""The value that the claim states is taken; or the dispute is a real one, and stays."""


@dataclass(frozen=True, slots=True)
class Preference:
    """A decision on a disputed slot: the claim whose value is taken (None: none), all claims it was decided over."""

    claim: str | None
    slot: str
    over: frozenset[str]
    by: str
    reason: str
    number: int


def of_claims(*claims: Claim, **more: Any) -> dict[str, Any]:
    """What a judgement about claims keeps of them, so that they are known again after another coding."""
    return more | {"claims": {claim.id: packed(claim) | {"report": claim.report} for claim in claims}}


class Successors:
    """What became of claims: themselves while they count, else what a person or a new coding put in their place."""

    def __init__(self, judgements: Iterable[Judgement], claims_of: Callable[[str], Sequence[Claim]]) -> None:
        """``claims_of`` gives the claims of a report that count."""
        self._replaced = {
            j.subject: tuple(j.value["ids"]) for j in standing(judgements) if j.kind == CLAIM and j.value.get("ids")
        }
        self._claims_of = claims_of
        self._known: dict[str, Sequence[Claim]] = {}

    def of(self, id: str, kept: Mapping[str, Any]) -> str | None:
        """The claim that counts now, None where nothing came of it. ``kept`` is what ``of_claims`` kept of it."""
        report = str(kept["report"])
        if report not in self._known:
            self._known[report] = self._claims_of(report)
        current = {claim.id for claim in self._known[report]}
        seen = set[str]()
        at = id
        while at not in current and at not in seen:
            seen.add(at)
            at = self._replaced.get(at, (at,))[0]
        return at if at in current else again([unpacked(report, kept, "")], self._known[report])


def happenings(judgements: Sequence[Judgement], successors: Successors) -> tuple[Happening, ...]:
    """What matching needs to know of the decisions on claims of one happening."""
    found = []
    for j in standing(judgements):
        if j.kind == EVENT and j.decision in (SAME, DIFFERENT):
            one, other = (successors.of(id, j.value["claims"][id]) for id in (j.subject, str(j.object)))
            if one and other:
                found.append(Happening(one, other, j.decision == SAME, j.made_by))
    return tuple(found)


def preferences(judgements: Sequence[Judgement], successors: Successors) -> tuple[Preference, ...]:
    """The decisions on disputed slots, in the order they were made."""
    found = []
    for j in standing(judgements):
        if j.kind == FINDING and j.decision in (PREFER, OPEN):
            over = {id: successors.of(id, kept) for id, kept in j.value["claims"].items()}
            taken = over.get(j.subject) if j.decision == PREFER else None
            if taken or j.decision == OPEN:
                ids = frozenset(filter(None, over.values()))
                found.append(Preference(taken, str(j.object), ids, j.made_by, j.reason, j.number))
    return tuple(found)


def settled(matching: Matching | Matched, decided: Sequence[Preference]) -> Matching | Matched:
    """The matching with the values that people took for the best ones; sources that disagree still do."""
    if not decided:
        return matching
    return Matched(matching.entities, matching.parties, (_settled(event, decided) for event in matching.events))


def decision_on(finding: Finding, decided: Sequence[Preference]) -> Preference | None:
    """The last decision on a disputed slot, None where none was made over all that is said of it now."""
    said = {claim for value in finding.values for claim in value.claims}
    fits = [p for p in decided if p.slot == finding.slot and said <= p.over and (p.claim is None or p.claim in said)]
    return max(fits, key=lambda p: p.number, default=None)


def _settled(event: Event, decided: Sequence[Preference]) -> Event:
    if not any(finding.verdict == "disputed" for finding in event.findings):
        return event
    return replace(event, findings=tuple(_taken(finding, decided) for finding in event.findings))


def _taken(finding: Finding, decided: Sequence[Preference]) -> Finding:
    found = decision_on(finding, decided) if finding.verdict == "disputed" else None
    if found is None or found.claim is None:
        return finding
    value = next(v for v in finding.values if found.claim in v.claims)
    rule = f"{found.by} judged it so" + (f": {found.reason}" if found.reason else "")
    return replace(finding, best=value.value, rule=rule)
