"""questions as citizens put them, with the entry that answers each, or none

Revision: 20261127_2300_asked, after: 20261127_2240_outside
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_2300_asked"
down_revision = "20261127_2240_outside"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "asked_question",
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("entry", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_asked_question")),
    )


def downgrade() -> None:
    """Bring the database back to the revision before."""
    op.drop_table("asked_question")
