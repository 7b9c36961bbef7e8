"""Rows of staff, their sessions, and the log of what was changed of an account."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.core.db import Base


class Staff(Base):
    """A person who works in the console."""

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(128))
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(32))
    agency_code: Mapped[str] = mapped_column(String(64), index=True)
    sees_restricted: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    last_login_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class StaffSession(Base):
    """A login; the cookie holds the token, the row its hash."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship(lazy="joined")


class StaffEvent(Base):
    """One change of an account. Only ever added to, and kept when the account of a sample is removed."""

    __tablename__ = "staff_event"
    __table_args__ = (Index("ix_staff_event_staff_id_id", "staff_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    staff_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    by_staff_id: Mapped[UUID | None]  # none: a command on the machine
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
