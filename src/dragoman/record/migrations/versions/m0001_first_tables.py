"""The first tables: reports, codings, claims, events, judgements, and the full-text index over them."""

import sqlalchemy as sa
from alembic import op

from dragoman.record.dialects import dialect

revision: str = "0001"
down_revision: str | None = None
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "about",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_about")),
    )
    op.create_table(
        "entities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("state", sa.String()),
        sa.Column("latitude", sa.Float()),
        sa.Column("longitude", sa.Float()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entities")),
    )
    op.create_index(op.f("ix_entities_folded"), "entities", ["folded"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("item", sa.Text()),
        sa.Column("time", sa.String()),
        sa.Column("earliest", sa.String()),
        sa.Column("latest", sa.String()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("modality", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_type"), "events", ["type"], unique=False)
    op.create_table(
        "failures",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String()),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_failures")),
    )
    op.create_table(
        "judgements",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("object", sa.String()),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_judgements")),
    )
    op.create_index(op.f("ix_judgements_subject"), "judgements", ["subject"], unique=False)
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("published", sa.String()),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("language", sa.String()),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reports")),
        sa.UniqueConstraint("id", name=op.f("uq_reports_id")),
    )
    op.create_index(op.f("ix_reports_sha256"), "reports", ["sha256"], unique=False)
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("coder_version", sa.String(), nullable=False),
        sa.Column("started", sa.String(), nullable=False),
        sa.Column("finished", sa.String()),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_runs")),
    )
    op.create_table(
        "aliases",
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entities.id"], name=op.f("fk_aliases_entity")),
        sa.PrimaryKeyConstraint("entity", "position", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_folded"), "aliases", ["folded"], unique=False)
    op.create_table(
        "claims",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("actor", sa.JSON(), nullable=False),
        sa.Column("recipient", sa.JSON(), nullable=False),
        sa.Column("item", sa.Text()),
        sa.Column("quantity", sa.JSON(), nullable=False),
        sa.Column("money", sa.JSON(none_as_null=True)),
        sa.Column("time", sa.String()),
        sa.Column("earliest", sa.String()),
        sa.Column("latest", sa.String()),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("modality", sa.String(), nullable=False),
        sa.Column("attribution", sa.Text()),
        sa.Column("trigger_start", sa.Integer()),
        sa.Column("trigger_end", sa.Integer()),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("ck_claims_span")),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_claims_report")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_claims")),
        sa.UniqueConstraint("id", name=op.f("uq_claims_id")),
    )
    op.create_index("ix_claims_report_current", "claims", ["report", "current"], unique=False)
    op.create_index(op.f("ix_claims_type"), "claims", ["type"], unique=False)
    op.create_table(
        "codings",
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("coder_version", sa.String(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_codings_report")),
        sa.PrimaryKeyConstraint("report", "coder_version", name=op.f("pk_codings")),
    )
    op.create_table(
        "event_entities",
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entities.id"], name=op.f("fk_event_entities_entity")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_event_entities_event")),
        sa.PrimaryKeyConstraint("event", "role", "position", name=op.f("pk_event_entities")),
    )
    op.create_index(op.f("ix_event_entities_entity"), "event_entities", ["entity"], unique=False)
    op.create_table(
        "findings",
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("best", sa.JSON(none_as_null=True)),
        sa.Column("low", sa.Float()),
        sa.Column("high", sa.Float()),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_findings_event")),
        sa.PrimaryKeyConstraint("event", "position", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_findings_verdict"), "findings", ["verdict"], unique=False)
    op.create_table(
        "party_names",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entity"], ["entities.id"], name=op.f("fk_party_names_entity")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_party_names")),
    )
    op.create_index(op.f("ix_party_names_entity"), "party_names", ["entity"], unique=False)
    op.create_table(
        "claim_parties",
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name=op.f("fk_claim_parties_claim")),
        sa.PrimaryKeyConstraint("claim", "role", "position", name=op.f("pk_claim_parties")),
    )
    op.create_index(op.f("ix_claim_parties_folded"), "claim_parties", ["folded"], unique=False)
    op.create_index(op.f("ix_claim_parties_name"), "claim_parties", ["name"], unique=False)
    op.create_table(
        "claim_spans",
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name=op.f("fk_claim_spans_claim")),
        sa.PrimaryKeyConstraint("claim", "position", name=op.f("pk_claim_spans")),
    )
    op.create_table(
        "coding_claims",
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("coder_version", sa.String(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name=op.f("fk_coding_claims_claim")),
        sa.ForeignKeyConstraint(["report", "coder_version"], ["codings.report", "codings.coder_version"],
            name=op.f("fk_coding_claims_report_coder_version")),
        sa.PrimaryKeyConstraint("report", "coder_version", "claim", name=op.f("pk_coding_claims")),
    )
    op.create_index(op.f("ix_coding_claims_claim"), "coding_claims", ["claim"], unique=False)
    op.create_table(
        "drops",
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("coder_version", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report", "coder_version"], ["codings.report", "codings.coder_version"],
            name=op.f("fk_drops_report_coder_version")),
        sa.PrimaryKeyConstraint("report", "coder_version", "position", name=op.f("pk_drops")),
    )
    op.create_table(
        "event_claims",
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name=op.f("fk_event_claims_claim")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_event_claims_event")),
        sa.PrimaryKeyConstraint("event", "position", name=op.f("pk_event_claims")),
    )
    op.create_index(op.f("ix_event_claims_claim"), "event_claims", ["claim"], unique=False)
    op.create_table(
        "joins",
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("joined", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name=op.f("fk_joins_claim")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_joins_event")),
        sa.ForeignKeyConstraint(["joined"], ["claims.id"], name=op.f("fk_joins_joined")),
        sa.PrimaryKeyConstraint("event", "position", name=op.f("pk_joins")),
    )
    op.create_table(
        "stages",
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("time", sa.String()),
        sa.Column("claim", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claims.id"], name=op.f("fk_stages_claim")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_stages_event")),
        sa.PrimaryKeyConstraint("event", "position", name=op.f("pk_stages")),
    )
    for statement in dialect(op.get_bind().dialect.name).set_up:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for statement in dialect(op.get_bind().dialect.name).take_down:
        op.get_bind().exec_driver_sql(statement)
    # Those that refer to others before those they refer to.
    for table in (
        "stages", "joins", "event_claims", "drops", "coding_claims", "claim_spans", "claim_parties", "party_names",
        "findings", "event_entities", "codings", "claims", "aliases", "runs", "reports", "judgements", "failures",
        "events", "entities", "about",
    ):  # fmt: skip
        op.drop_table(table)
