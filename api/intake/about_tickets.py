"""Tickets already filed: their state, ratings, reminders, withdrawing, and words about the one last shown."""

import re
import unicodedata
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.text import fold
from api.core.time import format_instant, local
from api.directory import queries as directory
from api.intake import doors, odd, offered, own_data, person, phrases, recall
from api.intake.inquiries import about_the_service, in_passing, is_question, part_asked
from api.intake.neutral import neutral, without_phone
from api.intake.rules.steps import MATTERS
from api.intake.schemas import Draft, Heard, Saying
from api.outbox.schemas import Button
from api.province import queries as province
from api.tickets import citizen, following, queries
from api.tickets.errors import NotAllowedNow
from api.tickets.models import Ticket
from api.tickets.rules import (
    ACCEPTED,
    ANSWERED,
    NOT_SATISFIED,
    OPEN_STATES,
    RATING_NAMES,
    SATISFIED,
    SOLVED,
    STATE_NAMES,
    is_low,
)

_MANY_WORDS = 14
_NEW_STORY = 5
# A figure is a step of the scale if it stands alone or is called one: "5 hôm rồi chưa sửa" is none.
_STARS = re.compile(
    r"^(?:(?:toi|em|minh|chau|bac)? ?(?:cho|cham|danh gia|muc|da|vang) )*([1-5])(?: (?:a|nhe|nha|thoi))*$"
    r"|(?<![\d/])([1-5]) ?(?:/ ?5(?!\d)|sao\b|diem\b|\*)|\bmuc ([1-5])(?!\d)"
)
_NO = r"(?:khong|ko|k|hong|chua|cha|chang|dau co|deo)"
_NOT_GOOD = re.compile(rf"\b{_NO} (?:duoc |he |co |thay |ro )?(?:hai long|tot|on|hay|ung|thoa dang|dong y|chap nhan)\b")
_DISSATISFIED = re.compile(rf"\b{_NO} (?:\S+ )?hai long\b")
_DENIES = re.compile(rf"\b{_NO}\b|\b(?:nhu khong|van|nhung|ma|moi la|gi|sao|dau)\b|\?")
_BAD = re.compile(r"\b(?:tệ|quá kém|kém|thất vọng|chán|bực|bức xúc|vô trách nhiệm)\b")
_BAD_PLAIN = re.compile(r"\b(?:te|qua kem|kem|that vong|chan|buc|buc xuc|vo trach nhiem)\b")
_FAIR = re.compile(r"\b(?:bình thường|tạm|tàm tạm|cũng được|chấp nhận)\b")
_FAIR_PLAIN = re.compile(r"\b(?:binh thuong|tam|cung duoc|chap nhan)\b")
_GOOD = re.compile(r"\b(?:hài lòng|tốt|tuyệt|nhanh|ổn|hay lắm|good|great)\b")
_GOOD_PLAIN = re.compile(r"\b(?:hai long|tot|tuyet|nhanh|on|hay lam|good|great)\b")
# To have it looked at again, said and not asked.
_REOPENS = re.compile(
    r"\b(?:mo|xem|xem xet|xu ly|giai quyet) lai\b(?! (?:phieu|cau|ma|tinh|trang|ho so|noi dung|ket qua))"
    r"|\bmo lai phieu\b"
)
_DECLINES = re.compile(
    r"^(?:a |da )*(?:khong|ko|k|khoi|thoi|dung)\b|\b(?:khong|ko|k|khoi|dung|chua) (?:\S+ ){0,2}(?:mo|xem|xu ly) lai\b"
)
_A_REASON, _LONG_REASON = 25, 10
_SHORT_WISH = 4  # "xem lại đi"
_OF_DRAFTS = frozenset({"confirm", "edit", "topic", "place", "detail", "identity", "two", "ticket", "name"})


