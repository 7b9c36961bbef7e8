"""What goes into a step of a draft and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from api.inbox.schemas import Position
from api.intake.schemas import PlaceAsked, Saying

MATTERS: Final = frozenset({"report", "suggest", "complain", "denounce", "ask", "praise"})
OTHER_TOPIC: Final = "other"
CORRUPTION: Final = "4a"
INFORMATION: Final = "2a"
# Matters of an office or of a list: the commune says where, "chỗ nào?" would be no clerk's question.
WITHOUT_A_SPOT: Final = frozenset({"1a", "2a", "2b", "2c", "3a", "3b", "3c", "5a", "5c", "5d", "8a", "8c"})
CHOICES_OFFERED: Final = 3
GIVE_UP_AFTER: Final = 3
# An ordinary matter is asked at most this often before its summary; what then is missing stands there to be mended.
QUESTIONS_BEFORE_SUMMARY: Final = 2


@dataclass(frozen=True)
class Place:
    """What the gazetteer found in a message, or what lies near a pin (`position`, then `status` is "pin").

    `words` say of each choice what tells it from the others, `asked` why there are several. `outside` names where else
    the place is. `reachable` are all communes that a pin may lie in.
    """

    status: str = "none"
    commune: str | None = None
    detail: str | None = None
    note: str | None = None
    choices: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    asked: PlaceAsked = "names"
    outside: str | None = None
    position: Position | None = None
    reachable: frozenset[str] = frozenset()


@dataclass
class Step:
    """What one message changed: things to say before the next question.

    `topics` are the plain names by code, `extras` the questions of topics.
    """

    sayings: list[Saying] = field(default_factory=list)
    aside: str | None = None
    topics: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def say(self, response: str, **params: str) -> None:
        """Add a text to be said, once."""
        saying = Saying(response=response, params=params)
        if saying not in self.sayings:
            self.sayings.append(saying)
