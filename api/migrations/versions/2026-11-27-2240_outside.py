"""matters that no administrative body decides, with their right door

Revision: 20261127_2240_outside, after: 20261127_2230_conversation
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261127_2240_outside"
down_revision = "20261127_2230_conversation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "outside_matter",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("words", JSONB(), nullable=False),
        sa.Column("unless", JSONB(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_outside_matter"),
    )


def downgrade() -> None:
    """Bring the database back to the revision before."""
    op.drop_table("outside_matter")
