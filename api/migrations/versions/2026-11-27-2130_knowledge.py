"""answers to what citizens ask often, and an index of the words of published replies

Revision: 20261127_2130_knowledge, after: 20261127_2200_clocks
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261127_2130_knowledge"
down_revision = "20261127_2200_clocks"
branch_labels = None
depends_on = None

# The same folding as api/core/text.py: marks taken off, small letters. Extensions are not to be had everywhere.
_WORDS = r"""
CREATE FUNCTION reply_words(question text, answer text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.simple', lower(translate(
    regexp_replace(normalize(coalesce(question, '') || ' ' || answer, NFD), U&'[\0300-\036F]', '', 'g'), 'Đđ', 'dd')))
$$
"""


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "knowledge_entry",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("also", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("questions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("unsure", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("legal", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("procedure_code", sa.Text(), nullable=True),
        sa.Column("valid_as_of", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("confidence", sa.String(length=16), nullable=False),
        sa.Column("sources", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["topic"], ["topic.code"], name=op.f("fk_knowledge_entry_topic_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_entry")),
    )
    op.create_table(
        "replaced_text",
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_replaced_text")),
    )
    op.create_table(
        "synonym",
        sa.Column("concept", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("concept", name=op.f("pk_synonym")),
    )
    op.execute(_WORDS)
    op.execute("CREATE INDEX ix_reply_words ON reply USING gin (reply_words(public_question, text)) "
               "WHERE slug IS NOT NULL")  # fmt: skip


def downgrade() -> None:
    """Bring the database back to the revision before."""
    op.execute("DROP INDEX ix_reply_words")
    op.execute("DROP FUNCTION reply_words")
    op.drop_table("synonym")
    op.drop_table("replaced_text")
    op.drop_table("knowledge_entry")
