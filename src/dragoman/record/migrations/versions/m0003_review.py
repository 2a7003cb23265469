"""People's decisions on claims, how far a build is, saved searches, and when a claim came in."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: None = None
depends_on: None = None

_ADDED = (
    ("judgements", "key", sa.String),
    ("judgements", "follows", sa.Integer),
    ("judgements", "context", sa.String),
    ("claims", "review", sa.String),
    ("claims", "added", sa.String),
    ("runs", "stage", sa.String),
    ("runs", "done", sa.Integer),
    ("runs", "total", sa.Integer),
    ("runs", "failed", sa.Integer),
    ("runs", "at", sa.Text),
    ("runs", "heard", sa.String),
)


def upgrade() -> None:
    for table, name, kind in _ADDED:
        op.add_column(table, sa.Column(name, kind()))
    op.create_index("ix_judgements_context", "judgements", ["context"])
    op.create_index("uq_judgements_key_follows", "judgements", ["key", "follows"], unique=True)
    op.create_index("ix_claims_added", "claims", ["added"])
    op.create_table(
        "searches",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
    )


def downgrade() -> None:
    op.drop_table("searches")
    for index, table in (
        ("ix_claims_added", "claims"), ("uq_judgements_key_follows", "judgements"),
        ("ix_judgements_context", "judgements"),
    ):  # fmt: skip
        op.drop_index(index, table)
    for table, name, _ in _ADDED:
        op.drop_column(table, name)
