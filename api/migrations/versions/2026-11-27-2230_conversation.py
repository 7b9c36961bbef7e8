"""followers, who may not handle a reopened ticket, questions of topics, rights about personal data, retention

Revision: 20261127_2230_conversation, after: 20261127_2230_pins
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261127_2230_conversation"
down_revision = "20261127_2230_pins"
branch_labels = None
depends_on = None

_JSONB = postgresql.JSONB(astext_type=sa.Text())
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the database to this revision."""
    op.add_column("ticket", sa.Column("not_by", _JSONB, nullable=False, server_default="[]"))
    op.alter_column("ticket", "not_by", server_default=None)
    op.add_column("conversation", sa.Column("privacy_told_at", _AT, nullable=True))
    op.add_column(
        "conversation", sa.Column("not_for_learning", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("conversation", "not_for_learning", server_default=None)
    _chosen_by_the_province()
    op.create_table(
        "ticket_follow",
        sa.Column("ticket_id", sa.Uuid(), sa.ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("conversation_id", sa.Uuid(), sa.ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("at", _AT, nullable=False),
    )
    op.create_index("ix_ticket_follow_conversation_id", "ticket_follow", ["conversation_id"])
    _requests()


def _chosen_by_the_province() -> None:
    op.create_table(
        "topic_question",
        sa.Column("topic", sa.String(16), sa.ForeignKey("topic.code"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        *(sa.Column(name, _JSONB, nullable=False) for name in ("buttons", "if_words", "unless_words")),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
    )
    op.create_table(
        "rating_reason",
        sa.Column("code", sa.String(16), primary_key=True),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("place_in_list", sa.Integer(), nullable=False),
    )
    op.create_table(
        "retention_rule",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
    )
    op.create_table(
        "data_right",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("acknowledge_days", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
    )


def _requests() -> None:
    op.create_table(
        "data_request",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("conversation_id", sa.Uuid(), sa.ForeignKey("conversation.id", ondelete="SET NULL"), nullable=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("acknowledge_by", _AT, nullable=False),
        sa.Column("acknowledged_at", _AT, nullable=True),
        sa.Column("due_at", _AT, nullable=False),
        sa.Column("due_explanation", sa.Text(), nullable=False),
        sa.Column("done_at", _AT, nullable=True),
    )
    op.create_index("ix_data_request_conversation_id", "data_request", ["conversation_id"])
    op.create_table(
        "data_request_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("request_id", sa.Uuid(), sa.ForeignKey("data_request.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("data", _JSONB, nullable=False),
    )
    op.create_index("ix_data_request_event_request_id", "data_request_event", ["request_id"])


def downgrade() -> None:
    """Bring the database back to the revision before."""
    for table in (
        "data_request_event", "data_request", "ticket_follow", "data_right", "retention_rule", "rating_reason",
        "topic_question",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("conversation", "not_for_learning")
    op.drop_column("conversation", "privacy_told_at")
    op.drop_column("ticket", "not_by")
