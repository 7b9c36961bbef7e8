"""Communes of today, the names of before, and finding both in what people write."""
