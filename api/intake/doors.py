"""What the law calls a matter, who is competent, how long it takes, and which other door is the right one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import queries as clock
from api.clock.rules import UNIT_NAMES
from api.core.text import fold
from api.core.time import local
from api.directory import queries as directory
from api.intake import phrases
from api.intake.rules import OTHER_TOPIC
from api.intake.rules.steps import CORRUPTION
from api.intake.schemas import Draft, Saying
from api.outbox.schemas import Button
from api.routing import service as routing

COURTS: Final = "3c"
# Classes with rules of their own, told before the citizen goes on; an ordinary report or proposal needs no lesson.
_TOLD: Final = frozenset({"complaint", "information_request", "procedure_feedback"})
_SOMEBODY: Final = "cơ quan có thẩm quyền"


@dataclass(frozen=True)
class Door:
    """The legal class of a matter: its name, what the law has besides us, who takes it here, until when."""

    legal_class: str
    name: str
    door: str | None
    agency: str
    period: str


async def door(
    session: AsyncSession, *, act: str, topic: str | None, commune: str | None, on: date, text: str = ""
) -> Door:
    """Return the door of a matter of that day, by the province's rows; `text` tells which body it complains of."""
    code = topic or OTHER_TOPIC
    body = await directory.body_of(session, act=act, topic=code, text=text, commune_code=commune, on=on)
    about = body.code if body else None
    routed = await routing.route(session, topic=code, act=act, commune_code=commune, on=on, about=about)
    rule = await clock.deadline_rule(session, legal_class=routed.legal_class, topic=code)
    return Door(
        routed.legal_class,
        routed.legal_name.lower(),
        routed.door,
        routed.agency_name or _SOMEBODY,
        f"{rule.amount} {UNIT_NAMES[rule.unit]}",
    )


async def notice(session: AsyncSession, draft: Draft, on: date) -> list[Saying]:
    """Return what is said of the class at once, before the citizen goes on; nothing for an ordinary matter."""
    found = await door(session, act=draft.act, topic=draft.topic, commune=draft.commune, on=on, text=draft.text)
    params = {"name": found.name, "door": found.door or "", "agency": found.agency, "period": found.period}
    if draft.act == "denounce":
        return [Saying(response="utter_notice_denounce", params=params)]
    elsewhere = await routing.outside_door(session, draft.text)
    if elsewhere or (draft.topic == COURTS and found.door and draft.act != "ask"):
        params["door"] = elsewhere or params["door"]
        stop = Button(title="Thôi, không gửi ở đây", payload="confirm:no")
        return [Saying(response="utter_notice_court", params=params, buttons=[stop])]
    if found.legal_class in _TOLD and found.door:
        name = "complain" if draft.act == "complain" else "door"
        return [Saying(response=f"utter_notice_{name}", params=params)]
    return [Saying(response="utter_notice_ask")] if draft.act == "ask" else []


async def reminder(session: AsyncSession, *, act: str, topic: str, on: date) -> list[Saying]:
    """Return the one line about the right door that goes with a filed matter."""
    found = await door(session, act=act, topic=topic, commune=None, on=on)
    if found.door is None or act == "denounce":
        return []
    return [Saying(response="utter_filed_door", params={"door": found.door})]


async def how_to(session: AsyncSession, text: str, now: datetime) -> list[Saying]:
    """Answer who asks how one denounces or complains: the right door and what it needs; nothing is begun."""
    match = phrases.HOW_TO.search(fold(text))
    if match is None:
        return []
    act = phrases.ACTS[match.group("act")]
    topic = CORRUPTION if act == "denounce" else OTHER_TOPIC
    found = await door(session, act=act, topic=topic, commune=None, on=local(now).date())
    params = {"door": found.door or "", "agency": found.agency, "period": found.period}
    return [Saying(response=f"utter_how_to_{act}", params=params)]
