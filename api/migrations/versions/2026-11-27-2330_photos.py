"""photos that citizens send from the web chat

Revision: 20261127_2330_photos, after: 20261127_2300_asked
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_2330_photos"
down_revision = "20261127_2300_asked"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_photo_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["inbox_message.id"], name=op.f("fk_photo_message_id_inbox_message"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("message_id", name=op.f("uq_photo_message_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_photo_conversation_id"), "photo", ["conversation_id"])
    op.create_index(op.f("ix_photo_ticket_id"), "photo", ["ticket_id"])


def downgrade() -> None:
    """Bring the database back to the revision before."""
    op.drop_table("photo")
