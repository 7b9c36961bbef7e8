"""What a typed word means among buttons that stand outside a draft."""

import pytest

from api.intake.offered import choose

RATING = {"rate:HY-1:5": "Hài lòng", "rate:HY-1:3": "Chấp nhận được", "rate:HY-1:1": "Không hài lòng"}
RIGHT = {"right:delete": "Đúng, xóa dữ liệu của tôi", "right:no": "Thôi"}
AGAIN = {"why:HY-1:slow": "Chậm", "reopen:HY-1": "Đề nghị xem lại", "status:HY-1": "Không cần xem lại"}


@pytest.mark.parametrize(
    ("text", "offered", "payload"),
    [
        ("5", RATING, "rate:HY-1:5"),
        ("2 sao", RATING, "rate:HY-1:2"),
        ("cho 4 điểm nhé, cảm ơn xã đã sửa", RATING, "rate:HY-1:4"),
        ("hài lòng", RATING, "rate:HY-1:5"),
        ("xóm 5 mất điện", RATING, None),
        ("đúng", RIGHT, "right:delete"),
        ("ừ đúng vậy", RIGHT, "right:delete"),
        ("đồng ý, xóa đi", RIGHT, "right:delete"),
        ("à thôi không xóa nữa", RIGHT, "right:no"),
        ("Chậm", AGAIN, "why:HY-1:slow"),
        ("ok xem lại đi", AGAIN, "reopen:HY-1"),
        ("thôi không cần", AGAIN, "status:HY-1"),
        ("đường thôn tôi hỏng nặng lắm rồi", AGAIN, None),
    ],
)
def test_a_typed_word_is_the_button_that_it_means(text: str, offered: dict[str, str], payload: str | None) -> None:
    assert choose(text, offered) == payload
