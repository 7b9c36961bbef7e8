"""What the public reads of answers: entries of the knowledge base, and replies as they were published."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.directory.names import names
from api.knowledge import service
from api.knowledge.entries import OLDER, UNCONFIRMED, Entry
from api.knowledge.shown import (
    HEADS,
    OLDER_WARNING,
    TO_CHECK,
    UNCONFIRMED_WARNING,
    button_title,
    source_lines,
)
from api.places.models import Commune
from api.routing.models import Topic
from api.routing.queries import topics
from api.tickets import queries
from api.tickets.models import Reply, Ticket

_MOST_ENTRIES = 5
_MOST = 100  # published answers that a search looks through


@dataclass(frozen=True)
class PublishedAnswer:
    """A reply as published."""

    slug: str
    question: str
    text: str
    agency: str
    topic: str
    commune: str | None
    published_at: datetime
    demo: bool


@dataclass(frozen=True)
class EntryShown:
    """An entry for the public: each part with what may be said of it, and whether some of it must be checked."""

    id: str
    title: str
    warning: str
    parts: list[tuple[str, list[str], str]]  # head, sure items, what to do about the unsure ones
    source: list[str]
    sources: tuple[str, ...]
    short_title: str


def entry_shown(entry: Entry) -> EntryShown:
    """Return what the public reads of an entry; nothing of it that is not sure."""
    closed = entry.confidence == UNCONFIRMED
    warnings = {OLDER: OLDER_WARNING, UNCONFIRMED: UNCONFIRMED_WARNING}
    return EntryShown(
        id=entry.id,
        title=entry.title,
        warning=warnings.get(entry.confidence, ""),
        parts=[] if closed else [_part(entry, part) for part in entry.parts],
        source=[] if closed else source_lines(entry),
        sources=() if closed else entry.legal,
        short_title=button_title(entry),
    )


def _part(entry: Entry, part: str) -> tuple[str, list[str], str]:
    sure = entry.sure(part)
    missing = len(sure) < len(entry.parts[part])
    return HEADS[part], sure, f"{'Một phần khác' if sure else 'Phần này'} {TO_CHECK}." if missing else ""


async def entries_by_topic(session: AsyncSession, *, on: date) -> list[tuple[str, list[Entry]]]:
    """Return the entries that may be offered on a day, under the plain names of their topics."""
    grouped: dict[str, list[Entry]] = defaultdict(list)
    for entry in await service.offered(session, on=on):
        grouped[entry.topic].append(entry)
    return [(topic.plain_name, grouped[topic.code]) for topic in await topics(session) if topic.code in grouped]


async def looked_up(session: AsyncSession, words: str, *, on: date) -> service.Found:
    """Return the entries and published answers that fit words."""
    return await service.find(session, words, on=on, limit=_MOST_ENTRIES, published=_MOST)


async def published_answers(
    session: AsyncSession, *, found: service.Found | None, topic: str | None, limit: int, offset: int
) -> list[PublishedAnswer]:
    """Return published answers: the newest first, or those that a search found, the nearest first."""
    if found is None:
        pairs = await queries.published(session, topic=topic, limit=limit, offset=offset)
        return await _answers(session, list(pairs))
    nearest = {match.slug: place for place, match in enumerate(found.published)}
    fitting = await queries.published(session, slugs=nearest, topic=topic, limit=_MOST)
    ordered = sorted(fitting, key=lambda pair: nearest[pair[0].slug or ""])
    return await _answers(session, ordered[offset : offset + limit])


async def published_answer(session: AsyncSession, slug: str) -> PublishedAnswer | None:
    """Return the answer at a lasting address."""
    pair = await queries.published_by_slug(session, slug)
    return (await _answers(session, [pair]))[0] if pair else None


async def _answers(session: AsyncSession, pairs: list[tuple[Reply, Ticket]]) -> list[PublishedAnswer]:
    known = await names(session, [reply.agency_code for reply, _ in pairs])
    answers = []
    for reply, ticket in pairs:
        topic = await session.get(Topic, ticket.topic_code)
        commune = await session.get(Commune, ticket.commune_code) if ticket.commune_code else None
        answers.append(
            PublishedAnswer(
                slug=reply.slug or "",
                question=reply.public_question or "",
                text=reply.text,
                agency=known.get(reply.agency_code, reply.agency_code),
                topic=topic.name_vi if topic else ticket.topic_code,
                commune=commune.name if commune else None,
                published_at=reply.published_at,
                demo=ticket.demo,
            )
        )
    return answers
