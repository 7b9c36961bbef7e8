"""A draft reply on a ticket's page: what the knowledge base and published answers say, each sentence with its source.

Nothing is sent here: the officer takes sentences into the field of the reply, changes them and sends.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.console.login import CurrentStaff
from api.console.tickets import show
from api.core.db import UnitOfWork
from api.core.errors import Forbidden
from api.core.time import local, utc_now
from api.knowledge import service
from api.tickets.queries import by_id
from api.tickets.rights import may_handle, require_seen

router = APIRouter(prefix="/phieu/{ticket_id}/ban-nhap")


@router.get("")
async def draft_page(
    request: Request,
    session: UnitOfWork,
    staff: CurrentStaff,
    ticket_id: UUID,
    chosen: Annotated[list[int] | None, Query(alias="cau", max_length=200)] = None,
) -> Response:
    """The ticket's page with the draft; the chosen sentences (by number, from 0) stand in the field of the reply."""
    ticket = require_seen(staff, await by_id(session, ticket_id))
    if not may_handle(staff, ticket):
        raise Forbidden("Ông/bà được xem phiếu này nhưng không được xử lý.")
    draft = await service.draft(session, ticket, on=local(utc_now()).date())
    taken = [sentence.text for number, sentence in enumerate(draft) if number in set(chosen or ())]
    kept = {"text": "\n".join(taken)} if taken else None
    return await show(request, session, staff, ticket, kept=kept, draft=draft)
