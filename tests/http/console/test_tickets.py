"""What an officer sees and does; and Charlie, who must be refused."""

import re
from html import unescape

import pytest
from httpx import AsyncClient

from api.core.time import utc_now
from api.directory.queries import first_commune_agency
from api.tickets.schemas import Filing
from api.tickets.service import file_ticket

REPLY = "Ủy ban đã cho san lấp đoạn đường hỏng; việc rải nhựa sẽ xong trước ngày 15/12/2026."


async def test_the_queue_shows_the_own_ticket_with_its_deadline(client: AsyncClient, login, ticket):
    await login("canbo")
    page = (await client.get("/console")).text
    assert ticket.tracking_code in page
    assert "Còn " in page or "Sắp đến hạn" in page


@pytest.mark.parametrize("filters", ["q=khongcotunay", "topic=6a", "view=answered", "view=overdue", "page=2"])
async def test_filters_of_the_address_leave_out_what_does_not_fit(client: AsyncClient, login, ticket, filters):
    await login("canbo")
    assert ticket.tracking_code not in (await client.get(f"/console?{filters}")).text


@pytest.mark.parametrize("filters", ["q=thôn Đông", "topic=6c.road", "view=không-có"])
async def test_filters_of_the_address_keep_what_fits(client: AsyncClient, login, ticket, filters):
    await login("canbo")
    assert ticket.tracking_code in (await client.get(f"/console?{filters}")).text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("duong hong", True),
        ("DUONG Hong", True),
        ("đường hỏng", True),
        ("hỏng đường", True),  # in any order
        ("thon don", True),  # the last word is only begun
        ("0912", True),
        ("ong", False),  # "hỏng" begins otherwise
        ("dương hồng", False),  # other words, with their marks
        ("đường hư", False),
        ("%", False),
        ("&|!:*", False),
        ("<b>", False),
        ("²", False),
        ("' or 1=1", False),
    ],
)
async def test_words_are_found_with_marks_and_without(client: AsyncClient, login, ticket, words: str, found: bool):
    await login("canbo")
    page = await client.get("/console", params={"q": words})
    assert page.status_code == 200
    assert (ticket.tracking_code in page.text) is found


async def test_a_citizen_who_wrote_without_marks_is_found_by_words_with_marks(
    client: AsyncClient, login, database, ticket
):
    async with database.transaction() as session:
        own = await session.get(type(ticket), ticket.id)
        own.text, own.place_detail = "duong hong nang", "Ngõ 12"
    await login("canbo")
    for words in ("đường hỏng", "duong hong", "ngo 12", "Ngõ"):
        assert ticket.tracking_code in (await client.get("/console", params={"q": words})).text


async def test_a_part_of_a_code_is_enough(client: AsyncClient, login, ticket):
    await login("canbo")
    part = ticket.tracking_code.split("-")[1].lower()
    assert ticket.tracking_code in (await client.get("/console", params={"q": part})).text


@pytest.mark.parametrize("view", ["waiting", "review", "contribute", "extension"])
async def test_a_ticket_that_waits_for_nothing_is_in_no_such_view(client: AsyncClient, login, ticket, view: str):
    await login("canbo")
    assert ticket.tracking_code not in (await client.get(f"/console?view={view}")).text
    assert f"view={view}" not in (await client.get("/console")).text  # what is empty and rare takes no room


async def test_a_code_is_found_however_it_is_typed(client: AsyncClient, login, ticket):
    await login("canbo")
    typed = ticket.tracking_code.lower().replace("-", " ")
    assert ticket.tracking_code in (await client.get("/console", params={"q": typed})).text


