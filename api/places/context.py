"""What stands around a name and says whether it is a place, how surely, and in what part. Pure."""

import re
from collections.abc import Sequence
from typing import Final, Literal

from api.core.text import fold
from api.places.details import Token, two_words, words

Kind = Literal["commune", "district"]
PREFIXED: Final = 3
PLACED: Final = 2
WRITTEN: Final = 1

PREFIXES: Final[dict[str, tuple[Kind, str]]] = {
    "xa": ("commune", "xã"),
    "x": ("commune", "xã"),
    "phuong": ("commune", "phường"),
    "p": ("commune", "phường"),
    "tt": ("commune", "thị trấn"),
    "huyen": ("district", "huyện"),
    "h": ("district", "huyện"),
    "tx": ("district", "thị xã"),
    "tp": ("district", "thành phố"),
}
TWO_WORDS: Final[dict[tuple[str, str], tuple[Kind, str]]] = {
    ("thi", "tran"): ("commune", "thị trấn"),
    ("thi", "xa"): ("district", "thị xã"),
    ("thanh", "pho"): ("district", "thành phố"),
}
# What follows these is a street, a market, a hamlet, a firm or a person, even when a commune has the same name.
NOT_AFTER: Final = words(
    "thon xom lang ap khu doi duong pho ngo ngach hem kiet cho cau cong truong chua dinh den vien khoa song kenh quan "
    "nha hang ty cty tnhh htx lop karaoke bida massage shop gara cafe phe spa bar anh chi ong ba co chu em chau bac "
    "cau thay sy si hoc thcs thpt ptth non giao nghe dai doc ten the trai to may tinh t "
    "nguyen tran le pham hoang huynh phan vu bui ngo thi"
)
_WORDS_OF_PLACE: Final = words("o tai ben ve thuoc ubnd dan đoạn")
# Names that are ordinary words too: without a prefix or capitals they are only words.
_ORDINARY: Final = frozenset(
    ["an ninh", "hoa binh", "thong nhat", "doc lap", "binh minh", "cong hoa", "dan chu", "tien phong", "dong bang",
     "dai dong", "quang minh", "thang loi", "chinh nghia", "duy nhat", "toan thang", "hong tien", "tan tien",
     "ai quoc", "an binh", "thanh long", "hong an", "tien tien", "minh hoa", "song mai", "an my", "nam trung",
     "dong a", "my loc", "quyet tien", "thanh cong", "hop tien", "duc thang", "minh tien", "nam thanh", "hoa nam",
     "dong xuan", "dong phong", "dai hung", "tan hoc", "tan binh", "trung an", "an tan", "dong hai", "hiep hoa",
     "vu an", "vu cong", "tay son", "quang trung"]
)  # fmt: skip
_SHORT: Final = 5
_DENIES: Final = re.compile(
    r"(?:khong phai|ko phai|k phai|chu khong|chang phai|khong o|ko o)(?: la| o| ben| xa| phuong)*$"
)
_ON_THE_WAY: Final = words("giáp gần sang đi qua từ đến tới lên xuống giap gan di tu den len xuong")
_ARRIVED: Final = words("đến tới den")
_HAPPENS: Final = words("thi bi gap")
_HOME: Final = re.compile(
    r"\b(?:toi|em|chau|con|minh|nha|que|chong|vo)(?: (?:toi|em|chau|minh|la|nguoi|dan|hien|dang|deu|von|song|"
    r"sinh|lam|an|thuong|tam|tru|cu|ngu|quan|goc|que))*(?: (?:o|tai|ben))?$"
)
_NOW: Final = re.compile(r"\b(?:nay|gio|hien)(?: da| dang)? (?:la|thuoc|thanh|ve)$")
_LANDMARKS: Final = words("chùa chợ cầu đền đình bến dốc cống")
_WHO: Final = words("toi em minh chau ten")
_HOUSE_NUMBERS: Final = words("so nha ngo ngach hem kiet cap")


def prefix_at(tokens: Sequence[Token], start: int) -> tuple[Kind, str] | None:
    """Return the kind that the words before say: "thị xã" is a town, "xã" a commune."""
    if start == 0 or tokens[start - 1].ends_phrase:
        return None
    before = tokens[start - 1].folded
    if start > 1 and not tokens[start - 2].ends_phrase:
        pair = TWO_WORDS.get(two_words(tokens, start) or ("", ""))
        # "thôn Đồng Thị xã Tân Hưng": a name in capitals ends before the prefix.
        if pair is not None and not (tokens[start - 2].text.istitle() and tokens[start - 1].text.islower()):
            return pair
    return PREFIXES.get(before)


