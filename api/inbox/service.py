"""Taking messages in: every one is stored, with the job that answers it, in one transaction."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.auth import hash_token, same_secret
from api.core.errors import Invalid, Unauthorized
from api.core.ids import new_secret
from api.core.jobs import defer
from api.core.notify import notify
from api.core.text import clean
from api.inbox.models import PENDING, Conversation, InboxMessage
from api.inbox.schemas import MAX_TEXT, PHOTO, PIN, Incoming, Position

TURN_TASK = "turns.run"
_PIN_WORDS = "Vị trí đã gửi"
_PHOTO_WORDS = "Ảnh đã gửi"


async def start_conversation(session: AsyncSession, *, channel: str, now: datetime) -> tuple[Conversation, str]:
    """Begin a conversation that is known by a secret token; only the token's hash is kept."""
    token = new_secret()
    conversation = Conversation(
        id=uuid4(), channel=channel, external_id=str(uuid4()), token_hash=hash_token(token), created_at=now
    )
    session.add(conversation)
    await session.flush()
    return conversation, token


async def open_conversation(session: AsyncSession, *, conversation_id: UUID, token: str) -> Conversation:
    """Return the conversation if the token is its own. Raises Unauthorized alike for both faults."""
    conversation = await session.get(Conversation, conversation_id)
    if conversation is None or not same_secret(hash_token(token), conversation.token_hash or ""):
        raise Unauthorized("Mã truy cập cuộc trò chuyện không đúng; hãy bắt đầu cuộc trò chuyện mới.", field="token")
    return conversation


async def conversation_of(session: AsyncSession, *, channel: str, external_id: str, now: datetime) -> Conversation:
    """Return the conversation of a citizen on a channel, begun now if there is none."""
    await session.execute(
        insert(Conversation)
        .values(id=uuid4(), channel=channel, external_id=external_id, created_at=now, last_position=0)
        .on_conflict_do_nothing(index_elements=["channel", "external_id"])
    )
    found = await session.scalars(
        select(Conversation).where(Conversation.channel == channel, Conversation.external_id == external_id)
    )
    return found.one()


async def next_position(session: AsyncSession, conversation_id: UUID) -> int:
    """Number the next line. The row lock makes lines visible in the order of their numbers."""
    numbered = await session.scalars(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(last_position=Conversation.last_position + 1)
        .returning(Conversation.last_position)
    )
    return numbered.one()


async def receive(
    session: AsyncSession,
    *,
    conversation: Conversation,
    client_id: str,
    text: str = "",
    payload: str | None = None,
    position: Position | None = None,
    photo: bool = False,
    photo_ref: str | None = None,
    now: datetime,
) -> InboxMessage:
    """Store a message and queue its turn; the same `client_id` again returns the first message unchanged.

    Raises Invalid for an empty or overlong text. For a payload, `text` is the title of the button.
    A `photo` is kept by the caller; its message holds where it was taken, if that is known. One that is still to be
    fetched is named by `photo_ref`; its `text` is the caption, with which it is a message like any other.
    """
    text = clean(text)
    if photo or (photo_ref is not None and not text):
        text, payload = _PHOTO_WORDS, PHOTO
    elif position is not None:
        text, payload = f"{_PIN_WORDS}: {text}"[:MAX_TEXT] if text else _PIN_WORDS, PIN
    if not text:
        raise Invalid("Tin nhắn chưa có nội dung; hãy viết vài chữ rồi gửi lại.", field="text")
    if len(text) > MAX_TEXT:
        raise Invalid(f"Tin nhắn dài {len(text)} ký tự, tối đa {MAX_TEXT}; hãy chia thành vài tin.", field="text")
    known = await known_message(session, conversation.id, client_id)
    if known is not None:
        return known
    number = await next_position(session, conversation.id)
    known = await known_message(session, conversation.id, client_id)  # a twin may have come meanwhile
    if known is not None:
        return known
    message = InboxMessage(
        id=uuid4(),
        conversation_id=conversation.id,
        client_id=client_id,
        position=number,
        text=text,
        payload=payload,
        photo_ref=photo_ref,
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        received_at=now,
        state=PENDING,
    )
    session.add(message)
    await session.execute(update(Conversation).where(Conversation.id == conversation.id).values(last_citizen_at=now))
    await session.flush()
    await nudge(session, conversation.id)
    await notify(session, str(conversation.id))
    return message


async def receive_incoming(session: AsyncSession, incoming: Incoming, *, now: datetime) -> InboxMessage:
    """Store what a channel handed over."""
    conversation = await conversation_of(session, channel=incoming.channel, external_id=incoming.external_id, now=now)
    return await receive(
        session,
        conversation=conversation,
        client_id=incoming.client_id,
        text=incoming.text,
        payload=incoming.payload,
        position=incoming.position,
        photo_ref=incoming.photo_ref,
        now=now,
    )


async def take_position(session: AsyncSession, message_id: UUID) -> Position | None:
    """Hand a pin over to who keeps it from now on: the message itself does not know it any more."""
    message = await session.get(InboxMessage, message_id, with_for_update=True)
    if message is None or message.latitude is None or message.longitude is None:
        return None
    position = Position(latitude=message.latitude, longitude=message.longitude)
    message.latitude = message.longitude = None
    return position


async def forget_positions(
    session: AsyncSession, *, received_before: datetime, conversation_id: UUID | None = None
) -> int:
    """Erase the pins of messages that no turn took, of one conversation or all; return how many."""
    statement = update(InboxMessage).where(
        InboxMessage.received_at < received_before, InboxMessage.latitude.is_not(None)
    )
    if conversation_id is not None:
        statement = statement.where(InboxMessage.conversation_id == conversation_id)
    erased = await session.scalars(statement.values(latitude=None, longitude=None).returning(InboxMessage.id))
    return len(erased.all())


async def nudge(session: AsyncSession, conversation_id: UUID, *, delay_seconds: int = 0) -> None:
    """Queue the turn job of a conversation: one at a time, and one waiting is enough."""
    key = f"conversation:{conversation_id}"
    await defer(
        session,
        TURN_TASK,
        lock=key,
        queueing_lock=key,
        delay_seconds=delay_seconds,
        conversation_id=str(conversation_id),
    )


async def known_message(session: AsyncSession, conversation_id: UUID, client_id: str) -> InboxMessage | None:
    """Return the message that the channel already handed over under this id."""
    found = await session.scalars(
        select(InboxMessage).where(InboxMessage.conversation_id == conversation_id, InboxMessage.client_id == client_id)
    )
    return found.one_or_none()
