"""What a channel is to us: what it can do, how it sends and hands over photos, and how either fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from api.outbox.schemas import Button


@dataclass(frozen=True)
class Abilities:
    """Limits of a channel. Windows run from the citizen's last act; None means no limit."""

    max_text: int
    max_buttons: int
    max_button_title: int
    free_window: timedelta | None = None
    last_window: timedelta | None = None


class ChannelError(Exception):
    """A send or a fetch that failed. `retry_after_seconds` is the channel's own wish, if it told one."""

    def __init__(self, reason: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_seconds = retry_after_seconds


class Temporary(ChannelError):
    """Trying again later may help: the network, the channel's server, its limits."""


class Permanent(ChannelError):
    """Trying again does not help: blocked, unknown, out of the window, gone. The citizen must be reached otherwise."""


class ChannelDown(ChannelError):
    """The channel as a whole refuses us (token, account): nothing goes in or out until somebody mends it."""


class Adapter(Protocol):
    """One channel, ready to send and to fetch."""

    name: str
    abilities: Abilities

    async def send(self, external_id: str, text: str, buttons: Sequence[Button]) -> str | None:
        """Send one message that fits the abilities; return the channel's id of it. Raises ChannelError."""
        ...

    async def fetch_photo(self, reference: str) -> bytes:
        """Return the file that a citizen sent, as it is. Raises ChannelError, and Invalid for one that is too large."""
        ...

    async def maintain(self) -> None:
        """Do what the channel needs twice a day even when nothing is sent. Raises ChannelError."""
        ...

    async def close(self) -> None:
        """Return connections."""
        ...


@dataclass(frozen=True)
class Part:
    """A piece of a line that fits one message of a channel."""

    text: str
    buttons: tuple[Button, ...] = ()


def fit(text: str, buttons: Sequence[Button], abilities: Abilities) -> list[Part]:
    """Cut a line into messages that the channel takes; buttons stand under the last one.

    Cuts at paragraphs, then lines, then words. Buttons beyond the limit go into further messages.
    """
    titled = [
        Button(title=button["title"][: abilities.max_button_title], payload=button["payload"]) for button in buttons
    ]
    groups = [
        tuple(titled[start : start + abilities.max_buttons]) for start in range(0, len(titled), abilities.max_buttons)
    ]
    texts = _cut(text, abilities.max_text)
    parts = [Part(piece) for piece in texts[:-1]]
    parts.append(Part(texts[-1], groups[0] if groups else ()))
    parts += [Part("Các lựa chọn khác:", group) for group in groups[1:]]
    return parts


def _cut(text: str, limit: int) -> list[str]:
    pieces: list[str] = []
    while len(text) > limit:
        window = text[: limit + 1]
        at = max(window.rfind("\n\n"), window.rfind("\n"), 0) or window.rfind(" ") or limit
        if at <= 0:
            at = limit
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*pieces, text]
