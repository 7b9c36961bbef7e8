"""Rows about the province and about what was loaded when."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class Province(Base):
    """The province that this installation serves: one row."""

    __tablename__ = "province"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    code_prefix: Mapped[str] = mapped_column(String(2))
    coordinator_code: Mapped[str] = mapped_column(String(64))


class ProvinceLoad(Base):
    """The version of the data that the database holds."""

    __tablename__ = "province_load"

    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    loaded_at: Mapped[datetime]
