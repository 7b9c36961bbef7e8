"""what the machine understood, kept with the ticket

Revision: 20261127_2000_understood, after: 20261124_1430_plan
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261127_2000_understood"
down_revision = "20261124_1430_plan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.add_column("ticket", sa.Column("understood", postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade() -> None:
    """Bring the database back to the revision before."""
    op.drop_column("ticket", "understood")
