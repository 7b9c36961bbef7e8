"""Rows of agencies."""

import datetime as dt

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class Agency(Base):
    """A body that can hold tickets. `valid_to` is its last day; `successors` took over then."""

    __tablename__ = "agency"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    parent_code: Mapped[str | None] = mapped_column(String(64))
    commune_code: Mapped[str | None] = mapped_column(String(8), index=True)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    successors: Mapped[list[str]] = mapped_column(default=list)
    takes_restricted: Mapped[bool] = mapped_column(default=False)
    calendar: Mapped[str] = mapped_column(String(32), default="default")
    channels: Mapped[str | None] = mapped_column(Text)  # where else it can be reached: its own page
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))

    def exists_on(self, day: dt.date) -> bool:
        """Whether the agency exists on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