async def answer(session: AsyncSession, *, heard: Heard, now: datetime) -> list[Saying] | None:
    """Return the answer to a message that would open a draft but is about a ticket, or None if it is not.

    "Nhắc họ đi" after a late ticket was shown, and a code with a question, are no new matter.
    """
    if heard.payload is not None:
        return await tapped(session, heard, now)
    meant = await offered.meant(session, heard)
    if meant is not None:
        return await tapped(session, heard.model_copy(update={"payload": meant}), now)
    again = await _contested(session, heard, now)
    if again is not None:
        return again
    beside = await _no_matter(session, heard, now)
    if beside is not None:
        return beside
    folded = fold(heard.text)
    of_own = await _of_own_tickets(session, heard, now) if len(folded.split()) <= _A_REASON else None
    if of_own is not None:
        return of_own
    if len(folded.split()) > _MANY_WORDS:
        return None
    named = await queries.by_code(session, heard.text) is not None
    if named and phrases.ADDS.search(folded):
        return None  # "bổ sung cho phiếu HY-...: ..." is asked about, not looked up
    if named or phrases.LIKE_A_CODE.search(folded):
        return await status(session, heard, now)
    if phrases.URGES.search(folded):
        return await urge(session, heard, now)
    return None


async def _of_own_tickets(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying] | None:
    """Answer short words that can only be about what was filed: taken back, sent again, added to, asked when."""
    folded = fold(heard.text)
    takes_back = phrases.WITHDRAWS.search(folded) is not None
    sends, adds = phrases.beside_send(heard.text) == "", phrases.ADDS_WHAT.match(folded) is not None
    when = part_asked(heard.text) == ("time",) or in_passing(heard.text) == "utter_faq_time"
    urges = phrases.URGES_NOW.search(folded) is not None and len(folded.split()) <= _SHORT_WISH
    if not (takes_back or sends or adds or when or urges):
        return None
    own = [t for t in await queries.of_conversation(session, heard.conversation_id) if t.state in OPEN_STATES]
    if not own:
        return None
    if takes_back:
        return await withdrawal(session, heard)
    if urges and len(own) == 1 and not own[0].restricted:
        return await _remind(session, own[0], now)
    if when or urges:
        return [await state(session, ticket, now) for ticket in own[:3]]
    response = "utter_tell_addition" if adds else "utter_already_filed"
    return [Saying(response=response, params={"code": own[0].tracking_code})]


async def _contested(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying] | None:
    """Hear that an answered ticket is to be looked at again, or why its answer is not enough; None if neither is said.

    The reason is free words where we just asked for one; the reopening is done where it was offered, else offered.
    """
    folded = fold(heard.text)
    words = len(folded.split())
    if words > _A_REASON or phrases.LIKE_A_CODE.search(folded):
        return None
    standing = await offered.buttons(session, heard.conversation_id, heard.message_id)
    if heard.act != "rate" and _DISSATISFIED.search(folded) and await _answered_one(session, heard) is not None:
        return await rated(session, heard, now)
    code = next((p.split(":")[1] for p in standing if p.startswith(("reopen:", "why:"))), None)
    wants = _REOPENS.search(folded) is not None and words <= _MANY_WORDS and not _DECLINES.search(folded)
    if code is None and not (wants and heard.act != "ask"):
        return None
    ticket = await _own_ticket(session, heard, code) if code else await _answered_one(session, heard)
    if ticket is None and words <= _SHORT_WISH:
        return await status(session, heard, now)
    if ticket is None or ticket.state not in (ANSWERED, SOLVED):
        return None
    if wants and code is None:
        return [Saying(response="utter_rated_low", params={"code": ticket.tracking_code}, buttons=_again(ticket))]
    if wants:
        return await _reopen(session, ticket, now)
    return await _typed_reason(session, heard, ticket, standing, now)


async def _typed_reason(
    session: AsyncSession, heard: Heard, ticket: Ticket, standing: dict[str, str], now: datetime
) -> list[Saying] | None:
    """Keep a reason in the citizen's own words, where one was just asked for and has not been told."""
    if not any(payload.startswith("why:") for payload in standing) or not is_low(ticket.rating):
        return None
    folded, reason = fold(heard.text), without_phone(neutral(heard.text))
    if phrases.SKIPS.match(folded):
        return [await state(session, ticket, now)]
    if not reason or heard.act in ("greet", "thanks", "bye", "human", "status", "rate") or heard.caution.emergency:
        return None
    another = heard.topic.sure and heard.topic.code != ticket.topic_code and len(folded.split()) > _LONG_REASON
    if another or (heard.act == "ask" and is_question(heard.text)):
        return None
    return await _reason_kept(session, ticket, reason, now)


