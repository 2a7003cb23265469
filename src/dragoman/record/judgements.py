"""What people decided: appended, never changed. Undoing a decision is one more row that names the one it undoes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from dragoman.matching.identity import Identity

ENTITY = "entity"
"""Kind of a judgement on whether two entities are one."""
SAME, DIFFERENT, UNSURE, UNDO = "same", "different", "unsure", "undo"
DECISIONS = (SAME, DIFFERENT, UNSURE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision. ``subject`` and ``object`` are ids; ``value`` holds the names they had, or the number of the
    judgement that an ``undo`` takes back; ``made_at`` is UTC (ISO 8601)."""

    number: int
    kind: str
    subject: str
    object: str | None
    decision: str
    value: Any
    reason: str
    made_by: str
    made_at: str

    @property
    def pair(self) -> frozenset[str]:
        """The ids it is about."""
        return frozenset(id for id in (self.subject, self.object) if id)

    @property
    def key(self) -> str:
        """What it is about: two decisions with one key are on the same thing. ``value`` may name it as ``about``."""
        about = self.value.get("about") if isinstance(self.value, dict) else None
        return " ".join((self.kind, about or " ".join(sorted(self.pair))))

    @property
    def context(self) -> str | None:
        """The report that a decision on a claim is about."""
        return self.value.get("report") if isinstance(self.value, dict) else None


def judgement_of(row: Row[Any]) -> Judgement:
    """A row of the table as a judgement."""
    return Judgement(
        row.number, row.kind, row.subject, row.object, row.decision, row.value, row.reason, row.made_by, row.made_at
    )


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The decisions that hold, in order: not undone, and the latest of those on one pair."""
    kept: dict[int, Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: j.number):
        if judgement.decision == UNDO:
            kept.pop(int(judgement.value["undoes"]), None)
        else:
            kept[judgement.number] = judgement
    latest = {(j.kind, j.pair): j.number for j in kept.values()}
    return [j for j in kept.values() if latest[j.kind, j.pair] == j.number]


def identities(judgements: Sequence[Judgement]) -> tuple[Identity, ...]:
    """What matching needs to know of the decisions that hold: who is the same as whom, who is not."""
    return tuple(
        Identity(j.subject, str(j.object), j.decision == SAME, _names(j))
        for j in standing(judgements)
        if j.kind == ENTITY and j.decision in (SAME, DIFFERENT)
    )


def _names(judgement: Judgement) -> tuple[str, str]:
    one, other = judgement.value["names"]
    return str(one), str(other)
