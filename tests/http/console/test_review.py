"""A reopened ticket: another person than who answered looks at it, whoever is there; and Charlie, who may not."""

import re
from html import unescape

from httpx import AsyncClient
from sqlalchemy import select, update

from api.core.db import Database
from api.core.time import utc_now
from api.directory.models import Agency
from api.people.models import Staff
from api.tickets import citizen, queries
from api.tickets.models import Ticket

REPLY = "Ủy ban đã cho san lấp đoạn đường hỏng; việc rải nhựa sẽ xong trước ngày 15/12/2026."


async def _reopened(client: AsyncClient, database: Database, login, send, ticket: Ticket, *, by: str = "canbo") -> None:
    await login(by)
    assert (await send(ticket, "tra-loi", text=REPLY)).status_code == 303
    async with database.transaction() as session:
        own = await session.get(Ticket, ticket.id)
        assert own is not None
        await citizen.rate(session, ticket=own, stars=1, now=utc_now())
        await citizen.reopen(session, ticket=own, reason="Đường vẫn hỏng.", now=utc_now())


async def _page(client: AsyncClient, ticket: Ticket) -> str:
    return unescape((await client.get(f"/console/phieu/{ticket.id}")).text)


async def _out_of_use(database: Database, *usernames: str) -> None:
    async with database.transaction() as session:
        await session.execute(update(Staff).where(Staff.username.in_(usernames)).values(active=False))


async def test_who_answered_sees_why_it_is_not_theirs_and_gives_it_in_one_step(
    client: AsyncClient, login, send, database, ticket
):
    await _reopened(client, database, login, send, ticket)
    page = await _page(client, ticket)
    assert "Gửi câu trả lời" not in page
    assert "Ông/bà đã trả lời phiếu này nên không trả lời lần mở lại" in page
    for view in ("open", "review"):
        assert "mở lại: xin giao người khác" in (await client.get(f"/console?view={view}")).text
    to = re.search(r'<option value="([^"]+)"[^>]*>Hoàng Lãnh Đạo \(lãnh đạo\)', page).group(1)
    answer = await send(ticket, "giao", to=to)
    page = unescape((await client.get(answer.headers["location"])).text)
    assert "Đã giao người xem lại" in page
    assert ticket.tracking_code not in (await client.get("/console?view=review")).text
    assert "Người xem lại: <strong>Hoàng Lãnh Đạo</strong>" in page
    await login("lanhdao")
    assert ticket.tracking_code in (await client.get("/console?view=review")).text
    assert "mở lại, giao ông/bà xem lại" in (await client.get("/console/nhac-viec")).text
    assert "Bắt đầu xem lại" in await _page(client, ticket)
    assert (await send(ticket, "tra-loi", text=REPLY)).status_code == 303


async def test_a_colleague_takes_it_in_one_step(client: AsyncClient, login, send, database, ticket, token_of):
    await _reopened(client, database, login, send, ticket)
    await login("lanhdao")
    assert "Tôi nhận xem lại phiếu này" in await _page(client, ticket)
    assert (await send(ticket, "nhan")).status_code == 303
    assert "Người xem lại: <strong>ông/bà</strong>" in await _page(client, ticket)
    await login("canbo")
    assert "mở lại: đã có người xem" in (await client.get("/console")).text
    form = {"form_token": token_of(await _page(client, ticket)), "version": "9", "text": REPLY}
    assert (await client.post(f"/console/phieu/{ticket.id}/tra-loi", data=form)).status_code == 403


async def test_it_cannot_be_given_back_nor_to_a_stranger(client: AsyncClient, login, send, database, ticket):
    await _reopened(client, database, login, send, ticket)
    async with database.transaction() as session:
        ids = {row.username: row.id for row in await session.scalars(select(Staff))}
    for username in ("canbo", "moitruong", "noivu"):
        answer = await send(ticket, "giao", to=str(ids[username]))
        assert answer.status_code == 422
        assert "không xem lại được phiếu" in answer.text


async def test_charlie_gives_nothing_away(client: AsyncClient, login, send, database, ticket, token_of):
    await _reopened(client, database, login, send, ticket)
    await login("moitruong")
    form = {"form_token": token_of((await client.get("/console")).text), "version": "1"}
    for step in ("giao", "chuyen-xem-lai"):
        assert (await client.post(f"/console/phieu/{ticket.id}/{step}", data=form)).status_code == 404
    await login("noivu")  # sees it and handles nothing
    form["form_token"] = token_of((await client.get("/console")).text)
    for step in ("giao", "chuyen-xem-lai"):
        assert (await client.post(f"/console/phieu/{ticket.id}/{step}", data=form)).status_code == 403
    assert ticket.tracking_code not in (await client.get("/console?view=review")).text


async def test_a_ticket_that_was_not_reopened_is_given_to_nobody(client: AsyncClient, login, send, ticket):
    await login("canbo")
    assert "xem lại phiếu này" not in await _page(client, ticket)
    assert (await send(ticket, "giao")).status_code == 422


