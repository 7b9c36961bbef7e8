import unicodedata

import pytest

from api.core.redact import redact
from api.core.text import clean, fold, slugify


def test_folding_takes_marks_and_the_crossed_d() -> None:
    assert fold("Đường  Tân Dân, KHOÁI Châu") == "duong tan dan, khoai chau"
    assert fold(unicodedata.normalize("NFD", "Thị trấn Như Quỳnh")) == "thi tran nhu quynh"


def test_cleaning_changes_nothing_that_is_seen() -> None:
    assert clean(" \u200bđèn hỏng\ufeff ") == "đèn hỏng"


def test_a_slug_ends_at_a_word() -> None:
    assert slugify("Đèn đường hỏng ở ngõ 12") == "den-duong-hong-o-ngo-12"
    assert slugify("một hai ba bốn năm", limit=11) == "mot-hai-ba"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("gọi tôi 0912 345 678 nhé", "gọi tôi <số điện thoại> nhé"),
        ("sđt +84 38 123 4567", "sđt <số điện thoại>"),
        ("căn cước 033087001234", "căn cước <số căn cước>"),
        ("thư a.b@mail.vn", "thư <thư điện tử>"),
        ("stk 0123456789012 vcb", "<số tài khoản> vcb"),
        ("xe 89A-123.45 đỗ", "xe <biển số xe> đỗ"),
        ("ngõ 12, đường 376, km 8", "ngõ 12, đường 376, km 8"),
    ],
)
def test_personal_numbers_are_hidden(text: str, hidden: str) -> None:
    assert redact(text) == hidden
