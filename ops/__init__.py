"""Set-up and supervision: from a fresh clone to a running system, and back to silence."""
