"""A draft reply for an officer: sentences of entries and published answers, each with its source, none made up."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.core.formats import format_short_date
from api.core.time import local
from api.knowledge.entries import UNCONFIRMED, Entry
from api.knowledge.schemas import Match, PublishedMatch
from api.knowledge.shown import HEADS

_MOST_NOTES = 3
_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zà-ỹ]|\d)|\n+")


@dataclass(frozen=True)
class Sentence:
    """A sentence that an officer may take over, and where it stands."""

    text: str
    source: str
    address: str  # of the page that holds it
    of_entry: bool = True  # else of an answer to somebody else, whose facts are not those of this matter


def sentences(entries: Iterable[Match], published: Iterable[PublishedMatch]) -> list[Sentence]:
    """Return the draft: what the entries say for sure, then what agencies have answered in public.

    Nothing that an entry marks as unsure is among them, and nothing of an unconfirmed entry.
    """
    found = [sentence for match in entries for sentence in _of_entry(match.entry)]
    found += [sentence for match in published for sentence in _of_published(match)]
    return list({sentence.text: sentence for sentence in found}.values())


def _of_entry(entry: Entry) -> Iterator[Sentence]:
    if entry.confidence == UNCONFIRMED:
        return
    legal = entry.legal[0] if entry.legal else entry.sources[0]
    source = f"mục {entry.id}, {legal}; kiểm tra ngày {format_short_date(entry.valid_as_of)}"
    for part in entry.parts:
        for text in _of_part(entry, part):
            yield Sentence(text, source, f"/hoi-dap/{entry.id}")


def _of_part(entry: Entry, part: str) -> list[str]:
    sure = entry.sure(part)
    if part == "notes":
        return [_closed(text) for text in sure[:_MOST_NOTES]]
    return [_closed(f"{HEADS[part]}: {'; '.join(text.rstrip('.') for text in sure)}")] if sure else []


def _of_published(match: PublishedMatch) -> Iterator[Sentence]:
    on = format_short_date(local(match.published_at).date())
    for text in filter(None, map(str.strip, _END.split(match.text))):
        yield Sentence(text, f"câu trả lời công khai ngày {on}", f"/tra-loi/{match.slug}", of_entry=False)


def _closed(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
