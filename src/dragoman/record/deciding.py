"""How decisions get into a record: appended in one transaction, each naming the one it follows.

Whoever decides says which decision on the same thing they have seen last. Where somebody else was quicker, nothing is
written and they are told of it: no decision is overlooked, and none is lost.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, and_, exc, insert, or_, select, update

from dragoman.coding.claim import Claim
from dragoman.errors import DragomanError
from dragoman.record import custody, rows, tables
from dragoman.record.judgements import UNDO, Judgement, judgement_of, standing
from dragoman.record.review import CLAIM, effect

Keep = Callable[[Connection, list[Claim]], None]
"""Puts claims into the tables."""


@dataclass(frozen=True, slots=True)
class Act:
    """A decision to be made: what a ``Judgement`` holds but for its number, and what it follows.

    ``follows`` is the number of the last decision on the same thing that its maker has seen (0: none); None stands for
    whatever is the last.
    """

    kind: str
    subject: str
    object: str | None
    decision: str
    value: Any
    reason: str = ""
    follows: int | None = None

    def by(self, who: str, at: str) -> Judgement:
        """The judgement that it becomes; its number is not known yet."""
        return Judgement(0, self.kind, self.subject, self.object, self.decision, self.value, self.reason, who, at)


class Overtaken(DragomanError):
    """Somebody else has decided on the same thing meanwhile; ``last`` is what they decided."""

    def __init__(self, last: Judgement | None) -> None:
        self.last, self.number = last, last.number if last else 0
        who = f"{last.made_by} decided on it at {last.made_at}: {last.decision}" if last else "it was decided on"
        super().__init__(f"meanwhile {who}", last.subject if last else "", "look at it again, then decide")


def decide(connection: Connection, acts: Sequence[Act], made_by: str, made_at: str) -> list[int]:
    """Appends decisions, all of them or none, and returns their numbers.

    Raises Overtaken where one does not follow the last on the same thing.
    """
    numbers = []
    for act in acts:
        judgement = act.by(made_by, made_at)
        last = last_on(connection, judgement)
        if act.follows is not None and act.follows != (last.number if last else 0):
            raise Overtaken(last)
        numbers.append(append(connection, judgement, last))
    return numbers


def append(connection: Connection, judgement: Judgement, last: Judgement | None) -> int:
    """Appends one decision behind the ``last`` on the same thing and logs it; returns its number."""
    row = {f.name: getattr(judgement, f.name) for f in fields(judgement) if f.name != "number"}
    row |= {"key": judgement.key, "context": judgement.context, "follows": last.number if last else 0}
    try:
        made = connection.execute(insert(tables.judgements).values(row)).inserted_primary_key
    except exc.IntegrityError as error:
        raise Overtaken(last) from error  # somebody else's came in between the look and the writing
    number = int(made[0]) if made else 0
    custody.judged(connection, number)
    return number


def last_on(connection: Connection, judgement: Judgement) -> Judgement | None:
    """The last decision on the same thing, undoings included."""
    c = tables.judgements.c
    # Before decisions had keys only pairs of entities were decided on.
    old = and_(c.key.is_(None), c.kind == judgement.kind, c.subject.in_(judgement.pair), c.object.in_(judgement.pair))
    statement = select(tables.judgements).where(or_(c.key == judgement.key, old)).order_by(c.number.desc()).limit(1)
    row = connection.execute(statement).one_or_none()
    return judgement_of(row) if row else None


def undoing(judgements: Sequence[Judgement], numbers: Iterable[int], reason: str) -> list[Act]:
    """The acts that take decisions back. Raises DragomanError for one that does not hold, or that others rest on."""
    held = {j.number: j for j in standing(judgements)}
    wanted = list(numbers)
    missing = [n for n in wanted if n not in held]
    if missing:
        raise DragomanError(f"decision {missing[0]} does not hold any more", remedy="reload the page")
    acts = []
    for number in wanted:
        judgement = held[number]
        for other in held.values():
            if other.number > number and other.number not in wanted and _rests_on(other, judgement):
                what = f"{other.made_by} has decided on what came of it ({other.decision})"
                raise DragomanError(what, judgement.subject, "undo that first")
        acts.append(_undo(judgement, reason, judgements))
    return acts


def _rests_on(later: Judgement, earlier: Judgement) -> bool:
    results = (earlier.value or {}).get("ids", ()) if earlier.kind == CLAIM else ()
    return later.kind == CLAIM and later.subject in results and later.subject != earlier.subject


def _undo(judgement: Judgement, reason: str, judgements: Sequence[Judgement]) -> Act:
    named = {name: v for name in ("about", "report") if (v := (judgement.value or {}).get(name))}
    value = named | {"undoes": judgement.number}
    last = max(j.number for j in judgements if j.key == judgement.key)
    return Act(judgement.kind, judgement.subject, judgement.object, UNDO, value, reason, last)


def put_into_effect(connection: Connection, report: str, keep: Keep) -> None:
    """Makes those claims of a report count that its coding and all decisions on it give."""
    judgements = _judgements(connection, report)
    known = connection.scalar(select(tables.reports.c.number).where(tables.reports.c.id == report))
    if not judgements or known is None:
        return
    coded = _coded(connection, report)
    found = effect(report, coded, judgements)
    own = {claim.id for claim in coded}
    keep(connection, [claim for claim in found.claims if claim.id not in own])
    c = tables.claims.c
    of_report = update(tables.claims).where(c.report == report)
    connection.execute(of_report.where(c.current | c.review.is_not(None)).values(current=False, review=None))
    connection.execute(of_report.where(c.id.in_([claim.id for claim in found.claims])).values(current=True))
    for word, ids in _by_word(found.words).items():
        connection.execute(of_report.where(c.id.in_(ids)).values(review=word))


def _by_word(words: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id, word in words.items():
        found.setdefault(word, []).append(id)
    return found


def _judgements(connection: Connection, report: str) -> list[Judgement]:
    table = tables.judgements
    found = select(table).where(table.c.context == report, table.c.kind == CLAIM).order_by(table.c.number)
    return [judgement_of(row) for row in connection.execute(found)]


def _coded(connection: Connection, report: str) -> list[Claim]:
    """The claims of the coding that holds for a report."""
    of, codings = tables.coding_claims.c, tables.codings.c
    ids = select(of.claim).join(
        tables.codings, (codings.report == of.report) & (codings.coder_version == of.coder_version)
    ).where(of.report == report, codings.current)  # fmt: skip
    found = connection.execute(select(tables.claims).where(tables.claims.c.id.in_(ids)))
    spans = connection.execute(select(tables.claim_spans).where(tables.claim_spans.c.claim.in_(ids)))
    return rows.claims_of(found, spans)
