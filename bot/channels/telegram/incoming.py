"""From Telegram's updates to what the inbox takes.

Only the fields that we use are read, so that whatever Telegram adds or changes elsewhere loses no message.
"""

from typing import Any

from pydantic import BaseModel, Field

from api.core.text import clean
from api.inbox.schemas import MAX_TEXT, Incoming, Position
from api.photos.pictures import MAX_BYTES

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "callback_query")
_PRIVATE = "private"
_IMAGE = "image/"
_NO_WORDS = "[tin nhắn không có chữ]"


class _Chat(BaseModel):
    id: int
    type: str


class _Venue(BaseModel):
    title: str = ""
    address: str = ""


class _File(BaseModel):
    """A size of a photo, or a file; sent as a file, a photo comes as the camera made it, with its position."""

    file_id: str
    file_size: int = 0
    width: int = 0
    mime_type: str = ""


class _Message(BaseModel):
    chat: _Chat
    text: str | None = None
    caption: str | None = None
    location: Position | None = None  # a live one moves on later through edited messages, which we do not follow
    venue: _Venue | None = None
    photo: list[_File] = []
    document: _File | None = None

    def photo_ref(self) -> str | None:
        """Return the id of the largest size that we take; of a photo that is too large as a file, that one."""
        if self.document is not None and self.document.mime_type.startswith(_IMAGE):
            return self.document.file_id
        sizes = [size for size in self.photo if size.file_size <= MAX_BYTES] or self.photo
        return max(sizes, key=lambda size: size.width).file_id if sizes else None


class _User(BaseModel):
    id: int


class _Tap(BaseModel):
    id: str
    by: _User = Field(alias="from")
    data: str = ""
    message: _Message | None = None


class _Update(BaseModel):
    update_id: int
    message: _Message | None = None
    callback_query: _Tap | None = None


def incoming_of(raw: dict[str, Any]) -> Incoming | None:
    """Return the citizen's message of an update, or None for what is not ours to answer (groups, other kinds).

    `client_id` is the update's own id, so a repeated update makes no second message.
    Raises pydantic's ValidationError for an update that cannot be read.
    """
    update = _Update.model_validate(raw)
    client_id = f"update:{update.update_id}"
    tap, message = update.callback_query, update.message
    if tap is not None and (tap.message is None or tap.message.chat.type == _PRIVATE):
        return Incoming(CHANNEL, str(tap.by.id), client_id, payload=tap.data)
    if message is None or message.chat.type != _PRIVATE:
        return None
    if message.location is not None:
        named = [message.venue.title, message.venue.address] if message.venue else []
        text = clean(", ".join(part for part in named if part))[:MAX_TEXT]
        return Incoming(CHANNEL, str(message.chat.id), client_id, text=text, position=message.location)
    text, photo_ref = _words(message.text or message.caption or ""), message.photo_ref()
    if photo_ref is None:
        text = text or _NO_WORDS
    return Incoming(CHANNEL, str(message.chat.id), client_id, text=text, photo_ref=photo_ref)


def tap_of(raw: dict[str, Any]) -> str | None:
    """Return the id of the tap that an update carries, whose spinner turns until it is answered."""
    tap = raw.get("callback_query")
    return str(tap["id"]) if isinstance(tap, dict) and tap.get("id") else None


def _words(text: str) -> str:
    """Return what was said; `/start` is Telegram's own greeting, other commands are taken as words."""
    said = "xin chào" if text.startswith("/start") else clean(text.lstrip("/"))
    return said[:MAX_TEXT].strip()
