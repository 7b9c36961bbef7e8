"""An entry as citizens read it: only what is sure is said, the rest is named as needing a check."""

from collections.abc import Iterator

from api.core.formats import format_short_date
from api.knowledge.entries import OLDER, UNCONFIRMED, Entry

HEADS = {
    "who": "Ai làm",
    "documents": "Cần mang",
    "where": "Nộp ở đâu",
    "time": "Bao lâu",
    "fee": "Lệ phí",
    "online": "Làm qua mạng",
    "notes": "Lưu ý",
}
TO_CHECK = "cần kiểm tra lại với nơi nhận hồ sơ"
OLDER_WARNING = "Nội dung này cần kiểm tra lại với nơi nhận hồ sơ trước khi làm."
UNCONFIRMED_WARNING = (
    "Nội dung này cần kiểm tra lại, nên chúng tôi chưa nêu chi tiết. "
    "Ông/bà có thể gửi câu hỏi này, chúng tôi sẽ chuyển đến nơi phụ trách để trả lời."
)
MORE = "Còn nữa, xin xem trang đầy đủ."
_LONGEST = 1500
_LONGEST_BUTTON = 60


def answer_text(entry: Entry, *, limit: int = _LONGEST) -> str:
    """Return what the citizen is told, at most `limit` characters; what is unsure is only named, never said.

    The last notes give way first when it would grow too long, then other parts from below; the source never does.
    """
    head = [entry.title]
    if entry.confidence == UNCONFIRMED:
        return "\n".join([*head, UNCONFIRMED_WARNING])
    if entry.confidence == OLDER:
        head.append(OLDER_WARNING)
    body, tail = [line for part in entry.parts for line in part_lines(entry, part)], source_lines(entry)
    return "\n".join([*head, *_fitting(body, limit - _length(head) - _length(tail)), *tail])


def part_lines(entry: Entry, part: str) -> list[str]:
    """Return a part with its head: on one line, or a line an item; unsure items become one request to check."""
    sure, head = entry.sure(part), HEADS[part]
    unsure = len(sure) < len(entry.parts.get(part, ()))
    if not sure:
        return [f"{head}: {TO_CHECK}."] if unsure else []
    lines = [f"{head}: {_sentence(sure[0])}"] if len(sure) == 1 else [f"{head}:", *(f"- {text}" for text in sure)]
    return [*lines, f"- Một phần khác {TO_CHECK}."] if unsure else lines


def source_lines(entry: Entry) -> list[str]:
    """Return the legal source, the day of checking, and where the procedure stands in full."""
    source = entry.legal[0] if entry.legal else entry.sources[0]
    lines = [f"Theo {source.rstrip('.;')}; kiểm tra ngày {format_short_date(entry.valid_as_of)}."]
    if entry.procedure_code:
        lines.append(f"Mã thủ tục {entry.procedure_code} trên dichvucong.gov.vn.")
    return lines


def button_title(entry: Entry) -> str:
    """Return a title short enough for a button, cut between words."""
    if len(entry.title) <= _LONGEST_BUTTON:
        return entry.title
    return entry.title[: _LONGEST_BUTTON - 1].rsplit(" ", 1)[0].rstrip(",;:(") + "…"


def _fitting(lines: list[str], room: int) -> list[str]:
    """Return as many lines from the top as there is room for; what is left out is told."""
    if _length(lines) <= room:
        return lines
    return [*_from_top(lines, room - len(MORE) - 1), MORE]


def _from_top(lines: list[str], room: int) -> Iterator[str]:
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            return
        yield line


def _length(lines: list[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