async def test_while_a_colleague_is_there_it_does_not_go_up(client: AsyncClient, login, send, database, ticket):
    await _reopened(client, database, login, send, ticket)
    answer = await send(ticket, "chuyen-xem-lai")
    assert answer.status_code == 422
    assert "Cơ quan còn người xem lại được" in answer.text


async def test_an_officer_alone_hands_it_up_and_the_citizen_is_told_the_truth(
    client: AsyncClient, login, send, database, ticket
):
    await _reopened(client, database, login, send, ticket)
    await _out_of_use(database, "lanhdao")
    due = (await _stored(database, ticket)).due_at
    page = await _page(client, ticket)
    assert "Chuyển Văn phòng UBND tỉnh xem lại" in page
    answer = await send(ticket, "chuyen-xem-lai")
    assert answer.headers["location"] == "/console?done=chuyen"
    assert ticket.tracking_code not in (await client.get("/console")).text
    own = await _stored(database, ticket)
    assert (own.agency_code, own.due_at, own.assigned_to) == ("vp-ubnd-tinh", due, None)
    public = unescape((await client.get("/tra-cuu", params={"ma": ticket.tracking_code})).text)
    assert "không có người khác để xem lại" in public
    assert "Văn phòng UBND tỉnh" in public
    await login("dieuphoi")
    assert ticket.tracking_code in (await client.get("/console?view=review")).text
    assert (await send(ticket, "nhan")).status_code == 303
    assert (await send(ticket, "tra-loi", text=REPLY)).status_code == 303


async def test_the_leader_above_comes_before_the_coordinating_office(
    client: AsyncClient, login, send, database, ticket
):
    await _reopened(client, database, login, send, ticket)
    async with database.transaction() as session:
        leader = await session.scalar(select(Staff).where(Staff.username == "lanhdao"))
        agency = await session.get(Agency, leader.agency_code)
        leader.agency_code = agency.parent_code
    await send(ticket, "chuyen-xem-lai")
    assert (await _stored(database, ticket)).agency_code == "ubnd-tinh"


async def test_where_nobody_is_left_the_page_says_whom_to_ask(
    client: AsyncClient, login, send, database, ticket, token_of
):
    await _reopened(client, database, login, send, ticket)
    await _out_of_use(database, "lanhdao", "dieuphoi")
    assert "Xin báo quản trị hệ thống tạo tài khoản" in await _page(client, ticket)
    own = await _stored(database, ticket)
    form = {"form_token": token_of(await _page(client, ticket)), "version": str(own.version)}
    assert (await client.post(f"/console/phieu/{ticket.id}/chuyen-xem-lai", data=form)).status_code == 422


async def test_a_closed_ticket_is_given_only_to_who_may_read_it(
    client: AsyncClient, login, send, database, denunciation
):
    await _reopened(client, database, login, send, denunciation, by="thanhtra")
    async with database.transaction() as session:
        first = await session.scalar(select(Staff).where(Staff.username == "thanhtra"))
        for name, cleared in (("Cán bộ Kín", True), ("Cán bộ Thường", False)):
            session.add(
                Staff(
                    username=name.lower().replace(" ", "."),
                    display_name=name,
                    password_hash="no login",
                    role="officer",
                    agency_code=first.agency_code,
                    sees_restricted=cleared,
                    created_at=utc_now(),
                )
            )
    page = await _page(client, denunciation)
    assert "Cán bộ Kín</option>" in page
    assert "Cán bộ Thường</option>" not in page


async def test_a_closed_ticket_never_goes_up_to_the_coordinator(
    client: AsyncClient, login, send, database, denunciation, token_of
):
    await _reopened(client, database, login, send, denunciation, by="thanhtra")
    assert "tạo tài khoản được xem phiếu hạn chế" in await _page(client, denunciation)
    form = {"form_token": token_of(await _page(client, denunciation)), "version": "1"}
    assert (await client.post(f"/console/phieu/{denunciation.id}/chuyen-xem-lai", data=form)).status_code == 409
    assert (await _stored(database, denunciation)).agency_code == "thanh-tra-tinh"


async def test_a_new_round_forgets_who_reviewed(client: AsyncClient, login, send, database, ticket):
    await _reopened(client, database, login, send, ticket)
    await login("lanhdao")
    await send(ticket, "nhan")
    await send(ticket, "tra-loi", text=REPLY)
    async with database.transaction() as session:
        own = await session.get(Ticket, ticket.id)
        await citizen.rate(session, ticket=own, stars=1, now=utc_now())
        await citizen.reopen(session, ticket=own, reason="Vẫn hỏng.", now=utc_now())
        assert own.assigned_to is None
        assert len(own.not_by) == 2
        assert (await queries.events(session, own.id))[-1].kind == "ticket_reopened"
    assert "Chuyển Văn phòng UBND tỉnh xem lại" in await _page(client, ticket)


async def _stored(database: Database, ticket: Ticket) -> Ticket:
    async with database.transaction() as session:
        own = await session.get(Ticket, ticket.id)
        assert own is not None
        return own
