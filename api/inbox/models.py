"""Rows of conversations and of the messages that came in."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base

PENDING, DONE, PARKED = "pending", "done", "parked"


class Conversation(Base):
    """One citizen on one channel. `last_position` numbers the lines of both directions."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    channel: Mapped[str] = mapped_column(String(32))
    external_id: Mapped[str] = mapped_column(String(128))
    token_hash: Mapped[str | None] = mapped_column(String(64))
    last_position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    last_citizen_at: Mapped[datetime | None]
    privacy_told_at: Mapped[datetime | None]  # when the notice on personal data was given
    not_for_learning: Mapped[bool] = mapped_column(default=False)  # the citizen objects, or withdrew the consent


class InboxMessage(Base):
    """A message of a citizen. `client_id` is the channel's own id, which makes a repeat harmless."""

    __tablename__ = "inbox_message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_id"),
        Index("ix_inbox_message_pending", "received_at", postgresql_where="state = 'pending'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    client_id: Mapped[str] = mapped_column(String(128))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(String(255))
    photo_ref: Mapped[str | None] = mapped_column(Text)  # where the channel keeps a photo that is not fetched yet
    photo_due_at: Mapped[datetime | None]  # not tried before, after a failure
    latitude: Mapped[float | None]  # of a pin, in degrees, until the matter that it belongs to has it
    longitude: Mapped[float | None]
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(255))
    told_to_wait_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
