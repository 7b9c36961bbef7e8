"""The search over entries and published answers, for the bot, the console and the portal alike."""

import math
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.cache import ByVersion
from api.core.time import local, utc_now
from api.knowledge import queries
from api.knowledge.draft import Sentence, sentences
from api.knowledge.entries import CONFIRMED, OLDER, Entry, Unsure
from api.knowledge.rules import decision
from api.knowledge.rules.decision import Model
from api.knowledge.rules.ranking import Ranking, documents_of
from api.knowledge.rules.validity import Replaced, withdrawn
from api.knowledge.rules.words import Concepts, Terms, terms_of
from api.knowledge.schemas import Found, Match, PublishedMatch, ToCheck
from api.knowledge.shown import HEADS
from api.tickets.models import Ticket

__all__ = [
    "Found", "Match", "PublishedMatch", "ToCheck", "also_fits", "entry", "find", "near", "published_alike", "to_check",
]  # fmt: skip
_CANDIDATES = 30  # published answers that are compared, when few are wanted
_LONGEST = 4000  # characters of a question that are compared: a matter is named before


@dataclass(frozen=True)
class _Base:
    """What is kept in memory of the loaded data."""

    entries: dict[str, Entry]
    replaced: list[Replaced]
    ranking: Ranking

    _offered: dict[date, list[str]] = field(default_factory=dict)

    def withdrawn(self, entry: Entry, on: date) -> tuple[str, date] | None:
        """Return why an entry is not offered on a day, and since when."""
        return withdrawn(entry.legal, entry.valid_until, self.replaced, on)

    def offered(self, on: date) -> list[str]:
        """Return the ids of the entries that may be offered on a day; kept, since every question of the day asks."""
        if on not in self._offered:
            self._offered.clear()
            self._offered[on] = [id_ for id_, item in self.entries.items() if not self.withdrawn(item, on)]
        return self._offered[on]


_cache: ByVersion[_Base] = ByVersion()
_MODEL = Model.read()


async def find(session: AsyncSession, text: str, *, on: date, limit: int = 3, published: int = 3) -> Found:
    """Return the entries nearest to a question, whether the first is near enough to be an answer, and published ones.

    Withdrawn entries are never among them, nor answers to restricted tickets. Nothing is made up: who shows an entry
    quotes it (`api.knowledge.shown`). There are at most `limit` entries, and `published` published answers; these cost
    most of the time, so who does not show them asks for 0.
    """
    base = await _cache.get(session, _build)
    question = terms_of(text[:_LONGEST], base.ranking.concepts)
    look, offered = base.ranking.look(question), base.offered(on)
    chances = _MODEL.chances(question, {id_: look.figures[id_] for id_ in offered}, look.outside)
    score = chances[0].chance if chances else 0.0
    return Found(
        answered=score >= _MODEL.threshold,
        score=score,
        entries=[Match(base.entries[item.entry], item.chance) for item in chances[:limit]],
        published=await _published(session, question, base.ranking, published) if published else [],
        lead=chances[0].share - chances[1].share if len(chances) > 1 else math.inf,
    )


async def published_alike(session: AsyncSession, text: str, *, limit: int = 3) -> list[PublishedMatch]:
    """Return published answers that hold most of what a text asks about, the nearest first."""
    base = await _cache.get(session, _build)
    return await _published(session, terms_of(text[:_LONGEST], base.ranking.concepts), base.ranking, limit)


def also_fits(found: Found) -> bool:
    """Whether the second entry fits about as well as the first: both are offered then, and the citizen chooses."""
    return found.answered and len(found.entries) > 1 and found.lead < _MODEL.both


def near(found: Found) -> list[Match]:
    """Return the entries that may be shown to somebody who chooses, also when none is near enough to be the answer."""
    return [match for match in found.entries if match.score >= _MODEL.near]


