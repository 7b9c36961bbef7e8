"""Rows of the steps of a deadline that were reached, and of the notices that staff read in the console."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class DeadlineStep(Base):
    """A step (50 %, 80 %, late) that a clock reached; a moved deadline has steps of its own."""

    __tablename__ = "deadline_step"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(16), primary_key=True)
    reached_at: Mapped[datetime]
    told_at: Mapped[datetime | None]


class StaffNotice(Base):
    """One digest for one member of staff: `lines` name tickets and what is the matter with each."""

    __tablename__ = "staff_notice"
    __table_args__ = (Index("ix_staff_notice_staff_id_at", "staff_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    lines: Mapped[list[dict[str, Any]]]
    read_at: Mapped[datetime | None]
