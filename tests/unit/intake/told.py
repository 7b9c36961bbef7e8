"""A citizen who talks to the rules alone: what the classifiers and the gazetteer would find is given by hand."""

from uuid import uuid4

from api.intake.questions import Names, official_text, question
from api.intake.rules import Place, Step, advance
from api.intake.schemas import Caution, Draft, Heard, Matter, Saying, TopicGuess

TOPICS = {
    "6c.road": "đường sá, cầu cống, vỉa hè",
    "6c.water": "nước sạch, nước máy",
    "6c.power": "điện, đèn đường",
    "6c.waste": "thu gom rác thải",
    "6d": "an ninh, trật tự",
    "7a": "cơ sở gây ô nhiễm",
    "7b": "ô nhiễm nước, không khí, tiếng ồn",
    "2c": "công khai thu chi của xã, phường",
    "5d": "thủ tục hành chính ở xã, phường",
    "4a": "tiêu cực, nhũng nhiễu của chính quyền",
}
COMMUNES = {"1": "xã Tiên Lữ", "2": "xã Khoái Châu", "3": "phường Phố Hiến"}
WORDS = Names(TOPICS, COMMUNES)
NOWHERE = Place()
TIEN_LU = Place("found", "1")
KHOAI_CHAU = Place("found", "2")


def sure(code: str) -> TopicGuess:
    """A topic that is sure."""
    return TopicGuess(code=code, confidence=0.95, ranking=[(code, 0.95)], sure=True)


def guess(*ranking: tuple[str, float]) -> TopicGuess:
    """A topic that is not sure."""
    return TopicGuess(code=ranking[0][0], confidence=ranking[0][1], ranking=list(ranking), sure=False)


NO_TOPIC = TopicGuess()


class Told:
    """One draft and what is said to it."""

    def __init__(self) -> None:
        self.draft = Draft()

    def hears(
        self,
        text: str,
        act: str = "report",
        topic: TopicGuess = NO_TOPIC,
        place: Place = NOWHERE,
        *,
        matters: tuple[str, ...] = (),
        restricted: bool = False,
    ) -> list[str]:
        """Say something; return the names of the texts that answer it, the question last."""
        heard = Heard(
            conversation_id=uuid4(),
            message_id=str(uuid4()),
            text=text,
            act=act,
            act_confidence=0.9,
            topic=topic,
            matters=[Matter(start=0, end=0, topic=code, confidence=0.9) for code in matters],
            caution=Caution(restricted=restricted),
        )
        return self._answered(advance(self.draft, heard, place, TOPICS))

    def taps(self, payload: str) -> list[str]:
        """Tap a button."""
        heard = Heard(conversation_id=uuid4(), message_id=str(uuid4()), text="nút", payload=payload, act="pick")
        return self._answered(advance(self.draft, heard, NOWHERE, TOPICS))

    def _answered(self, step: Step) -> list[str]:
        said = [saying.response for saying in step.sayings]
        if step.aside:
            said.append(f"aside:{step.aside}")
        if self.draft.outcome != "open":
            return [*said, self.draft.outcome]
        asked = self.question()
        self.draft.buttons = {button["payload"]: button["title"] for button in asked.buttons}
        self.draft.button_order = [button["payload"] for button in asked.buttons]
        return [*said, asked.response]

    def question(self) -> Saying:
        """Return the question that stands."""
        return question(self.draft, WORDS)

    def text(self) -> str:
        """Return the words that would be filed."""
        return official_text(self.draft, WORDS)


def at_summary(act: str = "report", topic: str = "6c.road") -> Told:
    """A report that only waits for its yes."""
    told = Told()
    told.hears("đường đầu thôn lở một nửa", act, sure(topic), Place("found", "1", detail="đầu thôn"))
    assert told.draft.asked == "confirm"
    return told
