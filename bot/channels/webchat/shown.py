"""What the chat page shows of a transcript. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from api.outbox.schemas import Line

WHO = {"citizen": "Ông/bà", "bot": "Phúc Đáp", "officer": "Cơ quan trả lời"}


@dataclass(frozen=True)
class Choice:
    """A button under a line; `chosen` when the citizen's next message was this one."""

    title: str
    payload: str
    chosen: bool


@dataclass(frozen=True)
class ShownLine:
    """A line with its buttons. `client_id` makes a double tap on one of them a single message."""

    position: int
    sender: str
    who: str
    text: str
    sent_at: datetime
    choices: list[Choice]
    past: bool
    client_id: UUID


def shown(lines: Sequence[Line]) -> list[ShownLine]:
    """Return the lines for the page, in order."""
    return [_shown(line, _next_words(lines[i + 1 :])) for i, line in enumerate(lines)]


def _next_words(later: Sequence[Line]) -> str | None:
    return next((line.text for line in later if line.sender == "citizen"), None)


def _shown(line: Line, next_words: str | None) -> ShownLine:
    return ShownLine(
        position=line.position,
        sender=line.sender,
        who=WHO[line.sender],
        text=line.text,
        sent_at=line.sent_at,
        choices=[Choice(b["title"], b["payload"], chosen=b["title"] == next_words) for b in line.buttons],
        past=next_words is not None,
        client_id=uuid4(),
    )
