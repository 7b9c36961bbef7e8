"""Who may see and handle which ticket. Denunciations and corruption are for a few, by design.md and
Luật Tố cáo 2018: never the accused unit, and no officer who has nothing to do with the case."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from api.core.errors import NotFound
from api.people.models import Staff
from api.people.rules import COORDINATOR, HANDLES_TICKETS, SEES_ALL_AGENCIES
from api.tickets.models import Ticket


def visible_to(staff: Staff) -> ColumnElement[bool]:
    """Return the condition of the tickets that this member of staff may know of."""
    if staff.role not in HANDLES_TICKETS | SEES_ALL_AGENCIES:
        return false()
    own = Ticket.agency_code == staff.agency_code
    contributes = Ticket.contributors.contains([staff.agency_code])
    everywhere = true() if staff.role in SEES_ALL_AGENCIES else false()
    ordinary = and_(Ticket.restricted.is_(False), or_(own, contributes, everywhere))
    return or_(ordinary, and_(Ticket.restricted.is_(True), own)) if staff.sees_restricted else ordinary


def may_see(staff: Staff, ticket: Ticket) -> bool:
    """The same as `visible_to`, for a ticket at hand."""
    own = ticket.agency_code == staff.agency_code
    if ticket.restricted:
        return own and staff.sees_restricted and staff.role in HANDLES_TICKETS | SEES_ALL_AGENCIES
    named = own or staff.agency_code in ticket.contributors
    return staff.role in SEES_ALL_AGENCIES or (named and staff.role in HANDLES_TICKETS)


def may_see_position(staff: Staff, ticket: Ticket) -> bool:
    """Whether this member of staff may see the citizen's pin: only those of the agency that handles the ticket."""
    return may_see(staff, ticket) and staff.role in HANDLES_TICKETS and staff.agency_code == ticket.agency_code


def serves_desk(staff: Staff, ticket: Ticket) -> bool:
    """Whether this member of staff works at the desk that has the ticket, and so may name who reviews it."""
    return (
        may_see(staff, ticket)
        and staff.role in HANDLES_TICKETS
        and (ticket.agency_code == staff.agency_code or staff.role == COORDINATOR)
    )


def may_handle(staff: Staff, ticket: Ticket) -> bool:
    """Whether this member of staff may take steps on the ticket. Nobody judges an own answer that is contested."""
    return serves_desk(staff, ticket) and not is_barred(staff, ticket)


def is_barred(staff: Staff, ticket: Ticket) -> bool:
    """Whether this person answered before and leaves the reopened ticket to others."""
    return str(staff.id) in ticket.not_by


def require_seen(staff: Staff, ticket: Ticket | None) -> Ticket:
    """Return the ticket, or raise NotFound: who may not see it is not told that it exists."""
    if ticket is None or not may_see(staff, ticket):
        raise NotFound("Không có phiếu này, hoặc phiếu không thuộc phạm vi ông/bà phụ trách.")
    return ticket
