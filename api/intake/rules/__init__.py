"""How a draft grows with each message, and what is asked next. Pure: rows and services stay outside."""

from api.intake.rules.flow import advance, ask_next, next_question
from api.intake.rules.more import Extra, Extras
from api.intake.rules.steps import OTHER_TOPIC, Place, Step

__all__ = ["OTHER_TOPIC", "Extra", "Extras", "Place", "Step", "advance", "ask_next", "next_question"]
