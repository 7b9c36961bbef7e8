"""Hiding personal data in text that others will read."""

import re

# In this order: a citizen number has twelve digits and would else be taken for a phone with two more.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\d)0\d{2}[0-3]\d{2}\d{6}(?!\d)"), "<số căn cước>"),
    (
        re.compile(r"(?<!\d)(?:\+?84|0)[ .\-]?(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)(?:[ .\-]?\d){7}(?!\d)"),
        "<số điện thoại>",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w"), "<thư điện tử>"),
    (re.compile(r"(?i)\b(?:stk|số tk|so tk|tài khoản|tai khoan)[ :.]*\d[\d .\-]{6,}\d"), "<số tài khoản>"),
    (re.compile(r"\b\d{2}[A-Z]\d?[- .]?\d{3}\.?\d{2}\b"), "<biển số xe>"),
)
_OF_PERSONS = frozenset({"<số căn cước>", "<số điện thoại>", "<số tài khoản>"})


def holds_personal_numbers(text: str) -> bool:
    """Whether a text holds a citizen's number, a mobile number or an account; an office's fixed line is none."""
    return any(pattern.search(text) for pattern, mark in _PATTERNS if mark in _OF_PERSONS)


def redact(text: str) -> str:
    """Return the text with phone, citizen and account numbers, e-mail addresses and plates replaced by marks.

    Names are not found: whoever publishes must read the text.
    """
    for pattern, mark in _PATTERNS:
        text = pattern.sub(mark, text)
    return text
