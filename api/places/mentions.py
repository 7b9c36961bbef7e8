"""Which words of a text name a commune or a district, and how surely. Pure.

A name counts when something says so: a prefix (xã, phường, huyện), a word of place before it (ở, tại), capitals with
marks, or a message that is hardly more than the name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from api.core.text import fold
from api.places.context import (
    NOT_AFTER,
    PLACED,
    PREFIXED,
    PREFIXES,
    TWO_WORDS,
    WRITTEN,
    Kind,
    is_denied,
    is_home,
    is_now,
    is_on_the_way,
    prefix_at,
    strength_of,
    width_of_prefix,
)
from api.places.details import Token, words
from api.places.names import Names, fits, is_exactly, nearly_fits

__all__ = ["PLACED", "Finder", "Mention"]
_NOT_MENDED: Final = words("gop hoi toi minh nay kia ta nha nao ay do day khac ban cac moi bi da dang la co")
_LONGEST_NAME: Final = 4
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
    is_now: bool = False  # the name of today, told beside an old one
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
        given = prefix_at(tokens, start) if before is None else None  # "xa lieu xa yen my": the second xa is Liêu Xá's
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
        if is_denied(tokens, start):
            return None, True
        strength = PREFIXED if given else strength_of(tokens, start, end, key)
        if not strength and kind == "commune" and self._district_follows(tokens, start, end, key):
            strength = WRITTEN  # "thon 1 tho vinh kim dong"
        if before is not None and key in self._names.districts:
            strength = max(strength, WRITTEN)  # "xã Long Hưng Văn Giang": an address without a comma
        if not strength:
            return None, True
        return self._mention(tokens, start, end, (key,), kind, strength, given, "sure" if mended else "no"), True

    def _district_follows(self, tokens: Sequence[Token], start: int, end: int, key: str) -> bool:
        """Whether the old district of a commune of this name stands behind it, as in an address."""
        if start and not tokens[start - 1].ends_phrase and tokens[start - 1].folded in NOT_AFTER:
            return False
        after = [token.folded for token in tokens[end : end + 4]]
        while after and (after[0] in PREFIXES or tuple(after[:2]) in TWO_WORDS):
            after = after[2 if tuple(after[:2]) in TWO_WORDS else 1 :]
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
            if near and not is_denied(tokens, start):
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
        first = start - width_of_prefix(tokens, start) if given else start
        return Mention(
            kind,
            start,
            end,
            keys,
            strength,
            " ".join(token.text for token in tokens[start:end]),
            prefix=given[1] if given else None,
            is_old=after in ("cũ", "cu"),
            is_relative=is_on_the_way(tokens, first, end),
            is_home=is_home(tokens, first),
            is_now=is_now(tokens, first),
            mended=mended,
        )


def _joined(mention: Mention, found: Sequence[Mention], tokens: Sequence[Token]) -> Mention:
    """Give a name that "và" or a hyphen joins to another the other's strength: xã Quang Hưng - Đoàn Đào."""
    if not found or found[-1].end != mention.start - 1 or tokens[mention.start - 1].text.lower() not in _JOINS:
        return mention
    return replace(mention, strength=max(mention.strength, found[-1].strength))


def _all_syllables(key: str) -> bool:
    return all(_SYLLABLE.fullmatch(word) for word in key.split())
