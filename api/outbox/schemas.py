"""Shapes of what goes out, and of a conversation's transcript."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel
from typing_extensions import TypedDict

Sender = Literal["citizen", "bot", "officer"]


class Button(TypedDict):
    """A choice: the words on it and what comes back when it is tapped."""

    title: str
    payload: str


class Line(BaseModel):
    """One line of a conversation, whoever said it."""

    position: int
    sender: Sender
    text: str
    buttons: list[Button]
    sent_at: datetime
