"""Photos before their turn: fetched from the channel that named them, and of an album one that is answered."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from api.core.db import Database
from api.core.errors import Invalid
from api.core.time import utc_now
from api.inbox import queries
from api.inbox import service as inbox
from api.inbox.models import DONE, PENDING, Conversation, InboxMessage
from api.inbox.schemas import PHOTO
from api.outbox import service as outbox
from api.photos import service as photos
from api.photos.queries import is_kept
from bot.channels.base import Adapter, ChannelError, Permanent
from bot.turns.waiting import MAX_ATTEMPTS, tell_to_wait

_log = structlog.get_logger(__name__)
# The photos of an album come as messages of their own, one after the other.
_ALBUM: Final = timedelta(seconds=1.5)
_ALBUM_SECONDS: Final = 2
_FIRST_DELAY_SECONDS: Final = 3
_LONGEST_DELAY_SECONDS: Final = 60  # whatever a server wishes: other messages of the citizen wait behind the photo
_NOT_TAKEN: Final = "Chúng tôi chưa nhận được ảnh này."
_GONE: Final = "Ảnh không còn tải về được; ông/bà gửi lại ảnh, hoặc kể bằng chữ giúp chúng tôi."
_UNREACHED: Final = "Đường truyền đang trục trặc; ít phút nữa ông/bà gửi lại ảnh, hoặc kể bằng chữ giúp chúng tôi."


async def settle(database: Database, adapters: Mapping[str, Adapter], conversation_id: UUID) -> bool:
    """Fetch the photos that stand first in line, and leave one of them to be answered; False if that must wait.

    An album is answered by its caption, or by its last photo, never photo by photo. When it must wait, the turn's job
    is queued again. The caller holds the conversation's lock.
    """
    async with database.transaction() as session:
        run = await queries.waiting_photos(session, conversation_id)
        named = [message for message in run if message.photo_ref is not None]
        wait = _seconds_to_wait(named, run[-1].received_at, utc_now()) if named else 0
        if wait > 0:
            await inbox.nudge(session, conversation_id, delay_seconds=wait)
            return False
        conversation = await session.get_one(Conversation, conversation_id) if named else None
    told: set[str] = set()
    for message in named:
        adapter = adapters.get(conversation.channel) if conversation else None
        if not await _fetch(database, adapter, message, told):
            return False
    await _quieten(database, run)
    return True


def _seconds_to_wait(named: Sequence[InboxMessage], last_received_at: datetime, now: datetime) -> int:
    """Return how long the photos are left: an album comes in, or one failed and is due later.

    The job may be there before its time: whatever the citizen sends meanwhile queues one too.
    """
    if timedelta(0) <= now - last_received_at < _ALBUM:
        return _ALBUM_SECONDS
    due = max((message.photo_due_at for message in named if message.photo_due_at is not None), default=now)
    return math.ceil((due - now).total_seconds())


async def _fetch(database: Database, adapter: Adapter | None, message: InboxMessage, told: set[str]) -> bool:
    """Fetch and keep one photo, or tell why not; False if it must be tried again."""
    now = utc_now()
    try:
        if adapter is None:
            raise ChannelError("channel_off")
        picture = await photos.read(await adapter.fetch_photo(message.photo_ref or ""))
        async with database.transaction() as session:
            await photos.keep(session, message_id=message.id, picture=picture, now=now)
            (await session.get_one(InboxMessage, message.id)).attempts = 0
    except Invalid as problem:
        await _give_up(database, message, "refused", problem.detail, told)
    except Permanent as error:
        await _give_up(database, message, error.reason, _GONE, told)
    except ChannelError as error:
        if not await _put_off(database, message, error):
            await tell_to_wait(database, message, now)
            return False
        await _give_up(database, message, error.reason, _UNREACHED, told)
    return True


async def _put_off(database: Database, message: InboxMessage, error: ChannelError) -> bool:
    """Let the photo be tried again later, waiting longer each time; return whether it was tried often enough."""
    async with database.transaction() as session:
        row = await session.get_one(InboxMessage, message.id)
        row.attempts += 1
        row.last_error = error.reason[:255]
        if row.attempts >= MAX_ATTEMPTS:
            return True
        wish = error.retry_after_seconds or _FIRST_DELAY_SECONDS * 2 ** (row.attempts - 1)
        delay = math.ceil(min(wish, _LONGEST_DELAY_SECONDS))
        row.photo_due_at = utc_now() + timedelta(seconds=delay)
        await inbox.nudge(session, row.conversation_id, delay_seconds=delay)
    _log.warning("photo_failed", message_id=str(message.id), reason=error.reason)
    return False


async def _give_up(database: Database, message: InboxMessage, reason: str, problem: str, told: set[str]) -> None:
    """Tell the citizen, once for all photos with the same fault. A caption is left to be answered as a message."""
    now = utc_now()
    async with database.transaction() as session:
        row = await session.get_one(InboxMessage, message.id)
        row.photo_ref, row.photo_due_at = None, None
        row.attempts, row.last_error = 0, f"photo:{reason}"[:255]
        if row.payload == PHOTO:
            row.state, row.done_at = DONE, now
        if problem not in told:
            conversation = await session.get_one(Conversation, row.conversation_id)
            text = f"{_NOT_TAKEN} {problem}"
            await outbox.post(
                session, conversation=conversation, key=f"photo:{row.id}", sender="bot", text=text, now=now
            )
    told.add(problem)
    _log.warning("photo_given_up", message_id=str(message.id), reason=reason)


async def _quieten(database: Database, run: Sequence[InboxMessage]) -> None:
    """End the photos of a run that get no answer of their own; where they were taken goes to the one that does."""
    if len(run) < 2:
        return
    async with database.transaction() as session:
        rows = [await session.get_one(InboxMessage, message.id) for message in run]
        bare = [row for row in rows if row.payload == PHOTO and row.state == PENDING]
        captioned = [row for row in rows if row.payload != PHOTO and await is_kept(session, row.id)]
        for row in bare if captioned else bare[:-1]:
            answered = captioned[0] if captioned else bare[-1]
            if answered.latitude is None:
                answered.latitude, answered.longitude = row.latitude, row.longitude
            row.latitude = row.longitude = None
            row.state, row.done_at, row.last_error = DONE, utc_now(), None
