"""An entry of the knowledge base, with what of it must not be said as fact."""

from dataclasses import dataclass
from datetime import date

from api.province.answers import CONFIRMED, OLDER, PARTS, UNCONFIRMED, items
from api.province.models import KnowledgeEntry

__all__ = ["CONFIRMED", "OLDER", "PARTS", "UNCONFIRMED", "Entry", "Unsure", "entry_of"]


@dataclass(frozen=True)
class Unsure:
    """What is not confirmed: the part that rests on it (`time`, `notes.2`), or None where no part says it."""

    part: str | None
    why: str


@dataclass(frozen=True)
class Entry:
    """An answer to what citizens ask often, as the province's folder has it."""

    id: str
    title: str
    topic: str
    also: tuple[str, ...]
    questions: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]  # in the order of PARTS
    unsure: tuple[Unsure, ...]
    legal: tuple[str, ...]
    procedure_code: str | None
    valid_as_of: date
    valid_until: date | None
    confidence: str
    sources: tuple[str, ...]

    def withheld(self, part: str, number: int) -> bool:
        """Whether an item of a part (counted from 1) must not be said as fact."""
        named = {item.part for item in self.unsure}
        return self.confidence == UNCONFIRMED or part in named or f"{part}.{number}" in named

    def sure(self, part: str) -> list[str]:
        """Return the items of a part that may be said."""
        given = self.parts.get(part, ())
        return [text for number, text in enumerate(given, start=1) if not self.withheld(part, number)]


def entry_of(row: KnowledgeEntry) -> Entry:
    """Return an entry from its row."""
    return Entry(
        id=row.id,
        title=row.title,
        topic=row.topic,
        also=tuple(row.also),
        questions=tuple(row.questions),
        parts={part: tuple(items(row.answer[part])) for part in PARTS if part in row.answer},
        unsure=tuple(Unsure(item.get("part"), item["why"]) for item in row.unsure),
        legal=tuple(row.legal),
        procedure_code=row.procedure_code,
        valid_as_of=row.valid_as_of,
        valid_until=row.valid_until,
        confidence=row.confidence,
        sources=tuple(row.sources),
    )
