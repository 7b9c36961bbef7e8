"""Filling in the year through the services of tickets, and taking it away again."""

import random
from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Database
from api.core.ids import new_secret
from api.core.redact import redact
from api.core.settings import ROOT
from api.core.time import local
from api.demo import texts
from api.demo.rules import Arrival, Step, Year
from api.people.models import Staff
from api.places.models import Commune
from api.routing import queries as routing
from api.tickets import citizen
from api.tickets import service as tickets
from api.tickets.jobs import SILENCE_MEANS_SOLVED
from api.tickets.models import Reply, Ticket, TicketEvent
from api.tickets.rules import ANSWERED
from api.tickets.schemas import SYSTEM, Actor, Filing

_BATCH = 25


class Filler:
    """Writes a generated year. Tickets are marked `demo`, and so are the officers who answer them."""

    def __init__(self, database: Database, *, seed: int, now: datetime) -> None:
        self._database, self._seed, self._now = database, seed, now
        self._draw = random.Random(seed + 1)
        self._officers: dict[str, Staff] = {}
        self._messages = texts.messages(ROOT / "nlu_data" / "topics")

    async def fill(self, count: int) -> "AsyncProgress":
        """Return an asynchronous iterator over the numbers of tickets written so far."""
        async with self._database.transaction() as session:
            topics = [topic.code for topic in await routing.topics(session) if topic.code in self._messages]
            communes = list(await session.scalars(select(Commune.code).order_by(Commune.code)))
            known = await session.scalars(select(Staff).where(Staff.demo, Staff.active.is_(False)))
            self._officers = {staff.agency_code: staff for staff in known}
        self._year = Year(seed=self._seed, topics=topics, communes=communes, until=self._now)
        return AsyncProgress(self, self._year.arrivals(count))

    async def write(self, arrivals: list[Arrival]) -> None:
        """Write some tickets with their lives in one transaction."""
        async with self._database.transaction() as session:
            for arrival in arrivals:
                await self._one(session, arrival)

    async def _one(self, session: AsyncSession, arrival: Arrival) -> None:
        act, words = self._draw.choice(self._messages[arrival.topic])
        filing = Filing(
            request_key=f"demo:{self._seed}:{arrival.number}",
            channel=arrival.channel,
            act=act,
            topic_code=arrival.topic,
            text=words,
            commune_code=arrival.commune,
            demo=True,
        )
        written = select(Ticket.id).where(Ticket.request_key == filing.request_key)
        if await session.scalar(written) is not None:
            return  # by an earlier, interrupted run
        ticket = await tickets.file_ticket(session, filing=filing, now=arrival.at)
        for step in self._year.life(agency=ticket.agency_code, received_at=ticket.received_at, due_at=ticket.due_at):
            await self._step(session, ticket, step)
        if ticket.state == ANSWERED and ticket.answered_at and ticket.rating is None:
            closing = ticket.answered_at + SILENCE_MEANS_SOLVED
            if closing < self._now:
                await citizen.solve(session, ticket=ticket, by=SYSTEM, now=closing)

    async def _step(self, session: AsyncSession, ticket: Ticket, step: Step) -> None:
        by = Actor.of(await self._officer(session, ticket.agency_code))
        if step.kind == "accept":
            await tickets.accept(session, ticket=ticket, by=by, now=step.at)
        elif step.kind == "forward":
            lead = ticket.lead_agency_code
            # Nobody at the agency that leads need be cleared for a restricted one.
            if lead is not None and lead != ticket.agency_code and not ticket.restricted:
                await tickets.forward(
                    session, ticket=ticket, to_agency=lead, reason="Thuộc thẩm quyền của sở.",
                    by=by, now=step.at,
                )  # fmt: skip
        elif step.kind == "ask":
            question = "Đề nghị ông/bà cho biết rõ vị trí, kèm ảnh nếu có."
            await tickets.ask_citizen(session, ticket=ticket, question=question, by=by, now=step.at)
        elif step.kind == "answer_question":
            await tickets.add_information(session, ticket=ticket, text="Ở đoạn đầu thôn.", now=step.at)
        elif step.kind in ("reply", "reply_again"):
            await tickets.publish_reply(
                session, ticket=ticket, text=texts.answer(self._draw, f"{local(step.at):%d/%m/%Y}"), by=by, now=step.at,
                public_question=redact(ticket.text),
            )  # fmt: skip
        elif step.kind == "reject":
            await tickets.reject(
                session, ticket=ticket, reason="Việc dân sự giữa các bên.", right_door="Tòa án nhân dân khu vực.",
                by=by, now=step.at,
            )  # fmt: skip
        elif step.kind == "withdraw":
            await citizen.withdraw(session, ticket=ticket, now=step.at)
        elif step.kind == "rate":
            await citizen.rate(session, ticket=ticket, stars=step.stars, now=step.at)
        elif step.kind == "reopen":
            await citizen.reopen(session, ticket=ticket, reason="Chưa giải quyết được việc.", now=step.at)

    async def _officer(self, session: AsyncSession, agency_code: str) -> Staff:
        """Return the sample officer of an agency; nobody can log in as one."""
        if agency_code not in self._officers:
            staff = Staff(
                id=uuid4(), username=f"mau.{agency_code}", display_name="Cán bộ mẫu", password_hash=new_secret(),
                role="officer", agency_code=agency_code, sees_restricted=True, demo=True, active=False,
                created_at=self._now,
            )  # fmt: skip
            session.add(staff)
            await session.flush()
            self._officers[agency_code] = staff
        return self._officers[agency_code]


class AsyncProgress:
    """Writes batch after batch; yields how many tickets each one held."""

    def __init__(self, filler: Filler, arrivals: list[Arrival]) -> None:
        self._filler, self.total = filler, len(arrivals)
        self._batches: Iterator[list[Arrival]] = (
            arrivals[start : start + _BATCH] for start in range(0, len(arrivals), _BATCH)
        )

    def __aiter__(self) -> "AsyncProgress":
        """Return itself."""
        return self

    async def __anext__(self) -> int:
        """Write the next batch."""
        try:
            batch = next(self._batches)
        except StopIteration:
            raise StopAsyncIteration from None
        await self._filler.write(batch)
        return len(batch)


async def remove(session: AsyncSession) -> int:
    """Delete all generated tickets with their logs and officers; return how many tickets there were.

    The log refuses deletion; the setting below opens it for generated tickets alone.
    """
    await session.execute(text("SET LOCAL phucdap.remove_demo = 'on'"))
    generated = select(Ticket.id).where(Ticket.demo)
    await session.execute(delete(Reply).where(Reply.ticket_id.in_(generated)))
    await session.execute(delete(TicketEvent).where(TicketEvent.ticket_id.in_(generated)))
    result = await session.execute(delete(Ticket).where(Ticket.demo).returning(Ticket.id))
    removed = len(result.all())
    await session.execute(delete(Staff).where(Staff.demo, Staff.active.is_(False)))
    return removed
