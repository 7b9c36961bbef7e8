"""From Zalo's events to what the inbox takes."""

from typing import Any

from api.inbox.schemas import Incoming

CHANNEL = "zalo"
_TEXT_EVENTS = frozenset({"user_send_text", "user_send_link"})
_OTHER_MESSAGES = frozenset(
    {
        "user_send_image",
        "user_send_gif",
        "user_send_file",
        "user_send_audio",
        "user_send_video",
        "user_send_sticker",
        "user_send_location",
        "user_send_business_card",
    }
)
# Taps on our buttons come back as a text that is the payload.
PAYLOAD_MARK = "#pd:"


def incoming_of(event: dict[str, Any]) -> Incoming | None:
    """Return the citizen's message of an event, or None for receipts, echoes of our own sends and the rest.

    A message without words is kept with a mark, so that the citizen gets an answer.
    """
    name = str(event.get("event_name", ""))
    if name in ("follow", "user_click_chatnow"):
        follower = event.get("follower") or {}
        external_id = str(follower.get("id") or event.get("user_id") or "")
        return _message(external_id, f"{name}:{external_id}:{event.get('timestamp')}", "xin chào")
    if name not in _TEXT_EVENTS | _OTHER_MESSAGES:
        return None
    sender = str((event.get("sender") or {}).get("id") or "")
    message = event.get("message") or {}
    client_id = str(message.get("msg_id") or f"{name}:{event.get('timestamp')}")
    text = str(message.get("text") or "")
    if text.startswith(PAYLOAD_MARK):
        return Incoming(CHANNEL, sender, client_id, payload=text.removeprefix(PAYLOAD_MARK)) if sender else None
    return _message(sender, client_id, text or "[tin nhắn không có chữ]")


def _message(external_id: str, client_id: str, text: str) -> Incoming | None:
    return Incoming(CHANNEL, external_id, client_id, text=text) if external_id else None
