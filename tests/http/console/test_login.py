"""Who comes into the console."""

import pytest
from httpx import AsyncClient


@pytest.mark.parametrize("path", ["/console", "/console/phieu/00000000-0000-0000-0000-000000000000"])
async def test_a_stranger_is_sent_to_the_login_page_and_will_come_back(client: AsyncClient, path: str):
    answer = await client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/console/dang-nhap?next={path}"


async def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client: AsyncClient):
    pages = [
        await client.post("/console/dang-nhap", data={"username": name, "password": "sai-mat-khau"})
        for name in ("canbo", "khongco")
    ]
    assert [page.status_code for page in pages] == [401, 401]
    assert pages[0].text.replace("canbo", "") == pages[1].text.replace("khongco", "")


async def test_the_cookie_is_out_of_reach_of_scripts(client: AsyncClient, password: str):
    answer = await client.post("/console/dang-nhap", data={"username": "canbo", "password": password})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/console" in cookie


async def test_login_returns_to_the_page_asked_for_but_never_to_another_site(client: AsyncClient, password: str):
    for wanted, got in [("/console?view=overdue", "/console?view=overdue"), ("//evil.vn", "/console")]:
        form = {"username": "canbo", "password": password, "next": wanted}
        assert (await client.post("/console/dang-nhap", data=form)).headers["location"] == got


async def test_a_login_form_of_another_site_is_refused(client: AsyncClient, password: str):
    form = {"username": "canbo", "password": password}
    answer = await client.post("/console/dang-nhap", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


async def test_after_logout_the_old_cookie_opens_nothing(client: AsyncClient, login, token_of):
    await login("canbo")
    cookie = {"Cookie": f"pd_staff={client.cookies['pd_staff']}"}
    page = await client.get("/console")
    await client.post("/console/dang-xuat", data={"form_token": token_of(page.text)})
    client.cookies.clear()
    assert (await client.get("/console", headers=cookie)).status_code == 303
