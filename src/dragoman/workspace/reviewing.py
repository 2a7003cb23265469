"""What waits for a person: uncertain claims, names that may be one, disputes; and each of them as a page shows it."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dragoman.coding.claim import Claim
from dragoman.matching import Question, questions
from dragoman.matching.event import Event, Finding
from dragoman.publishing.highlight import with_anchors
from dragoman.record import Judgement, Query
from dragoman.record.judgements import ENTITY, UNDO, standing
from dragoman.record.lookup import State, claims_by_id, events_of, judgements_on, reports_by_id, states
from dragoman.record.review import CLAIM
from dragoman.record.settling import FINDING, Preference, decision_on
from dragoman.sources.report import Report
from dragoman.workspace.asking import Ask
from dragoman.workspace.desk import Desk
from dragoman.workspace.index import UNREVIEWED
from dragoman.workspace.overview import disputed

SURE = 0.8
"""Claims of which the coder is less sure wait for a person."""
LEAST = 0.7
"""Likeness of two names from which on they are asked about."""
AHEAD = 40
"""Rows looked at for the next thing to decide on."""
HELD = 120.0
"""Seconds that what somebody looks at is not handed to others."""


class Holds:
    """Who looks at what just now: a courtesy that keeps two people from the same work, not a lock."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, float]] = {}

    def by_other(self, subject: str, mark: str) -> bool:
        """Whether somebody else looks at it."""
        who, until = self._held.get(subject, ("", 0.0))
        return who != mark and until > time.monotonic()

    def take(self, subject: str, mark: str) -> None:
        """Notes that this visitor looks at it, and at nothing else."""
        now = time.monotonic()
        self._held = {s: (w, u) for s, (w, u) in self._held.items() if u > now and w != mark}
        self._held.setdefault(subject, (mark, now + HELD))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much there is to decide on. ``names`` is None while it is worked out."""

    claims: int
    names: int | None
    disputes: int


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """A claim to decide on, with its report, what else its sentence says, and what was decided so far."""

    claim: Claim
    report: Report
    text: Any
    state: State
    beside: tuple[Claim, ...]
    history: tuple[Judgement, ...]
    last: Judgement | None
    event: str | None

    @property
    def follows(self) -> int:
        """The number of the last decision on it, 0 for none."""
        return self.last.number if self.last else 0


@dataclass(frozen=True, slots=True)
class DisputeItem:
    """A disputed slot to decide on."""

    event: Event
    finding: Finding
    held: Preference | None
    history: tuple[Judgement, ...]
    follows: int


# Claims


def uncertain(desk: Desk, ask: Ask, sure: float = SURE) -> list[tuple[float, str]]:
    """Claims that wait, as the index has them, the least certain first: how sure their coder is, and their ids."""
    index = desk.index
    untouched = index.claims.one_of["review"].fits((UNREVIEWED,))
    rows = np.flatnonzero(index.find("claims", ask).mask & (index.confidence < sure) & untouched)
    keys = index.confidence[rows]
    return sorted(zip(keys.tolist(), (index.claims.ids[row] for row in rows.tolist()), strict=True))


def next_claim(desk: Desk, ask: Ask, holds: Holds, mark: str, after: str = "", sure: float = SURE) -> str | None:
    """The next claim to decide on behind ``after``, round to the first; what others look at comes last."""
    waiting = uncertain(desk, ask, sure)
    at = _place(desk, waiting, after)
    ordered = [id for _, id in (*waiting[at:], *waiting[:at]) if id != after]
    shared = None
    for start in range(0, len(ordered), AHEAD):
        some = ordered[start : start + AHEAD]
        known = states(desk.record, some)  # the index may not know yet what was decided a moment ago
        for id in some:
            if id in known and known[id].current and known[id].review is None:
                if not holds.by_other(id, mark):
                    return id
                shared = shared or id
    return shared


def _place(desk: Desk, waiting: Sequence[tuple[float, str]], after: str) -> int:
    ids = [id for _, id in waiting]
    if after in ids:
        return ids.index(after) + 1
    found = claims_by_id(desk.record, [after]) if after else []
    if not found:
        return 0
    key = (float(np.float32(found[0].confidence)), after)
    return next((at for at, other in enumerate(waiting) if other > key), 0)


def claim_item(desk: Desk, id: str) -> ClaimItem | None:
    """A claim with all that its page shows."""
    found = claims_by_id(desk.record, [id])
    if not found:
        return None
    claim = found[0]
    (report,) = reports_by_id(desk.record, [claim.report])
    others = [c for c in desk.record.claims(Query(report=claim.report)) if c.id != id]
    beside = tuple(c for c in others if c.start < claim.end and claim.start < c.end)
    history = tuple(judgements_on(desk.record, f"{CLAIM} {id}"))
    return ClaimItem(
        claim, report, with_anchors(report.text, [(c.start, c.end) for c in (*others, claim)], "s"),
        states(desk.record, [id])[id], beside, history, history[-1] if history else None,
        events_of(desk.record, [id]).get(id),
    )  # fmt: skip


# Names


def open_questions(desk: Desk) -> tuple[Question, ...] | None:
    """Names that may be one and that nobody has decided on, the likeliest first; None while they are worked out."""
    asked = desk.behind("questions", lambda: questions(desk.record.entities(), desk.record.identities(), LEAST))
    answered = desk.worked_out("answers", lambda: _answered(desk), fresh=True)
    return None if asked is None else tuple(q for q in asked if q.pair not in answered)


def _answered(desk: Desk) -> frozenset[frozenset[str]]:
    return frozenset(j.pair for j in standing(desk.record.judgements()) if j.kind == ENTITY)


def pair_of(question: Question) -> str:
    """A question by the ids it is about."""
    return " ".join(sorted(question.pair))


def next_question(desk: Desk, holds: Holds, mark: str, after: str = "") -> Question | None:
    """The next pair of names to decide on behind ``after``, round to the first."""
    asked = open_questions(desk) or ()
    pairs = [pair_of(q) for q in asked]
    at = pairs.index(after) + 1 if after in pairs else 0
    ordered = [q for q in (*asked[at:], *asked[:at]) if pair_of(q) != after]
    free = (q for q in ordered if not holds.by_other(pair_of(q), mark))
    return next(free, ordered[0] if ordered else None)


def question(desk: Desk, pair: str) -> Question | None:
    """The question about two entities, whether it is still open or not."""
    found = desk.record.entities(Query(id=tuple(pair.split(" ", 1))))
    asked = questions(found, (), 0)
    if asked:
        return asked[0]
    return Question(found[0], found[1], 0.0, "asked by a person") if len(found) == 2 else None


# Disputes


def open_disputes(desk: Desk, ask: Ask) -> list[tuple[str, str]]:
    """Event and slot of each dispute that nobody has decided on, in the order of the listing."""
    index = desk.index
    ids = [index.events.ids[row] for row in disputed(desk, ask)]
    held = preferences(desk)
    events = {event.id: event for event in desk.record.events(Query(id=tuple(ids)))} if ids else {}
    return [
        (event.id, finding.slot)
        for id in ids
        if (event := events.get(id))
        for finding in event.findings
        if finding.verdict == "disputed" and decision_on(finding, held) is None
    ]


def preferences(desk: Desk) -> tuple[Preference, ...]:
    """What people decided about disputed slots."""
    return desk.worked_out("preferences", desk.record.preferences, fresh=True)


def next_dispute(desk: Desk, ask: Ask, holds: Holds, mark: str, after: str = "") -> tuple[str, str] | None:
    """The next dispute to decide on behind ``after`` ("event slot"), round to the first."""
    waiting = open_disputes(desk, ask)
    names = [" ".join(pair) for pair in waiting]
    at = names.index(after) + 1 if after in names else 0
    ordered = [pair for pair in (*waiting[at:], *waiting[:at]) if " ".join(pair) != after]
    free = (pair for pair in ordered if not holds.by_other(" ".join(pair), mark))
    return next(free, ordered[0] if ordered else None)


def dispute_item(desk: Desk, event: str, slot: str, of: str = "") -> DisputeItem | None:
    """A disputed slot with what was decided on it so far.

    ``of`` is a claim of the event: where events were matched anew since somebody began to look, it tells which one is
    meant now.
    """
    found = desk.record.events(Query(id=event))
    if not found and (now := events_of(desk.record, [of]).get(of)):
        found = desk.record.events(Query(id=now))
    finding = next((f for e in found for f in e.findings if f.slot == slot and f.verdict == "disputed"), None)
    if finding is None:
        return None
    history = tuple(judgements_on(desk.record, f"{FINDING} {found[0].id} {slot}"))
    held = decision_on(finding, preferences(desk))
    return DisputeItem(found[0], finding, held, history, history[-1].number if history else 0)


# Decisions


def own_last(made: Sequence[Judgement], who: str) -> list[Judgement]:
    """The last decision of somebody that still holds, with those that were made together with it."""
    held = [j for j in standing(made) if j.made_by == who]
    if not held:
        return []
    last = held[-1]
    return [j for j in held if j is last or together(j) == together(last) is not None]


def together(judgement: Judgement) -> Any:
    """What decisions that were made in one go share; None for one made by itself."""
    return judgement.value.get("with") if isinstance(judgement.value, Mapping) else None


def latest(desk: Desk) -> Iterator[tuple[Judgement, bool]]:
    """All decisions, the last first, each with whether it holds."""
    made = desk.record.judgements()
    held = {j.number for j in standing(made)}
    for judgement in reversed(made):
        yield judgement, judgement.number in held and judgement.decision != UNDO


def waiting(desk: Desk, ask: Ask, sure: float = SURE) -> Waiting:
    """How much there is to decide on."""
    asked = open_questions(desk)
    names = None if asked is None else len(asked)
    return Waiting(len(uncertain(desk, ask, sure)), names, len(open_disputes(desk, ask)))
