"""Rows of photos."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class Photo(Base):
    """A picture as it was encoded anew: faces and places in it are personal data, so it is never published.

    Without a `ticket_id` it waits for the matter that is being told. The message may be erased before the ticket is.
    """

    __tablename__ = "photo"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("inbox_message.id", ondelete="SET NULL"), unique=True)
    ticket_id: Mapped[UUID | None] = mapped_column(index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(String(32))
    width: Mapped[int]
    height: Mapped[int]
    at: Mapped[datetime]
