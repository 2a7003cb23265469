"""Where the bytes of a report lie and how its text maps to them; a log of custody whose entries are chained by hash."""

import sqlalchemy as sa
from alembic import op

from dragoman.record.dialects import dialect

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    for name in ("canonical", "archive"):
        op.add_column("reports", sa.Column(name, sa.Text()))
    op.add_column("reports", sa.Column("retrieved", sa.String()))
    op.create_table(
        "report_origins",
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_report_origins_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_report_origins")),
    )
    op.create_table(
        "custody",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_custody")),
    )
    op.create_index("ix_custody_subject", "custody", ["subject"])
    for statement in dialect(op.get_bind().dialect.name).append_only("custody"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("custody")
    op.drop_table("report_origins")
    for name in ("retrieved", "archive", "canonical"):
        op.drop_column("reports", name)
