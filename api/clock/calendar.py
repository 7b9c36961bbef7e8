"""A calendar of working days and hours, laid out once so that every question is a look-up."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import holidays

from api.core.time import ZONE

FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2045, 12, 31)
_MINUTES_IN_HOUR = 60
_SATURDAY = 5


@dataclass(frozen=True)
class Hours:
    """One span of office hours, in minutes after midnight of the province's zone."""

    start: int
    end: int

    @classmethod
    def of(cls, start: str, end: str) -> "Hours":
        """Return the span between two times such as 07:30 and 11:30. Raises ValueError for a reversed one."""
        first, last = time.fromisoformat(start), time.fromisoformat(end)
        if first >= last:
            raise ValueError(f"office hours {start}-{end} end before they begin")
        return cls(first.hour * 60 + first.minute, last.hour * 60 + last.minute)


class Calendar:
    """Working days from 2015 to 2045 and the hours of each."""

    def __init__(self, *, hours: Iterable[Hours], days_off: Mapping[date, str], extra_days: Iterable[date]) -> None:
        self.hours = tuple(hours)
        self.days_off = dict(days_off)
        if not self.hours:
            raise ValueError("a calendar needs office hours")
        self._sorted_off = sorted(day for day in self.days_off if day.weekday() < _SATURDAY)
        self._minutes_a_day = sum(span.end - span.start for span in self.hours)
        extra = self.extra_days = frozenset(extra_days)
        every = (date.fromordinal(n) for n in range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1))
        self._working = [
            day.toordinal() for day in every if day in extra or (day.weekday() < _SATURDAY and day not in self.days_off)
        ]

    @property
    def closes_at(self) -> time:
        """Return the end of the working day."""
        return time(*divmod(self.hours[-1].end, _MINUTES_IN_HOUR))

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        return self.days_until(day) > self.days_until(day - timedelta(days=1))

    def off_between(self, after: date, until: date) -> list[date]:
        """Return the days off from Monday to Friday after one day and up to and with another."""
        found = self._sorted_off[bisect_right(self._sorted_off, after) : bisect_right(self._sorted_off, until)]
        return [day for day in found if day not in self.extra_days]

    def days_until(self, day: date) -> int:
        """Return how many working days there are up to and with this day, from 2015 on."""
        return bisect_right(self._working, day.toordinal())

    def working_day(self, number: int) -> date:
        """Return the working day of that number, the inverse of `days_until`.

        Raises ValueError outside the years that the calendar covers.
        """
        if not 1 <= number <= len(self._working):
            raise ValueError(f"the calendar covers {FIRST_DAY} to {LAST_DAY}")
        return date.fromordinal(self._working[number - 1])

    def minutes_until(self, at: datetime) -> int:
        """Return the working minutes from 2015 up to an instant."""
        here = at.astimezone(ZONE)
        day = here.date()
        whole_days = self.days_until(day)
        if not self.is_working(day):
            return whole_days * self._minutes_a_day
        minute = here.hour * _MINUTES_IN_HOUR + here.minute
        worked = sum(max(0, min(minute, span.end) - span.start) for span in self.hours)
        return (whole_days - 1) * self._minutes_a_day + worked

    def instant(self, minutes: int) -> datetime:
        """Return the instant at which that many working minutes have passed since 2015."""
        day_number, left = divmod(minutes - 1, self._minutes_a_day)
        left += 1
        for span in self.hours:
            length = span.end - span.start
            if left <= length:
                clock = time(*divmod(span.start + left, _MINUTES_IN_HOUR))
                return datetime.combine(self.working_day(day_number + 1), clock, ZONE)
            left -= length
        raise AssertionError("a working day has at least the minutes that are left")


def national_days_off() -> tuple[dict[date, str], set[date]]:
    """Return Viet Nam's public holidays by day and the Saturdays worked for them (package `holidays`).

    Bộ luật Lao động 2019 Điều 112; 24 November since 2026 by Nghị quyết 28/2026/QH16.
    """
    known = holidays.country_holidays("VN", years=range(FIRST_DAY.year, LAST_DAY.year + 1), language="vi")
    return {day: str(name) for day, name in known.items()}, set(known.weekend_workdays)
