"""The chat page: whole pages without script, single lines with it."""

import hashlib
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Form, Header, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.core.db import Database
from api.core.errors import Invalid, Unauthorized
from api.core.pages import refuse_foreign_forms
from api.core.time import utc_now
from api.inbox.models import Conversation, InboxMessage
from api.inbox.schemas import Position
from api.inbox.service import open_conversation, receive, start_conversation
from api.outbox.queries import button_title, transcript
from api.outbox.schemas import Line
from api.photos import service as photos
from bot.channels.webchat.shown import shown
from bot.channels.webchat.stream import new_lines, wait_for_answer
from bot.channels.webchat.uploads import UploadRoute, picture_of

pages_router = APIRouter(include_in_schema=False, dependencies=[Depends(refuse_foreign_forms)])
_photo_router = APIRouter(route_class=UploadRoute)

COOKIE = "pd_chat"
_COOKIE_SECONDS = 180 * 86_400
# Without script the page cannot change by itself: after a message it is held back until the answer is there.
_WAIT_SECONDS = 6.0
_RETRY_MILLISECONDS = 2_000


@pages_router.get("/")
async def chat_page(request: Request, sau: Annotated[int | None, Query(ge=0)] = None) -> Response:
    """The conversation and the field; with `sau`, once there is an answer to that position."""
    database: Database = request.app.state.database
    async with database.transaction() as session:
        conversation = await _conversation_of_cookie(session, request)
    if conversation is not None and sau is not None:
        listener = request.app.state.listener
        await wait_for_answer(database, listener, conversation.id, after=sau, seconds=_WAIT_SECONDS)
    return await _page(request, conversation)


@pages_router.post("/chat")
async def send(
    request: Request,
    client_id: Annotated[UUID, Form()],
    text: Annotated[str, Form()] = "",
    payload: Annotated[str | None, Form(max_length=255)] = None,
    after: Annotated[int, Form(ge=0)] = 0,
    hx_request: Annotated[str | None, Header()] = None,
) -> Response:
    """Take a message or a tapped button: a whole page follows, or with htmx the lines since `after`."""
    database: Database = request.app.state.database
    try:
        async with database.transaction() as session:
            conversation, token = await _conversation_to_write(session, request)
            message = await _receive(session, conversation, client_id, text, payload)
    except Invalid as problem:
        return await _refused(request, problem, text, client_id, by_script=bool(hx_request))
    if hx_request:
        response = await _lines_since(request, conversation, after, begun=token is not None)
    else:
        response = RedirectResponse(f"/?sau={message.position}#tra-loi", 303)
    if token:
        _keep(request, response, conversation, token)
    return response


@pages_router.post("/chat/vi-tri")
async def send_position(
    request: Request,
    client_id: Annotated[UUID, Form()],
    latitude: Annotated[float, Form(ge=-90, le=90, allow_inf_nan=False)],
    longitude: Annotated[float, Form(ge=-180, le=180, allow_inf_nan=False)],
    after: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """Take a position that the citizen gave by a tap; only the page's script sends it, so lines follow."""
    database: Database = request.app.state.database
    position = Position(latitude=latitude, longitude=longitude)
    async with database.transaction() as session:
        conversation, token = await _conversation_to_write(session, request)
        await receive(session, conversation=conversation, client_id=str(client_id), position=position, now=utc_now())
    response = await _lines_since(request, conversation, after, begun=token is not None)
    if token:
        _keep(request, response, conversation, token)
    return response


@_photo_router.post("/chat/anh")
async def send_photo(
    request: Request,
    client_id: Annotated[UUID, Form()],
    file: UploadFile | None = None,
    after: Annotated[int, Form(ge=0)] = 0,
    hx_request: Annotated[str | None, Header()] = None,
) -> Response:
    """Take a photo: a whole page follows, or with htmx the lines since `after`."""
    database: Database = request.app.state.database
    try:
        picture = await picture_of(file)
        async with database.transaction() as session:
            conversation, token = await _conversation_to_write(session, request)
            message = await photos.take(
                session, conversation=conversation, client_id=str(client_id), picture=picture, now=utc_now()
            )
    except Invalid as problem:
        return await _refused(request, problem, "", client_id, by_script=bool(hx_request))
    if hx_request:
        response = await _lines_since(request, conversation, after, begun=token is not None)
    else:
        response = RedirectResponse(f"/?sau={message.position}#tra-loi", 303)
    if token:
        _keep(request, response, conversation, token)
    return response


pages_router.include_router(_photo_router)


@pages_router.get("/chat/events")
async def events(
    request: Request,
    after: Annotated[int, Query(ge=0)] = 0,
    last_event_id: Annotated[int | None, Header()] = None,
) -> Response:
    """New lines as server-sent events, resumed where the browser lost them."""
    database: Database = request.app.state.database
    async with database.transaction() as session:
        conversation = await _conversation_of_cookie(session, request)
    if conversation is None:
        raise Unauthorized("Trình duyệt này chưa có cuộc trò chuyện nào; hãy gửi tin đầu tiên.")
    return EventSourceResponse(_fragments(request, conversation.id, max(after, last_event_id or 0)))


@pages_router.post("/chat/ket-thuc")
async def forget(request: Request) -> Response:
    """Take the conversation off this device, for phones that several people use; nothing is deleted."""
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE)
    return response


