"""Shapes between the actions and the intake, and the draft itself."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.inbox.schemas import MAX_TEXT
from api.outbox.schemas import Button

Asked = Literal["topic", "place", "place_choice", "detail", "confirm", "edit", "content", "identity", "which_ticket"]
Outcome = Literal["open", "confirmed", "cancelled", "added"]


class TopicGuess(BaseModel):
    """What the topic classifier said of a message."""

    code: str | None = None
    confidence: float = 0.0
    ranking: list[tuple[str, float]] = []
    sure: bool | None = None


class Caution(BaseModel):
    """What the understanding holds against an easy answer: signs of a denunciation or of danger."""

    restricted: bool = False
    emergency: bool = False


class Heard(BaseModel):
    """One message as Rasa understood it. `payload` is that of a tapped button."""

    conversation_id: UUID
    message_id: str = Field(max_length=128)
    text: str = Field(max_length=MAX_TEXT)
    payload: str | None = None
    act: str
    act_confidence: float = 0.0
    topic: TopicGuess = TopicGuess()
    caution: Caution = Caution()


class Close(BaseModel):
    """The form has ended: file or drop the draft."""

    conversation_id: UUID
    message_id: str = Field(max_length=128)


class Saying(BaseModel):
    """A text of `domain.yml` by its name, with what goes into it and the buttons under it."""

    response: str
    params: dict[str, str] = {}
    buttons: list[Button] = []


class TurnAnswer(BaseModel):
    """What to say now, and which slot of the form Rasa asks next (none: the form has ended)."""

    sayings: list[Saying] = []
    requested: Literal["matter", "place", "confirmation"] | None = None


class Draft(BaseModel):
    """A matter being told."""

    act: str = "report"
    topic: str | None = None
    topic_choices: list[str] = []
    text: str = ""
    commune: str | None = None
    place_note: str | None = None
    place_choices: list[str] = []
    detail: str | None = None
    detail_asked: bool = False
    no_place: bool = False
    anonymity: Literal["open", "hidden", "anonymous"] = "open"
    asked: Asked | None = None
    failures: int = 0
    outcome: Outcome = "open"
    waiting_ticket: str | None = None
