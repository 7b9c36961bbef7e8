"""Vietnamese text: normal form and the folded form in which names are looked up."""

import re
import unicodedata

# Zero-width characters; and what PostgreSQL cannot store: NUL and half characters.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+")
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the text in NFC without invisible characters; nothing that the citizen sees is changed."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Return the text in small letters, without Vietnamese marks, blanks squeezed: `Tân Dân` -> `tan dan`."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")
    return _BLANKS.sub(" ", bare).strip()


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, with their marks."""
    return _WORD.findall(clean(text).lower())


def slugify(text: str, *, limit: int = 60) -> str:
    """Return the folded words joined by hyphens, at most `limit` characters, for addresses."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    return words[:limit].rsplit("-", 1)[0] if len(words) > limit else words