async def _fragments(request: Request, conversation_id: UUID, after: int) -> AsyncIterator[ServerSentEvent]:
    state = request.app.state
    async for line in new_lines(state.database, state.listener, conversation_id, after=after):
        html = state.pages.text("webchat/lines.html", {"lines": shown([line])})
        yield ServerSentEvent(html, event="line", id=str(line.position), retry=_RETRY_MILLISECONDS)


async def _page(
    request: Request,
    conversation: Conversation | None,
    *,
    problem: Invalid | None = None,
    text: str = "",
    client_id: UUID | None = None,
) -> Response:
    lines = await _transcript(request, conversation)
    context = {
        "lines": shown(lines),
        "last": lines[-1].position if lines else 0,
        "waiting": bool(lines) and lines[-1].sender == "citizen",
        "begun": conversation is not None,
        "client_id": client_id or uuid4(),
        "person_id": uuid4(),
        "pin_id": uuid4(),
        "photo_id": uuid4(),
        "problem": problem,
        "text": text,
    }
    rendered: Response = request.app.state.pages.render(
        request, "webchat/chat.html", context, status=problem.status if problem else 200
    )
    return rendered


async def _lines_since(request: Request, conversation: Conversation, after: int, *, begun: bool) -> Response:
    """The lines for htmx to add, and the buttons of older lines, so that the chosen one is marked."""
    lines = shown(await _transcript(request, conversation))
    context = {
        "lines": [line for line in lines if line.position > after],
        "changed": [line for line in lines if line.position <= after and line.choices],
        "last": lines[-1].position,
        "begun": begun,
        "client_id": uuid4(),
        "person_id": uuid4(),
        "pin_id": uuid4(),
        "photo_id": uuid4(),
    }
    rendered: Response = request.app.state.pages.render(request, "webchat/sent.html", context)
    return rendered


async def _refused(request: Request, problem: Invalid, text: str, client_id: UUID, *, by_script: bool) -> Response:
    if by_script:
        place = "#photo-problem" if problem.field == "file" else "#problem"
        headers = {"HX-Retarget": place, "HX-Reswap": "innerHTML"}
        rendered: Response = request.app.state.pages.render(
            request, "webchat/problem.html", {"problem": problem}, status=problem.status, headers=headers
        )
        return rendered
    async with request.app.state.database.transaction() as session:
        conversation = await _conversation_of_cookie(session, request)
    return await _page(request, conversation, problem=problem, text=text, client_id=client_id)


async def _receive(
    session: AsyncSession, conversation: Conversation, client_id: UUID, text: str, payload: str | None
) -> InboxMessage:
    key = str(client_id)
    if payload is not None:
        title = await button_title(session, conversation.id, payload)
        if title is None:
            raise Invalid("Lựa chọn này không còn dùng được; hãy viết điều ông/bà muốn vào ô tin nhắn.")
        # The buttons of one line share a client id; each of them may still be tapped once.
        text, key = title, f"{key}-{hashlib.sha256(payload.encode()).hexdigest()[:8]}"
    return await receive(session, conversation=conversation, client_id=key, text=text, payload=payload, now=utc_now())


async def _transcript(request: Request, conversation: Conversation | None) -> list[Line]:
    if conversation is None:
        return []
    async with request.app.state.database.transaction() as session:
        return await transcript(session, conversation.id)


async def _conversation_of_cookie(session: AsyncSession, request: Request) -> Conversation | None:
    """The conversation of this browser; None for no cookie or one that does not fit."""
    conversation_id, _, token = request.cookies.get(COOKIE, "").partition(".")
    try:
        return await open_conversation(session, conversation_id=UUID(conversation_id), token=token)
    except (ValueError, Unauthorized):
        return None


async def _conversation_to_write(session: AsyncSession, request: Request) -> tuple[Conversation, str | None]:
    """The conversation of this browser, or a new one with the token that its cookie must hold."""
    conversation = await _conversation_of_cookie(session, request)
    if conversation is not None:
        return conversation, None
    return await start_conversation(session, channel="webchat", now=utc_now())


def _keep(request: Request, response: Response, conversation: Conversation, token: str) -> None:
    response.set_cookie(
        COOKIE,
        f"{conversation.id}.{token}",
        max_age=_COOKIE_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.app.state.settings.base_url.startswith("https://"),
    )
