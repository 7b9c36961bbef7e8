"""The conversation side: channels, turns, and Rasa's own components (`bot.nlu`, another environment)."""
