"""From Zalo's events to what the inbox takes."""

from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.core.text import clean
from api.inbox.schemas import MAX_TEXT, Incoming, Position

CHANNEL = "zalo"
_TEXT_EVENTS = frozenset({"user_send_text", "user_send_link"})
_LOCATION = "user_send_location"
_IMAGE, _FILE = "user_send_image", "user_send_file"
# A photo that is sent as a file keeps the position that its camera wrote.
_IMAGE_NAMES = (".jpg", ".jpeg", ".png", ".webp")
_OTHER_MESSAGES = frozenset(
    {
        _IMAGE,
        "user_send_gif",
        _FILE,
        "user_send_audio",
        "user_send_video",
        "user_send_sticker",
        _LOCATION,
        "user_send_business_card",
    }
)
_ARRIVALS = frozenset({"follow", "user_click_chatnow"})
_NO_WORDS = "[tin nhắn không có chữ]"
# Taps on our buttons come back as a text that is the payload.
PAYLOAD_MARK = "#pd:"


class _Part(BaseModel):
    """Ids come as strings; a number is taken too."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


class _Person(_Part):
    id: str = Field(min_length=1)


class _Located(BaseModel):
    """Zalo writes degrees as strings: `{"latitude": "20.65", "longitude": "106.05"}`."""

    coordinates: Position


class _Attachment(BaseModel):
    type: str = ""
    payload: dict[str, Any] = {}


class _Message(_Part):
    msg_id: str | None = None
    text: str | None = None
    attachments: list[_Attachment] = []

    def position(self) -> Position | None:
        """Return the point of a location, or None for one that is no point on earth."""
        payloads = [part.payload for part in self.attachments if part.type == "location"]
        try:
            return _Located.model_validate(payloads[0]).coordinates if payloads else None
        except ValidationError:
            return None  # the message is kept without it, so that the citizen gets an answer

    def photo_refs(self) -> list[str]:
        """Return the addresses of the photos, one an event as far as known [?]; other files have none."""
        payloads = [part.payload for part in self.attachments if part.type == "image" or _is_image_file(part)]
        return [url for payload in payloads if isinstance(url := payload.get("url"), str) and url]


class _Sent(_Part):
    sender: _Person
    message: _Message = _Message()
    timestamp: str = ""


class _Came(_Part):
    follower: _Person | None = None
    user_id: str | None = None
    timestamp: str = ""


def all_incoming_of(event: dict[str, Any]) -> list[Incoming]:
    """Return the citizen's messages of an event: one, none, or one for each of several photos.

    Raises as `incoming_of` does.
    """
    first = incoming_of(event)
    if first is None or first.photo_ref is None:
        return [first] if first is not None else []
    further = _Sent.model_validate(event).message.photo_refs()[1:]
    return [first] + [
        replace(first, client_id=f"{first.client_id}:{number}", text="", photo_ref=ref)
        for number, ref in enumerate(further, start=2)
    ]


def incoming_of(event: dict[str, Any]) -> Incoming | None:
    """Return the citizen's message of an event, or None for receipts, echoes of our own sends and the rest.

    A message without words is kept with a mark, so that the citizen gets an answer. Of several photos, the first.
    Raises pydantic's ValidationError for an event that lacks who it is from.
    """
    name = str(event.get("event_name", ""))
    if name in _ARRIVALS:
        came = _Came.model_validate(event)
        external_id = came.follower.id if came.follower else came.user_id
        client_id = f"{name}:{external_id}:{came.timestamp}"
        return Incoming(CHANNEL, external_id, client_id, text="xin chào") if external_id else None
    if name not in _TEXT_EVENTS | _OTHER_MESSAGES:
        return None
    sent = _Sent.model_validate(event)
    client_id = sent.message.msg_id or f"{name}:{sent.timestamp}"
    text = clean(sent.message.text or "")
    if text.startswith(PAYLOAD_MARK):
        return Incoming(CHANNEL, sent.sender.id, client_id, payload=text.removeprefix(PAYLOAD_MARK))
    if name == _LOCATION:
        position = sent.message.position()
        if position is not None:
            return Incoming(CHANNEL, sent.sender.id, client_id, text=text[:MAX_TEXT].strip(), position=position)
    text, photo_refs = text[:MAX_TEXT].strip(), sent.message.photo_refs() if name in (_IMAGE, _FILE) else []
    if photo_refs:
        return Incoming(CHANNEL, sent.sender.id, client_id, text=text, photo_ref=photo_refs[0])
    return Incoming(CHANNEL, sent.sender.id, client_id, text=text or _NO_WORDS)


def _is_image_file(part: _Attachment) -> bool:
    return part.type == "file" and str(part.payload.get("name", "")).lower().endswith(_IMAGE_NAMES)
