"""The photos of a ticket, for those alone who may see the ticket."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.login import CurrentStaff
from api.core.db import UnitOfWork
from api.core.errors import NotFound
from api.photos.queries import photo_of_ticket
from api.tickets.queries import by_id
from api.tickets.rights import require_seen

router = APIRouter(prefix="/phieu/{ticket_id}/anh")
_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
}


@router.get("/{photo_id}")
async def photo(session: UnitOfWork, staff: CurrentStaff, ticket_id: UUID, photo_id: UUID) -> Response:
    """The picture in full size. Who may not see the ticket is told that there is nothing."""
    ticket = require_seen(staff, await by_id(session, ticket_id))
    found = await photo_of_ticket(session, ticket.id, photo_id)
    if found is None:
        raise NotFound("Phiếu này không có ảnh ấy, hoặc ảnh đã được xóa khi hết thời hạn lưu.")
    return Response(found.content, media_type=found.media_type, headers=_HEADERS)
