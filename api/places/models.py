"""Rows of communes and of the old names that lead to them."""

from sqlalchemy import ForeignKey, Identity, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class Commune(Base):
    """A commune or ward of today, with its official code."""

    __tablename__ = "commune"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))  # with "Xã" or "Phường" in small letters: xã Tân Hưng
    is_ward: Mapped[bool]


class OldPlace(Base):
    """A commune or town of before July 2025 and where it is now; a divided one has several rows.

    An `older` one had been merged into others before; people still say its name.
    """

    __tablename__ = "old_place"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    district: Mapped[str] = mapped_column(String(64))
    province: Mapped[str] = mapped_column(String(64))
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"))
    divided: Mapped[bool]
    older: Mapped[bool] = mapped_column(default=False)


class CommuneCentre(Base):
    """The centre point of a commune of any province (WGS 84, degrees); `commune_code` is set for our own."""

    __tablename__ = "commune_centre"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    province: Mapped[str] = mapped_column(String(64))
    commune_code: Mapped[str | None] = mapped_column(ForeignKey("commune.code"))
    latitude: Mapped[float]
    longitude: Mapped[float]
