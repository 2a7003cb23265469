"""What the JSON API sends and takes, with what each field means, for OpenAPI."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from dragoman.coding.claim import Claim
from dragoman.matching.event import Entity, Event, Finding, Value
from dragoman.measures.register import System
from dragoman.record.search import Quoted
from dragoman.sources.report import Report
from dragoman.workspace.asking import LONGEST, MOST, Ask
from dragoman.workspace.index import Head

Values = Annotated[list[str], Field(max_length=MOST)]
EDTF: JsonDict = {"format": "edtf"}
"""Of a text that is a time or empty."""


class Fault(BaseModel):
    """Why there is no answer, and what to do."""

    error: str
    remedy: str


class Asked(BaseModel):
    """Words and filters: of type, status, modality, certainty, year and review any value will do; of party, place and
    source all must hold. ``party`` and ``place`` are ids of entities."""

    model_config = ConfigDict(extra="ignore")

    q: str = Field("", max_length=LONGEST, description='Words that all occur; "..." a phrase, word* a beginning.')
    type: Values = []
    status: Values = []
    modality: Values = []
    certainty: Values = []
    year: Values = []
    review: Values = []
    party: Values = []
    place: Values = []
    source: Values = []
    since: str = Field("", max_length=40, description="A time: 2019, 2019-11, 2019-11-29.", json_schema_extra=EDTF)
    until: str = Field("", max_length=40, description="A time, as ``since``.", json_schema_extra=EDTF)

    def ask(self) -> Ask:
        """The question they put."""
        return Ask.of((name, v) for name, value in self for v in (value if isinstance(value, list) else [value]))


class Counted(BaseModel):
    """A value of a filter with how many have it."""

    value: str
    label: str
    count: int


class EventHead(BaseModel):
    """An event in a list. ``certainty`` is how far it can be relied upon, in a word."""

    id: str
    type: str
    title: str
    time: str | None
    status: str
    modality: str
    certainty: str

    @classmethod
    def of(cls, head: Head) -> "EventHead":
        """The same as JSON."""
        return cls(**{name: getattr(head, name) for name in cls.model_fields})


class Party(BaseModel):
    """An entity by id and name."""

    id: str
    name: str


class SentenceOut(BaseModel):
    """A claim in a list: its sentence, where it stands, and how it was coded."""

    id: str
    report: str
    start: int
    end: int
    quote: str
    type: str
    status: str
    modality: str
    time: str | None
    confidence: float
    coder: str
    review: str | None
    publisher: str | None
    published: str | None

    @classmethod
    def of(cls, found: Quoted) -> "SentenceOut":
        """The same as JSON."""
        own = {name: getattr(found, name) for name in cls.model_fields if name != "quote"}
        return cls(quote="".join(text for text, _ in found.sentence), **own)


class EventFound(BaseModel):
    """An event that was found, with the sentences that hold the words."""

    event: EventHead
    parties: list[Party]
    claims: int
    sources: int
    sentences: list[SentenceOut]


class ClaimFound(BaseModel):
    """A claim that was found, with its event."""

    claim: SentenceOut
    event: EventHead | None
    parties: list[Party]


class EventsFound(BaseModel):
    """A page of events."""

    total: int
    page: int
    pages: int
    events: list[EventFound]
    facets: dict[str, list[Counted]]


class ClaimsFound(BaseModel):
    """A page of claims."""

    total: int
    page: int
    pages: int
    claims: list[ClaimFound]
    facets: dict[str, list[Counted]]


class ValueOut(BaseModel):
    """One value of a slot: ``claims`` state it, ``sources`` say so, at ``stage``."""

    value: Any
    claims: list[str]
    sources: list[str]
    stage: str | None

    @classmethod
    def of(cls, value: Value) -> "ValueOut":
        """The same as JSON."""
        return cls(value=value.value, claims=list(value.claims), sources=list(value.sources), stage=value.stage)


class FindingOut(BaseModel):
    """What the claims of an event say of one slot."""

    slot: str
    verdict: str
    values: list[ValueOut]
    best: Any
    low: float | None
    high: float | None
    rule: str
    reason: str
    grade: int | None

    @classmethod
    def of(cls, finding: Finding) -> "FindingOut":
        """The same as JSON."""
        own = {name: getattr(finding, name) for name in cls.model_fields if name != "values"}
        return cls(values=[ValueOut.of(v) for v in finding.values], **own)


class ClaimOut(BaseModel):
    """A claim with all fields of the coding manual. ``spans`` are [field, start, end] in characters of the report.

    ``current`` tells whether it counts; ``review`` what people last decided on it.
    """

    id: str
    report: str
    start: int
    end: int
    quote: str
    type: str
    actor: list[str]
    recipient: list[str]
    item: str | None
    quantity: list[dict[str, Any]]
    money: dict[str, Any] | None
    time: str | None
    place: list[str]
    status: str
    modality: str
    attribution: str | None
    spans: list[tuple[str, int, int]]
    coder: str
    confidence: float
    current: bool = True
    review: str | None = None
    event: str | None = None

    @classmethod
    def of(cls, claim: Claim, **more: Any) -> "ClaimOut":
        """The same as JSON."""
        spans = [(name, start, end) for name, (start, end) in claim.spans]
        own = {name: getattr(claim, name) for name in ("id", "report", "start", "end", "coder", "confidence")}
        return cls(**own, **claim.as_manual(), spans=spans, **more)


class EventOut(BaseModel):
    """An event with its findings, stages, joins and claims."""

    id: str
    type: str
    title: str
    actor: list[Party]
    recipient: list[Party]
    item: str | None
    time: str | None
    place: list[Party]
    status: str
    modality: str
    certainty: str
    findings: list[FindingOut]
    stages: list[dict[str, str | None]]
    joins: list[dict[str, str]]
    claims: list[ClaimOut]

    @classmethod
    def of(cls, event: Event, certainty: str, claims: list[ClaimOut], entities: dict[str, Entity]) -> "EventOut":
        """The same as JSON."""
        roles = {
            role: [Party(id=id, name=entities[id].name if id in entities else id) for id in getattr(event, role)]
            for role in ("actor", "recipient", "place")
        }
        own: dict[str, Any] = dict(roles)
        own |= {name: getattr(event, name) for name in ("id", "type", "title", "item", "time", "status", "modality")}
        return cls(
            **own, certainty=certainty, claims=claims, findings=[FindingOut.of(f) for f in event.findings],
            stages=[{"status": s, "time": t, "claim": c} for s, t, c in event.stages],
            joins=[{"claim": c, "joined": j, "reason": r} for c, j, r in event.joins],
        )  # fmt: skip


class ReportHeadOut(BaseModel):
    """A report without its text; ``snippet`` holds the words that were looked for."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    snippet: str | None = None
    claims: int | None = None


