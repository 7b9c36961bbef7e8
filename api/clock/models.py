"""Rows of deadline rules and of the days that differ from the ordinary calendar."""

import datetime as dt

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
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class CalendarDay(Base):
    """A day off or an extra working day that the province adds to the national calendar."""

    __tablename__ = "calendar_day"

    on: Mapped[dt.date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class OfficeHours(Base):
    """One span of the province's office hours, as HH:MM of its zone."""

    __tablename__ = "office_hours"

    starts: Mapped[str] = mapped_column(String(5), primary_key=True)
    ends: Mapped[str] = mapped_column(String(5))
