"""Words of a text with their folded form, and the part of it that says where exactly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from api.core.text import fold

_TOKEN = re.compile(r"[^\s,.;:!?()\"“”\n]+(?:\.(?=[A-ZĐa-zđ]))?")
_PHRASE_END = re.compile(r"[,.;:!?()\n]")


# What people write together: "x.Tân Dân-h.Khoái Châu", "Xã: Đông Kết", "xãĐông Kết", a picture behind a name.
_SPREAD: Final = (
    (re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]+"), ". "),
    (re.compile(r"(?<=[^\W\d_])[-–/](?=[^\W\d_])"), " - "),
    (re.compile(r"\b(xã|phường|thị trấn|huyện|thôn|xóm|tổ|xa|phuong|huyen)\s*:\s*(?=\w)", re.IGNORECASE), r"\1 "),
    (re.compile(r"\b([Xx]ã|[Pp]hường|[Hh]uyện|[Tt]hôn)(?=[A-ZĐÂĂÁÀÔƠƯÊÝÍÓÚ][a-zà-ỹ])"), r"\1 "),
    (re.compile(r"\b(x|p|h|tt|tx|tp|t)\.\s*(?=\w)", re.IGNORECASE), r"\1 "),
)


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


# Words with which a spot begins: those that name one by themselves, and those that do so only before a name or number.
_SURE: Final = words("thôn xóm làng ấp tdp ngõ ngách hẻm kiệt chợ km ql đt kcn ccn kđt")
_DOUBTFUL: Final = words("cầu chùa đình trường trạm phố đường đê đền ao hồ sông")
_NUMBERED: Final = words("tổ đội số nhà khu to so khu")
_SURE_FOLDED: Final = words("thon xom tdp ngo ngach hem kiet km ql dt kcn ccn")
_DOUBTFUL_FOLDED: Final = words("tram pho duong cho lang cau truong")
_ALL: Final = _SURE | _DOUBTFUL | _SURE_FOLDED | _DOUBTFUL_FOLDED
# Two words that make a spot of the first: công viên, nhà văn hóa, tổ dân phố.
_PAIRS: Final = {
    "cong": words("vien ty"),
    "nha": words("van may"),
    "to": words("dan"),
    "tram": words("y bien bom xa"),
    "canh": words("dong"),
    "quoc": words("lo"),
    "tinh": words("lo"),
    "nghia": words("trang"),
    "benh": words("vien"),
    "bai": words("bien rac"),
    "ben": words("xe pha do"),
    "xu": words("dong"),
    "vong": words("xuyen"),
    "nga": words("ba tu nam"),
    "chung": words("cu"),
    "so": words("nha"),
    "khu": words("pho cong do tai dan"),
    "truong": words("tieu mam thcs thpt trung cap"),
}
_ROAD: Final = re.compile(r"(?:ql|dt|tl|dh|km)\.?\d+\w*")
# What follows "thôn" or "đường" when no name does: thôn tôi, đường trước nhà, chợ ấy.
_NO_NAMES: Final = words(
    "toi em nha minh chung tao nay kia nao ta con ad chau truoc sau ay do day bi hong tac ngap nat xuong vao di ra len "
    "qua la co khong ko k va ma thi rat nhung hay het nua roi cua cho xin de may voi nen tu chua khi lam cu lai o cung "
    "thu hop bao bat noi ep chia gop "
    "chat boc u thoat nuoc da dang se dien lang xom bao gio tho oi a anh chi bac ong ba cac moi mua lon nho ban rac xa "
    "doan"
)
_STOPS: Final = words(
    "bi khong ko k dang da co la va ma thi rat nhung hay het nua roi cua cho xin de nghi may bao nhieu hong tac ngap "
    "nay voi nen tu chua se con khi lam lai o nao keu nhac bay cung xa phuong h ban hop bau bu"
)
# "Quyết định số 45", "thu hồi đất số 45": the number of a paper or a plot, no house.
_PAPERS: Final = words("dinh van don ban bao to thua hieu dat giay ngay vu an an")
# How the first word of "thị trấn", "thị xã", "thành phố" is written.
_WITH_ITS_MARK: Final = words("thị thành")
# "Nhà 6 khẩu" counts people, and is no house number.
_COUNTED: Final = words("khau nguoi ho sao tang con m2 nam gian tuoi trieu thang")
_SPEAKERS: Final = words("toi em nha minh chung chau con o tai ben nay la")
_HAPPENED: Final = words(
    "ngap mat hong tac bi sut lun thieu dang nut vo gay nhieu ban thoi chay tran chua khong lay ho"
)
_BESIDE: Final = words("giap gan thuoc o tai cua")
_DENIES: Final = re.compile(r"\b(?:khong|ko|k|chang) phai\b|\bchu khong\b")
_LONGEST_SPOT = 6
_SHORT_MESSAGE = 9
_NAME_WITHIN = 4


@dataclass(frozen=True)
class Token:
    """A word as it was written, as it is looked up, and whether punctuation follows it."""

    text: str
    folded: str
    ends_phrase: bool

    @property
    def is_name(self) -> bool:
        """Whether it is written as a name or a number."""
        return self.text[:1].isupper() or self.text[:1].isdigit()


def tokens_of(text: str) -> list[Token]:
    """Cut a text into words. Abbreviations with a dot (`x.`, `TP.`) lose it."""
    spread = text
    for pattern, instead in _SPREAD:
        spread = pattern.sub(instead, spread)
    found = list(_TOKEN.finditer(spread))
    tokens = []
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(spread)
        between = spread[match.end() : end]
        tokens.append(Token(match.group(), fold(match.group()), bool(_PHRASE_END.search(between))))
    return tokens


def detail_of(tokens: Sequence[Token], places: Sequence[tuple[int, int]]) -> str | None:
    """Return the spot that a text names beside its commune, in the citizen's spelling, or None.

    A short message is nothing but its place: all that is not the commune's name is the spot, if a word of place
    stands in it. In a longer one a spot begins with such a word and ends at punctuation, behind its name, or at a verb.
    """
    covered = {n for start, end in places for n in range(_with_prefix(tokens, start), end)}
    short = len(tokens) <= _SHORT_MESSAGE
    if short and covered:
        left = [token for n, token in enumerate(tokens) if n not in covered]
        return _short_spot(left) if any(_begins_spot(left, n, short=True) for n in range(len(left))) else None
    spots = []
    number = 0
    while number < len(tokens):
        if number not in covered and _begins_spot(tokens, number, short=short):
            spot = _named(_spot(tokens, number, covered))
            if len(spot) > 1 or (spot and _ROAD.fullmatch(spot[0].folded)):
                spots.append(_join(spot))
                number += len(spot)
                continue
        number += 1
    return ", ".join(dict.fromkeys(spots[:2])) or None


def _short_spot(left: Sequence[Token]) -> str | None:
    """Return what a short message says beside its commune, without who speaks and what happened there."""
    folded = " ".join(token.folded for token in left)
    if _DENIES.search(folded):
        return None
    start = 0
    while start < len(left) - 1 and left[start].folded in _SPEAKERS and not _begins_spot(left, start, short=True):
        start += 1
    spot = list(left[start:])
    for number in range(1, len(spot)):
        if spot[number - 1].is_name and not spot[number].is_name and spot[number].folded in _HAPPENED:
            spot = spot[:number]
            break
    while len(spot) > 1 and spot[-1].folded in _BESIDE:
        spot.pop()
    return _join(spot) or None


def _begins_spot(tokens: Sequence[Token], number: int, *, short: bool) -> bool:
    """Whether a spot with a name begins here. "cho" is "chợ" only with its mark, "thôn tôi" names nothing."""
    word = tokens[number]
    if _ROAD.fullmatch(word.folded):
        return True
    if word.ends_phrase or number + 1 >= len(tokens):
        return False
    if word.folded == "cau" and number and tokens[number - 1].folded == "yeu":
        return False  # "yêu cầu UBND ..." asks for something, and is no bridge
    following = tokens[number + 1]
    if word.folded in _PAIRS and following.folded in _PAIRS[word.folded]:
        return short or any(token.is_name for token in _phrase(tokens, number)[2:_LONGEST_SPOT])
    written = word.text.lower()
    bare = written == word.folded and not (written == "cho" and _is_marked(tokens))
    sure = written in _SURE or (bare and written in _SURE_FOLDED)
    doubtful = written in _DOUBTFUL or (bare and written in _DOUBTFUL_FOLDED)
    if sure:
        return following.is_name or (following.folded not in _NO_NAMES and (short or not _has_names(tokens)))
    if written in _NUMBERED and following.text[:1].isdigit():
        if number + 2 < len(tokens) and not following.ends_phrase and tokens[number + 2].folded in _COUNTED:
            return False
        return number == 0 or tokens[number - 1].folded not in _PAPERS
    named = any(token.is_name for token in _phrase(tokens, number)[1:_NAME_WITHIN])
    return doubtful and (following.is_name or (named and written in _DOUBTFUL and following.folded not in _STOPS))


def _is_marked(tokens: Sequence[Token]) -> bool:
    """Whether the writer sets marks, so that a word without is another one: "cho" is not "chợ"."""
    return any(token.text.lower() != token.folded for token in tokens)


def _has_names(tokens: Sequence[Token]) -> bool:
    """Whether the writer uses capitals for names, so that a word in small letters is none."""
    return any(token.text[:1].isupper() and not before.ends_phrase for before, token in pairwise(tokens))


def _phrase(tokens: Sequence[Token], start: int) -> list[Token]:
    """Return the words from here to the next punctuation."""
    phrase = []
    for token in tokens[start : start + _LONGEST_SPOT]:
        phrase.append(token)
        if token.ends_phrase:
            break
    return phrase


def _spot(tokens: Sequence[Token], start: int, covered: set[int]) -> list[Token]:
    """Take the words of a spot: in a text with capitals it ends behind its name, unless another spot follows."""
    spot = [tokens[start]]
    named = False
    for number in range(start + 1, min(start + _LONGEST_SPOT + 1, len(tokens))):
        token = tokens[number]
        if tokens[number - 1].ends_phrase or number in covered:
            break
        firm = spot[-1].folded == "ty" and not named  # công ty may Hòa Bình
        pair = token.folded in _PAIRS.get(spot[-1].folded, ()) and not named  # tổ dân phố Nhân Vinh
        if not token.is_name and not firm and not pair:
            next_part = named and _goes_on(tokens, number)
            if token.folded in _STOPS or (named and not next_part):
                break
            named = named and not next_part
        named = named or token.is_name
        spot.append(token)
    return spot


def _goes_on(tokens: Sequence[Token], number: int) -> bool:
    """Whether a word in small letters behind a name begins the next part: ngõ 41 đường Điện Biên."""
    return _begins_spot(tokens, number, short=False)


def _named(spot: list[Token]) -> list[Token]:
    """Cut the words behind the name; a spot that names nothing ("đường thôn tôi") is empty."""
    while spot and spot[-1].folded in _NO_NAMES | _BESIDE and not spot[-1].is_name:
        spot = spot[:-1]
    return spot if any(word.text.lower() not in _ALL for word in spot) else []


def two_words(tokens: Sequence[Token], start: int) -> tuple[str, str] | None:
    """Return the two folded words before a name; None for "thì xã", which is no "thị xã"."""
    if start < 2 or tokens[start - 2].text.lower() not in (tokens[start - 2].folded, *_WITH_ITS_MARK):
        return None
    return tokens[start - 2].folded, tokens[start - 1].folded


def _with_prefix(tokens: Sequence[Token], start: int) -> int:
    """Take the prefix of a name (xã, huyện, thị trấn) with it."""
    if start > 1 and not tokens[start - 2].text.startswith("T"):
        pair = two_words(tokens, start)
        if pair in (("thi", "tran"), ("thi", "xa"), ("thanh", "pho")):
            return start - 2
    if start > 0 and tokens[start - 1].folded in ("xa", "x", "phuong", "p", "tt", "huyen", "h", "tx", "tp"):
        return start - 1
    return start


def _join(spot: Sequence[Token]) -> str:
    text = "".join(f"{word.text}{',' if word.ends_phrase else ''} " for word in spot)
    return text.strip(" ,")
