"""What goes into the ticket services and what pages get of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from api.inbox.schemas import Position
from api.people.models import Staff


@dataclass(frozen=True)
class Filing:
    """All that is known of a matter when it is filed. `request_key` makes the filing once only."""

    request_key: str
    channel: str
    act: str
    topic_code: str
    text: str
    conversation_id: UUID | None = None
    commune_code: str | None = None
    place_detail: str | None = None
    position: Position | None = None
    anonymity: str = "open"
    contact_name: str | None = None
    contact_phone: str | None = None
    demo: bool = False
    doubtful: bool = False
    about_code: str | None = None
    understood: dict[str, Any] | None = None


@dataclass(frozen=True)
class Actor:
    """Who takes a step: a member of staff, the citizen, or the system."""

    kind: str
    staff: Staff | None = None

    @classmethod
    def of(cls, staff: Staff) -> "Actor":
        """Return the actor for a member of staff."""
        return cls("staff", staff)


CITIZEN = Actor("citizen")
SYSTEM = Actor("system")


@dataclass(frozen=True)
class QueueRow:
    """A line of an officer's queue."""

    id: UUID
    tracking_code: str
    state: str
    topic_code: str
    topic_name: str
    agency_code: str
    agency_name: str
    commune_name: str | None
    text: str
    received_at: datetime
    due_at: datetime
    restricted: bool
    demo: bool
    suspended: bool
    reopened: str  # mine, given, barred, free; empty unless reopened


@dataclass(frozen=True)
class QueueCounts:
    """How many open tickets an officer has, by what must be done."""

    open: int
    overdue: int
    due_soon: int
    waiting: int
    answered: int
    contribute: int
    extension: int
    review: int


@dataclass(frozen=True)
class Unread:
    """An agency with open restricted tickets that nobody there may read."""

    agency_code: str
    agency_name: str
    count: int
