"""Rows of drafts, and of the answers already given to a message."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class IntakeDraft(Base):
    """The matter that a citizen is telling; kept as long as the citizen needs, and filed only on a yes."""

    __tablename__ = "intake_draft"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class IntakeAnswer(Base):
    """What was answered to a message, so that a repeated turn gets the same and does nothing twice."""

    __tablename__ = "intake_answer"

    message_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    step: Mapped[str] = mapped_column(String(16), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]
