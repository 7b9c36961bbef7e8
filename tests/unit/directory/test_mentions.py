"""Which body a complaint is about, as a clerk would read it."""

import pytest

from api.directory.mentions import Body, accuses, body_complained_of

BODIES = [
    Body("so-y-te", ("Sở Y tế", "Sở Y tế")),
    Body("so-xay-dung", ("Sở Xây dựng", "Sở Xây dựng")),
    Body("cong-an-tinh", ("Công an tỉnh", "Công an tỉnh")),
    Body("vp-ubnd-tinh", ("Văn phòng UBND tỉnh", "VP UBND tỉnh")),
    Body("ubnd-tinh", ("UBND tỉnh Hưng Yên", "UBND tỉnh")),
]

EXAMPLES = [
    ("Tôi khiếu nại quyết định thu hồi đất của UBND xã", "ubnd-1"),
    ("khieu nai quyet dinh xu phat cua uy ban nhan dan phuong", "ubnd-1"),
    ("cán bộ địa chính xã hách dịch, bắt tôi đi lại bốn lần", "ubnd-1"),
    ("Chủ tịch xã không chịu tiếp dân", "ubnd-1"),
    ("nhân viên bộ phận một cửa phường quát tháo bà con", "ubnd-1"),
    ("cô tư pháp xã vòi tiền mới đóng dấu", "ubnd-1"),
    ("xã đòi tôi nộp thêm giấy không có trong quy định", "ubnd-1"),
    ("công an xã giữ xe của tôi không lập biên bản", "ca-1"),
    ("bị công an phường mời lên ngồi cả buổi không nói lý do", "ca-1"),
    ("Tôi khiếu nại kết luận của Sở Xây dựng", "so-xay-dung"),
    ("so y te tra loi khong dung", "so-y-te"),
    ("khiếu nại Văn phòng UBND tỉnh trả lời chậm", "vp-ubnd-tinh"),
    ("hàng xóm lấn đất nhà tôi", None),
    ("khiếu nại công ty điện lực tính sai tiền", None),
]


@pytest.mark.parametrize(("text", "code"), EXAMPLES, ids=[text for text, _ in EXAMPLES])
def test_the_body(text: str, code: str | None) -> None:
    assert body_complained_of(text, BODIES, commune_code="1") == code


def test_without_a_place_the_commune_is_not_guessed() -> None:
    assert body_complained_of("UBND xã làm sai", BODIES, commune_code=None) is None


@pytest.mark.parametrize(
    ("act", "topic", "expected"),
    [("complain", "5c", True), ("denounce", "4a", True), ("report", "3a", True), ("report", "6c.road", False),
     ("ask", "5a", False), ("suggest", "6c.power", False)],
)  # fmt: skip
def test_a_broken_road_complains_of_nobody(act: str, topic: str, expected: bool) -> None:
    assert accuses(act, topic) is expected
