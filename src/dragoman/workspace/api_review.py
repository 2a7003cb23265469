"""The JSON API to decide and to follow: what waits, decisions and their undoing, builds, failures, saved searches."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from starlette.requests import Request

from dragoman.errors import DragomanError
from dragoman.record import searches as kept
from dragoman.record.progress import builds
from dragoman.workspace import deciding, reviewing
from dragoman.workspace import models as m
from dragoman.workspace.api import FAULTS, Asked, Id, leads_to
from dragoman.workspace.desk import Desk
from dragoman.workspace.following import ask_of, in_words, newest, state_of
from dragoman.workspace.index import seconds
from dragoman.workspace.pages import Missing
from dragoman.workspace.rematching import Rematcher

Text = Annotated[str, Field(max_length=1000)]
Number = Annotated[int, Field(ge=0, le=deciding.LAST)]
Named = Annotated[str, Field(min_length=1, max_length=400)]
"""The id of something."""
CONFLICT: dict[int | str, dict[str, Any]] = {
    403: {"model": m.Fault, "description": "Neither a token nor a value that only the workspace's pages know."},
    409: {"model": m.Fault, "description": "Somebody else has decided on it since the decision that this follows."},
    413: {"model": m.Fault, "description": "The request is too large."},
}
TO_UNDO = leads_to("undo_review_undo__number__post", "numbers/0", takes="number")
TO_FORGET = leads_to("forget_searches__id__delete", "id", status=201)
PAGE = 50


class Fields(BaseModel):
    """Fields of a claim as a form writes them: lists parted by semicolons, "about 1,000 cameras", "USD 5.2 million".

    ``spans`` are the words that each was read from: "133-140 150-152" in characters of the report.
    """

    model_config = ConfigDict(extra="forbid")

    type: Text | None = None
    actor: Text | None = None
    recipient: Text | None = None
    item: Text | None = None
    quantity: Text | None = None
    money: Text | None = None
    time: Text | None = None
    place: Text | None = None
    status: Text | None = None
    modality: Text | None = None
    attribution: Text | None = None
    spans: dict[Literal["actor", "recipient", "item", "quantity", "money", "time", "place", "attribution"], Text] = {}

    def form(self, behind: str = "") -> dict[str, str]:
        """The same as fields of a form."""
        own = {f"{n}{behind}": v for n, v in self.model_dump(exclude={"spans"}).items() if v is not None}
        return own | {f"span_{name}{behind}": words for name, words in self.spans.items()}


class ClaimDecision(BaseModel):
    """A decision on a claim: ``follows`` is the number of the last decision on it that was seen, 0 for none."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["accept", "correct", "reject", "split", "merge"]
    follows: Number = 0
    reason: Text = ""
    parts: list[Fields] = Field(
        [], max_length=deciding.PARTS, description="One for a correction or merge, two or more for a split."
    )
    merge: list[Named] = Field([], max_length=20, description="Ids of the claims to merge with it.")

    def form(self) -> dict[str, str]:
        """The same as a form sends it."""
        found = {"decision": self.decision, "follows": str(self.follows), "reason": self.reason,
                 "parts": str(len(self.parts))}  # fmt: skip
        for at, part in enumerate(self.parts, 1):
            found |= part.form("" if at == 1 else f"_{at}")
        return found | {f"with_{at}": id for at, id in enumerate(self.merge)}


_CLAIM_OF_PREFER: JsonDict = {
    "if": {"properties": {"decision": {"const": "prefer"}}},
    "then": {"required": ["claim"], "properties": {"claim": {"minLength": 1}}},
}
"""The rule of a ``DisputeDecision`` that types cannot tell, for its description."""


class PairDecision(BaseModel):
    """Whether two entities are one."""

    model_config = ConfigDict(extra="forbid")

    one: Named
    other: Named
    decision: Literal["same", "different", "unsure"]
    follows: Number = 0
    reason: Text = ""


class DisputeDecision(BaseModel):
    """Which value of a disputed slot to take: that which ``claim`` states, or none (``open``)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_CLAIM_OF_PREFER)

    event: Named
    slot: Named
    decision: Literal["prefer", "open"]
    claim: Annotated[str, Field(max_length=400)] = ""
    follows: Number = 0
    reason: Text = ""

    @model_validator(mode="after")
    def _names_a_claim(self) -> Self:
        if self.decision == "prefer" and not self.claim:
            raise ValueError("say which claim states the value to take")
        return self


class HappeningDecision(BaseModel):
    """Whether two claims are of one happening."""

    model_config = ConfigDict(extra="forbid")

    one: Named
    other: Named
    decision: Literal["same", "different"]
    reason: Text = ""


class Made(BaseModel):
    """The numbers of the decisions that were made."""

    numbers: list[int]


class Waits(BaseModel):
    """What waits for a person: numbers, and the first of each. ``names`` is null while it is worked out."""

    claims: int
    names: int | None
    disputes: int
    next_claims: list[str]
    next_names: list[list[str]]
    next_disputes: list[list[str]]


def router(desk: Desk, rematcher: Rematcher) -> APIRouter:
    """Deciding and following over one record."""
    api = APIRouter(responses=FAULTS)
    _waiting(api, desk)
    _decisions(api, desk, rematcher)
    _following(api, desk)
    return api


def _waiting(api: APIRouter, desk: Desk) -> None:
    @api.get("/review", tags=["review"], responses=leads_to("claim_review_claims__id__post", "next_claims/0"))
    def review(asked: Asked, sure: Annotated[float, Query(ge=0, le=1)] = reviewing.SURE) -> Waits:
        """What waits: claims that the coder was less than ``sure`` of, names that may be one, disputes."""
        ask = asked.ask()
        claims, names = reviewing.uncertain(desk, ask, sure), reviewing.open_questions(desk)
        disputes = reviewing.open_disputes(desk, ask)
        return Waits(
            claims=len(claims), names=None if names is None else len(names), disputes=len(disputes),
            next_claims=[id for _, id in claims[:PAGE]],
            next_names=[[q.one.id, q.other.id] for q in (names or ())[:PAGE]],
            next_disputes=[list(pair) for pair in disputes[:PAGE]],
        )  # fmt: skip

    @api.get("/review/decisions", tags=["review"])
    def decisions(page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> list[m.JudgementOut]:
        """All decisions, the last first, fifty a page."""
        found = list(reviewing.latest(desk))[(page - 1) * PAGE : page * PAGE]
        names = [name for name in m.JudgementOut.model_fields if name != "holds"]
        return [m.JudgementOut(holds=holds, **{name: getattr(j, name) for name in names}) for j, holds in found]


def _decisions(api: APIRouter, desk: Desk, rematcher: Rematcher) -> None:
    def done(numbers: list[int]) -> Made:
        rematcher.decided()
        return Made(numbers=numbers)

    @api.post("/review/claims/{id}", tags=["review"], responses=CONFLICT | TO_UNDO)
    def claim(id: Id, given: ClaimDecision, request: Request) -> Made:
        """Decides on a claim."""
        return done(deciding.on_claim(desk, id, given.form(), _who(request)))

    @api.post("/review/names", tags=["review"], responses=CONFLICT | TO_UNDO)
    def names(given: PairDecision, request: Request) -> Made:
        """Decides whether two entities are one."""
        form = {"decision": given.decision, "follows": str(given.follows), "reason": given.reason}
        return done(deciding.on_pair(desk, " ".join(sorted((given.one, given.other))), form, _who(request)))

    @api.post("/review/disputes", tags=["review"], responses=CONFLICT | TO_UNDO)
    def disputes(given: DisputeDecision, request: Request) -> Made:
        """Decides which value of a disputed slot to take."""
        item = reviewing.dispute_item(desk, given.event, given.slot)
        if item is None:
            raise Missing("dispute")
        decision = f"{given.decision} {given.claim}".strip()
        form = {"decision": decision, "follows": str(given.follows), "reason": given.reason}
        return done(deciding.on_dispute(desk, item.event, item.finding, form, _who(request)))

    @api.post("/review/happenings", tags=["review"], responses=CONFLICT | TO_UNDO)
    def happenings(given: HappeningDecision, request: Request) -> Made:
        """Decides whether two claims are of one happening."""
        return done(deciding.on_happening(desk, given.model_dump(), _who(request)))

    @api.post("/review/undo/{number}", tags=["review"], responses=CONFLICT)
    def undo(number: Annotated[int, Path(ge=1, le=deciding.LAST)], request: Request) -> Made:
        """Takes a decision back, with those made in one go with it."""
        return done([j.number for j in deciding.undo(desk, _who(request), number)])


def _following(api: APIRouter, desk: Desk) -> None:
    @api.get("/builds", tags=["record"])
    def all_builds() -> list[m.BuildOut]:
        """The last builds of the record, the last first."""
        now = datetime.now(UTC)
        names = [name for name in m.BuildOut.model_fields if name not in ("state", "share")]
        return [
            m.BuildOut(state=s["state"], share=s["share"], **{name: getattr(b, name) for name in names})
            for b in builds(desk.record)
            for s in (state_of(b, now),)
        ]

    @api.get("/failures", tags=["record"])
    def failures() -> list[m.FailureOut]:
        """What could not be read or coded."""
        return [m.FailureOut(address=f.address, what=f.what, remedy=f.remedy) for f in desk.record.failures()]

    @api.get("/searches", tags=["searches"])
    def searches() -> list[m.SearchOut]:
        """Searches that are kept, with how much is new in each."""
        return [_search(desk, search) for search in kept.searches(desk.record)]

    @api.post("/searches", tags=["searches"], status_code=201, responses=CONFLICT | TO_FORGET)
    def save(given: m.SearchIn, request: Request) -> m.SearchOut:
        """Keeps a search."""
        ask = given.query.ask()
        _ = ask.days  # an impossible time is told at once
        id = kept.save(desk.record, given.name.strip() or in_words(desk, ask), ask.address(), _who(request))
        found = kept.search(desk.record, id)
        if found is None:
            raise Missing("search")
        return _search(desk, found)

    @api.delete("/searches/{id}", tags=["searches"], status_code=204, responses=CONFLICT)
    def forget(id: Id) -> None:
        """Keeps a search no longer."""
        if kept.search(desk.record, id) is None:
            raise Missing("search")
        kept.forget(desk.record, id)


def _search(desk: Desk, search: kept.Search) -> m.SearchOut:
    ask = ask_of(search)
    try:
        total, new = desk.index.find("claims", ask).total, newest(desk, ask, seconds(search.seen))[0]
    except DragomanError:  # a time that an older version took for one
        total = new = 0
    own = {name: getattr(search, name) for name in ("id", "name", "query", "made_by", "made_at", "seen")}
    return m.SearchOut(**own, claims=total, new=new, feed=f"/searches/{search.id}/feed.atom")


def _who(request: Request) -> str:
    name: str = request.scope["visitor"].name
    return name
