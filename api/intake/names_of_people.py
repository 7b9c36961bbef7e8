"""The name that a citizen gives, and how it is kept out of the words of the matter. Pure."""

import re
from typing import Final

from api.intake.phrases import words

_UPPER: Final = "A-ZĐÀÁẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÈÉẺẼẸÊẾỀỂỄỆÌÍỈĨỊÒÓỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÙÚỦŨỤƯỨỪỬỮỰỲÝỶỸỴ"
_NAME: Final = rf"[{_UPPER}]\w*(?: [{_UPPER}]\w*){{1,4}}"
_I: Final = r"(?:tôi|toi|tui|em|cháu|chau|mình|minh|bác|bac)"
# "Mẹ tôi tên là ..." names somebody else than the sender.
_OF_MINE: Final = (
    r"(?<!mẹ )(?<!me )(?<!bố )(?<!bo )(?<!vợ )(?<!vo )(?<!chồng )(?<!chong )(?<!con )(?<!bà )(?<!ba )"
    r"(?<!ông )(?<!ong )(?<!anh )(?<!chị )(?<!chi )(?<!xóm )(?<!xom )"
)
_SAYS: Final = rf"{_OF_MINE}(?:my name is|(?:họ|ho|khai|ký|ky) (?:tên|ten)|(?:tên|ten) {_I}|{_I} (?:tên|ten|là|la))"
_CAPITALS: Final = re.compile(rf"(?i:(?<!\w){_SAYS})\b([^.;\n]{{0,30}}?[\s:,-]+)?({_NAME})")
_SMALL: Final = re.compile(
    rf"(?<!\w){_SAYS}(?: (?:là|la)|:)? (\w+(?: \w+){{1,3}})\s*(?:$|[,.;\n])",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(rf"^\W*({_NAME})\W*$")
_LEADING: Final = re.compile(rf"({_NAME})(?= [^{_UPPER}]|\W|$)")
_FAMILIES: Final = words(
    "nguyễn nguyen trần tran lê le phạm pham hoàng hoang huỳnh huynh phan vũ vu võ vo đặng dang bùi bui đỗ do "
    "hồ ho ngô "
    "ngo dương duong lý ly đào dao đinh dinh mai trịnh trinh lương luong hà ha đoàn doan tạ ta chu phùng phung quách "
    "quach tô to cao lâm lam kiều kieu khúc khuc đồng dong ninh tống tong triệu trieu vương vuong văn van"
)
_PLACES: Final = words("xã phường thôn huyện tỉnh xóm ngõ làng chợ trường ủy uỷ ubnd công sở hưng thái")
HIDDEN_NAME: Final = "[họ tên được giữ riêng]"


def name_in(text: str, *, asked: bool = False) -> str | None:
    """Return the name with which somebody introduces himself, or that stands alone when it was asked for."""
    capitals = _CAPITALS.search(text)
    if capitals and not _is_place(capitals.group(1) or "", capitals.group(2)):
        return capitals.group(2)
    small = _SMALL.search(text)
    if small and small.group(1).split()[0].lower() in _FAMILIES:
        return small.group(1)
    alone = _ALONE.match(text) if asked else None
    if alone:
        return alone.group(1)
    first = text.strip(" .!").split()
    if asked and 2 <= len(first) <= 5 and first[0].lower() in _FAMILIES and all(word.isalpha() for word in first):
        return " ".join(first)
    return None


def leading_name(text: str) -> str | None:
    """Return the name in capitals with which a text begins ("Phạm Thị Xoan chữ X" -> "Phạm Thị Xoan"), or None."""
    match = _LEADING.match(text.strip())
    return match.group(1) if match else None


def without_name(text: str, name: str) -> str:
    """Return the text with the name put out of sight."""
    return re.sub(re.escape(name), HIDDEN_NAME, text, flags=re.IGNORECASE)


def _is_place(before: str, found: str) -> bool:
    """Whether capitals name a place, by themselves or by the word in front of them."""
    last = before.strip(" :,-").lower().rsplit(" ", 1)[-1]
    return found.split()[0].lower() in _PLACES or last in _PLACES
