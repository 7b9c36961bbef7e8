"""Answers to what citizens ask often: entries of the data folder and published replies, found by their words."""
