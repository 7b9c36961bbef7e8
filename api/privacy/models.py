"""Rows of requests about personal data, and of what was done for each."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class DataRequest(Base):
    """What somebody asked about the own data, and until when it must be done (Nghị định 356/2025/NĐ-CP, Điều 5)."""

    __tablename__ = "data_request"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    acknowledge_by: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    due_explanation: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime | None]


class DataRequestEvent(Base):
    """A step of a request. `data` holds counts and notes, never what was erased."""

    __tablename__ = "data_request_event"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("data_request.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    staff_id: Mapped[UUID | None]  # none: the citizen, or the program itself
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
