"""Thin Rasa components around the plain Python of `bot.nlu`."""
