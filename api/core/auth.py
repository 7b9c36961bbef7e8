"""Primitives of proof: password hashes (argon2id), token hashes and constant-time comparison."""

import hashlib
import hmac

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from itsdangerous import BadSignature, URLSafeTimedSerializer

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the argon2id hash, its parameters and salt included."""
    return _hasher.hash(password)


def password_matches(password: str, stored: str) -> bool:
    """Whether the password belongs to the stored hash."""
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def hash_token(token: str) -> str:
    """Return what is stored of a random token; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def same_secret(given: str, expected: str) -> bool:
    """Compare in constant time; an empty expectation never matches."""
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def sign_form(secret: str, session_id: str) -> str:
    """Return the token that a form of this session must carry (against cross-site posts)."""
    return URLSafeTimedSerializer(secret, salt="form").dumps(session_id)


def form_is_ours(secret: str, session_id: str, token: str, *, max_age_seconds: int = 43_200) -> bool:
    """Whether a form's token was made for this session within the last twelve hours."""
    try:
        return bool(URLSafeTimedSerializer(secret, salt="form").loads(token, max_age=max_age_seconds) == session_id)
    except BadSignature:
        return False
