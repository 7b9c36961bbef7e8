"""Rows of tickets, their append-only events and their replies.

The events are the truth of every figure; a ticket's own columns are their latest state, kept for queues.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class Ticket(Base):
    """One matter of one citizen with one clock."""

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_queue", "agency_code", "state", "due_at"),
        Index("ix_ticket_received_at", "received_at"),
        Index("ix_ticket_words", text("reply_words(place_detail, text)"), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    tracking_code: Mapped[str] = mapped_column(String(16), unique=True)
    request_key: Mapped[str] = mapped_column(String(128), unique=True)
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversation.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str] = mapped_column(String(32))
    demo: Mapped[bool] = mapped_column(default=False)

    act: Mapped[str] = mapped_column(String(16))
    legal_class: Mapped[str] = mapped_column(String(32))
    topic_code: Mapped[str] = mapped_column(String(16), index=True)
    restricted: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)
    understood: Mapped[dict[str, Any] | None]
    commune_code: Mapped[str | None] = mapped_column(String(8), index=True)
    place_detail: Mapped[str | None] = mapped_column(String(500))
    # The citizen's pin, in degrees: sensitive (Nghị định 356/2025/NĐ-CP), for the handling agency alone.
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    anonymity: Mapped[str] = mapped_column(String(16), default="open")
    contact_name: Mapped[str | None] = mapped_column(String(128))
    contact_phone: Mapped[str | None] = mapped_column(String(32))

    state: Mapped[str] = mapped_column(String(32))
    agency_code: Mapped[str] = mapped_column(String(64))
    unit: Mapped[str | None] = mapped_column(String(128))
    lead_agency_code: Mapped[str | None] = mapped_column(String(64))
    about_code: Mapped[str | None] = mapped_column(String(64))  # the agency that the matter complains of
    rule: Mapped[str] = mapped_column(Text)
    forwards: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1)

    received_at: Mapped[datetime]
    clock_started_at: Mapped[datetime]  # of the present round
    calendar: Mapped[str] = mapped_column(String(32))
    due_at: Mapped[datetime]
    due_explanation: Mapped[str] = mapped_column(Text)
    deadline_amount: Mapped[int]
    deadline_unit: Mapped[str] = mapped_column(String(16))
    deadline_source: Mapped[str] = mapped_column(Text)
    deadline_mark: Mapped[str] = mapped_column(String(16))
    extension_limit: Mapped[int] = mapped_column(default=0)
    pause_limit: Mapped[int] = mapped_column(default=0)  # working days in one round
    paused_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]  # by a decision for its commune, while that holds
    suspended_by: Mapped[str | None] = mapped_column(String(64))
    extension_asked: Mapped[dict[str, Any] | None]
    extended_at: Mapped[datetime | None]
    contributors: Mapped[list[str]] = mapped_column(default=list)  # agencies asked to contribute inside
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    rating: Mapped[int | None]
    not_by: Mapped[list[str]] = mapped_column(default=list)  # staff who answered before: others look at it again
    assigned_to: Mapped[UUID | None]  # who reviews the reopened ticket, once somebody has taken it or was named
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TicketFollow(Base):
    """A citizen who told of the same matter and follows this ticket instead of filing another."""

    __tablename__ = "ticket_follow"

    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]


class TicketEvent(Base):
    """A step of a ticket. Rows are only ever added (a trigger refuses changes)."""

    __tablename__ = "ticket_event"
    __table_args__ = (Index("ix_ticket_event_ticket_id_id", "ticket_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))
    kind: Mapped[str] = mapped_column(String(32), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[UUID | None]
    agency_code: Mapped[str | None] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Reply(Base):
    """An agency's answer. With a `slug` it stands on the public portal under a lasting address."""

    __tablename__ = "reply"
    __table_args__ = (
        Index(
            "ix_reply_words",
            text("reply_words(public_question, text)"),
            postgresql_using="gin",
            postgresql_where=text("slug IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    round: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    staff_id: Mapped[UUID]
    agency_code: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(index=True)
    slug: Mapped[str | None] = mapped_column(String(96), unique=True)
    public_question: Mapped[str | None] = mapped_column(Text)


class Contribution(Base):
    """What the agency that leads a ticket asked of another one, and its answer. Seen inside only."""

    __tablename__ = "ticket_contribution"
    __table_args__ = (UniqueConstraint("ticket_id", "agency_code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    agency_code: Mapped[str] = mapped_column(String(64), index=True)
    question: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
