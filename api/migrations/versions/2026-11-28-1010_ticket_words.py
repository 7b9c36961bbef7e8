"""an index of the words of tickets, with and without marks

Revision: 20261128_1010_ticket_words, after: 20261128_1000_review
"""

from alembic import op

revision = "20261128_1010_ticket_words"
down_revision = "20261128_1000_review"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.execute("CREATE INDEX ix_ticket_words ON ticket USING gin (reply_words(place_detail, text))")


def downgrade() -> None:
    """Bring the database back to the revision before."""
    op.execute("DROP INDEX ix_ticket_words")
