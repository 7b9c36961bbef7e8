"""The Vietnamese syllable: where its tone mark stands, and what Telex and VNI leave behind.

The tone's place follows the older school rule (hòa, thủy, quý), as the texts of the administration mostly do;
which of the two is chosen does not matter, only that one word has one form.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_MARKS = {key: mark for mark, key in _TONES.items()}
_VOWELS = "aăâeêioôơuưy"
_SHAPED = "ăâêôơư"
_ONSETS = "ngh|ng|nh|ch|gh|kh|ph|th|tr|qu|gi|[bcdđghklmnpqrstvx]"
_CODAS = "ch|ng|nh|[cmnpt]"
_RIMES = (
    "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa|oai|oao|oay|oă|oe|oi|oo|ôi|ơi|ua|uâ|uây|ue|uê|"
    "ui|uô|uôi|uơ|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{_RIMES})(?:{_CODAS})?")
_TELEX_SHAPES = {"dd": "đ", "aw": "ă", "aa": "â", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư"}
_TELEX_HINT = re.compile(r"dd|[aou]w|(?:aa|ee|oo).*[sfrxj]|(?:aa|ee|oo)(?:c|m|n|p|t|ng|nh|ch|i|u|y)")
_VNI_SHAPES = {"a6": "â", "e6": "ê", "o6": "ô", "o7": "ơ", "u7": "ư", "a8": "ă", "d9": "đ"}
_VNI_TONES = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}


def split_tone(word: str) -> tuple[str, str]:
    """Return the word without its tone, and the tone as its Telex key (`""` when it has none or several)."""
    tones: list[str] = []
    rest: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        (tones if char in _TONES else rest).append(char)
    bare = unicodedata.normalize("NFC", "".join(rest))
    return bare, _TONES[tones[0]] if len(tones) == 1 else ""


def _tone_index(bare: str) -> int:
    """Return the index of the letter that carries the tone, -1 when there is no vowel."""
    start = 2 if re.match(rf"qu[{_VOWELS}]|gi[{_VOWELS}]", bare) else 0
    places = [i for i in range(start, len(bare)) if bare[i] in _VOWELS]
    if not places:
        return -1
    shaped = [i for i in places if bare[i] in _SHAPED]
    if shaped:
        return shaped[-1]
    closed = places[-1] < len(bare) - 1
    if len(places) == 1 or (closed and len(places) == 2):
        return places[-1]
    return places[1] if len(places) > 2 else places[0]


def put_tone(bare: str, tone: str) -> str:
    """Return the syllable with the tone (a Telex key) on the letter where the rule wants it."""
    at = _tone_index(bare)
    if at < 0 or not tone:
        return bare
    return unicodedata.normalize("NFC", bare[: at + 1] + _MARKS[tone] + bare[at + 1 :])


@lru_cache(maxsize=20_000)
def one_form(word: str) -> str:
    """Return the small-letter word with its tone mark in the usual place: `hoà`, `hòa` -> `hòa`; `qúy` -> `quý`."""
    bare, tone = split_tone(word)
    return put_tone(bare, tone) if tone and is_syllable(bare) else word


def is_syllable(bare: str) -> bool:
    """Tell whether a word without tone can be a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(bare) is not None


@lru_cache(maxsize=20_000)
def untyped(word: str) -> str:
    """Return the word that Telex or VNI keys stand for (`dduwowngf`, `d9u7o7ng2` -> `đường`), else the word."""
    if not word.isascii():
        return word
    return _from_telex(word) or _from_vni(word) or word


def _from_telex(word: str) -> str | None:
    """Decode Telex only when a shape key shows it, so that `gas` and `for` stay what they are."""
    if not word.isalpha() or not _TELEX_HINT.search(word):
        return None
    tone = next((c for c in reversed(word[1:]) if c in "sfrxj"), "")
    for keyed in _without(word, tone):
        body = re.sub("uơ(?=[cmnptiu])", "ươ", _replaced(keyed, _TELEX_SHAPES))
        if is_syllable(body):
            return put_tone(body, tone)
    return None


def _replaced(word: str, shapes: dict[str, str]) -> str:
    for keys, letter in shapes.items():
        word = word.replace(keys, letter)
    return word


def _without(word: str, tone: str) -> list[str]:
    """Return the readings of a Telex word: its last tone key taken out, or no tone key in it at all."""
    if not tone:
        return [word]
    at = word.rfind(tone)
    return [word[:at] + word[at + 1 :], word]


def _from_vni(word: str) -> str | None:
    """Decode VNI only with a shape digit 6-9 in it: `to5` is more often `tổ 5` than `tọ`."""
    if not re.fullmatch(r"[a-z]+[6-9][a-z0-9]*", word) or not re.search(r"[aeou][678]|d9", word):
        return None
    tone = next((_VNI_TONES[c] for c in word if c in _VNI_TONES), "")
    body = _replaced(re.sub("[1-5]", "", word), _VNI_SHAPES)
    return put_tone(body, tone) if is_syllable(body) else None
