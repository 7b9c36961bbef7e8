"""Identifiers: row ids and the tracking codes that citizens say on the phone."""

import re
import secrets

from stdnum.iso7064 import mod_37_36

# Neither 0/O nor 1/I/J/L: they are confused when read aloud or from paper.
ALPHABET = "23456789ABCDEFGHKMNPQRSTUVWXYZ"
_RANDOM_LETTERS = 5
_CODE = re.compile(r"\b([A-Za-z]{2})[\s\-.]?([A-Za-z0-9]{4})[\s\-.]?([A-Za-z0-9]{2})\b")


def new_tracking_code(prefix: str) -> str:
    """Return a random code such as `HY-7K4M-92`: five random characters and a check character (ISO 7064).

    24 million codes a prefix; the caller relies on the unique index and draws again on a clash.
    """
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_LETTERS))
        whole = body + mod_37_36.calc_check_digit(body)
        if whole[-1] in ALPHABET:
            return f"{prefix}-{whole[:4]}-{whole[4:]}"


def find_tracking_code(text: str, prefix: str) -> str | None:
    """Return the first valid tracking code that stands in a text, however it was typed, or None."""
    for match in _CODE.finditer(text):
        letters, body = match.group(1).upper(), (match.group(2) + match.group(3)).upper()
        if letters == prefix and set(body) <= set(ALPHABET) and mod_37_36.is_valid(body):
            return f"{prefix}-{body[:4]}-{body[4:]}"
    return None


def new_secret() -> str:
    """Return an unguessable token of 256 bits, safe in addresses and headers."""
    return secrets.token_urlsafe(32)
