"""The pages of review: one thing to decide on after another, by keyboard or mouse, and all decisions that were made."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dragoman.codebook.lists import load_lists
from dragoman.codebook.types import MODALITIES, STATUSES
from dragoman.errors import DragomanError
from dragoman.matching.event import Entity
from dragoman.record import Judgement, Query
from dragoman.record.deciding import Overtaken
from dragoman.record.judgements import ENTITY
from dragoman.record.lookup import claims_by_id, judgements_on, reports_by_id, states
from dragoman.record.search import quoted
from dragoman.workspace import deciding, fields, reviewing
from dragoman.workspace.asking import Ask
from dragoman.workspace.desk import Desk
from dragoman.workspace.listing import each_once
from dragoman.workspace.pages import Missing, Shown, ask_of, form_of, page_of
from dragoman.workspace.rematching import Rematcher
from dragoman.workspace.reviewing import Holds
from dragoman.workspace.security import Visitor, inner

QUOTES = 3
"""Sentences shown of each of two names."""
ROWS = 50
KEYS = {
    "actor": "b", "recipient": "t", "item": "w", "quantity": "n", "money": "y", "time": "d", "place": "p",
    "attribution": "o",
}  # fmt: skip
"""What puts selected words into a field."""
LABELS = {
    "type": "Type", "actor": "By", "recipient": "To or with", "item": "What", "quantity": "How many", "money": "Money",
    "time": "When", "place": "Where", "status": "Stage", "modality": "Vouched for", "attribution": "According to",
}  # fmt: skip
Answer = Callable[..., Response]


class Review:
    """Review over one record."""

    def __init__(self, desk: Desk, rematcher: Rematcher, answer: Answer) -> None:
        """``answer`` makes a page out of a request, a template, what it shows and a status."""
        self._desk, self._rematcher, self._answer = desk, rematcher, answer
        self._holds = Holds()

    # What is shown

    def show(self, desk: Desk, request: Request) -> Shown:
        """The thing that is asked for, else the next that waits."""
        given, mark = request.query_params, request.scope["visitor"].mark
        queue = self._queue(request)
        if claim := given.get("claim"):
            return self._claim(claim, queue, mark)
        if event := given.get("dispute"):
            return self._dispute(event, given.get("slot", ""), queue, mark, given.get("of", ""))
        if pair := given.get("pair"):
            return self._pair(pair, queue, mark)
        if event := given.get("event"):
            return self._claim(self._first_of(event), queue, mark)
        return self._next(given.get("kind", ""), given.get("after", ""), queue, mark)

    def _queue(self, request: Request) -> dict[str, Any]:
        """What narrows the queue, to be kept from one thing to the next."""
        ask = ask_of(request)
        return {"ask": ask, "query": ask.address(), "waiting": reviewing.waiting(self._desk, ask)}

    def _next(self, kind: str, after: str, queue: Mapping[str, Any], mark: str) -> Shown:
        desk, ask = self._desk, queue["ask"]
        if kind in ("", "claims"):
            claim = reviewing.next_claim(desk, ask, self._holds, mark, after if kind else "")
            if claim or kind:
                return self._claim(claim, queue, mark) if claim else self._done("claims", queue)
        if kind in ("", "disputes"):
            found = reviewing.next_dispute(desk, ask, self._holds, mark, after if kind else "")
            if found or kind:
                return self._dispute(*found, queue, mark) if found else self._done("disputes", queue)
        question = reviewing.next_question(desk, self._holds, mark, after)
        return self._pair(reviewing.pair_of(question), queue, mark) if question else self._done("names", queue)

    def _done(self, kind: str, queue: Mapping[str, Any]) -> Shown:
        return "review_done.html", {**queue, "kind": kind, "pending": self._rematcher.pending}

    def _first_of(self, event: str) -> str:
        found = self._desk.record.events(Query(id=event))
        if not found:
            raise Missing("event")
        stand = states(self._desk.record, found[0].claims)
        waiting = [c for c in found[0].claims if c in stand and stand[c].current and stand[c].review is None]
        return (waiting or list(found[0].claims))[0]

    def _claim(self, id: str, queue: Mapping[str, Any], mark: str, form: Mapping[str, str] | None = None) -> Shown:
        item = reviewing.claim_item(self._desk, id)
        if item is None:
            raise Missing("claim")
        busy = self._holds.by_other(id, mark)
        self._holds.take(id, mark)
        given = dict(form or {})
        parts = min(max(1, _whole(given.get("parts"), 1)), deciding.PARTS)
        before = fields.written(item.claim)
        values = [{n: given.get(n + _behind(part), before[n]) for n in fields.ALL} for part in range(1, parts + 1)]
        came_of = [c for j in item.history[-1:] if isinstance(j.value, dict) for c in j.value.get("ids", []) if c != id]
        return "review_claim.html", {
            **queue, "kind": "claims", "item": item, "values": values, "given": given, "busy": busy, "parts": parts,
            "labels": LABELS, "keys": KEYS, "reasons": deciding.REASONS, "came_of": came_of,
            "choices": {"type": fields.types(), "status": STATUSES, "modality": MODALITIES},
            "marks": _marks(item.claim), "pending": self._rematcher.pending, "fault": "", "clash": None,
        }  # fmt: skip

    def _pair(self, pair: str, queue: Mapping[str, Any], mark: str) -> Shown:
        question = reviewing.question(self._desk, pair)
        if question is None:
            raise Missing("pair of names")
        name = reviewing.pair_of(question)
        busy = self._holds.by_other(name, mark)
        self._holds.take(name, mark)
        history = judgements_on(self._desk.record, f"{ENTITY} {name}")
        return "review_names.html", {
            **queue, "kind": "names", "question": question, "pair": name, "busy": busy, "made": history,
            "follows": history[-1].number if history else 0, "pending": self._rematcher.pending,
            "sides": [(e, self._state(e), self._quotes(e.id)) for e in (question.one, question.other)],
            "fault": "", "clash": None,
        }  # fmt: skip

    def _state(self, entity: Entity) -> str:
        own = entity.state if entity.state != entity.id else None
        listed = load_lists().get(own)
        return listed.name if listed else self._desk.index.label("party", own) if own else ""

    def _quotes(self, entity: str) -> list[Any]:
        index = self._desk.index
        group = "place" if entity in index.claims.all_of["place"].place else "party"
        found = index.find("claims", Ask(place=(entity,)) if group == "place" else Ask(party=(entity,)))
        numbers = index.numbers[found.rows[: 3 * QUOTES]].tolist()
        sentences = quoted(self._desk.record, numbers)
        return list(each_once(sentences[n] for n in numbers if n in sentences))[:QUOTES]

    def _dispute(self, event: str, slot: str, queue: Mapping[str, Any], mark: str, of: str = "") -> Shown:
        item = reviewing.dispute_item(self._desk, event, slot, of)
        if item is None:
            raise Missing("dispute")
        name = f"{item.event.id} {slot}"
        busy = self._holds.by_other(name, mark)
        self._holds.take(name, mark)
        (opened,) = self._desk.events([item.event.id])
        finding = next(f for f in opened.view.findings if f.slot == slot)
        return "review_dispute.html", {
            **queue, "kind": "disputes", "item": item, "opened": opened, "f": finding, "name": name, "busy": busy,
            "slot": slot, "sides": _sides(item.finding.values, finding.values), "pending": self._rematcher.pending,
            "fault": "", "clash": None,
        }  # fmt: skip

    def decisions(self, desk: Desk, request: Request) -> Shown:
        """All decisions, the last first."""
        page = page_of(request)
        made = list(reviewing.latest(desk))
        shown = made[(page - 1) * ROWS : page * ROWS]
        ids = {id for j, _ in shown for id in j.pair}
        claims = {c.id: c for c in claims_by_id(desk.record, ids)}
        return "decisions.html", {
            "made": [(j, holds, claims.get(j.subject)) for j, holds in shown], "total": len(made), "page": page,
            "pages": max(1, -(-len(made) // ROWS)), "ask": Ask(),
        }  # fmt: skip

    # What is decided

    async def claim(self, request: Request) -> Response:
        """Takes a decision on a claim."""
        id, form = request.path_params["id"], form_of(await request.body())
        return await run_in_threadpool(self._decide_claim, request, id, form)

    def _decide_claim(self, request: Request, id: str, form: Mapping[str, str]) -> Response:
        if form.get("decision") == "part":  # one more part to split into: nothing is decided yet
            more = {**form, "parts": str(_whole(form.get("parts"), 1) + 1)}
            template, given = self._claim(id, self._back(form), _visitor(request).mark, more)
            return self._answer(request, template, given)
        decide = deciding.over_another if form.get("over") else deciding.on_claim
        return self._decided(
            request, form, f"claim={id}", lambda who: decide(self._desk, id, form, who),
            lambda: self._claim(id, self._back(form), _visitor(request).mark, form), "claims", id,
        )  # fmt: skip

    async def names(self, request: Request) -> Response:
        """Takes a decision on two names."""
        form = form_of(await request.body())
        pair = form.get("pair", "")
        return await run_in_threadpool(
            self._decided, request, form, urlencode({"pair": pair}),
            lambda who: deciding.on_pair(self._desk, pair, form, who),
            lambda: self._pair(pair, self._back(form), _visitor(request).mark), "names", pair,
        )  # fmt: skip

    async def dispute(self, request: Request) -> Response:
        """Takes a decision on a disputed slot."""
        form = form_of(await request.body())
        event, slot, of = form.get("event", ""), form.get("slot", ""), form.get("of", "")

        def decide(who: str) -> list[int]:
            item = reviewing.dispute_item(self._desk, event, slot, of)
            if item is None:
                raise Missing("dispute")
            # Of an event that was matched anew nobody has seen a decision yet.
            seen = form if item.event.id == event else {**form, "follows": str(item.follows)}
            return deciding.on_dispute(self._desk, item.event, item.finding, seen, who)

        return await run_in_threadpool(
            self._decided, request, form, urlencode({"dispute": event, "slot": slot}), decide,
            lambda: self._dispute(event, slot, self._back(form), _visitor(request).mark, of), "disputes",
            f"{event} {slot}",
        )  # fmt: skip

    async def happening(self, request: Request) -> Response:
        """Takes a decision on whether two claims are of one happening."""
        form = form_of(await request.body())
        return await run_in_threadpool(
            self._decided, request, form, "", lambda who: deciding.on_happening(self._desk, form, who), None,
            form.get("kind", "claims"), form.get("after", ""),
        )  # fmt: skip

    async def undo(self, request: Request) -> Response:
        """Takes back a decision, or one's own last."""
        form = form_of(await request.body())
        number = _whole(form.get("number"), 0) or None

        def undo() -> Response:
            made = deciding.undo(self._desk, _visitor(request).name, number)
            self._rematcher.decided()
            return RedirectResponse(inner(form.get("to") or _address_of(made[0])), 303)

        return await run_in_threadpool(undo)

    def _decided(
        self, request: Request, form: Mapping[str, str], thing: str, decide: Callable[[str], list[int]],
        again: Callable[[], Shown] | None, kind: str, after: str,
    ) -> Response:  # fmt: skip
        """Decides and goes on to the next thing; where it cannot be decided, the thing is shown again and says why."""
        try:
            decide(_visitor(request).name)
        except Overtaken as overtaken:
            if again is None:
                raise
            template, given = again()
            return self._answer(request, template, {**given, "clash": overtaken.last, "given": form}, 409)
        except DragomanError as error:
            if again is None:
                raise
            template, given = again()
            fault = f"{error.what[:1].upper()}{error.what[1:]}: {error.remedy}"
            return self._answer(request, template, {**given, "fault": fault, "given": form}, 400)
        self._rematcher.decided()
        if to := form.get("to"):
            return RedirectResponse(inner(to), 303)
        own = [(name, value) for name, value in parse_qsl(form.get("queue", ""))]
        return RedirectResponse("/review?" + urlencode([*own, ("kind", kind), ("after", after)]), 303)

    def _back(self, form: Mapping[str, str]) -> dict[str, Any]:
        ask = Ask.of(parse_qsl(form.get("queue", "")))
        return {"ask": ask, "query": ask.address(), "waiting": reviewing.waiting(self._desk, ask)}

    def reading(self, request: Request) -> Response:
        """Selected words as a field takes them, as JSON."""
        given = request.query_params
        field = given.get("field", "")
        if field not in fields.SELECTABLE:
            return JSONResponse({"error": "no such field", "remedy": "one of " + ", ".join(fields.SELECTABLE)}, 400)
        found = reports_by_id(self._desk.record, [given.get("report", "")])
        words = given.get("words", "")[: fields.LONGEST]
        read = fields.selected(field, words, found[0].published if found else None)
        return JSONResponse({"value": read.value, "fault": read.fault})


def _behind(part: int) -> str:
    return "" if part == 1 else f"_{part}"


def _visitor(request: Request) -> Visitor:
    visitor: Visitor = request.scope["visitor"]
    return visitor


def _whole(text: str | None, otherwise: int) -> int:
    """A number of a form, ``otherwise`` where there is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _marks(claim: Any) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name, (start, end) in claim.spans:
        found.setdefault(name, []).append(f"{start}-{end}")
    return {name: " ".join(pairs) for name, pairs in found.items()}


def _sides(values: Any, views: Any) -> list[tuple[str, Any]]:
    """The claim that stands for each value, with the value as it is shown."""
    return [(value.claims[0], view) for value, view in zip(values, views, strict=True) if value.claims]


def _address_of(judgement: Judgement) -> str:
    if judgement.kind == "claim":
        return "/review?" + urlencode({"claim": judgement.subject})
    if judgement.kind == ENTITY:
        return "/review?" + urlencode({"pair": " ".join(sorted(judgement.pair))})
    if judgement.kind == "finding":
        event, _, slot = str(judgement.value["about"]).partition(" ")
        return "/review?" + urlencode({"dispute": event, "slot": slot, "of": judgement.subject})
    return "/review/decisions"
