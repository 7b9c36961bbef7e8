"""Rows about the province, the answers that its folder holds, and what was loaded when."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class Province(Base):
    """The province that this installation serves: one row."""

    __tablename__ = "province"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    code_prefix: Mapped[str] = mapped_column(String(2))
    coordinator_code: Mapped[str] = mapped_column(String(64))
    digest_at: Mapped[list[str]]
    quiet_hours: Mapped[list[str]]


class ProvinceLoad(Base):
    """The version of the data that the database holds."""

    __tablename__ = "province_load"

    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    loaded_at: Mapped[datetime]


class ProvinceEdit(Base):
    """A value of the data folder that an administrator changed in the console; it lies over the folder's own.

    `key` names the line by its first columns; `values` holds the columns that differ, all of them for a new line,
    none for one that was taken out.
    """

    __tablename__ = "province_edit"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    file: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(8))  # change, add, remove
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    staff_id: Mapped[UUID]
    at: Mapped[datetime]


class KnowledgeEntry(Base):
    """An answer of the folder to what citizens ask often."""

    __tablename__ = "knowledge_entry"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(ForeignKey("topic.code"))
    also: Mapped[list[str]]
    questions: Mapped[list[str]]
    answer: Mapped[dict[str, Any]]
    unsure: Mapped[list[dict[str, Any]]]
    legal: Mapped[list[str]]
    procedure_code: Mapped[str | None] = mapped_column(Text)
    valid_as_of: Mapped[date]
    valid_until: Mapped[date | None]
    confidence: Mapped[str] = mapped_column(String(16))
    sources: Mapped[list[str]]


class ReplacedText(Base):
    """A legal text that another has replaced, from a day on."""

    __tablename__ = "replaced_text"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)
    replaced_on: Mapped[date]
    by: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class Synonym(Base):
    """A concept with the ways in which people name it, set apart by |."""

    __tablename__ = "synonym"

    concept: Mapped[str] = mapped_column(String(64), primary_key=True)
    words: Mapped[str] = mapped_column(Text)


class RatingReason(Base):
    """Why somebody may not be satisfied with an answer, as a button."""

    __tablename__ = "rating_reason"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    title: Mapped[str] = mapped_column(String(60))
    place_in_list: Mapped[int]


class RetentionRule(Base):
    """How many days a kind of data is kept, and on what that rests."""

    __tablename__ = "retention_rule"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    keep_days: Mapped[int]
    what: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class DataRight(Base):
    """A right of the person whose data are kept, with the clocks of a request."""

    __tablename__ = "data_right"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    acknowledge_days: Mapped[int]  # working days
    days: Mapped[int]
    unit: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class AskedQuestion(Base):
    """A question as citizens put it, with the entry that answers it, or with none: what resembles it gets none."""

    __tablename__ = "asked_question"

    question: Mapped[str] = mapped_column(Text, primary_key=True)
    entry: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(64))
