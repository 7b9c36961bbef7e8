"""What tests need often: a filed ticket, a member of staff."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.inbox.service import start_conversation
from api.people.models import Staff
from api.places.models import Commune
from api.tickets.models import Ticket
from api.tickets.schemas import Filing
from api.tickets.service import file_ticket


async def staff(
    session: AsyncSession, agency_code: str, *, role: str = "officer", sees_restricted: bool = False, now: datetime
) -> Staff:
    """Add an officer of an agency."""
    row = Staff(
        id=uuid4(),
        username=f"u{uuid4().hex[:12]}",
        display_name="Cán bộ",
        password_hash="no login",
        role=role,
        agency_code=agency_code,
        sees_restricted=sees_restricted,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def ticket(
    session: AsyncSession,
    *,
    now: datetime,
    topic: str = "6c.road",
    act: str = "report",
    commune: str | None = None,
    text: str = "Đường thôn hỏng nặng, mưa là ngập.",
    with_conversation: bool = True,
) -> Ticket:
    """File a ticket from a web chat."""
    conversation = (await start_conversation(session, channel="webchat", now=now))[0] if with_conversation else None
    filing = Filing(
        request_key=uuid4().hex,
        channel="webchat",
        act=act,
        topic_code=topic,
        text=text,
        conversation_id=conversation.id if conversation else None,
        commune_code=commune or await any_commune(session),
    )
    return await file_ticket(session, filing=filing, now=now)


async def any_commune(session: AsyncSession) -> str:
    """Return the code of a commune."""
    code = await session.scalar(select(Commune.code).where(Commune.name == "xã Tiên Lữ"))
    assert code is not None
    return code
