"""From Telegram's updates to what the inbox takes."""

from typing import Any

from aiogram.types import Update

from api.inbox.schemas import Incoming

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "callback_query")
# A button's data holds 64 bytes at most, our payloads fit (`rate:HY-7K4M-92:5`); longer ones would be cut by nobody.
MAX_CALLBACK_BYTES = 64


def incoming_of(raw: dict[str, Any]) -> Incoming | None:
    """Return the citizen's message of an update, or None for what is not ours to answer (groups, other kinds).

    `client_id` is the update's own id, so a repeated update makes no second message.
    Raises pydantic's ValidationError for an update that aiogram cannot read.
    """
    update = Update.model_validate(raw)
    if update.callback_query is not None:
        query = update.callback_query
        return Incoming(
            channel=CHANNEL, external_id=str(query.from_user.id), client_id=f"update:{update.update_id}",
            payload=query.data or "",
        )  # fmt: skip
    message = update.message
    if message is None or message.chat.type != "private":
        return None
    text = message.text or message.caption or ""
    return Incoming(
        channel=CHANNEL, external_id=str(message.chat.id), client_id=f"update:{update.update_id}",
        text=_without_command(text),
    )  # fmt: skip


def _without_command(text: str) -> str:
    """`/start` is Telegram's own greeting; other commands are taken as words."""
    return "xin chào" if text.startswith("/start") else text.lstrip("/")
