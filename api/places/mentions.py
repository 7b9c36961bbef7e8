"""Which words of a text name a commune or a district, and how surely. Pure.

A name counts when something says so: a prefix (xã, phường, huyện), a word of place before it (ở, tại), capitals with
marks, or a message that is hardly more than the name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from api.core.text import fold
from api.places.details import Token, words
from api.places.names import Names, fits, is_exactly, nearly_fits

Kind = Literal["commune", "district"]
PREFIXED: Final = 3
PLACED: Final = 2
WRITTEN: Final = 1

_PREFIXES: Final[dict[str, tuple[Kind, str]]] = {
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
_TWO_WORDS: Final[dict[tuple[str, str], tuple[Kind, str]]] = {
    ("thi", "tran"): ("commune", "thị trấn"),
    ("thi", "xa"): ("district", "thị xã"),
    ("thanh", "pho"): ("district", "thành phố"),
}
# What follows these is a street, a market, a hamlet, a firm or a person, even when a commune has the same name.
_NOT_AFTER: Final = words(
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
_NOT_MENDED: Final = words("gop hoi toi minh nay kia ta nha nao ay do day khac ban cac moi bi da dang la co")
_SHORT: Final = 5
_LONGEST_NAME: Final = 4
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
_LANDMARKS: Final = words("chùa chợ cầu đền đình bến dốc cống")
_WHO: Final = words("toi em minh chau ten")
_HOUSE_NUMBERS: Final = words("so nha ngo ngach hem kiet cap")
_JOINS: Final = words("- – và va với voi hoặc hoac")
_SYLLABLE: Final = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


@dataclass(frozen=True)
class Mention:
    """A name in the text, by token numbers; `keys` are several when a mended word can be several names."""

    kind: Kind
    start: int
    end: int
    keys: tuple[str, ...]
    strength: int
    written: str
    prefix: str | None = None
    is_old: bool = False
    is_relative: bool = False  # on the way, or beside it
    is_home: bool = False  # where who writes lives
    mended: Literal["no", "sure", "unsure"] = "no"


class Finder:
    """Finds mentions in a list of tokens."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def all_in(self, tokens: Sequence[Token]) -> list[Mention]:
        """Return the mentions of communes and districts in the order of the text; denied ones are left out."""
        found: list[Mention] = []
        next_free = 0
        for start in range(len(tokens)):
            if start < next_free:
                continue
            before = found[-1] if found and found[-1].end == start else None
            for mention, end in self._at(tokens, start, before):
                next_free = end
                found += [_joined(mention, found, tokens)] if mention else []
                break
        return found

    def _at(self, tokens: Sequence[Token], start: int, before: Mention | None) -> Iterator[tuple[Mention | None, int]]:
        """Yield the first reading of the words from here on, and where the next may begin."""
        given = _prefix(tokens, start) if before is None else None  # "xa lieu xa yen my": the second xa is Liêu Xá's
        for end in range(min(start + _LONGEST_NAME, len(tokens)), start, -1):
            if any(token.ends_phrase for token in tokens[start : end - 1]):
                continue
            key = " ".join(token.folded for token in tokens[start:end])
            kind = self._kind(key, given, single=end - start == 1 and len(tokens) > 1)
            if kind is not None:
                mention, taken = self._judge(tokens, start, end, key, kind, given, before)
                if mention or taken:
                    yield mention, end
        if given is not None or start == 0:
            yield from self._mended(tokens, start, given)

    def _kind(self, key: str, given: tuple[Kind, str] | None, *, single: bool) -> Kind | None:
        """Tell whether the key is a commune's or a district's, as the prefix before it says."""
        if given is not None:
            known = key in (self._names.communes if given[0] == "commune" else self._names.districts)
            return given[0] if known else None
        if single:
            return None
        if key in self._names.communes:
            return "commune"
        return "district" if key in self._names.districts else None

    def _judge(
        self,
        tokens: Sequence[Token],
        start: int,
        end: int,
        key: str,
        kind: Kind,
        given: tuple[Kind, str] | None,
        before: Mention | None,
    ) -> tuple[Mention | None, bool]:
        """Return the mention, and whether these words are taken even when they are none ("đường Lê Lợi")."""
        written = " ".join(token.text for token in tokens[start:end])
        names = self._names.commune_names(key) if kind == "commune" else [self._names.districts[key]]
        if key in self._names.districts and kind == "commune":
            names.append(self._names.districts[key])
        mended = not any(fits(written, name) for name in names)
        if mended and (given is None or not any(nearly_fits(written, name) for name in names)):
            return None, False
        if not written[:1].isupper() and written.split()[-1][:1].isupper() and given is None:
            return None, False  # "ngã tư Dân Tiến" is not Tứ Dân
        if _is_denied(tokens, start):
            return None, True
        strength = PREFIXED if given else _strength(tokens, start, end, key)
        if not strength and kind == "commune" and self._district_follows(tokens, start, end, key):
            strength = WRITTEN  # "thon 1 tho vinh kim dong"
        if before is not None and key in self._names.districts:
            strength = max(strength, WRITTEN)  # "xã Long Hưng Văn Giang": an address without a comma
        if not strength:
            return None, True
        return self._mention(tokens, start, end, (key,), kind, strength, given, "sure" if mended else "no"), True

    def _district_follows(self, tokens: Sequence[Token], start: int, end: int, key: str) -> bool:
        """Whether the old district of a commune of this name stands behind it, as in an address."""
        if start and not tokens[start - 1].ends_phrase and tokens[start - 1].folded in _NOT_AFTER:
            return False
        after = [token.folded for token in tokens[end : end + 4]]
        while after and (after[0] in _PREFIXES or tuple(after[:2]) in _TWO_WORDS):
            after = after[2 if tuple(after[:2]) in _TWO_WORDS else 1 :]
        return any(self._names.lies_in(key, " ".join(after[:length])) for length in (2, 3))

    def _mended(
        self, tokens: Sequence[Token], start: int, given: tuple[Kind, str] | None
    ) -> Iterator[tuple[Mention, int]]:
        """Read the words after a prefix, or a whole message, as a name with one wrong letter."""
        districts = given is not None and given[0] == "district"
        for end in range(min(start + _LONGEST_NAME, len(tokens)), start, -1):
            span = tokens[start:end]
            if given is None and end != len(tokens):
                return
            if any(w.ends_phrase for w in span[:-1]) or any(w.text.lower() in _NOT_MENDED for w in span):
                continue
            key, written = " ".join(w.folded for w in span), " ".join(w.text for w in span)
            keys = self._names.by_initials(key) if districts and len(span) == 1 else []
            near = keys or [
                k for k in self._names.nearly(key, districts=districts) if self._near_with_marks(written, k)
            ]
            if near and not _is_denied(tokens, start):
                kind: Kind = "district" if districts else "commune"
                if not keys and self._is_elsewhere(written):
                    return
                sure = bool(keys) or fold(written) != written.lower() or not _all_syllables(key)
                strength = PREFIXED if given else PLACED
                how: Literal["no", "sure", "unsure"] = "no" if keys else "sure" if sure else "unsure"
                yield self._mention(tokens, start, end, tuple(near), kind, strength, given, how), end
                return

    def _is_elsewhere(self, written: str) -> bool:
        """Whether another province has a commune of exactly this name, marks and all: nothing to mend then."""
        found = self._names.elsewhere.get(fold(written), [])
        return fold(written) != written.lower() and any(is_exactly(written, name) for name in found)

    def _near(self, key: str, written: str, *, districts: bool) -> list[str]:
        return [k for k in self._names.nearly(key, districts=districts) if self._near_with_marks(written, k)]

    def _near_with_marks(self, written: str, key: str) -> bool:
        names = self._names.commune_names(key) or [self._names.districts[key]]
        return fold(written) == written.lower() or any(nearly_fits(written, name) for name in names)

    @staticmethod
    def _mention(
        tokens: Sequence[Token],
        start: int,
        end: int,
        keys: tuple[str, ...],
        kind: Kind,
        strength: int,
        given: tuple[Kind, str] | None,
        mended: Literal["no", "sure", "unsure"],
    ) -> Mention:
        after = tokens[end].text.lower() if end < len(tokens) else ""
        first = start - _width(tokens, start) if given else start
        return Mention(
            kind,
            start,
            end,
            keys,
            strength,
            " ".join(token.text for token in tokens[start:end]),
            prefix=given[1] if given else None,
            is_old=after in ("cũ", "cu"),
            is_relative=_is_on_the_way(tokens, first, end),
            is_home=_is_home(tokens, first),
            mended=mended,
        )


