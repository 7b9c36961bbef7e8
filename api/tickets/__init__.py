"""Tickets: what a citizen filed, every step it took, and the replies."""