async def _answered_one(session: AsyncSession, heard: Heard) -> Ticket | None:
    """Return the newest answered ticket of the conversation."""
    own = await queries.of_conversation(session, heard.conversation_id)
    return next((ticket for ticket in own if ticket.state in (ANSWERED, SOLVED)), None)


async def _no_matter(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying] | None:
    """Answer what is none: a right about one's data, orders to the machine, a link, what was filed a moment ago."""
    strange = odd.answer_to(heard.text)
    if strange is not None:
        return [Saying(response=strange)]
    if odd.only_orders(heard.text) and not (heard.topic.sure and heard.act in MATTERS):
        return [Saying(response="utter_no_orders")]
    asked = await own_data.asked_back(session, heard) or await doors.how_to(session, heard.text, now)
    if asked:
        return asked
    passing = about_the_service(heard.text)
    if passing is not None:
        return [Saying(response=passing)]
    if len(heard.text.split()) > _NEW_STORY:
        told = fold(neutral(heard.text))
        for ticket in await queries.of_conversation(session, heard.conversation_id):
            if ticket.state in OPEN_STATES and fold(ticket.text.split("\n")[0]) == told:
                return [Saying(response="utter_already_filed", params={"code": ticket.tracking_code})]
    return None


async def urge(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying] | None:
    """Remind the agency of the ticket that was just shown, or say what can be done; None if none was shown."""
    code = await recall.shown_code(session, heard.conversation_id, now)
    ticket = await queries.by_code(session, code) if code else None
    if ticket is None and await recall.code_was_missing(session, heard.conversation_id, now):
        return [Saying(response="utter_which_code")]
    if ticket is None or ticket.restricted or ticket.state not in OPEN_STATES:
        return None
    if not phrases.URGES_NOW.search(fold(heard.text)):
        buttons = [_remind_button(ticket)]
        return [Saying(response="utter_escalation_offer", params={"code": ticket.tracking_code}, buttons=buttons)]
    return await _remind(session, ticket, now)


async def tapped(session: AsyncSession, heard: Heard, now: datetime, *, draft: Draft | None = None) -> list[Saying]:
    """A button that is not of an open draft: of a ticket, a way on, or one of a draft long filed."""
    what, _, rest = (heard.payload or "").partition(":")
    code, _, value = rest.partition(":")
    if what == "human":
        return await person.handed_over(session, heard.conversation_id, now, draft=draft)
    if what == "start":
        return [Saying(response="utter_affirm")]
    if what == "right":
        return await own_data.tapped(session, heard, rest, now)
    if what == "privacy":
        return await own_data.details(session)
    if what == "status" and not code:
        return await status(session, heard, now)
    if what in _OF_DRAFTS:
        return await _draft_is_over(session, heard, what)
    ticket = await queries.by_code(session, code) if what == "remind" else await _own_ticket(session, heard, code)
    if ticket is None or (what == "remind" and ticket.restricted and ticket.conversation_id != heard.conversation_id):
        return [Saying(response="utter_button_over")]
    if what == "rate" and value.isdigit():
        return await _rate(session, ticket, int(value), reason=None, now=now)
    if what == "why":
        return await _reason(session, ticket, value, now)
    if what == "reopen":
        return await _reopen(session, ticket, now)
    if what == "remind":
        return await _remind(session, ticket, now)
    if what == "withdraw":
        return await _withdraw(session, ticket, now)
    return [await state(session, ticket, now)]


async def _draft_is_over(session: AsyncSession, heard: Heard, what: str) -> list[Saying]:
    """A button of a draft that is filed or dropped opens nothing; of a filed one the ticket is named."""
    filed = await queries.of_conversation(session, heard.conversation_id)
    if filed and what in ("confirm", "name"):
        return [Saying(response="utter_already_filed", params={"code": filed[0].tracking_code})]
    return [Saying(response="utter_button_over")]


