"""What a citizen is told while a message waits, and how often one is tried."""

from datetime import datetime, timedelta

from api.core.db import Database
from api.inbox.models import Conversation, InboxMessage
from api.outbox import service as outbox

# A message that fails this often while everything is up is set aside for a person, so that the next can go on.
MAX_ATTEMPTS = 6
# Citizens wait this long before they are told that the message is kept.
PATIENCE = timedelta(seconds=8)
_WAIT = "Hệ thống đang bận. Tin nhắn của ông/bà đã được lưu và sẽ được trả lời ngay khi thông suốt, không cần gửi lại."


async def tell_to_wait(database: Database, message: InboxMessage, now: datetime) -> None:
    """Tell the citizen once that the message is kept."""
    if message.told_to_wait_at is not None or now - message.received_at < PATIENCE:
        return
    await say(database, message, key=f"wait:{message.id}", text=_WAIT, now=now)
    async with database.transaction() as session:
        (await session.get_one(InboxMessage, message.id)).told_to_wait_at = now


async def say(database: Database, message: InboxMessage, *, key: str, text: str, now: datetime) -> None:
    """Write a line that answers a message without Rasa; the same key again changes nothing."""
    async with database.transaction() as session:
        conversation = await session.get_one(Conversation, message.conversation_id)
        await outbox.post(session, conversation=conversation, key=key, sender="bot", text=text, now=now)