def _joined(mention: Mention, found: Sequence[Mention], tokens: Sequence[Token]) -> Mention:
    """Give a name that "và" or a hyphen joins to another the other's strength: xã Quang Hưng - Đoàn Đào."""
    if not found or found[-1].end != mention.start - 1 or tokens[mention.start - 1].text.lower() not in _JOINS:
        return mention
    return replace(mention, strength=max(mention.strength, found[-1].strength))


def _prefix(tokens: Sequence[Token], start: int) -> tuple[Kind, str] | None:
    """Return the kind that the words before say: "thị xã" is a town, "xã" a commune."""
    if start == 0 or tokens[start - 1].ends_phrase:
        return None
    before = tokens[start - 1].folded
    if start > 1 and not tokens[start - 2].ends_phrase:
        pair = _TWO_WORDS.get((tokens[start - 2].folded, before))
        # "thôn Đồng Thị xã Tân Hưng": a name in capitals ends before the prefix.
        if pair is not None and not (tokens[start - 2].text.istitle() and tokens[start - 1].text.islower()):
            return pair
    return _PREFIXES.get(before)


def _strength(tokens: Sequence[Token], start: int, end: int, key: str) -> int:
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
    if before and (before.folded in _NOT_AFTER or (capitals and _in_a_longer_name(before, start))):
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


def _width(tokens: Sequence[Token], start: int) -> int:
    """Return how many words the prefix before a name has: xã is one, thị trấn two."""
    pair = (tokens[start - 2].folded, tokens[start - 1].folded) if start > 1 else None
    return 2 if pair in _TWO_WORDS else 1


def _is_on_the_way(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether a place is only passed or near: "từ xã A". Where one came to and something happened is the place."""
    if first < 1 or tokens[first - 1].ends_phrase:
        return False
    before = tokens[first - 1].text.lower()
    happens = end < len(tokens) and not tokens[end - 1].ends_phrase and tokens[end].folded in _HAPPENS
    return before in _ON_THE_WAY and not (before in _ARRIVED and happens)


def _is_home(tokens: Sequence[Token], first: int) -> bool:
    """Whether the words before say that somebody lives there: "tôi trú tại xã A"."""
    said: list[str] = []
    for token in reversed(tokens[max(0, first - 8) : first]):
        if token.ends_phrase:
            break
        said.insert(0, token.folded)
    return _HOME.search(" ".join(said)) is not None


def _is_denied(tokens: Sequence[Token], start: int) -> bool:
    return _DENIES.search(" ".join(token.folded for token in tokens[max(0, start - 4) : start])) is not None


def _all_syllables(key: str) -> bool:
    return all(_SYLLABLE.fullmatch(word) for word in key.split())
