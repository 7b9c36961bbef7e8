"""Turns: one message of a citizen, understood and answered once, whatever fails on the way."""
