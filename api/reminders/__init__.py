"""Reminding staff of deadlines: which steps are reached, who is told, and when."""
