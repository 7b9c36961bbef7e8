"""Rows of deadline rules and of the days that differ from the ordinary calendar."""

import datetime as dt
from uuid import UUID, uuid4

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class DeadlineRow(Base):
    """How long an agency has for a legal class of message, and on what that rests."""

    __tablename__ = "deadline_rule"

    legal_class: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(16), primary_key=True)  # a code, or * for all others
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(String(16))
    extension: Mapped[int] = mapped_column(default=0)  # how much at most, in the same unit; 0: none
    pause_limit: Mapped[int] = mapped_column(default=0)  # working days that an agency may wait for the citizen
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class CalendarDay(Base):
    """A day off or an extra working day beside the national calendar, of one calendar or of all (`*`)."""

    __tablename__ = "calendar_day"

    on: Mapped[dt.date] = mapped_column(primary_key=True)
    calendar: Mapped[str] = mapped_column(String(32), primary_key=True, default="*")
    kind: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class OfficeHours(Base):
    """One span of the office hours of a calendar, as HH:MM of the province's zone."""

    __tablename__ = "office_hours"

    calendar: Mapped[str] = mapped_column(String(32), primary_key=True, default="default")
    starts: Mapped[str] = mapped_column(String(5), primary_key=True)
    ends: Mapped[str] = mapped_column(String(5))
    source: Mapped[str] = mapped_column(Text, default="")
    mark: Mapped[str] = mapped_column(String(16), default="configured")


class Escalation(Base):
    """Who is reminded of a ticket when so much of its time has passed, on which decision."""

    __tablename__ = "escalation"

    legal_class: Mapped[str] = mapped_column(String(32), primary_key=True)  # or * for all others
    at_percent: Mapped[int] = mapped_column(primary_key=True)  # of its working time; 100 is late
    days_late: Mapped[int] = mapped_column(primary_key=True, default=0)  # working days after the deadline
    recipient: Mapped[str] = mapped_column(String(16), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class Suspension(Base):
    """A decision that stops the deadlines of named places, after a storm for example; open without `ends_at`."""

    __tablename__ = "suspension"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    decision: Mapped[str] = mapped_column(String(64), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    communes: Mapped[list[str]]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime | None]
    staff_id: Mapped[UUID]
    ended_by: Mapped[UUID | None]
    created_at: Mapped[dt.datetime]
