"""Figures from the log: how fast and how well each agency answers."""
