"""The tables of a record.

Every id that leaves a record is a hash of content. The ``number`` of reports and claims is there for the full-text
index alone: it depends on the order of arrival, so nothing is ever sorted or exported by it.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
})

about = Table(
    "about", metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

runs = Table(
    "runs", metadata,
    Column("number", Integer, primary_key=True),
    Column("coder_version", String, nullable=False),
    Column("started", String, nullable=False),
    Column("finished", String),
    Column("stage", String),
    Column("done", Integer),
    Column("total", Integer),
    Column("failed", Integer),
    Column("at", Text),
    Column("heard", String),
)

reports = Table(
    "reports", metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("publisher", Text),
    Column("published", String),
    Column("address", Text, nullable=False),
    Column("media_type", String, nullable=False),
    Column("language", String),
    Column("sha256", String, nullable=False, index=True),
    Column("words", Integer, nullable=False),
    Column("canonical", Text),
    Column("archive", Text),
    Column("retrieved", String),
)

# How the text of a report maps to its bytes: apart from the reports, since it is asked for one report at a time.
report_origins = Table(
    "report_origins", metadata,
    Column("report", ForeignKey("reports.id"), primary_key=True),
    Column("origins", JSON, nullable=False),
)

failures = Table(
    "failures", metadata,
    Column("address", Text, primary_key=True),
    Column("what", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("sha256", String),
)

codings = Table(
    "codings", metadata,
    Column("report", ForeignKey("reports.id"), primary_key=True),
    Column("coder_version", String, primary_key=True),
    Column("current", Boolean, nullable=False),
)

claims = Table(
    "claims", metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("report", ForeignKey("reports.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("type", String, nullable=False, index=True),
    Column("actor", JSON, nullable=False),
    Column("recipient", JSON, nullable=False),
    Column("item", Text),
    Column("quantity", JSON, nullable=False),
    Column("money", JSON(none_as_null=True)),
    Column("time", String),
    Column("earliest", String),
    Column("latest", String),
    Column("place", JSON, nullable=False),
    Column("status", String, nullable=False),
    Column("modality", String, nullable=False),
    Column("attribution", Text),
    Column("trigger_start", Integer),
    Column("trigger_end", Integer),
    Column("coder", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("review", String),
    Column("added", String, index=True),
    CheckConstraint('start >= 0 AND "end" > start', name="span"),
    Index("ix_claims_report_current", "report", "current"),
)

coding_claims = Table(
    "coding_claims", metadata,
    Column("report", String, primary_key=True),
    Column("coder_version", String, primary_key=True),
    Column("claim", ForeignKey("claims.id"), primary_key=True, index=True),
    ForeignKeyConstraint(["report", "coder_version"], ["codings.report", "codings.coder_version"]),
)

claim_parties = Table(
    "claim_parties", metadata,
    Column("claim", ForeignKey("claims.id"), primary_key=True),
    Column("role", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("folded", Text, nullable=False, index=True),
)

claim_spans = Table(
    "claim_spans", metadata,
    Column("claim", ForeignKey("claims.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("field", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

drops = Table(
    "drops", metadata,
    Column("report", String, primary_key=True),
    Column("coder_version", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    ForeignKeyConstraint(["report", "coder_version"], ["codings.report", "codings.coder_version"]),
)

entities = Table(
    "entities", metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, index=True),
    Column("state", String),
    Column("latitude", Float),
    Column("longitude", Float),
)

aliases = Table(
    "aliases", metadata,
    Column("entity", ForeignKey("entities.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("alias", Text, nullable=False),
    Column("folded", Text, nullable=False, index=True),
)

party_names = Table(
    "party_names", metadata,
    Column("name", Text, primary_key=True),
    Column("entity", ForeignKey("entities.id"), nullable=False, index=True),
)

events = Table(
    "events", metadata,
    Column("id", String, primary_key=True),
    Column("type", String, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("item", Text),
    Column("time", String),
    Column("earliest", String),
    Column("latest", String),
    Column("status", String, nullable=False),
    Column("modality", String, nullable=False),
)

event_claims = Table(
    "event_claims", metadata,
    Column("event", ForeignKey("events.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("claim", ForeignKey("claims.id"), nullable=False, index=True),
)

event_entities = Table(
    "event_entities", metadata,
    Column("event", ForeignKey("events.id"), primary_key=True),
    Column("role", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("entity", ForeignKey("entities.id"), nullable=False, index=True),
)

findings = Table(
    "findings", metadata,
    Column("event", ForeignKey("events.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("slot", String, nullable=False),
    Column("verdict", String, nullable=False, index=True),
    Column("values", JSON, nullable=False),
    Column("best", JSON(none_as_null=True)),
    Column("low", Float),
    Column("high", Float),
    Column("rule", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("grade", Integer),
)

stages = Table(
    "stages", metadata,
    Column("event", ForeignKey("events.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("status", String, nullable=False),
    Column("time", String),
    Column("claim", ForeignKey("claims.id"), nullable=False),
)

joins = Table(
    "joins", metadata,
    Column("event", ForeignKey("events.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("claim", ForeignKey("claims.id"), nullable=False),
    Column("joined", ForeignKey("claims.id"), nullable=False),
    Column("reason", Text, nullable=False),
)

# Subjects are ids of claims, events or entities, deliberately without a foreign key: a person's judgement outlives the
# coding and the matching it was made on.
judgements = Table(
    "judgements", metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("object", String),
    Column("decision", String, nullable=False),
    Column("value", JSON(none_as_null=True)),
    Column("reason", Text, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", String, nullable=False),
    # What it is about, the number of the decision on the same that its maker had seen (0: none), and the report of a
    # claim. No two decisions may follow the same one: whoever comes second is told of the first.
    Column("key", String),
    Column("follows", Integer),
    Column("context", String, index=True),
    Index("uq_judgements_key_follows", "key", "follows", unique=True),
)

searches = Table(
    "searches", metadata,
    Column("id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("seen", String, nullable=False),
)

# Appended only. ``details`` is text, not JSON: the hash is over what is written, to the letter.
custody = Table(
    "custody", metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("details", Text, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
)

MATCHED = (joins, stages, findings, event_entities, event_claims, events, party_names, aliases, entities)
"""What a new matching replaces, children before parents."""
