"""The action server: it takes what Rasa understood to the api and says the api's decisions in words."""
