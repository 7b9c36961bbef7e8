"""Whether an entry may still be offered on a day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Replaced:
    """A legal text that another has replaced from a day on."""

    number: str
    on: date
    by: str


def withdrawn(
    legal: Iterable[str], valid_until: date | None, replaced: Iterable[Replaced], on: date
) -> tuple[str, date] | None:
    """Return why an entry is not offered on a day, with the day since when; None while it may be.

    The reason is Vietnamese, for the administrator. An entry ends after its last day, or when a text that it rests
    on has been replaced.
    """
    for text in replaced:
        if text.on <= on and any(names(line, text.number) for line in legal):
            return f"{text.number} đã được thay bằng {text.by}", text.on
    if valid_until is not None and valid_until < on:
        return "nội dung chỉ có giá trị đến hết ngày ghi trong mục", valid_until
    return None


def names(line: str, number: str) -> bool:
    """Whether a line of an entry's legal texts names a number: 13/2023/NĐ-CP, and not 113/2023/NĐ-CP."""
    return re.search(rf"(?<![\w/]){re.escape(number)}(?![\w/-])", line) is not None