async def entry(session: AsyncSession, entry_id: str, *, on: date | None = None) -> Entry | None:
    """Return an entry that may be offered on a day (today, unless one is given); None if unknown or withdrawn."""
    base = await _cache.get(session, _build)
    found = base.entries.get(entry_id)
    return None if found is None or base.withdrawn(found, on or local(utc_now()).date()) else found


async def offered(session: AsyncSession, *, on: date) -> list[Entry]:
    """Return the entries that may be offered on a day, by title."""
    base = await _cache.get(session, _build)
    return sorted((base.entries[id_] for id_ in base.offered(on)), key=lambda item: item.title)


async def draft(session: AsyncSession, ticket: Ticket, *, on: date) -> list[Sentence]:
    """Return sentences for a reply, each with its source; none when nothing fits, nor ever for a restricted ticket.

    A restricted ticket's text is not even compared: it leaves its desk in no form.
    """
    if ticket.restricted:
        return []
    published = await published_alike(session, ticket.text)
    alike = [match for match in published if match.score >= decision.PUBLISHED_ALIKE]
    if ticket.act != "ask":  # who reports knows how to report; only answers to the like are of use
        return sentences([], alike)
    found = await find(session, ticket.text, on=on, published=0)
    return sentences(near(found)[: 2 if also_fits(found) else 1], alike)


async def to_check(session: AsyncSession, *, on: date) -> list[ToCheck]:
    """Return the entries that an administrator must look at: withdrawn ones first, then the least sure."""
    base = await _cache.get(session, _build)
    listed = [ToCheck(item, *_reasons(item, base.withdrawn(item, on))) for item in base.entries.values()]
    order = {OLDER: 1, CONFIRMED: 2}
    found = [item for item in listed if item.reasons]
    return sorted(found, key=lambda i: (i.withdrawn_since is None, order.get(i.entry.confidence, 0), i.entry.id))


def _reasons(item: Entry, gone: tuple[str, date] | None) -> tuple[list[str], date | None]:
    reasons = [f"Không còn dùng để trả lời: {gone[0]}"] if gone else []
    if item.confidence != CONFIRMED:
        reasons.append("Nguồn đã cũ" if item.confidence == OLDER else "Chưa có nguồn xác nhận")
    return [*reasons, *(_unsure(item, unsure) for unsure in item.unsure)], gone[1] if gone else None


def _unsure(item: Entry, unsure: Unsure) -> str:
    """Tell what is unsure and why: the part by its head, a single item of it by its words too."""
    if unsure.part is None:
        return unsure.why
    part, _, number = unsure.part.partition(".")
    words = f" «{item.parts[part][int(number) - 1]}»" if number else ""
    return f"{HEADS[part]}{words}: {unsure.why}"


async def _published(session: AsyncSession, question: Terms, ranking: Ranking, limit: int) -> list[PublishedMatch]:
    """Return published answers that hold most of what the question asks about, the nearest first."""
    words = decision.telling_words(question, ranking)
    near = await queries.published_near(session, words, limit=max(limit, _CANDIDATES))
    scored = [(ranking.compare(question, f"{reply.public_question} {reply.text}"), reply) for reply, _ in near]
    fitting = sorted((pair for pair in scored if pair[0] >= decision.PUBLISHED_FITS), key=lambda pair: -pair[0])
    return [
        PublishedMatch(
            slug=reply.slug or "",
            question=reply.public_question or "",
            text=reply.text,
            agency_code=reply.agency_code,
            published_at=reply.published_at,
            score=score,
        )
        for score, reply in fitting[:limit]
    ]


async def _build(session: AsyncSession) -> _Base:
    entries = {item.id: item for item in await queries.entries(session)}
    texts = {
        item.id: (item.title, item.questions, [text for part in item.parts.values() for text in part])
        for item in entries.values()
    }
    concepts = Concepts(await queries.synonyms(session))
    ranking = Ranking(documents_of(texts, await queries.asked(session)), concepts)
    return _Base(entries, await queries.replaced(session), ranking)