def strength_of(tokens: Sequence[Token], start: int, end: int, key: str) -> int:
    """Return how surely words without a prefix are a place: 0 for none."""
    joined = start > 0 and not tokens[start - 1].ends_phrase
    before = tokens[start - 1] if joined else None
    after = tokens[end] if end < len(tokens) and not tokens[end - 1].ends_phrase else None
    capitals = all(token.text[:1].isupper() for token in tokens[start:end])
    alone = len(tokens) == end - start
    if end == len(tokens) <= _SHORT and _follows_landmark(tokens, start):
        return PLACED  # "chợ Đầu Quỳnh Phụ"
    if joined and start > 1 and tokens[start - 1].folded == "la" and tokens[start - 2].folded in _WHO:
        return 0  # "tôi là Đông Ninh"
    if before and (before.folded in NOT_AFTER or (capitals and _in_a_longer_name(before, start))):
        return 0
    if before and before.text[:1].isdigit() and start > 1 and tokens[start - 2].folded in _HOUSE_NUMBERS:
        return 0  # "số 5 Phạm Ngũ Lão" is a street
    if key in _ORDINARY and not capitals and not alone:
        return 0
    if key == "dong bang" and after and after.folded in ("song", "bac"):
        return 0
    if (before and _is_word_of_place(before)) or len(tokens) <= _SHORT:
        return PLACED
    marked = any(fold(token.text) != token.text.lower() for token in tokens[start:end])
    all_capitals = all(token.text[:1].isupper() for token in tokens)
    return WRITTEN if capitals and (marked or not all_capitals) else 0


def _follows_landmark(tokens: Sequence[Token], start: int) -> bool:
    """Whether a message begins with a landmark that has its own name before this one: chùa Keo Vũ Thư."""
    return start > 1 and tokens[0].text.lower() in _LANDMARKS and tokens[start - 1].is_name


def _is_word_of_place(token: Token) -> bool:
    """Whether a place follows: "đoạn" only with its mark or in small letters, as Đoàn is a surname."""
    return token.text.lower() in _WORDS_OF_PLACE or (token.folded in _WORDS_OF_PLACE and token.text.islower())


def _in_a_longer_name(before: Token, start: int) -> bool:
    """Whether a capital before a name makes it the end of a longer one: Công ty Sao Minh Tân, Nguyễn Minh Tân."""
    return (
        before.text[:1].isupper() and start > 1 and not before.text.isupper() and before.folded not in _WORDS_OF_PLACE
    )


def width_of_prefix(tokens: Sequence[Token], start: int) -> int:
    """Return how many words the prefix before a name has: xã is one, thị trấn two."""
    pair = two_words(tokens, start)
    return 2 if pair in TWO_WORDS else 1


def is_on_the_way(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether a place is only passed or near: "từ xã A". Where one came to and something happened is the place."""
    if first < 1 or tokens[first - 1].ends_phrase:
        return False
    before = tokens[first - 1].text.lower()
    happens = end < len(tokens) and not tokens[end - 1].ends_phrase and tokens[end].folded in _HAPPENS
    return before in _ON_THE_WAY and not (before in _ARRIVED and happens)


def is_home(tokens: Sequence[Token], first: int) -> bool:
    """Whether the words before say that somebody lives there: "tôi trú tại xã A"."""
    said: list[str] = []
    for token in reversed(tokens[max(0, first - 8) : first]):
        if token.ends_phrase:
            break
        said.insert(0, token.folded)
    return _HOME.search(" ".join(said)) is not None


def is_now(tokens: Sequence[Token], first: int) -> bool:
    """Whether the words before say that this is what the place is called now: "xã A, nay thuộc xã B"."""
    return _NOW.search(" ".join(token.folded for token in tokens[max(0, first - 3) : first])) is not None


def is_denied(tokens: Sequence[Token], start: int) -> bool:
    """Whether the words before say that it is not this place."""
    return _DENIES.search(" ".join(token.folded for token in tokens[max(0, start - 4) : start])) is not None
