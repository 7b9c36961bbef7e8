"""Whether two reports are about the same; a wrong yes costs a tap, a wrong no a second ticket."""

import pytest

from api.tickets.likeness import is_alike

BRIDGE = ("Cầu phao đầu thôn Ngọc Đồng bị hỏng lan can từ hôm bão, người đi qua rất nguy hiểm", "đầu thôn Ngọc Đồng")


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("lan can cầu phao thôn Ngọc Đồng hỏng, sửa giúp dân", "thôn Ngọc Đồng"),
        ("lan can cau phao hong tu hom bao, nguy hiem lam", None),
    ],
)
def test_the_same_is_found_with_marks_or_without(text: str, detail: str | None) -> None:
    assert is_alike(text, detail, *BRIDGE)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("cầu phao thôn Hạ hỏng lan can từ hôm bão, nguy hiểm", "thôn Hạ"),
        ("đường liên xã lún nứt, xe máy hay đổ", None),
        ("cầu hỏng", None),
    ],
)
def test_another_place_or_another_thing_is_not_the_same(text: str, detail: str | None) -> None:
    assert not is_alike(text, detail, *BRIDGE)
