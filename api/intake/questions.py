"""The next question of a draft, with its buttons, in names that people know."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import queries as clock
from api.clock.rules import UNIT_NAMES
from api.core.cache import ByVersion
from api.intake.english import translated
from api.intake.names_of_people import without_name
from api.intake.neutral import neutral, without_phone
from api.intake.rules import OTHER_TOPIC, Extra, Extras
from api.intake.rules.more import extra_asked
from api.intake.rules.steps import CORRUPTION
from api.intake.schemas import Asked, Draft, Saying
from api.outbox.schemas import Button
from api.places.models import Commune
from api.routing import queries as routing
from api.routing import service as routing_service
from api.routing.models import TopicQuestion

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
    "hidden": "Ẩn với cơ quan xử lý",
    "anonymous": "Ẩn danh",
}
_IDENTITY_IN_ENGLISH = {
    "open": "the agency may know",
    "hidden": "hidden from the agency",
    "anonymous": "anonymous",
}
# Telegram shows about this much of a button, Zalo cuts at 100.
_TITLE_LENGTH = 60
_OFFER_A_PERSON_FROM = 2  # vain answers in a row
# A district of before became up to eleven communes; beyond so many buttons one types.
_MOST_PLACES = 8


@dataclass(frozen=True)
class Names:
    """Words for the codes that stand in a draft."""

    topics: dict[str, str]
    communes: dict[str, str]
    topics_en: dict[str, str] = field(default_factory=dict)
    receiver: str = "nơi tiếp nhận kín của tỉnh"  # of a denunciation
    receiver_period: str = "thời hạn luật định"  # in which it says whether it takes the denunciation up
    extras: Extras = field(default_factory=dict)
    another_matter: str = "việc khác"
    no_commune: str = "chưa rõ xã, phường"

    def topic(self, code: str | None) -> str:
        """Return the plain name of a topic."""
        return self.topics.get(code or "", self.another_matter)

    def commune(self, code: str | None) -> str:
        """Return a commune's name of today."""
        return self.communes.get(code or "", self.no_commune)

    def told_to(self, draft: Draft) -> "Names":
        """Return the words in the language of the draft's citizen."""
        if not draft.english:
            return self
        return replace(self, topics=self.topics_en, another_matter="another matter", no_commune="commune not known yet")


_cache: ByVersion[dict[date, Names]] = ByVersion()


async def names(session: AsyncSession, *, on: date) -> Names:
    """Return the names of topics and communes and who takes denunciations in on that day, read once a data version."""
    by_day = await _cache.get(session, _no_day_yet)
    if on not in by_day:
        by_day.clear()
        by_day[on] = await _read(session, on)
    return by_day[on]


async def _no_day_yet(session: AsyncSession) -> dict[date, Names]:
    return {}


async def _read(session: AsyncSession, on: date) -> Names:
    topics = await routing.topics(session)
    communes = {row.code: row.name for row in await session.scalars(select(Commune))}
    routed = await routing_service.route(session, topic=CORRUPTION, act="denounce", commune_code=None, on=on)
    rule = await clock.deadline_rule(session, legal_class=routed.legal_class, topic=CORRUPTION)
    period = f"{rule.amount} {UNIT_NAMES[rule.unit]}"
    return Names(
        topics={topic.code: topic.plain_name for topic in topics},
        communes=communes,
        topics_en={topic.code: topic.name_en for topic in topics},
        receiver=routed.agency_name or Names.receiver,
        receiver_period=period,
        extras=await _extras(session),
    )


async def _extras(session: AsyncSession) -> dict[str, list[Extra]]:
    """Read the questions of topics, in order."""
    found: dict[str, list[Extra]] = {}
    for row in await session.scalars(select(TopicQuestion).order_by(TopicQuestion.topic, TopicQuestion.number)):
        extra = Extra(row.number, row.text, row.label, tuple(row.buttons), tuple(row.if_words), tuple(row.unless_words))
        found.setdefault(row.topic, []).append(extra)
    return found


def place_line(draft: Draft, words: Names) -> str:
    """Return the place as one line: the detail in the citizen's words, then the commune of today."""
    commune = words.commune(draft.commune)
    place = f"{draft.detail}, {commune}" if draft.detail and draft.commune else draft.detail or commune
    return f"{place} (kèm vị trí đã gửi)" if draft.pin else place


