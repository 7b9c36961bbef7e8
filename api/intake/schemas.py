"""Shapes between the actions and the intake, and the draft itself."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.inbox.schemas import MAX_TEXT, Position
from api.outbox.schemas import Button

Asked = Literal[
    "story",
    "two",
    "topic",
    "place",
    "place_choice",
    "detail",
    "more",
    "follow",
    "evidence",
    "praise_name",
    "confirm",
    "edit",
    "content",
    "identity",
    "which_ticket",
    "answer",
    "answers",
]
# Why several communes are in question: their names are alike, one was split, a district was named, a pin was sent.
PlaceAsked = Literal["names", "split", "district", "pin"]
# `answered`: nothing is left to file, all has been said.
Outcome = Literal["open", "confirmed", "cancelled", "added", "answered", "followed"]


class TopicGuess(BaseModel):
    """What the topic classifier said of a message."""

    code: str | None = None
    confidence: float = 0.0
    ranking: list[tuple[str, float]] = []
    why: list[str] = []
    sure: bool | None = None


class Matter(BaseModel):
    """A part of a message, by offsets, that is surely about a topic."""

    start: int
    end: int
    topic: str
    confidence: float


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
    matters: list[Matter] = []
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
    act_said: bool = False  # the citizen named the act: the classifier does not change it any more
    doubtful: bool = False  # may be a denunciation: kept closed until a person has looked
    understood: dict[str, Any] | None = None  # what the machine made of the first words, for the officer
    topic: str | None = None
    topic_sure: bool = False
    topic_choices: list[str] = []
    topic_offered: bool = False  # as buttons beside another question
    text: str = ""
    second: str | None = None  # the topic of another matter told with this one
    second_text: str | None = None  # its words and place, if they came alone
    second_commune: str | None = None
    second_detail: str | None = None
    two: Literal["ask", "noted", "separate"] | None = None
    commune: str | None = None
    place_note: str | None = None
    place_choices: list[str] = []
    place_words: dict[str, str] = {}  # what tells the choices apart, for their buttons
    place_asked: PlaceAsked = "names"
    pin: Position | None = None  # kept here alone until the ticket has it
    pin_reach: list[str] = []  # the communes that the pin may lie in
    place_changed: bool = False
    detail: str | None = None
    detail_asked: bool = False
    no_place: bool = False
    more: int | None = None  # the number of the topic's question that was asked
    more_done: bool = False
    extra: dict[str, str] = {}  # answers to it by its label
    follow_code: str | None = None  # another citizen's ticket about the same
    follow_about: dict[str, str] = {}  # what may be told of it: topic, place, state, date
    follow_settled: bool = False
    notice_told: bool = False  # what the law calls the matter
    to_person: bool = False  # for the coordinating desk, whatever it is about
    anonymity: Literal["open", "hidden", "anonymous"] = "open"
    contact_name: str | None = None
    contact_phone: str | None = None
    last_words_asked: bool = False  # evidence of a denouncer, the name of who praises
    answer: Literal["given", "choose", "filed"] | None = None  # a question, answered from the entries
    last_entry: str | None = None  # the id of the entry that was told last: a short question after it is about it
    danger: str | None = None  # told in danger, before a matter was opened: goes with the place that follows
    danger_topic: TopicGuess = TopicGuess()
    dropped: dict[str, Any] | None = None  # the draft that was just given up: a slip of the finger loses nothing
    entries: list[tuple[str, str]] = []  # id and title of those that fit besides, or alike
    chosen_entry: str | None = None
    hidden_names: list[str] = []  # said before the wish to stay unknown: kept out of the filed words
    before: dict[str, Any] = {}  # a line as it was before it was opened for change
    asked: Asked | None = None
    questions: int = 0
    failures: int = 0
    outcome: Outcome = "open"
    waiting_ticket: str | None = None
    ticket_waits: bool = False
    english: bool = False
    buttons: dict[str, str] = {}  # title by payload of each button of the question that stands
    button_order: list[str] = []  # their payloads as they stand: JSON rows keep no order of keys
