"""Channels: one adapter each, behind one interface."""