def official_text(draft: Draft, words: Names) -> str:
    """Return the matter as it goes to the agency: neutral, with what was mended, and without what is to be hidden."""
    lines = [neutral(line) for line in draft.text.splitlines()]
    if draft.two == "noted" and draft.second_text:
        lines.append(neutral(draft.second_text))
    if draft.place_changed and draft.commune:
        lines.append(f"(Nơi đúng: {words.commune(draft.commune)})")
    if draft.two == "noted" and draft.second:
        lines.append(f"(Ghi kèm: {words.topic(draft.second)})")
    lines += [f"{label}: {neutral(answer)}" for label, answer in draft.extra.items()]
    text = "\n".join(line for line in lines if line)
    if draft.anonymity != "open":
        text = without_phone(text)
        for name in [*draft.hidden_names, *([draft.contact_name] if draft.contact_name else [])]:
            text = without_name(text, name)
    return text


def question(draft: Draft, words: Names) -> Saying:
    """Return what is asked next. Buttons carry `what:value`, read again in `rules`."""
    saying = _QUESTIONS.get(draft.asked or "confirm", _summary)(draft, words.told_to(draft))
    return translated(saying) if draft.english else saying


def _which_ticket(draft: Draft, words: Names) -> Saying:
    return _ask(
        "which_ticket" if draft.ticket_waits else "addition",
        ("Đúng, gửi cho phiếu này", "ticket:yes"),
        ("Không, đây là việc mới", "ticket:no"),
        code=draft.waiting_ticket or "",
    )


def _two(draft: Draft, words: Names) -> Saying:
    first, second = words.topic(draft.topic), words.topic(draft.second)
    if draft.second_text:
        buttons = [("Ghi kèm phiếu này", f"two:{draft.topic}"), ("Gửi thành phiếu riêng", "two:both")]
        return _ask("second", *buttons, topic=first, second=second)
    buttons = [(first, f"two:{draft.topic}"), (second, f"two:{draft.second}"), ("Gửi thành hai phiếu", "two:both")]
    return _ask("two", *buttons, topic=first, second=second)


def _topic(draft: Draft, words: Names) -> Saying:
    return _ask("topic", *_topic_buttons(draft, words))


def _topic_buttons(draft: Draft, words: Names) -> list[tuple[str, str]]:
    choices = [(words.topic(code), f"topic:{code}") for code in draft.topic_choices if code != OTHER_TOPIC]
    return [*choices, ("Việc khác", f"topic:{OTHER_TOPIC}")]


def _place_choice(draft: Draft, words: Names) -> Saying:
    choices = [(_place_title(draft, words, code), f"place:{code}") for code in draft.place_choices[:_MOST_PLACES]]
    what = "place_choice" if draft.place_asked == "names" else f"place_{draft.place_asked}"
    return _ask(what, *choices, ("Nơi khác", "edit:place"))


def _place_title(draft: Draft, words: Names, code: str) -> str:
    """Return a commune's name with what tells it from the others, as far as a button has room."""
    told = draft.place_words.get(code)
    title = f"{words.commune(code)} ({told})" if told else words.commune(code)
    return title if len(title) <= _TITLE_LENGTH else words.commune(code)


def _place(draft: Draft, words: Names) -> Saying:
    unknown = ("Tôi không rõ xã, phường", "place:none")
    if draft.act == "denounce":
        return _ask("place_denounce", unknown)
    if draft.act == "ask":
        return _ask("place_question", unknown, ("Thôi, không gửi", "confirm:no"))
    if draft.failures == 0 and draft.detail is None:
        return _ask("place_topic", *_topic_buttons(draft, words)) if draft.topic is None else _ask("place")
    ways = [unknown, ("Để cán bộ điều phối lo tiếp", "desk:")] if draft.failures >= _OFFER_A_PERSON_FROM else [unknown]
    if draft.detail is not None:
        return _ask("place_spot", *ways, spot=draft.detail)
    return _ask("place_again", *ways)


def _detail(draft: Draft, words: Names) -> Saying:
    commune, skip = words.commune(draft.commune), ("Bỏ qua", "detail:skip")
    if draft.topic is None:
        return _ask("detail_topic", *_topic_buttons(draft, words), skip, commune=commune)
    return _ask("detail", skip, commune=commune)


def _more(draft: Draft, words: Names) -> Saying:
    asked = extra_asked(draft, words.extras)
    buttons = [(title, f"more:{number}") for number, title in enumerate(asked.buttons if asked else ())]
    return _ask("more", *buttons, ("Bỏ qua", "more:skip"), question=asked.text if asked else "")


def _follow(draft: Draft, words: Names) -> Saying:
    code = draft.follow_code or ""
    buttons = [("Theo dõi phiếu đó", f"follow:{code}"), ("Vẫn gửi riêng", "file:own")]
    return _ask("follow", *buttons, code=code, **draft.follow_about)


def _answer(draft: Draft, words: Names) -> Saying:
    others = [(f"Hỏi về: {title}", f"entry:{entry_id}") for entry_id, title in draft.entries]
    return _ask("answer", ("Đã rõ, cảm ơn", "answer:clear"), *others, ("Vẫn gửi câu hỏi tới cơ quan", "answer:file"))


