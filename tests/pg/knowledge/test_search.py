"""The search over what is loaded: entries, published answers, and what must never be found."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import batch
from api.core.settings import Settings
from api.core.text import fold
from api.core.time import utc_now
from api.knowledge import lines, service
from api.knowledge.shown import answer_text
from api.province.models import KnowledgeEntry, ProvinceLoad, ReplacedText
from api.tickets.models import Reply, Ticket
from tests import factories

TODAY = date(2026, 11, 27)
COPY = "Sao y bản chính ở phường mất bao nhiêu tiền một trang?"
ROAD = "Đoạn ngõ 12 thôn Đông bao giờ được đổ bê tông?"
ROAD_ANSWER = "Ủy ban nhân dân xã đã lập dự toán; ngõ 12 thôn Đông đổ bê tông trong tháng 01/2027."


async def changed(session: AsyncSession) -> None:
    """Let the search know that the data were loaded anew."""
    await session.execute(update(ProvinceLoad).values(version=uuid4().hex))


async def published(session: AsyncSession, *, restricted: bool = False, slug: str = "duong-ngo-12") -> Ticket:
    now = utc_now()
    ticket = await factories.ticket(session, now=now)
    ticket.restricted = restricted
    officer = await factories.staff(session, ticket.agency_code, now=now)
    session.add(
        Reply(ticket_id=ticket.id, round=1, text=ROAD_ANSWER, staff_id=officer.id, agency_code=ticket.agency_code,
              published_at=now, slug=slug, public_question=ROAD)
    )  # fmt: skip
    await session.flush()
    return ticket


@pytest.mark.parametrize("typed", [COPY, fold(COPY), "sao y ban chinh o phuong bn tien 1 trang"])
async def test_an_entry_is_found_with_and_without_marks(session: AsyncSession, typed: str) -> None:
    found = await service.find(session, typed, on=TODAY)
    assert found.answered
    assert found.entries[0].entry.id == "ct-ban-sao"
    assert found.score == found.entries[0].score >= found.entries[1].score


@pytest.mark.parametrize("typed", ["", "…", "asdf qwer", "Trận bóng tối qua đội nào thắng nhỉ?", "x" * 5000])
async def test_what_no_entry_answers_gets_none(session: AsyncSession, typed: str) -> None:
    found = await service.find(session, typed, on=TODAY)
    assert (found.answered, service.also_fits(found)) == (False, False)


async def test_an_entry_whose_legal_text_was_replaced_is_not_offered_from_that_day_on(session: AsyncSession) -> None:
    session.add(
        ReplacedText(number="23/2015/NĐ-CP", replaced_on=TODAY, by="99/2026/NĐ-CP", source="test", mark="configured")
    )
    await changed(session)
    before, after = TODAY - timedelta(days=1), TODAY
    assert (await service.find(session, COPY, on=before)).entries[0].entry.id == "ct-ban-sao"
    assert "ct-ban-sao" not in [m.entry.id for m in (await service.find(session, COPY, on=after, limit=100)).entries]
    assert await service.entry(session, "ct-ban-sao", on=before) is not None
    assert await service.entry(session, "ct-ban-sao", on=after) is None
    listed = {item.entry.id: item for item in await service.to_check(session, on=after)}
    assert listed["ct-ban-sao"].withdrawn_since == TODAY
    assert "23/2015/NĐ-CP đã được thay bằng 99/2026/NĐ-CP" in listed["ct-ban-sao"].reasons[0]


async def test_an_entry_ends_after_its_last_day(session: AsyncSession) -> None:
    await session.execute(
        update(KnowledgeEntry).where(KnowledgeEntry.id == "ct-ban-sao").values(valid_until=TODAY)
    )  # fmt: skip
    await changed(session)
    assert await service.entry(session, "ct-ban-sao", on=TODAY) is not None
    assert await service.entry(session, "ct-ban-sao", on=TODAY + timedelta(days=1)) is None


async def test_every_loaded_entry_is_found_by_its_own_questions(session: AsyncSession) -> None:
    missed = []
    for row in await session.scalars(select(KnowledgeEntry)):
        for question in row.questions:
            found = [m.entry.id for m in (await service.find(session, question, on=row.valid_as_of)).entries]
            if row.id not in found:
                missed.append((row.id, question))
    assert missed == []


@pytest.mark.parametrize("typed", [ROAD, fold(ROAD), "ngo 12 thon dong do be tong chua"])
async def test_a_published_answer_is_found_with_its_address(session: AsyncSession, typed: str) -> None:
    await published(session)
    found = (await service.find(session, typed, on=TODAY)).published
    assert [(match.slug, match.question, match.text) for match in found] == [("duong-ngo-12", ROAD, ROAD_ANSWER)]


async def test_an_answer_to_a_restricted_ticket_or_one_not_published_is_never_found(session: AsyncSession) -> None:
    await published(session, restricted=True)
    ticket = await published(session, slug="second")
    await session.execute(update(Reply).where(Reply.ticket_id == ticket.id).values(slug=None))
    assert (await service.find(session, ROAD, on=TODAY)).published == []


async def test_a_published_answer_to_something_else_is_not_offered(session: AsyncSession) -> None:
    await published(session)
    assert (await service.find(session, COPY, on=TODAY)).published == []


@pytest.mark.parametrize("words", ["Đường hỏng ở Ấp Đông", "ĐẤT ĐAI ƯỠ ỳ", "o\u0309 giấy", ""])
async def test_postgresql_folds_as_the_code_does(session: AsyncSession, words: str) -> None:
    ours = await session.scalar(text("SELECT to_tsvector('pg_catalog.simple', :words)"), {"words": fold(words)})
    theirs = await session.scalar(text("SELECT reply_words(:words, '')"), {"words": words})
    assert ours == theirs


async def test_a_line_of_make_answer(session: AsyncSession) -> None:
    told = await lines.answer(session, {"id": "a", "text": COPY})
    assert (told["id"], told["entries"][0], told["answered"], len(told["entries"])) == ("a", "ct-ban-sao", True, 3)
    assert set(told) == {"id", "entries", "answered", "score"}


def test_make_answer_answers_a_file_and_tells_a_broken_line_by_its_number(
    tmp_path: Path, shared_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = [{"id": 2, "text": COPY}, {"id": "b", "text": "Trận bóng tối qua đội nào thắng nhỉ?"}]
    source.write_text("".join(json.dumps(row) + "\n" for row in good), encoding="utf-8")
    assert batch.run([str(source), str(target)], lines.answer, shared_settings) == 0
    told = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["answered"]) for row in told] == [(2, True), ("b", False)]
    source.write_text(json.dumps(good[0]) + '\n{"id": 3}\n', encoding="utf-8")
    assert batch.run([str(source), str(target)], lines.answer, shared_settings) == 1
    assert "in.jsonl:2: «text» is missing" in capsys.readouterr().err


async def test_two_entries_that_fit_are_both_offered(session: AsyncSession) -> None:
    found = await service.find(session, "khai sinh", on=TODAY)
    assert service.also_fits(found)
    assert {match.entry.id for match in found.entries[:2]} <= {"ht-khai-sinh", "ht-khai-sinh-lai", "ht-trich-luc"}
    assert not service.also_fits(await service.find(session, COPY, on=TODAY))


async def test_the_administrator_reads_which_words_are_unsure_and_why(session: AsyncSession) -> None:
    unsure = [{"part": "documents.1", "why": "chưa đọc"}, {"part": "fee", "why": "suy luận"}, {"why": "điều khác"}]
    await session.execute(update(KnowledgeEntry).where(KnowledgeEntry.id == "ct-ban-sao").values(unsure=unsure))
    await changed(session)
    listed = {item.entry.id: item for item in await service.to_check(session, on=TODAY)}["ct-ban-sao"]
    first = listed.entry.parts["documents"][0]
    assert listed.reasons == [f"Cần mang «{first}»: chưa đọc", "Lệ phí: suy luận", "điều khác"]
    assert listed.withdrawn_since is None


async def test_what_is_shown_of_a_found_entry_is_quoted_from_it(session: AsyncSession) -> None:
    entry = (await service.find(session, COPY, on=TODAY)).entries[0].entry
    assert entry.sure("fee")[0] in answer_text(entry)
    assert isinstance(entry.valid_as_of, date)
    assert not isinstance(entry.valid_as_of, datetime)
