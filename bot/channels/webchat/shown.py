"""What the chat page shows of a transcript. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from api.outbox.schemas import Line

_EDIT = "Sửa "
WHO = {"citizen": "Ông/bà", "bot": "Phúc Đáp", "officer": "Cơ quan trả lời"}


@dataclass(frozen=True)
class Choice:
    """A button under a line; `chosen` when the citizen's next message was this one."""

    title: str
    payload: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One row of a line's text, with the button that mends it: "Nơi: …" has "Sửa nơi" beside it."""

    text: str
    edit: Choice | None = None


@dataclass(frozen=True)
class ShownLine:
    """A line with its buttons. `client_id` makes a double tap on one of them a single message."""

    position: int
    sender: str
    who: str
    rows: list[Row]
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
    choices = [Choice(b["title"], b["payload"], chosen=b["title"] == next_words) for b in line.buttons]
    rows = _rows(line.text, choices)
    beside = {row.edit for row in rows}
    return ShownLine(
        position=line.position,
        sender=line.sender,
        who=WHO[line.sender],
        rows=rows,
        sent_at=line.sent_at,
        choices=[choice for choice in choices if choice not in beside],
        past=next_words is not None,
        client_id=uuid4(),
    )


def _rows(text: str, choices: Sequence[Choice]) -> list[Row]:
    """Put each "Sửa …" beside the row that it mends; a text without such buttons stays one row."""
    edits = {choice.title.lower(): choice for choice in choices if choice.title.startswith(_EDIT)}
    if not edits:
        return [Row(text)]
    rows = [Row(row, edits.get(f"{_EDIT}{row.partition(':')[0]}".lower())) for row in text.split("\n")]
    return rows if any(row.edit for row in rows) else [Row(text)]
