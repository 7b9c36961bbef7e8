"""What citizens and officers read of an entry: everything sure may stand there, nothing unsure ever does."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from api.knowledge.draft import sentences
from api.knowledge.entries import OLDER, PARTS, UNCONFIRMED, Entry, Unsure
from api.knowledge.schemas import Match, PublishedMatch
from api.knowledge.shown import (
    MORE,
    OLDER_WARNING,
    TO_CHECK,
    UNCONFIRMED_WARNING,
    answer_text,
    button_title,
    part_lines,
)
from api.portal.answers import entry_shown
from tests.unit.knowledge.folder import entries

ENTRY = Entry(
    id="a-b",
    title="Chứng thực bản sao từ bản chính",
    topic="5a",
    also=(),
    questions=("sao y ở đâu",),
    parts={
        "documents": ("Bản chính", "Bản sao"),
        "where": ("UBND xã",),
        "time": ("Trong ngày",),
        "fee": ("2.000 đồng/trang",),
        "notes": ("Mang cả bản chính.", "Có thể hẹn hôm sau"),
    },
    unsure=(Unsure("time", "suy luận"), Unsure("notes.2", "chưa đọc"), Unsure(None, "điều khác")),
    legal=("NĐ 23/2015/NĐ-CP",),
    procedure_code="2.000815",
    valid_as_of=date(2026, 6, 10),
    valid_until=None,
    confidence="confirmed",
    sources=("trang thủ tục",),
)


def test_an_entry_in_the_words_of_a_citizen() -> None:
    assert answer_text(ENTRY) == "\n".join(
        [
            "Chứng thực bản sao từ bản chính",
            "Cần mang:",
            "- Bản chính",
            "- Bản sao",
            "Nộp ở đâu: UBND xã.",
            "Bao lâu: cần kiểm tra lại với nơi nhận hồ sơ.",
            "Lệ phí: 2.000 đồng/trang.",
            "Lưu ý: Mang cả bản chính.",
            "- Một phần khác cần kiểm tra lại với nơi nhận hồ sơ.",
            "Theo NĐ 23/2015/NĐ-CP; kiểm tra ngày 10/06/2026.",
            "Mã thủ tục 2.000815 trên dichvucong.gov.vn.",
        ]
    )


def test_an_older_entry_says_first_that_it_must_be_checked() -> None:
    assert answer_text(replace(ENTRY, confidence=OLDER)).splitlines()[1] == OLDER_WARNING


def test_an_unconfirmed_entry_says_nothing_but_that() -> None:
    entry = replace(ENTRY, confidence=UNCONFIRMED)
    assert answer_text(entry) == f"{ENTRY.title}\n{UNCONFIRMED_WARNING}"
    assert entry_shown(entry).parts == entry_shown(entry).source == []
    assert sentences([Match(entry, 1.0)], []) == []


def test_a_long_entry_is_cut_between_lines_and_says_so() -> None:
    long = replace(ENTRY, parts={**ENTRY.parts, "notes": tuple(f"Lưu ý thứ {n} {'dài ' * 20}" for n in range(40))})
    text = answer_text(long)
    assert len(text) <= 1500
    assert MORE in text.splitlines()
    assert text.endswith("dichvucong.gov.vn.")
    assert "- Bản chính" in text


@pytest.mark.parametrize(
    "title", ["Ngắn", "x" * 100, "Chế độ tử tuất: người đóng bảo hiểm xã hội, người hưởng lương hưu"]
)
def test_a_button_is_short(title: str) -> None:
    assert len(button_title(replace(ENTRY, title=title))) <= 60


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_nothing_unsure_is_ever_said(entry: Entry) -> None:
    withheld = [
        (part, text)
        for part in entry.parts
        for number, text in enumerate(entry.parts[part], start=1)
        if entry.withheld(part, number)
    ]
    said = [
        answer_text(entry, limit=100_000),
        "\n".join(sentence.text for sentence in sentences([Match(entry, 1.0)], [])),
        "\n".join(item for _, sure, _ in entry_shown(entry).parts for item in sure),
    ]
    for part, text in withheld:
        assert all(text not in words for words in said), f"{part} of {entry.id} is said"
    if withheld and entry.confidence != UNCONFIRMED:
        assert TO_CHECK in said[0]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_every_entry_is_quoted_and_fits_a_message(entry: Entry) -> None:
    text = answer_text(entry)
    assert 0 < len(text) <= 1500
    if entry.confidence == UNCONFIRMED:
        return
    assert f"kiểm tra ngày {entry.valid_as_of:%d/%m/%Y}" in text
    known = {item.rstrip(".") for part in PARTS for item in entry.parts.get(part, ())}
    for part in entry.parts:
        for line in part_lines(entry, part):
            said = line.removeprefix("- ").split(": ", 1)[-1] if not line.startswith("- ") else line[2:]
            assert said.rstrip(".:") in known or TO_CHECK in line or line.endswith(":"), line


def test_a_draft_has_a_source_behind_each_sentence() -> None:
    published = PublishedMatch(
        "duong-ngo-12", "Bao giờ làm đường?", "Xã đã lập dự toán. Ngõ 12 làm trong tháng 1.", "ubnd-1",
        datetime(2026, 11, 20, 3, tzinfo=UTC), 0.9,
    )  # fmt: skip
    draft = sentences([Match(ENTRY, 0.9)], [published])
    assert [sentence.text for sentence in draft] == [
        "Cần mang: Bản chính; Bản sao.",
        "Nộp ở đâu: UBND xã.",
        "Lệ phí: 2.000 đồng/trang.",
        "Mang cả bản chính.",
        "Xã đã lập dự toán.",
        "Ngõ 12 làm trong tháng 1.",
    ]
    assert draft[0].source == ("mục a-b, NĐ 23/2015/NĐ-CP; kiểm tra ngày 10/06/2026")
    assert {sentence.address for sentence in draft} == {"/hoi-dap/a-b", "/tra-loi/duong-ngo-12"}
    assert draft[-1].source == "câu trả lời công khai ngày 20/11/2026"
