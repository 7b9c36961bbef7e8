"""Who answers besides the machine, and when: the hours of the province's offices."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from api.clock import service as clock
from api.clock.calendar import Calendar
from api.core.time import format_instant, local
from api.intake.schemas import Saying

_SPEAKS_OF_HOURS: Final = frozenset(
    {"utter_human", "utter_human_of_ticket", "utter_human_in_draft", "utter_faq_hours", "utter_person_filed"}
)


async def with_hours(session: AsyncSession, sayings: list[Saying], now: datetime) -> list[Saying]:
    """Return the sayings with the office hours put into those that speak of them."""
    if not any(saying.response in _SPEAKS_OF_HOURS for saying in sayings):
        return sayings
    calendar = await clock.calendar(session)
    told = {"hours": hours(calendar), "when": next_hours(calendar, now)}
    return [
        saying.model_copy(update={"params": {**told, **saying.params}})
        if saying.response in _SPEAKS_OF_HOURS
        else saying
        for saying in sayings
    ]


def hours(calendar: Calendar) -> str:
    """Return the hours of a working day: "07:30-11:30, 13:30-17:00"."""
    return ", ".join(f"{_clock(span.start)}-{_clock(span.end)}" for span in calendar.hours)


def next_hours(calendar: Calendar, now: datetime) -> str:
    """Return when somebody is in the office: now, or the instant from which on."""
    opens = calendar.instant(calendar.minutes_until(now) + 1)
    here = local(now)
    minute = here.hour * 60 + here.minute
    open_now = calendar.is_working(here.date()) and any(span.start <= minute < span.end for span in calendar.hours)
    if open_now:
        return f"ngay bây giờ (đến {calendar.closes_at:%H:%M} hôm nay)"
    start = next(s for s in calendar.hours if s.start <= opens.hour * 60 + opens.minute <= s.end)
    return f"từ {format_instant(opens.replace(hour=start.start // 60, minute=start.start % 60))}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
