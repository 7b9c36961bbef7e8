"""Matters for courts and between two people, by the folder's own words; and what only sounds like them."""

import pytest

from api.core.settings import ROOT
from api.province.folder import read_folder
from api.province.rows import outside_rows
from api.routing.rules import Outside, outside

KNOWN = [
    Outside(row["name"], tuple(row["words"]), tuple(row["unless"]), row["door"])
    for row in outside_rows(read_folder(ROOT / "data" / "hung-yen"))
]

EXAMPLES = [
    ("Ông Tư cùng xóm vay tiền không trả đã ba năm, xã đứng ra đòi giúp tôi", "vay mượn giữa cá nhân"),
    ("no toi 20 trieu tu tet den gio", "vay mượn giữa cá nhân"),
    ("Chồng tôi đòi ly hôn và giành quyền nuôi con", "ly hôn, nuôi con"),
    ("anh em nhà tôi tranh chấp thừa kế mảnh vườn", "tranh chấp thừa kế"),
    ("Tòa xử sai rồi, tôi đề nghị tỉnh xem lại bản án", "bản án và thi hành án"),
    ("chu tro khong tra coc cho em", "mua bán giữa cá nhân"),
    ("chủ trọ không trả cọc cho em", "mua bán giữa cá nhân"),
    ("thi hành án huyện để bản án của tôi hai năm không làm", "bản án và thi hành án"),
    ("Ngân hàng chính sách bảo tôi nợ tôi không vay", None),
    ("xin giấy xác nhận tình trạng hôn nhân sau khi ly hôn thì ra đâu", None),
    ("đường thôn hỏng nặng", None),
    ("hàng xóm lấn ranh giới đất nhà tôi, xã không hòa giải", None),
    ("bị bọn đòi nợ thuê khủng bố, nợ tôi không vay", None),
]


@pytest.mark.parametrize(("text", "name"), EXAMPLES, ids=[text for text, _ in EXAMPLES])
def test_what_is_not_for_us(text: str, name: str | None) -> None:
    found = outside(text, KNOWN)
    assert (found.name if found else None) == name
