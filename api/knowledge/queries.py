"""Reads of entries, of what replaced their legal texts, and of published answers by words."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, cast, func, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from api.knowledge.entries import Entry, entry_of
from api.knowledge.rules.ranking import OUTSIDE
from api.knowledge.rules.validity import Replaced
from api.province.models import AskedQuestion, KnowledgeEntry, ReplacedText, Synonym
from api.tickets.models import Reply, Ticket


async def entries(session: AsyncSession) -> list[Entry]:
    """Return all entries by id, withdrawn ones too."""
    return [entry_of(row) for row in await session.scalars(select(KnowledgeEntry).order_by(KnowledgeEntry.id))]


async def replaced(session: AsyncSession) -> list[Replaced]:
    """Return the legal texts that others have replaced or will replace."""
    rows = await session.scalars(select(ReplacedText).order_by(ReplacedText.number))
    return [Replaced(row.number, row.replaced_on, row.by) for row in rows]


async def synonyms(session: AsyncSession) -> dict[str, list[str]]:
    """Return the concepts that people name in several ways."""
    return {row.concept: row.words.split("|") for row in await session.scalars(select(Synonym))}


async def asked(session: AsyncSession) -> list[tuple[str, str]]:
    """Return questions as citizens put them, each after the entry that answers it, or after OUTSIDE."""
    rows = await session.scalars(select(AskedQuestion).order_by(AskedQuestion.question))
    return [(row.entry or OUTSIDE, row.question) for row in rows]


_RANKED = 200


async def published_near(
    session: AsyncSession, words: Iterable[str], *, limit: int = 30
) -> Sequence[tuple[Reply, Ticket]]:
    """Return published answers that hold any of these words (folded), those with most of them first.

    Never of a restricted ticket. PostgreSQL's index narrows them down, and of those that match the newest are ranked:
    ranking computes the words of each anew (measured: 0.7 s a question over 11,000 answers when all were ranked). The
    search compares them in its own way.
    """
    wanted = " | ".join(words)
    if not wanted:
        return []
    query = cast(wanted, TSQUERY)
    newest = (
        select(Reply.id)
        .join(Ticket, Ticket.id == Reply.ticket_id)
        .where(Reply.slug.is_not(None), Ticket.restricted.is_(False), _vector().bool_op("@@")(query))
        .order_by(Reply.published_at.desc())
        .limit(_RANKED)
    )
    statement = (
        select(Reply, Ticket)
        .join(Ticket, Ticket.id == Reply.ticket_id)
        .where(Reply.id.in_(newest))
        .order_by(func.ts_rank(_vector(), query).desc(), Reply.published_at.desc())
        .limit(limit)
    )
    return [(reply, ticket) for reply, ticket in await session.execute(statement)]


def _vector() -> ColumnElement[str]:
    """Return the expression of the index `ix_reply_words`."""
    return func.reply_words(Reply.public_question, Reply.text)
