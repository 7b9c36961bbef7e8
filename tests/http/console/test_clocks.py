"""Extension, interim answer, contributions, the storm switch, reminders and settings, as a browser uses them."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import select

from api.clock.models import Suspension
from api.core.db import Database
from api.core.time import utc_now
from api.people.models import Staff
from api.province.models import ProvinceEdit
from api.reminders.models import StaffNotice
from api.tickets.models import Ticket
from api.tickets.queries import events

Login = Callable[[str], Awaitable[None]]
Send = Callable[..., Awaitable[Response]]


async def _of(database: Database, ticket: Ticket) -> Ticket:
    async with database.transaction() as session:
        return await session.get_one(Ticket, ticket.id)


async def _kinds(database: Database, ticket: Ticket) -> list[str]:
    async with database.transaction() as session:
        return [event.kind for event in await events(session, ticket.id)]


async def test_the_way_of_an_extension(
    client: AsyncClient, database: Database, login: Login, send: Send, ticket: Ticket
) -> None:
    await login("canbo")
    refused = await send(ticket, "gia-han", amount="9", reason="chờ vật liệu đợt hai")
    assert refused.status_code == 422
    assert "từ 1 đến 2 ngày làm việc" in refused.text
    assert "chờ vật liệu đợt hai" in refused.text  # nothing typed is lost
    assert (await send(ticket, "gia-han", amount="2", reason="chờ vật liệu")).status_code == 303
    page = (await client.get(f"/console/phieu/{ticket.id}")).text
    assert "Đề nghị gia hạn 2 ngày làm việc" in page
    assert "Duyệt gia hạn" not in page  # not by who asked
    assert (await send(ticket, "duyet-gia-han", decision="grant")).status_code == 403
    before = (await _of(database, ticket)).due_at
    await login("lanhdao")
    assert "Duyệt gia hạn" in (await client.get(f"/console/phieu/{ticket.id}")).text
    assert (await send(ticket, "duyet-gia-han", decision="grant")).status_code == 303
    after = await _of(database, ticket)
    assert after.due_at > before
    assert "gia hạn 2 ngày làm việc" in (await client.get(f"/console/phieu/{ticket.id}")).text
    public = (await client.get(f"/tra-cuu?ma={after.tracking_code}", follow_redirects=True)).text
    assert "đề nghị gia hạn" not in public


async def test_an_interim_answer(
    client: AsyncClient, database: Database, login: Login, send: Send, ticket: Ticket
) -> None:
    await login("canbo")
    assert (await send(ticket, "tra-loi-buoc-dau", text="Đang làm")).status_code == 422
    words = "Đã kiểm tra hiện trạng sáng nay, thứ Năm sẽ vá xong đoạn hỏng."
    assert (await send(ticket, "tra-loi-buoc-dau", text=words)).status_code == 303
    assert "interim_replied" in await _kinds(database, ticket)
    assert words in (await client.get(f"/console/phieu/{ticket.id}")).text


async def test_another_agency_contributes_and_charlie_sees_nothing(
    client: AsyncClient, database: Database, login: Login, send: Send, token_of: Callable[[str], str], ticket: Ticket
) -> None:
    await login("moitruong")
    assert (await client.get(f"/console/phieu/{ticket.id}")).status_code == 404
    await login("canbo")
    asked = await send(ticket, "phoi-hop", contributor="so-nnmt", question="Đất này đã bàn giao chưa?")
    assert asked.status_code == 303
    await login("moitruong")
    queue = (await client.get("/console?view=contribute")).text
    assert ticket.tracking_code in queue
    page = await client.get(f"/console/phieu/{ticket.id}")
    assert page.status_code == 200
    assert "Gửi câu trả lời" not in page.text  # not theirs to answer
    form = {"form_token": token_of(page.text), "text": "Đã bàn giao năm 2024."}
    assert (await client.post(f"/console/phieu/{ticket.id}/y-kien", data=form)).status_code == 303
    await login("canbo")
    assert "Đã bàn giao năm 2024." in (await client.get(f"/console/phieu/{ticket.id}")).text
    public = (await client.get(f"/tra-cuu?ma={ticket.tracking_code}", follow_redirects=True)).text
    assert "bàn giao" not in public
    await login("thanhtra")
    assert (await client.get(f"/console/phieu/{ticket.id}")).status_code == 404


async def test_the_storm_switch(
    client: AsyncClient, database: Database, login: Login, token_of: Callable[[str], str], ticket: Ticket
) -> None:
    await login("canbo")
    assert (await client.get("/console/tam-dung")).status_code == 403
    await login("dieuphoi")
    token = token_of((await client.get("/console/tam-dung")).text)
    form = {"form_token": token, "reason": "bão số 3", "communes": [ticket.commune_code]}
    refused = await client.post("/console/tam-dung", data=form)
    assert refused.status_code == 422
    assert "số quyết định" in refused.text
    assert re.search(rf'value="{ticket.commune_code}" checked', refused.text)
    assert (await client.post("/console/tam-dung", data={**form, "decision": "77/QĐ-UBND"})).status_code == 303
    assert (await _of(database, ticket)).suspended_by == "77/QĐ-UBND"
    assert "tạm dừng theo 77/QĐ-UBND" in (await client.get(f"/console/phieu/{ticket.id}")).text
    assert "Thời hạn tạm dừng" in (await client.get("/console?view=waiting")).text
    async with database.transaction() as session:
        row = (await session.scalars(select(Suspension))).one()
    ended = await client.post(f"/console/tam-dung/{row.id}/ket-thuc", data={"form_token": token})
    assert ended.status_code == 303
    assert (await _of(database, ticket)).suspended_by is None


async def test_reminders_are_read_once(client: AsyncClient, database: Database, login: Login, ticket: Ticket) -> None:
    async with database.transaction() as session:
        officer = (await session.scalars(select(Staff).where(Staff.username == "canbo"))).one()
        line = {
            "ticket_id": str(ticket.id),
            "code": ticket.tracking_code,
            "step": "đã quá hạn",
            "due": "x",
            "late": True,
        }
        session.add(StaffNotice(staff_id=officer.id, at=utc_now() - timedelta(hours=1), lines=[line]))
    await login("canbo")
    assert "nhắc việc mới" in (await client.get("/console")).text
    page = (await client.get("/console/nhac-viec")).text
    assert ticket.tracking_code in page
    assert "đã quá hạn" in page
    assert "nhắc việc mới" not in (await client.get("/console")).text
    await login("moitruong")
    assert ticket.tracking_code not in (await client.get("/console/nhac-viec")).text


async def test_a_holiday_declared_in_the_console_moves_open_deadlines(
    client: AsyncClient, database: Database, login: Login, token_of: Callable[[str], str], ticket: Ticket
) -> None:
    due_on = ticket.due_at.date().isoformat()
    await login("quantri")
    page = (await client.get("/console/cau-hinh")).text
    assert "do tỉnh cấu hình" in page
    form = {"form_token": token_of(page), "date": due_on, "kind": "off", "note": "nghỉ bù"}
    refused = await client.post("/console/cau-hinh/ngay", data=form)
    assert refused.status_code == 422
    assert "căn cứ" in refused.text
    assert "nghỉ bù" in refused.text
    saved = await client.post("/console/cau-hinh/ngay", data={**form, "source": "Thông báo 5/TB-UBND"})
    assert saved.headers["location"].endswith("done=1")
    moved = await _of(database, ticket)
    assert moved.due_at > ticket.due_at
    assert "deadline_moved" in await _kinds(database, ticket)
    again = await client.post(
        "/console/cau-hinh/bo-ngay", data={"form_token": form["form_token"], "key": f"{due_on} | *"}
    )
    assert again.headers["location"].endswith("done=1")
    assert (await _of(database, ticket)).due_at == ticket.due_at


async def test_a_deadline_changed_in_the_console_holds_for_new_tickets(
    client: AsyncClient, database: Database, login: Login, token_of: Callable[[str], str], ticket: Ticket
) -> None:
    await login("quantri")
    page = (await client.get("/console/cau-hinh")).text
    key = "report | 6c.power 6c.road 6c.water 6c.waste 6d 7a 7b"
    form = {
        "form_token": token_of(page), "key": key, "amount": "5", "unit": "working_day", "extension": "3",
        "pause_limit": "10", "source": "QĐ 9/QĐ-UBND", "mark": "confirmed",
    }  # fmt: skip
    wrong = await client.post("/console/cau-hinh/han", data={**form, "amount": "năm"})
    assert wrong.status_code == 422
    assert "Số lượng phải là số nguyên từ 1" in wrong.text
    assert (await client.post("/console/cau-hinh/han", data=form)).status_code == 303
    page = (await client.get("/console/cau-hinh")).text
    assert "QĐ 9/QĐ-UBND" in page
    assert (await _of(database, ticket)).due_at == ticket.due_at  # what was promised stays
    from tests import factories

    async with database.transaction() as session:
        fresh = await factories.ticket(session, now=utc_now())
        assert (fresh.deadline_amount, fresh.extension_limit, fresh.deadline_source) == (5, 3, "QĐ 9/QĐ-UBND")
        assert len(list(await session.scalars(select(ProvinceEdit)))) == 1


@pytest.mark.parametrize("username", ["canbo", "noivu"])
async def test_others_read_the_settings_and_change_nothing(
    client: AsyncClient, login: Login, token_of: Callable[[str], str], username: str
) -> None:
    await login(username)
    page = await client.get("/console/cau-hinh")
    assert page.status_code == 200
    assert "Thêm ngày" not in page.text
    form = {"form_token": token_of(page.text), "date": "2027-03-01", "kind": "off", "note": "x", "source": "x"}
    assert (await client.post("/console/cau-hinh/ngay", data=form)).status_code == 404


async def test_the_ticket_shows_the_row_of_the_plan(client: AsyncClient, login: Login, ticket: Ticket) -> None:
    await login("canbo")
    page = (await client.get(f"/console/phieu/{ticket.id}")).text
    assert "của kế hoạch PAPI" in page
    assert "Kế hoạch 21/KH-UBND" in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"amount": "²"}, "Số lượng phải là số nguyên"),
        ({"amount": "٣"}, "Số lượng phải là số nguyên"),
        ({"amount": "999999"}, "từ 1 đến 365"),
        ({"extension": "999"}, "từ 0 đến 365"),
    ],
)
async def test_strange_numbers_are_told_in_words(
    client: AsyncClient, login: Login, token_of: Callable[[str], str], fields: dict[str, str], message: str
) -> None:
    await login("quantri")
    form = {
        "form_token": token_of((await client.get("/console/cau-hinh")).text), "key": "praise | *", "amount": "10",
        "unit": "working_day", "extension": "0", "pause_limit": "0", "source": "x", "mark": "configured", **fields,
    }  # fmt: skip
    answer = await client.post("/console/cau-hinh/han", data=form)
    assert answer.status_code == 422
    assert message in answer.text


async def test_a_leader_finds_what_waits_for_approval(
    client: AsyncClient, login: Login, send: Send, ticket: Ticket
) -> None:
    await login("canbo")
    await send(ticket, "gia-han", amount="1", reason="chờ vật liệu")
    await login("lanhdao")
    assert ticket.tracking_code in (await client.get("/console?view=extension")).text


async def test_what_was_typed_stays_on_the_page_when_somebody_else_answered(
    client: AsyncClient, login: Login, send: Send, ticket: Ticket, token_of: Callable[[str], str]
) -> None:
    await login("canbo")
    page = (await client.get(f"/console/phieu/{ticket.id}")).text
    version = re.search(r'name="version" value="(\d+)"', page).group(1)  # type: ignore[union-attr]
    await send(ticket, "tra-loi", text="Đoạn đường đã được vá xong, mời ông/bà kiểm tra.")
    late = "Chúng tôi sẽ vá đoạn đường này trước thứ Sáu tuần này."
    form = {"form_token": token_of(page), "version": version, "text": late}
    answer = await client.post(f"/console/phieu/{ticket.id}/tra-loi", data=form)
    assert answer.status_code == 409
    assert late in answer.text
