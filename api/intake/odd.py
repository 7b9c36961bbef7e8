"""Messages that are neither a matter nor small talk: orders to the machine, bare links, figures, things without words.

Pure. Each gets an answer with a way on.
"""

import re
from typing import Final

from api.core.text import fold

# Whoever writes so talks to a language model, which we are not: nothing is obeyed, nothing is told.
_ORDERS: Final = re.compile(
    r"\b(?:bo qua|quen|phot lo|khong tuan theo|dung tuan theo)(?: \S+){0,3} (?:huong dan|chi dan|chi thi|lenh|quy tac|"
    r"quy dinh truoc|cau lenh)\b"
    r"|\b(?:system|he thong|initial|hidden) ?prompt\b|\bprompt (?:he thong|goc|an|cua (?:may|ban|mi|ban than))\b"
    r"|\b(?:in|hien|liet ke|tiet lo|cho xem|doc|xuat)(?: \S+){0,3} (?:prompt|cau lenh goc|ma nguon|api key|mat khau|"
    r"chi thi goc|huong dan goc|huong dan he thong)\b"
    r"|\bignore (?:\S+ ){0,3}(?:instructions?|rules|prompts?)\b"
    r"|\b(?:you are|act as|pretend to be) (?:now |a |an |dan\b)"
    r"|\b(?:tu gio|bay gio|hay)(?: \S+){0,3} (?:dong vai|gia vo|gia lam|nhap vai)\b|\bdong vai (?:la |lam |mot |thanh )"
    r"|\b(?:developer|dan|god|sudo|admin) mode\b|\bche do (?:nha phat trien|quan tri|admin)\b|\bjailbreak\b"
    r"|\b(?:xoa|sua|duyet|dong)(?: \S+){0,2} (?:tat ca|het|moi)(?: cac)? "
    r"(?:phieu|du lieu he thong|co so du lieu|database)\b"
    r"|\b(?:in|hien|liet ke|cho xem|doc|xuat)(?: \S+){0,2} (?:ma phieu|phieu|so dien thoai|du lieu|thong tin)"
    r"(?: \S+){0,3} (?:cua|tu) (?:\S+ ){0,3}?(?:nguoi (?:khac|gui|dan|ta)|moi nguoi|ai khac)"
    r"|\bdrop table\b|\bselect \* from\b|<script\b"
)
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:com|vn|net|org|me|ly)(?:/\S*)?", re.IGNORECASE)
# What the channels put in the place of a picture, a voice or a sticker.
_NO_WORDS: Final = re.compile(r"^\[[^\]]*\]$")
_IN_BRACKETS: Final = re.compile(
    r"\s*[\[({<]\s*(?:lệnh|hệ thống|system|admin|developer|prompt|instructions?|ignore|bỏ qua|quên)\b[^\])}>]*[\])}>]",
    re.IGNORECASE,
)
_FEW_DIGITS: Final = 3
_A_STORY: Final = 5


def orders(text: str) -> bool:
    """Whether a message tries to give the machine orders."""
    return _ORDERS.search(fold(text)) is not None


def only_orders(text: str) -> bool:
    """Whether nothing but orders is in a message: what stands in other sentences may be a matter."""
    rest = [sentence for sentence in re.split(r"[.!?\n]+", text) if not orders(sentence)]
    return orders(text) and len(" ".join(rest).split()) < _A_STORY


def without_orders(text: str) -> str:
    """Return a text without the orders to the machine that stand in brackets beside a matter; the inbox keeps them."""
    left = _IN_BRACKETS.sub("", text).strip()
    return left if left and left != text else text


def answer_to(text: str) -> str | None:
    """Return the name of the answer to a message without anything to understand, or None if it is something else."""
    stripped = text.strip()
    if _NO_WORDS.match(stripped):
        return "utter_no_words"
    if _LINK.search(stripped) and not re.search(r"\w", _LINK.sub("", stripped)):
        return "utter_only_link"
    digits = sum(character.isdigit() for character in stripped)
    if digits > _FEW_DIGITS and not any(character.isalpha() for character in stripped):
        return "utter_only_number"
    return None
