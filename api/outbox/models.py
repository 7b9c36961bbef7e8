"""Rows of the messages that go out."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base

PENDING, SENT, UNDELIVERABLE = "pending", "sent", "undeliverable"


class OutboxMessage(Base):
    """A line for a citizen. `key` makes it once only: the turn and its number, or the reply it carries."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index("ix_outbox_message_pending", "next_attempt_at", postgresql_where="state = 'pending'"),
        Index("ix_outbox_message_conversation_position", "conversation_id", "position"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    position: Mapped[int]
    sender: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    ticket_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    last_error: Mapped[str | None] = mapped_column(String(255))
    sent_at: Mapped[datetime | None]
    external_id: Mapped[str | None] = mapped_column(String(128))


class ChannelToken(Base):
    """Tokens of a channel that hands out new ones by itself (Zalo: a refresh token can be used once only)."""

    __tablename__ = "channel_token"

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    access_token: Mapped[str] = mapped_column(Text)
    refresh_token: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]
