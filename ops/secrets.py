"""Secrets of one installation: made once, into a file that only its owner can read."""

import os
import secrets
from pathlib import Path

_TOKENS = ("PHUCDAP_SECRET_KEY", "PHUCDAP_INTERNAL_TOKEN", "PHUCDAP_RASA_TURN_SECRET")
_DEMO_PASSWORD = "PHUCDAP_DEMO_PASSWORD"


def ensure_secrets(state_dir: Path) -> dict[str, str]:
    """Return the secrets of the state directory, making those that are missing (mode 600)."""
    path = state_dir / "secrets.env"
    known = dict(line.split("=", 1) for line in path.read_text().splitlines()) if path.exists() else {}
    missing = [name for name in (*_TOKENS, _DEMO_PASSWORD) if name not in known]
    if missing:
        for name in missing:
            known[name] = f"demo-{secrets.token_hex(4)}" if name == _DEMO_PASSWORD else secrets.token_urlsafe(32)
        state_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in known.items())
    return known
