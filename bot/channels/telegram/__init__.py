"""Telegram: off unless a token is set (ordered blocked in Viet Nam in May 2025)."""