async def test_charlie_of_another_agency_is_not_told_that_the_ticket_exists(client: AsyncClient, login, ticket):
    await login("moitruong")
    assert ticket.tracking_code not in (await client.get("/console")).text
    answer = await client.get(f"/console/phieu/{ticket.id}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert ticket.tracking_code not in answer.text


@pytest.mark.parametrize("username", ["canbo", "moitruong", "dieuphoi", "noivu", "quantri"])
async def test_a_denunciation_is_hidden_from_all_but_the_inspectorate(
    client: AsyncClient, login, denunciation, username
):
    await login(username)
    for view in ("open", "overdue", "answered"):
        assert denunciation.tracking_code not in (await client.get(f"/console?view={view}")).text
    assert (await client.get(f"/console/phieu/{denunciation.id}")).status_code == 404


async def test_the_inspectorate_sees_it_marked_and_cannot_publish(client: AsyncClient, login, denunciation):
    await login("thanhtra")
    page = (await client.get(f"/console/phieu/{denunciation.id}")).text
    assert "hạn chế: không công khai" in page
    assert 'name="publish"' not in page


async def test_an_answer_reaches_the_portal_without_the_phone_number(client: AsyncClient, login, send, ticket):
    await login("canbo")
    page = (await client.get(f"/console/phieu/{ticket.id}")).text
    question = unescape(re.search(r'name="public_question"[^>]*>(.*?)</textarea>', page, re.S).group(1))
    assert "0912345678" not in question
    answer = await send(ticket, "tra-loi", text=REPLY, publish="true", public_question=question)
    assert answer.status_code == 303
    page = (await client.get(answer.headers["location"])).text
    assert "Đã gửi câu trả lời" in page
    public = re.search(r'href="(/tra-loi/[^"]+)"', page).group(1)
    shown = (await client.get(public)).text
    assert REPLY in shown
    assert "0912345678" not in shown
    assert ticket.tracking_code not in shown


@pytest.mark.parametrize("question", ["", "  ", "gọi tôi 0912 345 678", "thư tới a@b.vn"])
async def test_a_question_that_names_the_citizen_is_not_published(client: AsyncClient, login, send, ticket, question):
    await login("canbo")
    answer = await send(ticket, "tra-loi", text=REPLY, publish="true", public_question=question)
    assert answer.status_code == 422
    assert f"{REPLY}</textarea>" in answer.text
    assert REPLY not in (await client.get("/tra-loi")).text


async def test_an_unticked_box_publishes_nothing(client: AsyncClient, login, send, ticket):
    await login("canbo")
    await send(ticket, "tra-loi", text=REPLY, public_question="đường hỏng")
    assert REPLY not in (await client.get("/tra-loi")).text


async def test_a_refused_answer_keeps_what_was_typed(client: AsyncClient, login, send, ticket):
    await login("canbo")
    answer = await send(ticket, "tra-loi", text="Đã nhận.", public_question="hỏi của tôi")
    assert answer.status_code == 422
    assert "Đã nhận.</textarea>" in answer.text
    assert "hỏi của tôi</textarea>" in answer.text
    assert "govuk-error-summary" in answer.text
    assert " checked" not in re.search(r'<input type="checkbox" id="publish"[^>]*>', answer.text).group(0)


async def test_a_stale_page_is_refused_with_the_text_kept(client: AsyncClient, login, send, ticket):
    await login("canbo")
    assert (await send(ticket, "nhan")).status_code == 303
    answer = await send(ticket, "tra-loi", text=REPLY, version="1")
    assert answer.status_code == 409
    assert f"{REPLY}</textarea>" in answer.text


async def test_a_form_without_the_token_of_the_login_does_nothing(client: AsyncClient, login, send, ticket):
    await login("canbo")
    answer = await send(ticket, "tra-loi", text=REPLY, form_token="x")
    assert answer.status_code == 403
    assert "Gửi câu trả lời" in (await client.get(f"/console/phieu/{ticket.id}")).text


async def test_a_viewer_reads_but_takes_no_step(client: AsyncClient, login, ticket, token_of):
    await login("noivu")
    page = (await client.get(f"/console/phieu/{ticket.id}")).text
    assert "Gửi câu trả lời" not in page
    form = {"form_token": token_of(page), "version": "1", "text": REPLY}
    assert (await client.post(f"/console/phieu/{ticket.id}/tra-loi", data=form)).status_code == 403


async def test_a_forwarded_ticket_leaves_the_queue(client: AsyncClient, login, send, ticket):
    await login("canbo")
    answer = await send(ticket, "chuyen", to_agency="so-noi-vu", reason="việc của Sở")
    assert answer.headers["location"] == "/console?done=chuyen"
    assert ticket.tracking_code not in (await client.get("/console")).text


async def test_a_transfer_without_reason_is_refused_with_the_choice_kept(client: AsyncClient, login, send, ticket):
    await login("canbo")
    answer = await send(ticket, "chuyen", to_agency="so-noi-vu", reason=" ")
    assert answer.status_code == 422
    assert re.search(r'<option value="so-noi-vu" selected', answer.text)


async def test_a_question_to_the_citizen_stops_the_clock(client: AsyncClient, login, send, ticket):
    await login("canbo")
    answer = await send(ticket, "hoi", question="Đoạn nào của đường ạ?")
    page = (await client.get(answer.headers["location"])).text
    assert "Chờ công dân bổ sung" in page
    assert ticket.tracking_code in (await client.get("/console?view=waiting")).text


async def test_a_declined_ticket_tells_the_right_door(client: AsyncClient, login, send, ticket):
    await login("canbo")
    answer = await send(ticket, "tu-choi", reason="Thuộc tòa án", right_door="Tòa án nhân dân khu vực")
    page = (await client.get(answer.headers["location"])).text
    assert "Không thụ lý" in page
    assert "Tòa án nhân dân khu vực" in page


async def test_a_citizens_words_are_never_markup(client: AsyncClient, login, database, ticket):
    async with database.transaction() as session:
        stored = await session.get(type(ticket), ticket.id)
        stored.text = "<script>alert(1)</script>"
    await login("canbo")
    for path in ("/console", f"/console/phieu/{ticket.id}"):
        assert "<script>alert" not in (await client.get(path)).text


async def test_demo_data_is_marked(client: AsyncClient, login, database, ticket):
    await login("canbo")
    assert "dữ liệu mẫu" not in (await client.get("/console")).text
    async with database.transaction() as session:
        (await session.get(type(ticket), ticket.id)).demo = True
    assert "dữ liệu mẫu" in (await client.get("/console")).text
    assert "dữ liệu mẫu" in (await client.get(f"/console/phieu/{ticket.id}")).text


async def test_a_hidden_name_is_not_shown_to_the_agency(client: AsyncClient, login, database):
    async with database.transaction() as session:
        agency = await first_commune_agency(session)
        filing = Filing(
            request_key="hidden", channel="webchat", act="report", topic_code="6c.road", text="đường hỏng nặng",
            commune_code=agency.commune_code, anonymity="hidden", contact_name="Vũ Thị Lụa",
        )  # fmt: skip
        ticket = await file_ticket(session, filing=filing, now=utc_now())
    await login("canbo")
    page = (await client.get(f"/console/phieu/{ticket.id}")).text
    assert "Vũ Thị Lụa" not in page
    assert "giấu danh tính" in page


async def test_the_officer_sees_what_the_machine_read_and_mends_it(client: AsyncClient, login, send, ticket):
    await login("canbo")
    page = unescape((await client.get(f"/console/phieu/{ticket.id}")).text)
    assert "Phản ánh (91%)" in page
    assert "(83%); dựa vào: «đường thôn», «hỏng»" in page
    answer = await send(ticket, "phan-loai", act="report", topic="6c.road")
    assert answer.status_code == 422
    assert "vẫn như cũ" in answer.text
    answer = await send(ticket, "phan-loai", act="suggest", topic="6c.road")
    page = (await client.get(answer.headers["location"])).text
    assert "Đã sửa loại việc" in page
    assert "Kiến nghị" in page


async def test_charlie_may_not_mend_the_class_of_a_strangers_ticket(client: AsyncClient, login, token_of, ticket):
    await login("moitruong")
    form = {"form_token": token_of((await client.get("/console")).text), "version": "1", "act": "ask", "topic": "6a"}
    assert (await client.post(f"/console/phieu/{ticket.id}/phan-loai", data=form)).status_code == 404


async def test_a_published_answer_can_be_taken_down(client: AsyncClient, login, send, ticket, token_of):
    await login("canbo")
    text = "Đoạn đường đã được vá xong, mời ông/bà kiểm tra."
    await send(ticket, "tra-loi", text=text, publish="true", public_question="Đường thôn hỏng")
    page = (await client.get(f"/console/phieu/{ticket.id}")).text
    address = re.search(r'href="(/tra-loi/[^"]+)"', page).group(1)
    assert (await client.get(address)).status_code == 200
    reply_id = re.search(r'name="reply_id" value="([^"]+)"', page).group(1)
    form = {"form_token": token_of(page), "reply_id": reply_id}
    assert (await client.post(f"/console/phieu/{ticket.id}/go-cong-khai", data=form)).status_code == 422
    await login("moitruong")  # Charlie
    other = {**form, "reason": "x", "form_token": token_of((await client.get("/console")).text)}
    assert (await client.post(f"/console/phieu/{ticket.id}/go-cong-khai", data=other)).status_code == 404
    await login("canbo")
    form = {**form, "reason": "lộ thông tin", "form_token": token_of((await client.get("/console")).text)}
    assert (await client.post(f"/console/phieu/{ticket.id}/go-cong-khai", data=form)).status_code == 303
    assert (await client.get(address)).status_code == 404
