"""A citizen of one conversation, spoken to as Rasa's actions do, on PostgreSQL."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.models import Conversation
from api.inbox.schemas import PIN, Position
from api.inbox.service import conversation_of, receive
from api.intake import service
from api.intake.schemas import Close, Heard, Saying, TopicGuess
from api.tickets.models import Ticket

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
ROAD = TopicGuess(code="6c.road", confidence=0.95, ranking=[("6c.road", 0.95)], sure=True)


class Citizen:
    """One conversation; `said` is what answered the last message."""

    def __init__(self, session: AsyncSession, conversation_id: UUID) -> None:
        self.session, self.id = session, conversation_id
        self.last = ""
        self.said: list[Saying] = []

    async def receives(self, text: str, position: Position | None = None) -> str:
        found = await self.session.get_one(Conversation, self.id)
        message = await receive(
            self.session, conversation=found, client_id=uuid4().hex, text=text, position=position, now=NOW
        )
        self.last = str(message.id)
        return self.last

    async def pins(self, latitude: float, longitude: float, *, aside: bool = False) -> list[str]:
        """Send a pin; return the names of the texts that answer it."""
        await self.receives("", Position(latitude=latitude, longitude=longitude))
        heard = Heard(conversation_id=self.id, message_id=self.last, text="Vị trí đã gửi", payload=PIN, act="pick")
        take = service.answer_aside if aside else service.take_turn
        self.said = (await take(self.session, heard=heard, now=NOW)).sayings
        return [saying.response for saying in self.said]

    async def says(self, text: str, payload: str | None = None) -> list[str]:
        await self.receives(text)
        heard = Heard(
            conversation_id=self.id, message_id=self.last, text=text, payload=payload, act="report",
            topic=ROAD if payload is None else TopicGuess(),
        )  # fmt: skip
        self.said = (await service.take_turn(self.session, heard=heard, now=NOW)).sayings
        return [saying.response for saying in self.said]

    async def asked(self) -> tuple[str, list[tuple[str, str]]]:
        """Return the question that stands and its buttons."""
        saying = await service.ask(self.session, conversation_id=self.id, message_id=self.last, now=NOW)
        return saying.response, [(button["title"], button["payload"]) for button in saying.buttons]

    async def files(self) -> Ticket:
        await self.says("Gửi", payload="confirm:yes")
        await service.close(self.session, closing=Close(conversation_id=self.id, message_id=self.last), now=NOW)
        return (await self.session.scalars(select(Ticket).where(Ticket.conversation_id == self.id))).one()


async def new_citizen(session: AsyncSession) -> Citizen:
    """Return a citizen who has not written yet."""
    found = await conversation_of(session, channel="telegram", external_id=uuid4().hex, now=NOW)
    return Citizen(session, found.id)
