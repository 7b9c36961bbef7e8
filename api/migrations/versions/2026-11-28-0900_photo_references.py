"""where a channel keeps a photo that is not fetched yet, and when it is tried again

Revision: 20261128_0900_photo_refs, after: 20261127_2330_photos
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0900_photo_refs"
down_revision = "20261127_2330_photos"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.add_column("inbox_message", sa.Column("photo_ref", sa.Text(), nullable=True))
    op.add_column("inbox_message", sa.Column("photo_due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Bring the database back to the revision before."""
    op.drop_column("inbox_message", "photo_due_at")
    op.drop_column("inbox_message", "photo_ref")
