"""Neutral words for what was said in anger: the matter stays, the insult goes. The message itself is kept elsewhere."""

import re
from typing import Final

from api.core.text import fold
from api.intake.phrases import INSULT

_INSULTS: Final = re.compile(
    r"(?<!\w)(?:đ[ịi]t (?:con )?m[ẹe](?: (?:chúng |bọn |tụi )?(?:mày|nó|may))?|đ[cm]+m?|đmm|clgt|vcl+|"
    r"vãi (?:cả )?l\S*|vl|"
    r"cmnr?|con m[ẹe] n[óo]|m[ẹe] ki[ếe]p|m[ẹe] (?:chúng )?mày|bố láo|mất dạy|khốn nạn|chó má|đồ chó|"
    r"(?:đồ|bot|lũ|bọn) ngu|ngu (?:vl|như \S+))(?!\w)",
    re.IGNORECASE,
)
_AFTER_A_VERB: Final = re.compile(r"(?<=\w) (?:mẹ|bố|cha|cụ)(?= (?:đi|nó|luôn|hết|rồi)\b)", re.IGNORECASE)
_PLAIN: Final = (
    (re.compile(r"(?<!\w)(?:bọn|lũ|tụi|chúng) (?:mày|may)(?!\w)", re.IGNORECASE), "cơ quan"),
    (re.compile(r"(?<!\w)(?:đéo|đếch|cóc|đ[*.]o)(?!\w)", re.IGNORECASE), "không"),
    (re.compile(r"(?<!\w)(?:tao|tau)(?!\w)", re.IGNORECASE), "tôi"),
    (
        re.compile(
            r"(?<!\w)(?:thằng cha|thằng|lão)(?= (?:\w+ )?(?:chủ|bí|cán|trưởng|phó|địa|công|hiệu|giám|bác))", re.I
        ),
        "ông",
    ),
    (re.compile(r"(?<!\w)(?:con mụ|mụ)(?= \w)", re.IGNORECASE), "bà"),
)
_OPENERS: Final = re.compile(
    r"^(?:(?:ừ+|ờ+|à|ạ|dạ|vâng|alo|a lô|ê|này|uh|ad ơi|ad oi|em ơi|bot ơi|xin chào|chào(?: ad| em| bot)?)[\s,.!:]+)+",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"(?<![\w./-])(?:\+?84|0)(?:[\s.-]?\d){8,10}(?!\d)")
_TOLD_NUMBER: Final = re.compile(
    rf"[\s,]*(?:(?:số|so|sđt|sdt|đt|dt|điện thoại|dien thoai|gọi|goi|liên hệ|lien he)[\s:]*)*{_PHONE.pattern}",
    re.IGNORECASE,
)
HIDDEN_PHONE: Final = "[số điện thoại được giữ riêng]"


def neutral(text: str) -> str:
    """Return the text without insults and without the words that only begin a talk."""
    plain = _AFTER_A_VERB.sub("", _INSULTS.sub("", _OPENERS.sub("", text)))
    for pattern, word in _PLAIN:
        plain = pattern.sub(word, plain)
    plain = re.sub(r"\s+([,.;!?])", r"\1", re.sub(r"[ \t]{2,}", " ", plain)).strip(" ,.;!")
    return plain if any(character.isalnum() for character in plain) else ""


def phone_in(text: str) -> str | None:
    """Return the phone number that stands in a text, as figures from 0 on, or None."""
    found = _PHONE.search(text)
    if found is None:
        return None
    figures = re.sub(r"\D", "", found.group())
    return "0" + figures.removeprefix("84") if figures.startswith("84") else figures


def without_phone(text: str) -> str:
    """Return the text with phone numbers put out of sight."""
    return _PHONE.sub(HIDDEN_PHONE, text)


def without_number(spot: str) -> str:
    """Return a spot without a phone number that was told beside it, which is none."""
    return _TOLD_NUMBER.sub("", spot).strip(" ,.;")


def is_only_anger(text: str) -> bool:
    """Whether nothing is left of a short message but anger: no more than a few words without the insults."""
    return neutral(text) != text and len(fold(neutral(text)).split()) <= 2


def has_insult(text: str) -> bool:
    """Whether somebody is insulted in the text, with marks or without."""
    return _INSULTS.search(text) is not None or INSULT.search(fold(text)) is not None
