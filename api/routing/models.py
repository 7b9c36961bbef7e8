"""Rows of topics and routes."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base


class Topic(Base):
    """A row of the plan's task table (or waste collection, or `other`)."""

    __tablename__ = "topic"

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    domain: Mapped[int | None]  # PAPI 1-8
    component: Mapped[str | None] = mapped_column(String(16))  # PAPI 6.3; "7.2 7.3" for the row that is two
    name_vi: Mapped[str] = mapped_column(Text)
    plain_name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    place_in_list: Mapped[int]


class Route(Base):
    """Who leads a topic and who handles a single case first, between two days."""

    __tablename__ = "route"

    topic: Mapped[str] = mapped_column(ForeignKey("topic.code"), primary_key=True)
    valid_from: Mapped[dt.date] = mapped_column(primary_key=True)
    valid_to: Mapped[dt.date | None]
    lead: Mapped[str | None] = mapped_column(String(64))
    handler: Mapped[str] = mapped_column(String(64))  # commune, commune-police, coordinator, or an agency code
    unit: Mapped[str | None] = mapped_column(String(200))  # with | between that of a xã and that of a phường
    rule: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class PlanRow(Base):
    """A row of the task table of the province's PAPI plan, as the official text has it."""

    __tablename__ = "plan_row"

    row: Mapped[str] = mapped_column(String(16), primary_key=True)
    topics: Mapped[list[str]]
    domain: Mapped[int]
    domain_name: Mapped[str] = mapped_column(Text)
    component: Mapped[str] = mapped_column(Text)
    tasks: Mapped[str] = mapped_column(Text)
    product: Mapped[str] = mapped_column(Text)
    lead: Mapped[str] = mapped_column(Text)
    implementers: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(Text)
    place_in_list: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class LegalPath(Base):
    """The legal class of an act, for one topic or for all (`*`), and the door that the law has for it besides ours."""

    __tablename__ = "legal_path"

    act: Mapped[str] = mapped_column(String(16), primary_key=True)
    topic: Mapped[str] = mapped_column(String(16), primary_key=True)
    legal_class: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(Text)
    door: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class OutsideMatter(Base):
    """A kind of matter that no administrative body decides (courts, disputes between people), and its right door."""

    __tablename__ = "outside_matter"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    words: Mapped[list[str]]
    unless: Mapped[list[str]]
    door: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))


class TopicQuestion(Base):
    """What the agency of a topic always asks back, asked once before the summary.

    Only when one of `if_words` stands in the matter (none: always) and none of `unless_words` does.
    """

    __tablename__ = "topic_question"

    topic: Mapped[str] = mapped_column(ForeignKey("topic.code"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(String(60))  # before the answer in the filed text
    buttons: Mapped[list[str]]
    if_words: Mapped[list[str]]
    unless_words: Mapped[list[str]]
    source: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(16))
