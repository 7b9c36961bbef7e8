"""Places of other provinces in a text, and who deals with matters there. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from api.core.text import fold
from api.places.details import Token, words
from api.places.mentions import Mention
from api.places.names import bare, fits, is_exactly

_SHORT: Final = 5
_BEFORE_A_PROVINCE: Final = words("tinh tp o tai pho t cua")
_TRAVELS: Final = words("di len ra tu ve sang den toi vao voi xe cua")
_DISTRICTS: Final = {"quan": "quận", "huyen": "huyện", "h": "huyện", "tx": "thị xã", "tp": "thành phố"}
_COMMUNES: Final = {"xa": "xã", "phuong": "phường"}
_COMMUNE_PREFIXES: Final = words("xa x phuong p thon xom duong pho")
_LONGEST: Final = 4


class Elsewhere:
    """The other provinces with their districts of before and their communes; each name with its provinces of today."""

    def __init__(
        self,
        provinces: Mapping[str, str],
        districts: Mapping[str, frozenset[str]],
        communes: Mapping[str, frozenset[str]],
    ) -> None:
        self.provinces = {fold(name): name for name in provinces}
        self._today = dict(provinces)
        self._districts = _by_key(districts)
        self._communes = _by_key(communes)
        self.communes = {key: list(names) for key, names in self._communes.items()}

    def province(self, tokens: Sequence[Token], best: Sequence[Mention]) -> str | None:
        """Return what to say when the text places itself in another province, by the province's name."""
        for start in range(len(tokens)):
            for length in (3, 2):
                span = tokens[start : start + length]
                name = self.provinces.get(" ".join(token.folded for token in span))
                if name is None or len(span) < length or not fits(" ".join(t.text for t in span), name):
                    continue
                if _places(tokens, start, length, best):
                    return _told(name, [self._today[name]])
        return None

    def district(self, tokens: Sequence[Token], own: Mapping[str, str], best: Sequence[Mention]) -> str | None:
        """Return what to say when the text names a district that only others had: "huyện Gia Lâm".

        Beside a commune of ours it counts only as the rest of that address: one may study or work there.
        """
        for kind, start in _after(tokens, _DISTRICTS):
            if best and not any(m.end == start - len(kind.split()) or m.end == start - 1 for m in best):
                continue
            for length in range(_LONGEST, 0, -1):
                written = _written(tokens, start, length)
                if written is None or fold(written) in own:
                    continue
                for name, provinces in self._districts.get(fold(written), {}).items():
                    if fits(written, name) and (length > 1 or written[:1].isupper()):
                        return _told(f"{kind} {written}", provinces)
        return None

    def commune(self, tokens: Sequence[Token]) -> str | None:
        """Return what to say of a commune that the text calls so and that another province has."""
        for kind, start in _after(tokens, _COMMUNES):
            if tokens[start - 1].text.lower() == "xa":
                continue
            for length in (3, 2):
                written = _written(tokens, start, length)
                if written is None or fold(written) == written.lower():
                    continue
                for name, provinces in self._communes.get(fold(written), {}).items():
                    if is_exactly(written, name):
                        return _told(f"{kind} {written}", provinces)
        return None


def _by_key(names: Mapping[str, frozenset[str]]) -> dict[str, dict[str, frozenset[str]]]:
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for name, provinces in names.items():
        found[bare(name)][name] = provinces
    return dict(found)


def _told(name: str, provinces: Sequence[str] | frozenset[str]) -> str:
    """Return the sentences that say so and who deals with it, if that is one province."""
    if len(provinces) != 1:
        return f"{name[:1].upper()}{name[1:]} không có trong tỉnh Hưng Yên."
    (province,) = provinces
    return f"{name[:1].upper()}{name[1:]} nằm ngoài tỉnh Hưng Yên. Việc ở đó do UBND {province} giải quyết."


def _after(tokens: Sequence[Token], kinds: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield each word of kind and where the name behind it begins: "thị xã" and "thành phố" are two words."""
    for start in range(1, len(tokens)):
        before = tokens[start - 1]
        if before.ends_phrase:
            continue
        pair = (tokens[start - 2].folded if start > 1 else "", before.folded)
        if pair in (("thi", "xa"), ("thanh", "pho")):
            if "tp" in kinds:
                yield f"{tokens[start - 2].text.lower()} {before.text.lower()}", start
        elif before.folded in kinds:
            yield kinds[before.folded], start


def _written(tokens: Sequence[Token], start: int, length: int) -> str | None:
    """Return the words as they stand, or None if they end too early or punctuation is between."""
    span = tokens[start : start + length]
    if len(span) < length or any(token.ends_phrase for token in span[:-1]):
        return None
    return " ".join(token.text for token in span)


def _places(tokens: Sequence[Token], start: int, length: int, best: Sequence[Mention]) -> bool:
    """Whether a province's name says where: as such, or at the end of an address, not as where one travels."""
    before = tokens[start - 1].folded if start else ""
    if before in _COMMUNE_PREFIXES or any(m.start <= start < m.end for m in best):
        return False  # xã Phú Thọ is a commune of ours
    marked = any(fold(t.text) != t.text.lower() for t in tokens[start : start + length])
    capitals = all(t.text[:1].isupper() for t in tokens[start : start + length])
    if best:
        after_name = any(m.end <= start <= m.end + 5 for m in best)
        return after_name and before not in _TRAVELS and (before in ("tinh", "tp") or capitals or not marked)
    if marked and not capitals:
        return False
    return before in _BEFORE_A_PROVINCE or len(tokens) <= _SHORT
