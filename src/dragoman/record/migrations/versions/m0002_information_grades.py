"""Findings say how credible what they hold is: the Admiralty's 1 to 6."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("findings", sa.Column("grade", sa.Integer()))


def downgrade() -> None:
    op.drop_column("findings", "grade")
