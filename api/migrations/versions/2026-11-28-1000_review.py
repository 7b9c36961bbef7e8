"""who reviews a reopened ticket

Revision: 20261128_1000_review, after: 20261127_2330_photos
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_1000_review"
down_revision = "20261128_0900_photo_refs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.add_column("ticket", sa.Column("assigned_to", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Bring the database back to the revision before."""
    op.drop_column("ticket", "assigned_to")
