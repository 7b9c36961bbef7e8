"""The intake over HTTP, for the action server alone."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request

from api.core.auth import same_secret
from api.core.db import UnitOfWork
from api.core.errors import Unauthorized
from api.core.settings import Settings
from api.core.time import utc_now
from api.intake import service
from api.intake.schemas import Close, Heard, TurnAnswer


async def internal_only(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    """Let only our own processes in, by the token that they share."""
    settings: Settings = request.app.state.settings
    if not same_secret(authorization.removeprefix("Bearer "), settings.internal_token.get_secret_value()):
        raise Unauthorized("Thiếu hoặc sai mã nội bộ.")


router = APIRouter(prefix="/internal/intake", dependencies=[Depends(internal_only)], include_in_schema=False)


@router.post("/turn")
async def turn(heard: Heard, session: UnitOfWork) -> TurnAnswer:
    """Take a message into the draft."""
    return await service.take_turn(session, heard=heard, now=utc_now())


@router.get("/question/{conversation_id}/{message_id}")
async def question(conversation_id: UUID, message_id: str, session: UnitOfWork) -> TurnAnswer:
    """Return the question that stands after a message."""
    saying = await service.ask(session, conversation_id=conversation_id, message_id=message_id, now=utc_now())
    return TurnAnswer(sayings=[saying])


@router.post("/close")
async def close(closing: Close, session: UnitOfWork) -> TurnAnswer:
    """File or drop the draft."""
    return await service.close(session, closing=closing, now=utc_now())


@router.post("/aside")
async def aside(heard: Heard, session: UnitOfWork) -> TurnAnswer:
    """Answer a message that is no matter of its own."""
    return await service.answer_aside(session, heard=heard, now=utc_now())