async def _own_ticket(session: AsyncSession, heard: Heard, code: str) -> Ticket | None:
    ticket = await queries.by_code(session, code)
    return ticket if ticket is not None and ticket.conversation_id == heard.conversation_id else None


async def status(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying]:
    """By the code if there is one in the text, else the tickets of this conversation."""
    by_code = await queries.by_code(session, heard.text)
    if by_code is not None:
        if by_code.restricted and by_code.conversation_id != heard.conversation_id:
            return [Saying(response="utter_code_unknown")]
        return [await state(session, by_code, now)]
    if phrases.LIKE_A_CODE.search(fold(heard.text)):
        return [Saying(response="utter_code_unknown")]
    own_tickets = [
        *await queries.of_conversation(session, heard.conversation_id),
        *await following.followed(session, heard.conversation_id),
    ]
    if not own_tickets:
        return [Saying(response="utter_no_tickets")]
    return [await state(session, ticket, now) for ticket in own_tickets[:3]]


async def withdrawal(session: AsyncSession, heard: Heard) -> list[Saying]:
    """A wish to cancel outside a draft is about a filed ticket: offered for one tap, never done at once."""
    own = await queries.of_conversation(session, heard.conversation_id)
    named = await queries.by_code(session, heard.text)
    open_ones = [t for t in own if t.state in OPEN_STATES and (named is None or named.id == t.id)]
    if not open_ones:
        return [Saying(response="utter_cancel")]
    code = open_ones[0].tracking_code
    buttons = [
        Button(title="Rút phiếu này", payload=f"withdraw:{code}"),
        Button(title="Giữ lại", payload=f"status:{code}"),
    ]
    return [Saying(response="utter_ask_withdraw", params={"code": code}, buttons=buttons)]


def _remind_button(ticket: Ticket) -> Button:
    return Button(title="Nhắc cơ quan xử lý", payload=f"remind:{ticket.tracking_code}")


async def state(session: AsyncSession, ticket: Ticket, now: datetime) -> Saying:
    """Return where a ticket stands: its state, agency and date, with a way on."""
    agency = await directory.agency(session, ticket.agency_code)
    params = {
        "code": ticket.tracking_code,
        "state": STATE_NAMES[ticket.state],
        "agency": agency.name if agency else ticket.agency_code,
        "due": format_instant(ticket.due_at),
    }
    if ticket.state in OPEN_STATES:
        late = ticket.due_at < now
        if not late:
            return Saying(response="utter_status_open", params=params)
        params["days"] = str(max(1, (local(now).date() - local(ticket.due_at).date()).days))
        return Saying(response="utter_status_late", params=params, buttons=[_remind_button(ticket)])
    return Saying(response="utter_status_closed", params=params)


async def rated(session: AsyncSession, heard: Heard, now: datetime) -> list[Saying]:
    """A rating in words goes to the newest answered ticket of the conversation."""
    for ticket in await queries.of_conversation(session, heard.conversation_id):
        if ticket.state in (ANSWERED, SOLVED):
            stars = stars_in(heard.text)
            if stars is None:
                return [_ask_rating(ticket)]
            return await _rate(session, ticket, stars, reason=heard.text, now=now)
    return [Saying(response="utter_nothing_to_rate")]


def stars_in(text: str) -> int | None:
    """Return the step of the scale that a rating in words or figures means, or None if it is not clear.

    Whole words only, a denial first: "không tốt" is no praise, and "vẫn còn ngập" names no step at all.
    """
    folded = " ".join(fold(text).split()).strip(" .!")
    figure = _STARS.search(folded)
    if figure is not None:
        return int(next(group for group in figure.groups() if group))
    if _NOT_GOOD.search(folded) or _said(text, _BAD, _BAD_PLAIN):
        return NOT_SATISFIED
    if _DENIES.search(folded) or len(folded.split()) > _MANY_WORDS:
        return None
    if _said(text, _FAIR, _FAIR_PLAIN):
        return ACCEPTED
    return SATISFIED if _said(text, _GOOD, _GOOD_PLAIN) else None


