"""From a form to decisions: what a person sends is checked, and becomes acts that the record takes or refuses."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from dragoman.coding.claim import Claim
from dragoman.errors import DragomanError
from dragoman.matching.event import Event, Finding
from dragoman.record import Judgement, Query
from dragoman.record.deciding import Act, Overtaken, undoing
from dragoman.record.judgements import DECISIONS, DIFFERENT, ENTITY, SAME, UNDO
from dragoman.record.lookup import claims_by_id, judgements_on, reports_by_id, states
from dragoman.record.review import ACCEPT, CLAIM, CORRECT, MERGE, REJECT, SPLIT, decided
from dragoman.record.settling import EVENT, FINDING, OPEN, PREFER, of_claims
from dragoman.workspace import fields
from dragoman.workspace.desk import Desk
from dragoman.workspace.pages import Missing
from dragoman.workspace.reviewing import own_last

LAST = 10**11 - 1
"""The highest number of a decision that is looked for."""
PARTS = 6
"""Claims that one can be split into at most."""
REASONS = (
    "the sentence does not say so", "a general judgement, belief or forecast", "told again what another claim says",
    "nothing that a type covers", "a headline, caption or teaser", "quoted history without a date, number or name",
)  # fmt: skip
"""Reasons to reject a claim that a page offers; any other can be written."""


def on_claim(desk: Desk, id: str, form: Mapping[str, str], who: str) -> list[int]:
    """Decides on a claim as a form says and returns the numbers of the decisions.

    The form holds ``decision``, ``follows``, ``reason`` and, for each claim that results, its fields (of the second and
    further ones with ``_2`` ... behind the name) and the words they stand in (``span_item``: "133-140 150-152").
    ``with_1`` ... hold ids of claims to merge. Raises DragomanError for what makes no sense, Overtaken where somebody
    else was quicker.
    """
    follows = _number(form.get("follows", "0"))
    claim = _decidable(desk, id, follows)
    (report,) = reports_by_id(desk.record, [claim.report])
    form = {**form, "size": str(len(report.text))}
    decision = form.get("decision", "")
    others = desk.record.claims(Query(report=claim.report))
    beside = [c.id for c in others if c.start < claim.end and claim.start < c.end]
    reason = " ".join(form.get("reason", "").split())[:1000]

    def act(of: Claim, results: Sequence[Claim], seen: int | None, **more: Any) -> Act:
        return Act(CLAIM, of.id, None, decision, decided(of, results, beside) | more, reason, seen)

    if decision == ACCEPT:
        acts = [act(claim, [claim], follows)]
    elif decision == REJECT:
        reason = reason or form.get("why", "")[:1000]
        if not reason:
            raise DragomanError("a rejection needs a reason", remedy="say why it is no claim")
        acts = [act(claim, [], follows)]
    elif decision == CORRECT:
        made = corrected(claim, form)
        if made.id == claim.id and made.spans == claim.spans:
            raise DragomanError("nothing was changed", remedy="accept it, or change a field first")
        acts = [act(claim, [made], follows)]
    elif decision == SPLIT:
        acts = [act(claim, _parts(claim, form), follows)]
    elif decision == MERGE:
        merged = _chosen(form, others)
        mark = uuid4().hex
        acts = [
            act(claim, [corrected(claim, form)], follows, **{"with": mark}),
            *(act(other, [], _last(desk, other.id), **{"with": mark}) for other in merged),
        ]
    else:
        raise DragomanError("that is no decision on a claim", remedy="accept, correct, reject, split or merge")
    return _made(desk, acts, who)


def corrected(claim: Claim, form: Mapping[str, str], part: int = 1) -> Claim:
    """The claim with the fields of a form; the words of a field that was not changed stay those it was read from.

    ``size`` in the form is how many characters the report has.
    """
    behind = "" if part == 1 else f"_{part}"
    given = {name: form[f"{name}{behind}"] for name in fields.ALL if f"{name}{behind}" in form}
    before = fields.written(claim)
    found = fields.read(before | given)
    spans = []
    for name in dict.fromkeys((*(name for name, _ in claim.spans), *fields.SELECTABLE)):
        selected = _spans(form.get(f"span_{name}{behind}", ""), _number(form.get("size", "0")))
        if selected:
            spans += [(name, span) for span in selected]
        elif given.get(name, before.get(name)) == before.get(name):
            spans += [(n, span) for n, span in claim.spans if n == name]
    return claim.with_(**found, spans=tuple(spans))


def over_another(desk: Desk, id: str, form: Mapping[str, str], who: str) -> list[int]:
    """Decides although somebody else was quicker, knowing what they decided: on what came of it, or after undoing it.

    What they decided stays in the record's history, as everything does.
    """
    made = judgements_on(desk.record, f"{CLAIM} {id}")
    if not made or made[-1].number != _number(form.get("over", "0")):
        raise DragomanError("it was decided on once more", id, "look at it again, then decide")
    last = made[-1]
    results = last.value.get("ids", []) if last.decision != UNDO else [id]
    stand = states(desk.record, [id, *results])
    if stand[id].current or not results:
        return on_claim(desk, id, {**form, "follows": str(last.number)}, who)
    if len(results) == 1 and stand[results[0]].current:
        seen = _last(desk, results[0])
        return on_claim(desk, results[0], {**form, "follows": str(seen)}, who)
    undone = desk.record.undo([last.number], who, f"to decide anew: {form.get('reason', '')}".rstrip(": "))
    desk.changed()
    return on_claim(desk, id, {**form, "follows": str(undone[-1])}, who)


def on_pair(desk: Desk, pair: str, form: Mapping[str, str], who: str) -> list[int]:
    """Decides whether two entities are one: ``same``, ``different`` or ``unsure``."""
    decision = form.get("decision", "")
    if decision not in DECISIONS:
        raise DragomanError("that is no decision on two names", remedy="same, different or unsure")
    found = {e.id: e for e in desk.record.entities(Query(id=tuple(pair.split(" ", 1))))}
    if len(found) != 2:
        raise Missing("pair of names")
    one, other = (found[id] for id in sorted(found))
    value = {"names": [one.name, other.name], "score": form.get("score", "")}
    reason = " ".join(form.get("reason", "").split())[:1000]
    act = Act(ENTITY, one.id, other.id, decision, value, reason, _number(form.get("follows", "0")))
    return _made(desk, [act], who)


def on_dispute(desk: Desk, event: Event, finding: Finding, form: Mapping[str, str], who: str) -> list[int]:
    """Decides on a disputed slot: takes the value that a claim states (``prefer CLAIM``), or leaves it ``open``."""
    decision, _, claim = form.get("decision", "").partition(" ")
    said = list(dict.fromkeys(c for value in finding.values for c in value.claims))
    if decision not in (PREFER, OPEN) or (decision == PREFER and claim not in said):
        raise DragomanError("that is no decision on a dispute", remedy="take one of its values, or leave it open")
    claims = claims_by_id(desk.record, said)
    value = of_claims(*claims, about=f"{event.id} {finding.slot}")
    reason = " ".join(form.get("reason", "").split())[:1000]
    subject = claim if decision == PREFER else said[0]
    act = Act(FINDING, subject, finding.slot, decision, value, reason, _number(form.get("follows", "0")))
    return _made(desk, [act], who)


def on_happening(desk: Desk, form: Mapping[str, str], who: str) -> list[int]:
    """Decides whether two claims are of one happening: ``same`` joins their events, ``different`` parts them."""
    decision = form.get("decision", "")
    asked = {form.get("one", ""), form.get("other", "")}
    if decision not in (SAME, DIFFERENT) or len(asked) != 2:
        raise DragomanError("that is no decision on two claims", remedy="say of two claims that they are one or two")
    claims = {c.id: c for c in claims_by_id(desk.record, tuple(asked))}
    if len(claims) != 2:
        raise Missing("claim")
    one, other = sorted(claims)
    reason = " ".join(form.get("reason", "").split())[:1000]
    value = of_claims(*claims.values())
    return _made(desk, [Act(EVENT, one, other, decision, value, reason)], who)


def undo(desk: Desk, who: str, number: int | None = None) -> list[Judgement]:
    """Takes back a decision, or the last of one's own that holds, with those made in one go with it; returns them."""
    made = desk.record.judgements()
    if number is None:
        meant = own_last(made, who)
    else:
        meant = [j for j in made if j.number == number]
        if not meant:
            raise Missing("decision")
        mark = meant[0].value.get("with") if meant and isinstance(meant[0].value, dict) else None
        if mark is not None:
            meant = [j for j in made if isinstance(j.value, dict) and j.value.get("with") == mark]
    if not meant:
        raise DragomanError("there is nothing of yours to undo", remedy="see /review/decisions for all decisions")
    desk.record.decide(undoing(made, [j.number for j in meant], "undone"), who)
    desk.changed()
    return meant


