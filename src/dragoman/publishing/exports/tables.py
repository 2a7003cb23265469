"""A record as tables: which columns, what each means, and the rows. The data package writes them, an import reads them.

Types are those of Frictionless Table Schema. Lists are JSON in CSV and nested columns in Parquet; a value of any kind
(``any``) is text where it is text, else JSON.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.codebook.types import MODALITIES, STATUSES, load_codebook
from dragoman.coding.claim import Claim
from dragoman.publishing.exports.contents import Contents

Row = tuple[Any, ...]

STRINGS = "array of strings"
"""Columns that Frictionless calls ``array``: lists of names, or of ids."""


@dataclass(frozen=True, slots=True)
class Column:
    """``type`` as Table Schema has it, or ``STRINGS``; ``values`` are all that may stand there."""

    name: str
    type: str
    description: str
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One resource. ``refers`` gives for a column the table and column whose values it takes."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Contents], Iterable[Row]]
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


def tables(contents: Contents) -> tuple[Table, ...]:
    """All tables, each after those it refers to."""
    types = tuple(dict.fromkeys((*load_codebook().types, *sorted({c.type for c in contents.claims}))))
    return (
        Table("codebook", "What is coded: the types", _CODEBOOK, ("type",), lambda _: _codebook(types)),
        Table("reports", "What was read", _REPORTS, ("id",), _reports),
        Table("origins", "Where a report's text stands in the original", _ORIGINS, ("report", "position"), _origins,
              {"report": ("reports", "id")}),
        Table("claims", "What single sentences say", _claim_columns(types), ("id",), _claims,
              {"report": ("reports", "id"), "type": ("codebook", "type")}),
        Table("spans", "Where in the report each field of a claim was read", _SPANS, ("claim", "position"), _spans,
              {"claim": ("claims", "id")}),
        Table("entities", "Who and what takes part", _ENTITIES, ("id",), _entities),
        Table("names", "Which entity a name in a claim stands for", _NAMES, ("name",), _names,
              {"entity": ("entities", "id")}),
        Table("events", "Claims of one happening", _event_columns(types), ("id",), _events,
              {"type": ("codebook", "type")}),
        Table("event_claims", "Which claims an event is made of", _EVENT_CLAIMS, ("event", "position"), _event_claims,
              {"event": ("events", "id"), "claim": ("claims", "id")}),
        Table("joins", "Why a claim is held to be about the same happening as another", _JOINS, ("event", "position"),
              _joins, {"event": ("events", "id"), "claim": ("claims", "id"), "joined": ("claims", "id")}),
        Table("event_parties", "Who takes part in an event, and where it takes place", _EVENT_PARTIES,
              ("event", "role", "position"), _event_parties, {"event": ("events", "id"), "entity": ("entities", "id")}),
        Table("findings", "What the claims of an event say of one slot", _FINDINGS, ("event", "position"),
              _findings, {"event": ("events", "id")}),
        Table("finding_values", "Each value of a slot, with who says it", _VALUES,
              ("event", "finding", "position"), _values, {"event": ("events", "id")}),
        Table("judgements", "What people decided", _JUDGEMENTS, ("number",), _judgements),
    )  # fmt: skip


_STATUS = "The stage that was reached, from the ladder of the coding manual"
_MODALITY = "How the text vouches for it (PLOVER auxiliary modes)"
_EDTF = "When, as EDTF (ISO 8601-2)"

_CODEBOOK = (
    Column("type", "string", "Name of the type, as in claims and events", True),
    Column("title", "string", "Name for readers"),
    Column("family", "string", "What kind of happening it is"),
    Column("definition", "string", "What is coded under this type"),
    Column("standard", "string", "The standard of the field that it comes from"),
    Column("intensity", "number", "From -10 (hostile) to 10 (cooperative), after PLOVER"),
    Column("actor", "string", "What the actor of this type is called"),
    Column("recipient", "string", "What the recipient is called; empty where all parties are actors"),
)
_REPORTS = (
    Column("id", "string", "Hash of text, title, publisher and date", True),
    Column("title", "string", "Title"),
    Column("publisher", "string", "Who published it"),
    Column("published", "string", "When, as an ISO date; empty where the source does not say"),
    Column("address", "string", "Where it was found", True),
    Column("media_type", "string", "What kind of file it was", True),
    Column("language", "string", "Language, ISO 639-1"),
    Column("sha256", "string", "SHA-256 of the bytes as they came", True),
    Column("canonical", "string", "The web address that it gives as its own"),
    Column("archive", "string", "Where its bytes lie, when not at the address itself"),
    Column("retrieved", "string", "When the bytes came over the network, UTC (ISO 8601)"),
    Column("coder_version", "string", "Which coder's coding holds; person: and a name where a person coded"),
    Column("text", "string", "Its main text, whose characters all offsets count; empty where left out"),
)
_ORIGINS = (
    Column("report", "string", "Id of the report", True),
    Column("position", "integer", "Order", True),
    Column("start", "integer", "First character in the report's text", True),
    Column("end", "integer", "Character after the last", True),
    Column("place", "string", "Part of the original: page=3, paragraph=12; empty where it has none"),
    Column("source_start", "integer", "First character in that part of the original", True),
    Column("source_end", "integer", "Character after the last", True),
)
_SPANS = (
    Column("claim", "string", "Id of the claim", True),
    Column("position", "integer", "Order", True),
    Column("field", "string", "Field of the claim", True),
    Column("start", "integer", "First character in the report's text", True),
    Column("end", "integer", "Character after the last", True),
)
_ENTITIES = (
    Column("id", "string", "Id in the word lists (state:rs) or a hash", True),
    Column("kind", "string", "State, body, company, person, place, system, group or unknown", True),
    Column("name", "string", "Common name", True),
    Column("state", "string", "Id of the state it belongs to"),
    Column("latitude", "number", "Degrees north (WGS 84)"),
    Column("longitude", "number", "Degrees east (WGS 84)"),
    Column("aliases", STRINGS, "Other names"),
)
_NAMES = (
    Column("name", "string", "As claims write it", True),
    Column("entity", "string", "Id of the entity", True),
)
_EVENT_CLAIMS = (
    Column("event", "string", "Id of the event", True),
    Column("claim", "string", "Id of the claim", True),
    Column("position", "integer", "Order within the event", True),
)
_JOINS = (
    Column("event", "string", "Id of the event", True),
    Column("position", "integer", "Order within the event", True),
    Column("claim", "string", "Id of the claim that joined", True),
    Column("joined", "string", "Id of the claim that it joined", True),
    Column("reason", "string", "Why it joined"),
)
_EVENT_PARTIES = (
    Column("event", "string", "Id of the event", True),
    Column("role", "string", "What the entity is in it", True, ("actor", "recipient", "place")),
    Column("position", "integer", "Order within the role", True),
    Column("entity", "string", "Id of the entity", True),
)
_FINDINGS = (
    Column("event", "string", "Id of the event", True),
    Column("position", "integer", "Order within the event", True),
    Column("slot", "string", "What it is about: happened, status, quantity:drone, money, time, place, item", True),
    Column("verdict", "string", "Whether sources agree", True, ("agreed", "single-source", "disputed", "superseded")),
    Column("best", "any", "The value that stands; a quantity or sum as in claims"),
    Column("low", "number", "Lowest number stated"),
    Column("high", "number", "Highest number stated"),
    Column("rule", "string", "Which rule chose the best value"),
    Column("reason", "string", "Why a dispute is one"),
    Column("grade", "integer", "Admiralty grade of information, 1 (confirmed) to 6 (cannot be judged)"),
)
_VALUES = (
    Column("event", "string", "Id of the event", True),
    Column("finding", "integer", "Position of the finding", True),
    Column("position", "integer", "Order within the finding", True),
    Column("slot", "string", "As in findings", True),
    Column("value", "any", "The value; a quantity or sum as in claims"),
    Column("stage", "string", "The stage it is told at"),
    Column("sources", STRINGS, "Who says so"),
    Column("claims", STRINGS, "Ids of the claims that say so"),
)
_JUDGEMENTS = (
    Column("number", "integer", "Order in which they were made", True),
    Column("kind", "string", "What was decided on", True),
    Column("subject", "string", "Id of what it is about", True),
    Column("object", "string", "Id of the other one, where it is about two"),
    Column("decision", "string", "What was decided", True),
    Column("value", "string", "What belongs to the decision, as JSON"),
    Column("reason", "string", "Why"),
    Column("made_by", "string", "Who decided", True),
    Column("made_at", "string", "When, UTC (ISO 8601)", True),
)


def _claim_columns(types: Sequence[str]) -> tuple[Column, ...]:
    return (
        Column("id", "string", "Hash of report, place and fields", True),
        Column("report", "string", "Id of the report", True),
        Column("start", "integer", "First character of the quote in the report's text", True),
        Column("end", "integer", "Character after the last", True),
        Column("quote", "string", "The sentence, to the letter", True),
        Column("type", "string", "One of the codebook's types", True, tuple(types)),
        Column("actor", STRINGS, "Who does it"),
        Column("recipient", STRINGS, "To whom"),
        Column("item", "string", "What"),
        Column("quantity", "array", "How many of what: list of value, unit and approx"),
        Column("money_amount", "number", "Sum in full units; of a range the lower end"),
        Column("money_max", "number", "Upper end of a range"),
        Column("money_currency", "string", "ISO 4217"),
        Column("money_approx", "string", "How exact the sum is", False, ("about", "at_least", "at_most")),
        Column("time", "string", _EDTF),
        Column("place", STRINGS, "Where"),
        Column("status", "string", _STATUS, True, STATUSES),
        Column("modality", "string", _MODALITY, True, MODALITIES),
        Column("attribution", "string", "Who says so, where it is not the author"),
        Column("trigger_start", "integer", "First character of the announcing word"),
        Column("trigger_end", "integer", "Character after its last"),
        Column("coder", "string", "Who coded it: rules, model, a person", True),
        Column("confidence", "number", "How sure the coder is, 0 to 1", True),
        Column(
            "counts", "boolean", "Whether it counts: a person may have rejected it or put another in its place", True
        ),
        Column("coded", "boolean", "Whether a coder made it; false where a decision of a person did", True),
    )


def _event_columns(types: Sequence[str]) -> tuple[Column, ...]:
    return (
        Column("id", "string", "Hash of its claims", True),
        Column("type", "string", "One of the codebook's types", True, tuple(types)),
        Column("title", "string", "Who, what, to whom", True),
        Column("item", "string", "What"),
        Column("time", "string", _EDTF),
        Column("status", "string", _STATUS, True, STATUSES),
        Column("modality", "string", _MODALITY, True, MODALITIES),
        Column("stages", "array", "The stages it went through: list of status, time and claim"),
    )


def _codebook(types: Sequence[str]) -> Iterator[Row]:
    known = load_codebook().types
    for name in types:
        kind = known.get(name)
        if kind is None:  # a type of somebody's own that this installation does not have
            yield (name, None, None, None, None, None, None, None)
        else:
            yield (name, kind.title, kind.family, " ".join(kind.definition.split()), kind.standard, kind.intensity,
                   kind.roles.get("actor"), kind.roles.get("recipient"))  # fmt: skip


def _reports(contents: Contents) -> Iterator[Row]:
    for r in contents.reports:
        text = r.text if contents.about.texts else None
        yield (r.id, r.title, r.publisher, r.published, r.address, r.media_type, r.language, r.sha256,
               r.canonical, r.archive, r.retrieved, contents.codings.get(r.id), text)  # fmt: skip


def _origins(contents: Contents) -> Iterator[Row]:
    for report in contents.reports if contents.about.texts else ():
        for position, o in enumerate(report.origins):
            yield report.id, position, o.start, o.end, o.place or None, o.source_start, o.source_end


def _claims(contents: Contents) -> Iterator[Row]:
    coded = contents.claims if contents.coded is None else contents.coded
    counting, made = {claim.id for claim in contents.claims}, {claim.id for claim in coded}
    every = {claim.id: claim for claim in (*coded, *contents.claims)}
    for claim in sorted(every.values(), key=lambda c: (c.report, c.start, c.end, c.id)):
        yield (*_claim_row(claim), claim.id in counting, claim.id in made)


def _claim_row(claim: Claim) -> Row:
    manual = claim.as_manual()
    money = manual["money"] or {}
    start, end = claim.trigger or (None, None)
    return (
        claim.id, claim.report, claim.start, claim.end, claim.quote, claim.type, manual["actor"], manual["recipient"],
        claim.item, manual["quantity"], money.get("amount"), money.get("max"), money.get("currency"),
        money.get("approx"), claim.time, manual["place"], claim.status, claim.modality, claim.attribution, start, end,
        claim.coder, claim.confidence,
    )  # fmt: skip


def _spans(contents: Contents) -> Iterator[Row]:
    for claim in {c.id: c for c in (*(contents.coded or ()), *contents.claims)}.values():
        for position, (name, (start, end)) in enumerate(claim.spans):
            yield claim.id, position, name, start, end


def _entities(contents: Contents) -> Iterator[Row]:
    for e in contents.matching.entities:
        yield e.id, e.kind, e.name, e.state, e.latitude, e.longitude, list(e.aliases)


def _names(contents: Contents) -> Iterator[Row]:
    return iter(sorted(contents.matching.parties.items()))


def _events(contents: Contents) -> Iterator[Row]:
    for e in contents.events:
        stages = [{"status": status, "time": time, "claim": claim} for status, time, claim in e.stages]
        yield e.id, e.type, e.title, e.item, e.time, e.status, e.modality, stages


def _event_claims(contents: Contents) -> Iterator[Row]:
    for event in contents.events:
        for position, claim in enumerate(event.claims):
            yield event.id, claim, position


def _joins(contents: Contents) -> Iterator[Row]:
    for event in contents.events:
        for position, (later, earlier, reason) in enumerate(event.joins):
            yield event.id, position, later, earlier, reason


def _event_parties(contents: Contents) -> Iterator[Row]:
    for event in contents.events:
        for role in ("actor", "recipient", "place"):
            for position, entity in enumerate(getattr(event, role)):
                yield event.id, role, position, entity


def _findings(contents: Contents) -> Iterator[Row]:
    for event in contents.events:
        for at, f in enumerate(event.findings):
            yield event.id, at, f.slot, f.verdict, f.best, f.low, f.high, f.rule, f.reason or None, f.grade


def _values(contents: Contents) -> Iterator[Row]:
    for event in contents.events:
        for at, f in enumerate(event.findings):
            for position, v in enumerate(f.values):
                yield event.id, at, position, f.slot, v.value, v.stage, list(v.sources), list(v.claims)


def _judgements(contents: Contents) -> Iterator[Row]:
    for j in contents.judgements:
        value = None if j.value is None else json.dumps(j.value, ensure_ascii=False)
        yield j.number, j.kind, j.subject, j.object, j.decision, value, j.reason, j.made_by, j.made_at