class ReportsFound(BaseModel):
    """A page of reports."""

    total: int
    page: int
    pages: int
    reports: list[ReportHeadOut]


class ReportOut(BaseModel):
    """A report with its text and claims."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    address: str
    media_type: str
    language: str | None
    sha256: str
    text: str
    claims: list[ClaimOut]

    @classmethod
    def of(cls, report: Report, claims: list[ClaimOut]) -> "ReportOut":
        """The same as JSON."""
        return cls(claims=claims, **{name: getattr(report, name) for name in cls.model_fields if name != "claims"})


class EntityOut(BaseModel):
    """A state, body, company, person, place or system, with how many events tell of it."""

    id: str
    kind: str
    name: str
    aliases: list[str]
    state: str | None
    latitude: float | None
    longitude: float | None
    events: int

    @classmethod
    def of(cls, entity: Entity, events: int) -> "EntityOut":
        """The same as JSON."""
        own = {name: getattr(entity, name) for name in ("id", "kind", "name", "state", "latitude", "longitude")}
        return cls(**own, aliases=list(entity.aliases), events=events)


class EntitiesFound(BaseModel):
    """A page of entities."""

    total: int
    page: int
    pages: int
    entities: list[EntityOut]


class SystemsFound(BaseModel):
    """A page of the register. ``ready`` is false while it is worked out for the first time."""

    ready: bool
    total: int
    page: int
    pages: int
    systems: list[dict[str, Any]]

    @staticmethod
    def row(system: System, names: dict[str, str]) -> dict[str, Any]:
        """A system as JSON."""
        return system.as_json(names)


class DisputeOut(BaseModel):
    """An event with a slot that sources disagree about."""

    event: EventHead
    finding: FindingOut


class DisputesFound(BaseModel):
    """A page of disputes, by events."""

    total: int
    page: int
    pages: int
    disputes: list[DisputeOut]


class YearOut(BaseModel):
    """Events that began in a year."""

    year: int
    events: int


class PlaceOut(BaseModel):
    """A place with its coordinates (degrees) where they are known, and the events told of there."""

    name: str
    latitude: float | None
    longitude: float | None
    area: bool
    at: str
    events: int


class TieOut(BaseModel):
    """Two parties and how many events tell of both."""

    one: Party
    other: Party
    events: int


class RecordOut(BaseModel):
    """How much the record holds."""

    version: str
    reports: int
    words: int
    failures: int
    claims: int
    entities: int
    events: int
    disputes: int
    types: dict[str, int]


class BuildOut(BaseModel):
    """One build: ``state`` is ``runs``, ``ended`` or ``cut short``; ``share`` of it is done (0 to 1)."""

    state: str
    share: float
    coder_version: str
    started: str
    finished: str | None
    stage: str | None
    done: int | None
    total: int | None
    failed: int | None
    at: str | None


class FailureOut(BaseModel):
    """What could not be read or coded: where, why, and what to do."""

    address: str
    what: str
    remedy: str


class SearchOut(BaseModel):
    """A saved search: ``query`` as parameters of an address; how many claims it finds, and how many since ``seen``."""

    id: str
    name: str
    query: str
    made_by: str
    made_at: str
    seen: str
    claims: int
    new: int
    feed: str


class SearchIn(BaseModel):
    """A search to be kept: what is asked, as for the lists, and a name for it."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=200)
    query: Asked


class JudgementOut(BaseModel):
    """A decision: on what, what it was, why, by whom and when (UTC); ``holds`` tells whether it does."""

    number: int
    kind: str
    subject: str
    object: str | None
    decision: str
    reason: str
    made_by: str
    made_at: str
    holds: bool
