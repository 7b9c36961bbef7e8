from datetime import UTC, datetime

from api.outbox.schemas import Button, Line
from bot.channels.webchat.shown import shown

AT = datetime(2026, 3, 2, tzinfo=UTC)
SUMMARY = "Chúng tôi tóm tắt:\nNội dung: đường hỏng\nNơi: xã Tiên Lữ\nĐúng chưa ạ?"
BUTTONS = [("Gửi", "confirm:yes"), ("Sửa nội dung", "edit:content"), ("Sửa nơi", "edit:place")]


def _line(position: int, sender: str, text: str, buttons: list[tuple[str, str]] | None = None) -> Line:
    made = [Button(title=title, payload=payload) for title, payload in buttons or []]
    return Line(position=position, sender=sender, text=text, buttons=made, sent_at=AT)  # type: ignore[arg-type]


def test_each_mendable_row_has_its_button_beside_it() -> None:
    (line,) = shown([_line(1, "bot", SUMMARY, BUTTONS)])
    assert [row.edit.payload if row.edit else None for row in line.rows] == [None, "edit:content", "edit:place", None]
    assert [choice.payload for choice in line.choices] == ["confirm:yes"]


def test_a_line_without_edits_stays_whole() -> None:
    (line,) = shown([_line(1, "bot", SUMMARY, [("Gửi", "confirm:yes")])])
    assert [row.text for row in line.rows] == [SUMMARY]


def test_edit_buttons_without_their_rows_stay_below() -> None:
    (line,) = shown([_line(1, "bot", "Sửa phần nào?", BUTTONS)])
    assert len(line.choices) == 3


def test_what_was_chosen_is_marked() -> None:
    lines = shown([_line(1, "bot", SUMMARY, BUTTONS), _line(2, "citizen", "Gửi")])
    assert lines[0].past
    assert [choice.chosen for choice in lines[0].choices] == [True]
