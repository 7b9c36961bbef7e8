from api.outbox.schemas import Button
from bot.channels.base import Abilities, fit

ABILITIES = Abilities(max_text=40, max_buttons=2, max_button_title=6)


def test_a_short_line_is_one_message() -> None:
    parts = fit("xin chào", [Button(title="Đồng ý rồi", payload="a")], ABILITIES)
    assert [part.text for part in parts] == ["xin chào"]
    assert parts[0].buttons[0]["title"] == "Đồng ý"


def test_a_long_line_is_cut_at_paragraphs_then_words_and_nothing_is_lost() -> None:
    text = "Đoạn một hơi dài.\n\nĐoạn hai cũng khá dài đấy nhé, còn nữa."
    parts = fit(text, [Button(title="A", payload="a")], ABILITIES)
    assert all(len(part.text) <= 40 for part in parts)
    assert " ".join(" ".join(part.text for part in parts).split()) == " ".join(text.split())
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]


def test_a_word_longer_than_a_message_is_cut_anyway() -> None:
    assert [len(part.text) for part in fit("a" * 90, [], ABILITIES)] == [40, 40, 10]


def test_buttons_beyond_the_limit_follow_in_a_further_message() -> None:
    buttons = [Button(title=str(n), payload=str(n)) for n in range(5)]
    parts = fit("chọn", buttons, ABILITIES)
    assert [len(part.buttons) for part in parts] == [2, 2, 1]
