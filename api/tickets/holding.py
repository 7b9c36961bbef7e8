"""How long each agency held a ticket: transfers keep the time of each. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.clock.calendar import Calendar
from api.clock.rules import working_minutes
from api.tickets.models import TicketEvent

_MOVES: Final = frozenset({"ticket_forwarded", "agency_succeeded"})
_ENDS: Final = frozenset({"reply_published", "ticket_rejected", "ticket_withdrawn"})


@dataclass(frozen=True)
class Holding:
    """A span in which a ticket lay with an agency; `until` is None while it still does."""

    agency_code: str
    since: datetime
    until: datetime | None
    working_minutes: int


def holdings(log: Iterable[TicketEvent], calendar: Calendar, *, now: datetime) -> list[Holding]:
    """Return who held a ticket when, from its log, oldest event first; between an answer and a reopening nobody did."""
    found: list[Holding] = []
    held: tuple[str, datetime] | None = None
    for step in log:
        if step.kind in ("ticket_received", "ticket_reopened"):
            held = (step.agency_code or "", step.at)
        elif held is not None and step.kind in _MOVES:
            found.append(_span(held, step.at, calendar))
            held = (step.data["to"], step.at)
        elif held is not None and step.kind in _ENDS:
            found.append(_span(held, step.at, calendar))
            held = None
    if held is not None:
        agency, since = held
        found.append(Holding(agency, since, None, working_minutes(since, now, calendar)))
    return found


def _span(held: tuple[str, datetime], until: datetime, calendar: Calendar) -> Holding:
    return Holding(held[0], held[1], until, working_minutes(held[1], until, calendar))
