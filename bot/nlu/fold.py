"""Vietnamese letters without their marks, as half of the citizens type them."""

import unicodedata


def _bare(letter: str) -> str:
    """Return the letter without marks; đ has no decomposition in Unicode and is mapped by hand."""
    if letter in "đĐ":
        return "d"
    return "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))


_MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
_TABLE = str.maketrans({letter: _bare(letter) for letter in _MARKED + _MARKED.upper()})


def fold(text: str) -> str:
    """Return NFC text without Vietnamese marks; length and case stay, so offsets still fit."""
    return text.translate(_TABLE)


def is_marked(text: str) -> bool:
    """Tell whether the text carries any Vietnamese mark at all."""
    return text != fold(text)
