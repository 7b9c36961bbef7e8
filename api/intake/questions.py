"""The next question of a draft, with its buttons, in names that people know."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.intake.rules import OTHER_TOPIC
from api.intake.schemas import Draft, Saying
from api.outbox.schemas import Button
from api.places.models import Commune
from api.routing import queries as routing

ACT_NAMES = {
    "report": "phản ánh",
    "suggest": "kiến nghị",
    "complain": "khiếu nại",
    "denounce": "tố cáo",
    "ask": "câu hỏi",
    "praise": "lời khen",
}
IDENTITY_NAMES = {
    "open": "Cơ quan xử lý được biết",
    "hidden": "Giấu với cơ quan xử lý",
    "anonymous": "Ẩn danh",
}
# Telegram shows about this much of a button, Zalo cuts at 100.
_TITLE_LENGTH = 60


@dataclass(frozen=True)
class Names:
    """Words for the codes that stand in a draft."""

    topics: dict[str, str]
    communes: dict[str, str]

    def topic(self, code: str | None) -> str:
        """Return the plain name of a topic."""
        return self.topics.get(code or "", "việc khác")

    def commune(self, code: str | None) -> str:
        """Return a commune's name of today."""
        return self.communes.get(code or "", "chưa rõ xã, phường")


async def names(session: AsyncSession) -> Names:
    """Read the names of topics and communes (about 140 short rows)."""
    topics = {topic.code: topic.plain_name for topic in await routing.topics(session)}
    communes = {row.code: row.name for row in await session.scalars(select(Commune))}
    return Names(topics, communes)


def place_line(draft: Draft, words: Names) -> str:
    """Return the place as one line: the detail in the citizen's words, then the commune of today."""
    commune = words.commune(draft.commune)
    if draft.detail and draft.commune:
        return f"{draft.detail}, {commune}"
    return draft.detail or commune


def question(draft: Draft, words: Names) -> Saying:
    """Return what is asked next. Buttons carry `what:value`, read again in `rules`."""
    if draft.asked == "which_ticket":
        code = draft.waiting_ticket or ""
        return _ask(
            "which_ticket",
            ("Đúng, gửi cho phiếu này", "ticket:yes"),
            ("Không, đây là việc mới", "ticket:no"),
            code=code,
        )
    if draft.asked == "topic":
        choices = [(words.topic(code), f"topic:{code}") for code in draft.topic_choices]
        return _ask("topic", *choices, ("Việc khác", f"topic:{OTHER_TOPIC}"))
    if draft.asked == "place_choice":
        choices = [(words.commune(code), f"place:{code}") for code in draft.place_choices[:6]]
        return _ask("place_choice", *choices, ("Nơi khác", "edit:place"))
    if draft.asked == "place":
        again = () if draft.failures == 0 else (("Tôi không rõ xã, phường", "place:none"),)
        return _ask("place" if draft.failures == 0 else "place_again", *again)
    if draft.asked == "detail":
        return _ask("detail", ("Bỏ qua", "detail:skip"), commune=words.commune(draft.commune))
    if draft.asked == "content":
        return _ask("content")
    if draft.asked == "identity":
        return _ask("identity", *[(name, f"identity:{code}") for code, name in IDENTITY_NAMES.items()])
    if draft.asked == "edit":
        return _ask("edit", *_edit_buttons())
    return _summary(draft, words)


def _edit_buttons() -> list[tuple[str, str]]:
    return [
        ("Sửa nội dung", "edit:content"),
        ("Sửa lĩnh vực", "edit:topic"),
        ("Sửa nơi", "edit:place"),
        ("Sửa danh tính", "edit:identity"),
    ]


def _summary(draft: Draft, words: Names) -> Saying:
    return _ask(
        "confirm",
        ("Gửi", "confirm:yes"),
        *_edit_buttons(),
        ("Không gửi nữa", "confirm:no"),
        act=ACT_NAMES[draft.act],
        content=draft.text.replace("\n", " "),
        topic=words.topic(draft.topic),
        place=place_line(draft, words),
        identity=IDENTITY_NAMES[draft.anonymity],
    )


def _ask(what: str, *buttons: tuple[str, str], **params: str) -> Saying:
    return Saying(
        response=f"utter_ask_{what}",
        params=params,
        buttons=[Button(title=title[:_TITLE_LENGTH], payload=payload) for title, payload in buttons],
    )
