"""What a generated year is made of: arrivals, agencies of different speed, the lives of tickets. Pure and seeded."""

import math
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from api.core.time import ZONE

# Monday to Sunday, and the hours of a day: people write at lunch and in the evening too.
_WEEKDAY_WEIGHTS: Final = (1.25, 1.15, 1.1, 1.05, 1.0, 0.65, 0.5)
_HOUR_WEIGHTS: Final = (1, 1, 0, 0, 1, 3, 8, 14, 20, 22, 20, 14, 10, 10, 15, 17, 15, 12, 12, 15, 18, 14, 8, 3)
# How often each topic is written about; the rest of the topics share what is left.
_TOPIC_WEIGHTS: Final = {
    "6c.road": 14, "6c.waste": 11, "5c": 8, "6d": 8, "6c.power": 6, "6c.water": 6, "7b": 7, "7a": 5, "5d": 6,
    "other": 6, "2d": 5, "5a": 3, "6a": 4, "6b": 3, "8a": 2, "8b": 2, "5b": 2, "1d": 2, "3a": 2, "2b": 2,
}  # fmt: skip
_CHANNELS: Final = ("zalo", "webchat", "telegram")
_CHANNEL_WEIGHTS: Final = (62, 33, 5)

StepKind = Literal[
    "accept", "forward", "ask", "answer_question", "reply", "reject", "withdraw", "rate", "reopen", "reply_again"
]


@dataclass(frozen=True)
class Arrival:
    """A message of the year: when, by which channel, about what, where."""

    number: int
    at: datetime
    channel: str
    topic: str
    commune: str


@dataclass(frozen=True)
class Step:
    """Something that happens to a ticket."""

    kind: StepKind
    at: datetime
    stars: int = 0


class Year:
    """A seeded source of arrivals and lives; the same seed gives the same year."""

    def __init__(self, *, seed: int, topics: list[str], communes: list[str], until: datetime) -> None:
        self._random = random.Random(seed)
        self._topics, self._communes, self._until = topics, communes, until
        self._topic_weights = [_TOPIC_WEIGHTS.get(topic, 1.0) for topic in topics]
        self._commune_weights = [self._random.lognormvariate(0, 0.6) for _ in communes]
        self._speeds: dict[str, float] = {}

    def arrivals(self, count: int) -> list[Arrival]:
        """Return the messages of the 365 days before `until`, oldest first."""
        days = [self._until.astimezone(ZONE).date() - timedelta(days=back) for back in range(365, 0, -1)]
        weights = [_WEEKDAY_WEIGHTS[day.weekday()] * self._season(day) for day in days]
        instants = sorted(self._instant(day) for day in self._random.choices(days, weights, k=count))
        return [
            Arrival(
                number=number,
                at=at,
                channel=self._random.choices(_CHANNELS, _CHANNEL_WEIGHTS)[0],
                topic=self._random.choices(self._topics, self._topic_weights)[0],
                commune=self._random.choices(self._communes, self._commune_weights)[0],
            )
            for number, at in enumerate(instants)
        ]

    def life(self, *, agency: str, received_at: datetime, due_at: datetime) -> list[Step]:
        """Return what happens to one ticket, in order; steps after `until` have not happened yet."""
        draw = self._random
        allowed = max((due_at - received_at).total_seconds(), 3600.0)
        speed = self._speeds.setdefault(agency, draw.lognormvariate(-0.55, 0.35))
        answer_at = received_at + timedelta(seconds=allowed * speed * draw.lognormvariate(0, 0.45))
        accept_at = received_at + (answer_at - received_at) * draw.uniform(0.05, 0.4)
        steps = [Step("accept", self._office(accept_at))]
        if draw.random() < 0.02:
            return self._happened([Step("withdraw", self._office(accept_at + timedelta(hours=2)))])
        if draw.random() < 0.03:
            return self._happened([*steps, Step("reject", self._office(answer_at))])
        if draw.random() < 0.06:
            steps.append(Step("forward", self._office(accept_at + (answer_at - accept_at) * 0.2)))
            answer_at += timedelta(days=draw.uniform(0.5, 3))
        if draw.random() < 0.12:
            asked_at = self._office(accept_at + (answer_at - accept_at) * 0.4)
            waited = timedelta(days=draw.expovariate(1 / 1.5))
            steps += [Step("ask", asked_at), Step("answer_question", asked_at + waited)]
            answer_at += waited
        steps.append(Step("reply", self._office(answer_at)))
        return self._happened(self._in_order(steps) + self._aftermath(steps[-1].at, late=answer_at > due_at))

    def _aftermath(self, answered_at: datetime, *, late: bool) -> list[Step]:
        """Ratings, and what follows from a bad one."""
        draw = self._random
        if draw.random() > 0.42:
            return []
        weights = (30, 35, 35) if late else (62, 26, 12)
        stars = draw.choices((5, 3, 1), weights)[0]
        rated_at = answered_at + timedelta(hours=draw.expovariate(1 / 20))
        steps = [Step("rate", rated_at, stars)]
        if stars == 1 and draw.random() < 0.35:
            reopened_at = rated_at + timedelta(minutes=draw.uniform(1, 90))
            again_at = self._office(reopened_at + timedelta(days=draw.uniform(1, 9)))
            steps += [Step("reopen", reopened_at), Step("reply_again", again_at)]
        return steps

    def _in_order(self, steps: list[Step]) -> list[Step]:
        """Push each step behind the one before it: rounding to office hours may have swapped them."""
        ordered: list[Step] = []
        for step in steps:
            earliest = ordered[-1].at + timedelta(minutes=5) if ordered else step.at
            ordered.append(Step(step.kind, max(step.at, earliest), step.stars))
        return ordered

    def _happened(self, steps: list[Step]) -> list[Step]:
        past: list[Step] = []
        for step in self._in_order(steps):
            if step.at > self._until:
                break
            past.append(step)
        return past

    def _instant(self, day: date) -> datetime:
        hour = self._random.choices(range(24), _HOUR_WEIGHTS)[0]
        clock = time(hour, self._random.randrange(60), self._random.randrange(60))
        return datetime.combine(day, clock, ZONE).astimezone(UTC)

    def _office(self, at: datetime) -> datetime:
        """Move an instant into office hours of its own or the next weekday."""
        here = at.astimezone(ZONE)
        if here.weekday() > 4 or here.hour >= 17:
            here = datetime.combine(here.date() + timedelta(days=1), time(7, 30), ZONE)
            while here.weekday() > 4:
                here += timedelta(days=1)
            here += timedelta(minutes=self._random.uniform(5, 240))
        elif here.hour < 8:
            here = datetime.combine(here.date(), time(8, self._random.randrange(60)), ZONE)
        return here.astimezone(UTC)

    def _season(self, day: date) -> float:
        """More in the rainy summer, less around Tết."""
        return 1 + 0.25 * math.sin((day.timetuple().tm_yday - 100) / 365 * 2 * math.pi)
