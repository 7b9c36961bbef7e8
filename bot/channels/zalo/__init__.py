"""Zalo Official Account. Marked [?] in comments: what no official text confirmed."""
