"""The normal form of a message, which the models read; the citizen's own text is never changed.

NFC comes first: the same model fed decomposed letters falls from macro-F1 0.95 to 0.31 (measured).
"""

import re
import unicodedata

from bot.nlu.syllable import one_form, untyped
from bot.nlu.teencode import SHORT

# Longer texts are cut: without it one message of 1 MB blocks everybody for 11 s (measured).
LIMIT = 4_000

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\u2066-\u2069\ufe0f\ufeff\u00ad]")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_PUNCTUATION = re.compile(r"([!?.,…\-=*~_])[!?.,…\-=*~_]+")
_WORD = re.compile(r"[^\W_]+")
_EMOJI = {
    "tứcgiận": "😡🤬😠😤👿💢🖕👎",
    "lờikhen": "👍❤🥰😍👏🌹💐🎉⭐🌟💯😘🤩♥",
    "lờinhờ": "🙏🥺",
    "buồnkhóc": "😢😭😞😔☹😩😫",
    "cười": "😂🤣😀😃😄😁😆😊🙂😅",
    "khẩncấp": "🆘🚨🔥",
}
_EMOJI_WORDS = str.maketrans({char: f" {word} " for word, chars in _EMOJI.items() for char in chars})
_SYMBOL = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]")
# What matters about these is that they are there, not which one it is.
_MARKERS = (
    (re.compile(r"https?://\S+|www\.\S+"), " đườngdẫn "),
    (re.compile(r"\b[a-z]{2,4}-?\d{2,4}-[a-z0-9-]{3,}\b|\b[a-z]{2,3}-?\d{5,}[a-z0-9-]*\b"), " mãphiếu "),
    (re.compile(r"(?<!\d)(?:\+?84|0)\d(?:[ .\-]?[\dx]){7,9}(?!\d)"), " sốđiệnthoại "),
    (
        re.compile(
            r"\b\d[\d.,]*\s?(?:tr|triệu|trieu|tỷ|tỉ|ty|nghìn|nghin|ngàn|ngan|đồng|dong|vnđ|vnd)\b|\b\d[\d.,]*[kđ]\b"
        ),
        " sốtiền ",
    ),
)


def normalize(text: str) -> str:
    """Return the small-letter normal form of a message, cut at `LIMIT` characters."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text[:LIMIT])).lower()
    text = _SYMBOL.sub(" ", text.translate(_EMOJI_WORDS))
    for pattern, marker in _MARKERS:
        text = pattern.sub(marker, text)
    text = _PUNCTUATION.sub(r"\1", _REPEATED.sub(r"\1", text))
    return " ".join(_WORD.sub(_word, text).split())


def _word(match: "re.Match[str]") -> str:
    word = match.group()
    return SHORT.get(word) or one_form(untyped(word))