def _decidable(desk: Desk, id: str, follows: int) -> Claim:
    """A claim that counts, or was rejected; DragomanError for one that something else stands in the place of,
    Overtaken where that is by a decision that comes after the one numbered ``follows``."""
    found = claims_by_id(desk.record, [id])
    if not found:
        raise Missing("claim")
    if not states(desk.record, [id])[id].current:
        made = judgements_on(desk.record, f"{CLAIM} {id}")
        if not made or made[-1].decision == UNDO:
            raise DragomanError("it no longer counts", id, "its report was coded anew: look for it there")
        if made[-1].number != follows:
            raise Overtaken(made[-1])
        if made[-1].value["ids"]:
            raise DragomanError("something stands in its place", id, "decide on that, or undo what put it there")
    return found[0]


def _made(desk: Desk, acts: Sequence[Act], who: str) -> list[int]:
    numbers = desk.record.decide(acts, who)
    desk.changed()
    return numbers


def _last(desk: Desk, claim: str) -> int:
    made = judgements_on(desk.record, f"{CLAIM} {claim}")
    return made[-1].number if made else 0


def _parts(claim: Claim, form: Mapping[str, str]) -> list[Claim]:
    wanted = _number(form.get("parts", "0"))
    if not 2 <= wanted <= PARTS:
        raise DragomanError("a split needs two parts or more", remedy=f"give 2 to {PARTS}")
    made = [corrected(claim, form, part) for part in range(1, wanted + 1)]
    if len({c.id for c in made}) < wanted:
        raise DragomanError("two of the parts are the same", remedy="change what tells them apart: item, number, time")
    return made


def _chosen(form: Mapping[str, str], others: Sequence[Claim]) -> list[Claim]:
    ids = {value for name, value in form.items() if name.startswith("with_")}
    found = [c for c in others if c.id in ids]
    if not found or len(found) != len(ids):
        raise DragomanError("nothing to merge with", remedy="choose another claim of the same report")
    return found


def _spans(text: str, size: int) -> list[tuple[int, int]]:
    pairs = (pair.partition("-") for pair in text.split())
    found = [(_number(first), _number(last)) for first, _, last in pairs]
    if any(not first < last <= size for first, last in found):
        raise DragomanError("the selected words are no stretch of the text", remedy="select them again")
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise DragomanError(f"{text[:20]!r} is no number", remedy="reload the page")
    return int(text)
