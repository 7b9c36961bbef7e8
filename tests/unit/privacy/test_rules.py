"""Which right a citizen claims, in the words that citizens use."""

import pytest

from api.privacy.rules import kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("xóa dữ liệu của tôi", "delete"),
        ("toi muon xoa het du lieu ca nhan cua toi o day", "delete"),
        ("xóa hết tin nhắn của em đi", "delete"),
        ("cho tôi xem các anh đang lưu dữ liệu gì của tôi", "see"),
        ("sửa số điện thoại của tôi thành 0912345678", "correct"),
        ("sửa tên của tôi, đúng là Phạm Thị Xoan", "correct"),
        ("tôi rút lại sự đồng ý cho dùng dữ liệu cá nhân", "withdraw"),
        ("đừng dùng tin nhắn của tôi để dạy máy", "object"),
        ("đường thôn tôi hỏng, xã Tiên Lữ", None),
        ("cán bộ xã sửa sai tên trên giấy khai sinh của con tôi", None),
        ("tổng đài xóa mất đơn của tôi rồi", None),
        ("cho tôi xem phiếu của tôi", None),
    ],
)
def test_a_right_is_heard_and_a_matter_is_not_taken_for_one(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind
