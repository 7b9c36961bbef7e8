"""Agencies, with the dates between which they exist and what succeeds them."""