def _answers(draft: Draft, words: Names) -> Saying:
    buttons = [(title, f"entry:{entry_id}") for entry_id, title in draft.entries]
    listed = "; ".join(f"{number}. {title}" for number, title in enumerate((title for _, title in draft.entries), 1))
    return _ask("answers", *buttons, ("Không phải, gửi câu hỏi", "answer:file"), titles=listed)


def _story(draft: Draft, words: Names) -> Saying:
    return _ask("person_story") if draft.to_person else _ask("story")


def _evidence(draft: Draft, words: Names) -> Saying:
    return _ask(
        "evidence",
        ("Không có thêm, gửi kín", "confirm:yes"),
        *_edit_buttons(draft),
        ("Không gửi nữa", "confirm:no"),
        content=official_text(draft, words).replace("\n", "; "),
        place=place_line(draft, words),
        identity=_identity(draft),
        receiver=words.receiver,
    )


def _praise_name(draft: Draft, words: Names) -> Saying:
    return _ask(
        "praise_name",
        ("Gửi không kèm tên", "name:no"),
        ("Sửa nội dung", "edit:content"),
        ("Không gửi nữa", "confirm:no"),
        content=official_text(draft, words).replace("\n", "; "),
        place=place_line(draft, words),
    )


def _identity_choice(draft: Draft, words: Names) -> Saying:
    return _ask("identity", *[(name, f"identity:{code}") for code, name in IDENTITY_NAMES.items()])


def _edit(draft: Draft, words: Names) -> Saying:
    return _ask("edit", *_edit_buttons(draft), ("Gửi luôn", "confirm:yes"), ("Không gửi nữa", "confirm:no"))


def _edit_buttons(draft: Draft) -> list[tuple[str, str]]:
    buttons = [("Sửa nội dung", "edit:content"), ("Sửa lĩnh vực", "edit:topic"), ("Sửa nơi", "edit:place")]
    if draft.act == "denounce":
        return [buttons[0], buttons[2]]
    return [*buttons, ("Sửa danh tính", "edit:identity")]


def _summary(draft: Draft, words: Names) -> Saying:
    others = [] if draft.topic_sure else [c for c in draft.topic_choices if c not in (draft.topic, OTHER_TOPIC)]
    return _ask(
        "confirm",
        ("Gửi", "confirm:yes"),
        *[(f"Lĩnh vực: {words.topic(code)}", f"topic:{code}") for code in others[:2]],
        *_edit_buttons(draft),
        ("Không gửi nữa", "confirm:no"),
        act=ACT_NAMES[draft.act],
        content=official_text(draft, words).replace("\n", "; "),
        topic=words.topic(draft.topic) + (" (chúng tôi đoán)" if others and draft.topic != OTHER_TOPIC else ""),
        place=place_line(draft, words),
        identity=_identity(draft),
    )


def _identity(draft: Draft) -> str:
    if not draft.doubtful or draft.act == "denounce":
        return _who_knows(draft)
    closed = (
        "sent closed, a cleared officer reads it first" if draft.english else "gửi kín để người có thẩm quyền xem trước"
    )
    return f"{_who_knows(draft)}; {closed}"


def _who_knows(draft: Draft) -> str:
    if draft.english:
        return _IDENTITY_IN_ENGLISH[draft.anonymity]
    if draft.act == "denounce" and draft.anonymity == "hidden":
        return "được giữ bí mật" if draft.contact_name else "được giữ bí mật (chưa nêu họ tên)"
    known = ", ".join(part for part in (draft.contact_name, draft.contact_phone) if part)
    if known and draft.anonymity == "open":
        return f"{known}, {IDENTITY_NAMES['open'].lower()}"
    return IDENTITY_NAMES[draft.anonymity]


_QUESTIONS: dict[Asked, Callable[[Draft, Names], Saying]] = {
    "story": _story,
    "two": _two,
    "topic": _topic,
    "place": _place,
    "place_choice": _place_choice,
    "detail": _detail,
    "more": _more,
    "follow": _follow,
    "evidence": _evidence,
    "praise_name": _praise_name,
    "edit": _edit,
    "content": lambda draft, words: _ask("content"),
    "identity": _identity_choice,
    "which_ticket": _which_ticket,
    "answer": _answer,
    "answers": _answers,
    "confirm": _summary,
}


def _ask(what: str, *buttons: tuple[str, str], **params: str) -> Saying:
    return Saying(
        response=f"utter_ask_{what}",
        params=params,
        buttons=[Button(title=title[:_TITLE_LENGTH], payload=payload) for title, payload in buttons],
    )
