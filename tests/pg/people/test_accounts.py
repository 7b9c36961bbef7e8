"""Accounts: who may change them, what is refused, and that every change is written down for good."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Database
from api.core.errors import Conflict, Invalid, NotFound
from api.people import queries
from api.people.models import Staff, StaffEvent
from api.people.service import (
    Duties,
    NewStaff,
    activate,
    change_duties,
    change_password,
    create_staff,
    deactivate,
    log_in,
    new_temporary_password,
    reset_password,
    staff_of_session,
)
from tests import factories

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
PASSWORD = "mot cau de nho"


@pytest.fixture
async def admin(session: AsyncSession) -> Staff:
    return await factories.staff(session, "vp-ubnd-tinh", role="admin", now=NOW)


@pytest.fixture
async def bob(session: AsyncSession, admin: Staff) -> Staff:
    return await create_staff(session, new=_bob(), by=admin, now=NOW)


def _bob(**other: object) -> NewStaff:
    fields = {
        "username": "bob.a",
        "display_name": "Nguyễn Văn Bốp",
        "password": PASSWORD,
        "role": "officer",
        "agency_code": "so-y-te",
    }
    return NewStaff(**{**fields, **other})


async def _token(session: AsyncSession, password: str = PASSWORD, now: datetime = NOW) -> str | None:
    return await log_in(session, username="bob.a", password=password, now=now)


async def _kinds(session: AsyncSession, staff: Staff) -> list[str]:
    return [event.kind for event in await queries.events_of(session, staff.id)]


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"username": "Nguyễn A"}, "username"),
        ({"username": ""}, "username"),
        ({"username": "a" * 65}, "username"),
        ({"display_name": "  "}, "display_name"),
        ({"display_name": "A" * 129}, "display_name"),
        ({"password": "123456789"}, "password"),
        ({"role": "chief"}, "role"),
        ({"role": "admin", "sees_restricted": True}, "sees_restricted"),
        ({"agency_code": "khong-co"}, "agency"),
    ],
)
async def test_what_cannot_be_an_account_is_refused_at_its_field(
    session: AsyncSession, admin: Staff, other: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await create_staff(session, new=_bob(**other), by=admin, now=NOW)
    assert refused.value.field == field


async def test_an_agency_that_does_not_exist_on_the_day_takes_nobody(session: AsyncSession, admin: Staff) -> None:
    before_the_agencies = datetime(1990, 1, 1, tzinfo=UTC)
    with pytest.raises(Invalid) as refused:
        await create_staff(session, new=_bob(), by=admin, now=before_the_agencies)
    assert refused.value.field == "agency"


async def test_a_user_name_is_taken_once_however_it_is_written(session: AsyncSession, admin: Staff, bob: Staff) -> None:
    with pytest.raises(Conflict):
        await create_staff(session, new=_bob(username=" BOB.A "), by=admin, now=NOW)


async def test_of_two_equal_names_in_the_same_moment_one_is_told(database: Database) -> None:
    async def make() -> str:
        try:
            async with database.transaction() as session:
                await create_staff(session, new=_bob(), now=NOW)
        except Conflict:
            return "taken"
        return "made"

    assert sorted(await asyncio.gather(make(), make())) == ["made", "taken"]


@pytest.mark.parametrize("role", ["officer", "leader", "coordinator", "viewer"])
async def test_nobody_but_an_administrator_changes_accounts(session: AsyncSession, bob: Staff, role: str) -> None:
    charlie = await factories.staff(session, "so-y-te", role=role, now=NOW)
    duties = Duties("leader", "so-y-te", False)
    for act in (
        create_staff(session, new=_bob(username="other"), by=charlie, now=NOW),
        change_duties(session, staff_id=bob.id, duties=duties, by=charlie, now=NOW),
        change_duties(session, staff_id=charlie.id, duties=duties, by=charlie, now=NOW),
        deactivate(session, staff_id=bob.id, by=charlie, now=NOW),
        activate(session, staff_id=bob.id, by=charlie, now=NOW),
        reset_password(session, staff_id=bob.id, by=charlie, now=NOW),
    ):
        with pytest.raises(NotFound):
            await act
    assert await _kinds(session, bob) == ["account_created"]


async def test_a_deactivated_administrator_changes_nothing_any_more(
    session: AsyncSession, admin: Staff, bob: Staff
) -> None:
    other = await factories.staff(session, "vp-ubnd-tinh", role="admin", now=NOW)
    await deactivate(session, staff_id=admin.id, by=other, now=NOW)
    with pytest.raises(NotFound):
        await deactivate(session, staff_id=bob.id, by=admin, now=NOW)


async def test_two_administrators_who_deactivate_each_other_do_not_both_succeed(database: Database) -> None:
    async with database.transaction() as session:
        pair = [await factories.staff(session, "vp-ubnd-tinh", role="admin", now=NOW) for _ in range(2)]

    async def put_out(by: Staff, whom: Staff) -> None:
        async with database.transaction() as session:
            await deactivate(session, staff_id=whom.id, by=by, now=NOW)

    done = await asyncio.gather(put_out(*pair), put_out(*reversed(pair)), return_exceptions=True)
    assert [type(one) for one in done if one] == [NotFound]


async def test_the_own_account_stays_in_use_and_an_administrators(session: AsyncSession, admin: Staff) -> None:
    with pytest.raises(Invalid):
        await deactivate(session, staff_id=admin.id, by=admin, now=NOW)
    with pytest.raises(Invalid):
        await reset_password(session, staff_id=admin.id, by=admin, now=NOW)
    duties = Duties("officer", "vp-ubnd-tinh", False)
    with pytest.raises(Invalid):
        await change_duties(session, staff_id=admin.id, duties=duties, by=admin, now=NOW)
    await session.refresh(admin)
    assert (admin.active, admin.role) == (True, "admin")
    assert await _kinds(session, admin) == []


async def test_a_deactivated_account_is_out_at_once_and_its_login_never_comes_back(
    session: AsyncSession, admin: Staff, bob: Staff
) -> None:
    token = await _token(session)
    assert await staff_of_session(session, token=token, now=NOW) is bob
    await deactivate(session, staff_id=bob.id, by=admin, now=NOW)
    assert await staff_of_session(session, token=token, now=NOW) is None
    assert await _token(session) is None
    await activate(session, staff_id=bob.id, by=admin, now=NOW)
    assert await staff_of_session(session, token=token, now=NOW) is None
    assert await _token(session) is not None


async def test_doing_it_twice_changes_and_logs_nothing(session: AsyncSession, admin: Staff, bob: Staff) -> None:
    same = Duties(bob.role, bob.agency_code, bob.sees_restricted)
    await change_duties(session, staff_id=bob.id, duties=same, by=admin, now=NOW)
    await activate(session, staff_id=bob.id, by=admin, now=NOW)
    for _ in range(2):
        await deactivate(session, staff_id=bob.id, by=admin, now=NOW)
    assert await _kinds(session, bob) == ["account_deactivated", "account_created"]


async def test_the_log_says_who_changed_what_of_whom_and_when(session: AsyncSession, admin: Staff, bob: Staff) -> None:
    later = NOW + timedelta(days=1)
    await change_duties(session, staff_id=bob.id, duties=Duties("leader", "so-y-te", True), by=admin, now=later)
    changed, created = await queries.events_of(session, bob.id)
    assert (changed.by_staff_id, changed.staff_id, changed.at) == (admin.id, bob.id, later)
    assert changed.data == {"role": ["officer", "leader"], "sees_restricted": [False, True]}
    assert created.data == {"role": "officer", "agency_code": "so-y-te", "sees_restricted": False}


@pytest.mark.parametrize("change", [update(StaffEvent).values(kind="nothing"), delete(StaffEvent)])
async def test_the_log_is_only_added_to(session: AsyncSession, bob: Staff, change) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        await session.execute(change)


async def test_a_temporary_password_ends_logins_and_locks_and_must_be_changed(
    session: AsyncSession, admin: Staff, bob: Staff
) -> None:
    token = await _token(session)
    for _ in range(5):
        assert await _token(session, "sai mat khau") is None
    assert await _token(session) is None  # locked
    _, temporary = await reset_password(session, staff_id=bob.id, by=admin, now=NOW)
    assert await staff_of_session(session, token=token, now=NOW) is None
    assert await _token(session) is None  # the old password
    new_token = await _token(session, temporary)
    assert (await staff_of_session(session, token=new_token, now=NOW)).must_change_password
    assert temporary not in bob.password_hash


async def test_a_changed_password_ends_the_other_logins_only(session: AsyncSession, bob: Staff) -> None:
    here, elsewhere = await _token(session), await _token(session)
    bob.must_change_password = True
    assert await change_password(session, staff=bob, old=PASSWORD, new="mot cau khac", token=here, now=NOW)
    assert await staff_of_session(session, token=here, now=NOW) is bob
    assert await staff_of_session(session, token=elsewhere, now=NOW) is None
    assert not bob.must_change_password
    assert await _token(session) is None
    assert await _token(session, "mot cau khac") is not None
    assert (await _kinds(session, bob))[0] == "password_changed"


@pytest.mark.parametrize("new", ["123456789", PASSWORD, "x" * 257])
async def test_a_new_password_that_is_short_too_long_or_the_old_one_is_refused(
    session: AsyncSession, bob: Staff, new: str
) -> None:
    with pytest.raises(Invalid):
        await change_password(session, staff=bob, old=PASSWORD, new=new, token="", now=NOW)
    assert await _token(session) is not None


async def test_guessing_the_old_password_locks_like_guessing_at_the_login(session: AsyncSession, bob: Staff) -> None:
    for _ in range(5):
        assert not await change_password(session, staff=bob, old="sai", new="mot cau khac", token="", now=NOW)
    assert not await change_password(session, staff=bob, old=PASSWORD, new="mot cau khac", token="", now=NOW)
    after = NOW + timedelta(minutes=16)
    assert await change_password(session, staff=bob, old=PASSWORD, new="mot cau khac", token="", now=after)


async def test_guesses_sent_at_once_are_all_counted(database: Database) -> None:
    async with database.transaction() as session:
        bob = await create_staff(session, new=_bob(), now=NOW)

    async def guess() -> None:
        async with database.transaction() as session:
            await _token(session, "sai mat khau")

    await asyncio.gather(*(guess() for _ in range(5)))
    async with database.transaction() as session:
        assert (await session.get(Staff, bob.id)).locked_until == NOW + timedelta(minutes=15)


async def test_the_last_login_is_noted(session: AsyncSession, bob: Staff) -> None:
    assert bob.last_login_at is None
    await _token(session, "sai mat khau")
    assert bob.last_login_at is None
    await _token(session)
    assert bob.last_login_at == NOW


def test_temporary_passwords_differ_and_are_long_enough() -> None:
    made = {new_temporary_password() for _ in range(100)}
    assert len(made) == 100
    assert {len(one) for one in made} == {14}


@pytest.mark.parametrize("search", ["nguyen van bop", "Bốp", "bob.a", "so y te"])
async def test_an_account_is_found_without_marks_by_name_user_name_or_agency(
    session: AsyncSession, bob: Staff, search: str
) -> None:
    assert bob in [a.staff for a in await queries.accounts(session, active=True, search=search)]
    assert bob not in [a.staff for a in await queries.accounts(session, active=False, search=search)]
    assert await queries.accounts(session, active=True, search="khong co ai") == []
