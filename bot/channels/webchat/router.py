"""The web chat's HTTP API. It stores and acknowledges, nothing more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Header, Query, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.core.db import Database, UnitOfWork
from api.core.errors import Invalid, Unauthorized
from api.core.notify import Listener
from api.core.time import utc_now
from api.inbox import service as inbox
from api.inbox.models import Conversation
from api.inbox.schemas import MAX_TEXT, Position
from api.outbox import queries
from api.outbox.schemas import Button, Line, Sender
from api.photos import service as photos
from bot.channels.webchat.uploads import UploadRoute, picture_of

_LOOK_AGAIN_SECONDS = 15

router = APIRouter(prefix="/api/chat/conversations", tags=["web chat"])
photos_router = APIRouter(route_class=UploadRoute)


class NewConversation(BaseModel):
    """A conversation that has just begun; the token is told once and opens it."""

    id: UUID
    token: str


class NewMessage(BaseModel):
    """A text, the payload of a button that was tapped, or a position in degrees, which goes with the matter alone.

    The same `client_id` again makes no second message.
    """

    model_config = ConfigDict(extra="forbid")

    client_id: str = Field(min_length=1, max_length=128)
    text: str | None = Field(default=None, max_length=MAX_TEXT)
    payload: str | None = Field(default=None, min_length=1, max_length=255)
    position: Position | None = None

    @model_validator(mode="after")
    def _one_of_three(self) -> "NewMessage":
        if [self.text, self.payload, self.position].count(None) != 2:
            raise ValueError("cần đúng một trong ba trường «text», «payload» hoặc «position».")
        return self


class Accepted(BaseModel):
    """The message is stored; its answer will stand among the messages."""

    client_id: str
    position: int


class Message(BaseModel):
    """One line of the conversation."""

    model_config = ConfigDict(populate_by_name=True)

    position: int
    sender: Sender = Field(alias="from", serialization_alias="from")
    text: str
    buttons: list[Button]
    sent_at: str

    @classmethod
    def of(cls, line: Line) -> "Message":
        """Return a line in the API's shape."""
        return cls(
            position=line.position,
            sender=line.sender,
            text=line.text,
            buttons=line.buttons,
            sent_at=line.sent_at.isoformat(),
        )


class Messages(BaseModel):
    """Lines in order."""

    messages: list[Message]


async def own_conversation(
    conversation_id: UUID, session: UnitOfWork, authorization: Annotated[str, Header()] = ""
) -> Conversation:
    """Return the conversation that the bearer token opens."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized("Thiếu tiêu đề Authorization: Bearer TOKEN.", field="authorization")
    return await inbox.open_conversation(session, conversation_id=conversation_id, token=token)


OwnConversation = Annotated[Conversation, Depends(own_conversation, scope="function")]


@router.post("", status_code=201)
async def start(session: UnitOfWork) -> NewConversation:
    """Begin a conversation."""
    conversation, token = await inbox.start_conversation(session, channel="webchat", now=utc_now())
    return NewConversation(id=conversation.id, token=token)


@router.post("/{conversation_id}/messages", status_code=202)
async def send(message: NewMessage, conversation: OwnConversation, session: UnitOfWork) -> Accepted:
    """Store a message; the answer comes over `events` or `messages`."""
    text = message.text or ""
    if message.payload is not None:
        title = await queries.button_title(session, conversation.id, message.payload)
        if title is None:
            raise Invalid("Nút này không có trong cuộc trò chuyện; hãy bấm một nút đang hiện.", field="payload")
        text = title
    stored = await inbox.receive(
        session,
        conversation=conversation,
        client_id=message.client_id,
        text=text,
        payload=message.payload,
        position=message.position,
        now=utc_now(),
    )
    return Accepted(client_id=stored.client_id, position=stored.position)


@photos_router.post("/{conversation_id}/photos", status_code=202)
async def send_photo(
    conversation: OwnConversation,
    session: UnitOfWork,
    file: UploadFile,
    client_id: Annotated[str, Form(min_length=1, max_length=128)],
) -> Accepted:
    """Store a photo without its metadata; where it was taken is treated as a position that was sent.

    The same `client_id` again makes no second photo.
    """
    stored = await photos.take(
        session, conversation=conversation, client_id=client_id, picture=await picture_of(file), now=utc_now()
    )
    return Accepted(client_id=stored.client_id, position=stored.position)


router.include_router(photos_router)


@router.get("/{conversation_id}/messages")
async def messages(
    conversation: OwnConversation, session: UnitOfWork, after: Annotated[int, Query(ge=0)] = 0
) -> Messages:
    """Return the lines after a position."""
    lines = await queries.transcript(session, conversation.id, after=after)
    return Messages(messages=[Message.of(line) for line in lines])


@router.get("/{conversation_id}/events", response_class=EventSourceResponse)
async def events(
    request: Request,
    conversation: OwnConversation,
    last_event_id: Annotated[str, Header()] = "",
    after: Annotated[int, Query(ge=0)] = 0,
) -> EventSourceResponse:
    """Stream the lines as server-sent events (`id` is the position), resumed by `Last-Event-ID`."""
    start_after = int(last_event_id) if last_event_id.isdigit() else after

    async def stream() -> AsyncIterator[ServerSentEvent]:
        async for line in follow(request, conversation.id, start_after):
            body = Message.of(line).model_dump_json(by_alias=True)
            yield ServerSentEvent(data=body, event="message", id=str(line.position))

    return EventSourceResponse(stream(), ping=20)


async def follow(request: Request, conversation_id: UUID, after: int) -> AsyncIterator[Line]:
    """Yield the lines after a position, then each new one as it is written, until the client leaves."""
    database: Database = request.app.state.database
    listener: Listener = request.app.state.listener
    with listener.waiting_for(str(conversation_id)) as event:
        while not await request.is_disconnected():
            event.clear()
            async with database.transaction() as session:
                lines = await queries.transcript(session, conversation_id, after=after)
            for line in lines:
                after = line.position
                yield line
            with suppress(TimeoutError):  # looks again by itself: a lost notification must not leave anyone waiting
                await asyncio.wait_for(event.wait(), _LOOK_AGAIN_SECONDS)
