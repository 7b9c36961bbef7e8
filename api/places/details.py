"""Words of a text with their folded form, and the part of it that says where exactly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.core.text import fold

_TOKEN = re.compile(r"[^\s,.;:!?()\"“”\n]+(?:\.(?=[A-ZĐa-zđ]))?")
_PHRASE_END = re.compile(r"[,.;:!?()\n]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words with which a spot begins, with marks, and those that are clear without marks too.
_SPOT_WORDS: Final = _words(
    "thôn xóm làng ấp tdp ngõ ngách hẻm kiệt chợ cầu km ql đt chùa đình trường trạm phố đường khu đội công nhà tổ"
)
_CLEAR_WITHOUT_MARKS: Final = _words("thon xom tdp ngo ngach hem kiet km ql dt tram pho khu doi duong truong")
# Two words that make a spot of the first: công viên, nhà văn hóa, tổ dân phố.
_SPOT_PAIRS: Final = {
    "cong": _words("vien ty"),
    "nha": _words("van so may"),
    "to": _words("dan"),
    "tram": _words("y bien"),
}
# What follows "thôn" or "đường" when no name does: thôn tôi, đường trước nhà, chợ ấy.
_NO_NAMES: Final = _words(
    "toi em nha minh chung tao nay kia nao ta con ad chau truoc sau ay do day bi hong tac ngap nat xuong vao di ra len "
    "qua la co khong ko k va ma thi rat nhung hay het nua roi cua cho xin de may voi nen tu chua khi lam cu lai o cung "
    "thoat nuoc da dang se dien lang xom bao gio tho oi a anh chi bac ong ba cac moi mua lon nho ban rac"
)
_STOPS: Final = _words(
    "bi khong ko k dang da co la va ma thi rat nhung hay het nua roi cua cho xin de nghi may bao nhieu hong tac ngap "
    "nay voi nen tu chua se con khi lam lai o nao keu nhac bay cung"
)
_LONGEST_SPOT = 6
_SHORT_MESSAGE = 9


@dataclass(frozen=True)
class Token:
    """A word as it was written, as it is looked up, and whether punctuation follows it."""

    text: str
    folded: str
    ends_phrase: bool


def tokens_of(text: str) -> list[Token]:
    """Cut a text into words. Abbreviations with a dot (`x.`, `TP.`) lose it."""
    spread = re.sub(r"\b(x|p|h|tt|tx|tp|t)\.\s*(?=\w)", r"\1 ", text, flags=re.IGNORECASE)
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
    stands in it. In a longer one a spot begins with such a word and ends at punctuation, a verb or five words.
    """
    covered = {n for start, end in places for n in range(_with_prefix(tokens, start), end)}
    rest = [n for n in range(len(tokens)) if n not in covered]
    if len(tokens) <= _SHORT_MESSAGE and covered:
        words = [tokens[n] for n in rest]
        if any(_begins_spot(words, place) for place in range(len(words))):
            return _join(words)
        return None
    spots = []
    number = 0
    while number < len(tokens):
        if number not in covered and _begins_spot(tokens, number):
            spot = _named(_spot(tokens, number, covered))
            if len(spot) > 1:
                spots.append(_join(spot))
                number += len(spot)
                continue
        number += 1
    return ", ".join(dict.fromkeys(spots[:2])) or None


def _begins_spot(tokens: Sequence[Token], number: int) -> bool:
    """Whether a spot with a name begins here. "cho" is "chợ" only with its mark, "thôn tôi" names nothing."""
    word = tokens[number]
    if word.ends_phrase or number + 1 >= len(tokens):
        return False
    following = tokens[number + 1].folded
    if word.folded in _SPOT_PAIRS:
        return following in _SPOT_PAIRS[word.folded] or following[:1].isdigit()
    written = word.text.lower()
    known = written in _SPOT_WORDS or (written == word.folded and written in _CLEAR_WITHOUT_MARKS)
    named = tokens[number + 1].text[:1].isupper() or following[:1].isdigit()
    return known and (named or following not in _NO_NAMES)


def _spot(tokens: Sequence[Token], start: int, covered: set[int]) -> list[Token]:
    words = [tokens[start]]
    for number in range(start + 1, min(start + _LONGEST_SPOT, len(tokens))):
        if tokens[number - 1].ends_phrase or number in covered:
            break
        named = tokens[number].text[:1].isupper() or tokens[number].text[:1].isdigit()
        if tokens[number].folded in _STOPS and not named:
            break
        words.append(tokens[number])
    return words


def _named(spot: list[Token]) -> list[Token]:
    """Cut the words behind the name; a spot that names nothing ("đường thôn tôi") is empty."""
    while spot and spot[-1].folded in _NO_NAMES and not spot[-1].text[:1].isupper():
        spot = spot[:-1]
    named = any(word.text.lower() not in _SPOT_WORDS and word.folded not in _CLEAR_WITHOUT_MARKS for word in spot)
    return spot if named else []


def _with_prefix(tokens: Sequence[Token], start: int) -> int:
    """Take the prefix of a name (xã, huyện, thị trấn) with it."""
    if (
        start > 1
        and not tokens[start - 2].text.startswith("T")
        and (tokens[start - 2].folded, tokens[start - 1].folded)
        in (
            ("thi", "tran"),
            ("thi", "xa"),
            ("thanh", "pho"),
        )
    ):
        return start - 2
    if start > 0 and tokens[start - 1].folded in ("xa", "x", "phuong", "p", "tt", "huyen", "h", "tx", "tp"):
        return start - 1
    return start


def _join(words: Sequence[Token]) -> str:
    text = "".join(f"{w.text}{',' if w.ends_phrase else ''} " for w in words)
    return text.strip(" ,")
