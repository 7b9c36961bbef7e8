"""Rules of the search, pure: words, ranking, whether anything fits, which entries may be offered."""
