"""Proof that a call comes from Zalo."""

import hashlib
import hmac


def signature_matches(body: bytes, header: str, *, app_id: str, timestamp: str, secret: str) -> bool:
    """Whether `X-ZEvent-Signature` (`mac=<hex>`) fits the received bytes.

    A plain SHA-256, not an HMAC, over app id + raw body + the body's timestamp + the OA secret key (the one under
    Webhook in the console, not the app's secret).
    """
    expected = hashlib.sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()
    return hmac.compare_digest(header.strip().removeprefix("mac=").encode(), expected.encode())