def _said(text: str, marked: re.Pattern[str], plain: re.Pattern[str]) -> bool:
    """Whether words stand in a text with their marks, or without where none are typed at all ("te" may be "tê")."""
    lower = unicodedata.normalize("NFC", text.lower())
    return marked.search(lower) is not None or (lower.isascii() and plain.search(lower) is not None)


def _ask_rating(ticket: Ticket) -> Saying:
    buttons = [
        Button(title=name, payload=f"rate:{ticket.tracking_code}:{stars}") for stars, name in RATING_NAMES.items()
    ]
    return Saying(response="utter_ask_rating", params={"code": ticket.tracking_code}, buttons=buttons)


async def _rate(
    session: AsyncSession, ticket: Ticket, stars: int, *, reason: str | None, now: datetime
) -> list[Saying]:
    try:
        await citizen.rate(session, ticket=ticket, stars=stars, reason=reason, now=now)
    except NotAllowedNow:
        return [await state(session, ticket, now)]
    params = {"code": ticket.tracking_code}
    if not is_low(stars):
        return [Saying(response="utter_rated", params=params)]
    if reason:  # told with the rating: nothing more to ask than whether it is to be looked at again
        return [Saying(response="utter_rated_low", params=params, buttons=_again(ticket))]
    why = [
        Button(title=row.title, payload=f"why:{ticket.tracking_code}:{row.code}")
        for row in await province.rating_reasons(session)
    ]
    return [Saying(response="utter_ask_reason", params=params, buttons=[*why, _again(ticket)[0]])]


async def _reason(session: AsyncSession, ticket: Ticket, code: str, now: datetime) -> list[Saying]:
    """Keep the tapped reason of a low rating, and offer to have the matter looked at again."""
    title = next((row.title for row in await province.rating_reasons(session) if row.code == code), None)
    if title is None or not is_low(ticket.rating):
        return [await state(session, ticket, now)]
    return await _reason_kept(session, ticket, title, now)


async def _reason_kept(session: AsyncSession, ticket: Ticket, reason: str, now: datetime) -> list[Saying]:
    await citizen.give_reason(session, ticket=ticket, reason=reason, now=now)
    params = {"code": ticket.tracking_code, "reason": reason}
    return [Saying(response="utter_reason_kept", params=params, buttons=_again(ticket))]


def _again(ticket: Ticket) -> list[Button]:
    code = ticket.tracking_code
    return [
        Button(title="Đề nghị xem lại", payload=f"reopen:{code}"),
        Button(title="Không cần xem lại", payload=f"status:{code}"),
    ]


async def _reopen(session: AsyncSession, ticket: Ticket, now: datetime) -> list[Saying]:
    try:
        told = await citizen.reasons(session, ticket)
        reason = "; ".join(told) or "Công dân không hài lòng với câu trả lời."
        await citizen.reopen(session, ticket=ticket, reason=reason, now=now)
    except NotAllowedNow:
        return [await state(session, ticket, now)]
    params = {"code": ticket.tracking_code, "due": format_instant(ticket.due_at)}
    return [Saying(response="utter_reopened", params=params)]


async def _remind(session: AsyncSession, ticket: Ticket, now: datetime) -> list[Saying]:
    try:
        await citizen.remind_agency(session, ticket=ticket, now=now)
    except NotAllowedNow:
        return [await state(session, ticket, now)]
    late = "utter_reminded_late" if ticket.due_at < now else "utter_reminded"
    return [Saying(response=late, params={"code": ticket.tracking_code})]


async def _withdraw(session: AsyncSession, ticket: Ticket, now: datetime) -> list[Saying]:
    try:
        await citizen.withdraw(session, ticket=ticket, now=now)
    except NotAllowedNow:
        return [await state(session, ticket, now)]
    return [Saying(response="utter_withdrawn", params={"code": ticket.tracking_code})]
