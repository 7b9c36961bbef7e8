"""What the understanding itself makes of danger, before the api has a word: the same messages as in `test_danger`."""

import pytest

from bot.nlu.danger import is_emergency, said
from bot.nlu.normalize import normalize


@pytest.mark.parametrize(
    "text",
    ["tao muốn chết, sống chẳng để làm gì", "chồng tôi đánh tôi", "bo em danh em", "nó đòi giết tôi",
     "con tôi bị thầy giáo dâm ô ở trường", "help my house is on fire"],
)  # fmt: skip
def test_danger_to_people_is_believed_with_little(text: str) -> None:
    assert said(normalize(text)) == "now"
    assert is_emergency(normalize(text), 0.1)


def test_a_question_about_the_penalty_is_no_cry() -> None:
    assert said(normalize("đánh vợ bị phạt bao nhiêu tiền theo luật mới")) == "maybe"
