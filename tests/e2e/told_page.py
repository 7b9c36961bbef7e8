"""`docs/conversations.md`: what was said in the dialogues that are shown, without what changes daily."""

import re
from collections.abc import Iterable

from tests.e2e.told import KINDS, Dialogue, Transcript

_HEAD = """# Conversations

Made by the tests from what the running system said: `UPDATE_DOCS=1 python -m pytest tests/e2e/test_told_dialogues.py`.
{count} dialogues are told in `tests/dialogues/`, each with its outcome in the database; those below are shown. Codes,
dates and addresses are replaced, buttons stand in brackets.
"""
_KIND_NAMES = {
    "report": "A report", "suggest": "A proposal", "complain": "A complaint", "denounce": "A denunciation",
    "ask": "A question", "praise": "Praise", "status": "Where is my ticket", "rate": "Rating an answer",
    "reopen": "Not satisfied", "add": "Adding to a ticket", "correct": "Correcting", "withdraw": "Withdrawing",
    "person": "Talking to a person", "emergency": "An emergency", "rights": "Personal data",
    "follow": "The same by many", "two": "Two matters", "english": "English", "abuse": "Abuse, and what is no matter",
    "silence": "Silence",
}  # fmt: skip
_DATE = r"(?:(?:thứ \w+|Chủ nhật) )?\d\d/\d\d/\d{4}"
_CHANGING = (
    (re.compile(rf"(\d+ (?:ngày làm việc|ngày|giờ làm việc) kể từ) [^\n]*?hạn (?:\d\d:\d\d )?{_DATE}"), r"\1 …: hạn …"),
    (re.compile(rf"\d\d:\d\d {_DATE}"), "[ngày giờ]"),
    (re.compile(_DATE), "[ngày]"),
    (re.compile(r"https?://[^\s/]+/tra-loi/\S+"), "https://…/tra-loi/…"),
    (re.compile(r"https?://127\.0\.0\.1:\d+"), "https://…"),
    (re.compile(r"ngay bây giờ \(đến \d\d:\d\d hôm nay\)|từ \[ngày giờ\]"), "[giờ làm việc gần nhất]"),
)
_CODE = re.compile(r"\bHY-\w{4}-\w{2}\b")
_WHO = {"bot": "Bot", "officer": "Agency", "citizen": "Citizen", "tap": "Citizen taps", "neighbour": "A neighbour"}


def page(told: Iterable[tuple[Dialogue, Transcript]], count: int) -> str:
    """Return the page: one section a kind, in the order of `KINDS`."""
    shown = list(told)
    parts = [_HEAD.format(count=count)]
    for kind in KINDS:
        of_kind = [(dialogue, said) for dialogue, said in shown if dialogue.kind == kind]
        if of_kind:
            parts.append(f"\n## {_KIND_NAMES[kind]}\n")
        parts += [f"\n### {dialogue.title}\n\n{_lines(said)}" for dialogue, said in of_kind]
    return "".join(parts)


def _lines(said: Transcript) -> str:
    codes: dict[str, str] = {}
    parts = []
    for who, words, titles in said.lines:
        if who == "time":
            parts.append(f"*{words} hours later*\n\n")
            continue
        plain = _steady(words, codes).replace("\n", "  \n> ")
        buttons = " ".join(f"[{_steady(title, codes)}]" for title in titles)
        parts.append(f"> **{_WHO[who]}:** {plain}" + (f"  \n> {buttons}" if buttons else "") + "\n\n")
    return "".join(parts)


def _steady(text: str, codes: dict[str, str]) -> str:
    """Return the text without what is another one at the next run."""
    for pattern, instead in _CHANGING:
        text = pattern.sub(instead, text)
    return _CODE.sub(lambda match: codes.setdefault(match.group(), f"HY-{len(codes) + 1:04d}-00"), text)
