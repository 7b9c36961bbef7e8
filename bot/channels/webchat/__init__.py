"""The web chat: its HTTP API and its page."""
