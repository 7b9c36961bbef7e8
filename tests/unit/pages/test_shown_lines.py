"""What the chat page makes of a transcript."""

from datetime import UTC, datetime

from api.outbox.schemas import Line
from bot.channels.webchat.shown import shown

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
BUTTONS = [{"title": "Đúng, gửi đi", "payload": "/affirm"}, {"title": "Sửa nơi", "payload": "/edit"}]


def _line(position, sender, text, buttons=()):
    return Line(position=position, sender=sender, text=text, buttons=list(buttons), sent_at=AT)


def test_buttons_of_the_last_line_are_open():
    last = shown([_line(1, "citizen", "rác"), _line(2, "bot", "Đúng chưa?", BUTTONS)])[-1]
    assert not last.past
    assert [choice.chosen for choice in last.choices] == [False, False]


def test_the_button_that_was_tapped_is_shown_as_chosen():
    lines = [_line(1, "bot", "Đúng chưa?", BUTTONS), _line(2, "citizen", "Sửa nơi"), _line(3, "bot", "Ở đâu?")]
    first = shown(lines)[0]
    assert first.past
    assert [choice.chosen for choice in first.choices] == [False, True]


def test_only_the_very_next_message_chooses():
    lines = [_line(1, "bot", "?", BUTTONS), _line(2, "citizen", "khác"), _line(3, "citizen", "Sửa nơi")]
    assert not any(choice.chosen for choice in shown(lines)[0].choices)


def test_each_line_has_a_client_id_of_its_own():
    lines = shown([_line(1, "bot", "a", BUTTONS), _line(2, "bot", "b", BUTTONS)])
    assert lines[0].client_id != lines[1].client_id
