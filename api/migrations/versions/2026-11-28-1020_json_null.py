"""what nobody asked for is NULL, not JSON's null

Revision: 20261128_1020_json_null, after: 20261128_1010_ticket_words
"""

from alembic import op

revision = "20261128_1020_json_null"
down_revision = "20261128_1010_ticket_words"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    for column in ("extension_asked", "understood"):
        op.execute(f"UPDATE ticket SET {column} = NULL WHERE {column} = 'null'::jsonb")


def downgrade() -> None:
    """Bring the database back to the revision before: nothing reads the difference."""
