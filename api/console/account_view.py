"""What the pages of accounts show: the agency that was typed, the log in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Invalid
from api.core.text import fold
from api.directory.models import Agency
from api.directory.names import names
from api.people import queries, rules
from api.people.models import Staff, StaffEvent

_MOST_NAMED = 5
_KINDS = {
    rules.ACCOUNT_CREATED: "Tạo tài khoản",
    rules.ACCOUNT_CHANGED: "Đổi phân công",
    rules.ACCOUNT_DEACTIVATED: "Ngừng tài khoản",
    rules.ACCOUNT_ACTIVATED: "Cho dùng lại tài khoản",
    rules.PASSWORD_RESET: "Cấp mật khẩu tạm mới",
    rules.PASSWORD_CHANGED: "Đổi mật khẩu",
}
_FIELDS = {"role": "vai trò", "agency_code": "cơ quan", "sees_restricted": "xem phiếu hạn chế"}


@dataclass(frozen=True)
class Told:
    """A line of an account's log, in words."""

    at: datetime
    what: str
    details: str
    by: str


def agency_typed(typed: str, today: list[Agency]) -> Agency:
    """Return the agency that was meant: by name, short name or code, else the only one whose name holds the words.

    Marks and capitals do not matter. Raises Invalid, naming what is near, when none or several fit.
    """
    wanted = fold(typed)
    if not wanted:
        raise Invalid("Xin chọn cơ quan.", field="agency")
    found = [a for a in today if wanted in (fold(a.name), fold(a.short_name), a.code)]
    found = found or [a for a in today if wanted in fold(a.name)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Invalid(f"Không có cơ quan đang hoạt động nào tên «{typed}»; xin chọn trong danh sách.", field="agency")
    several = len({a.name for a in found}) < len(found)  # names that two bear are told apart by their codes
    near = [f"{a.name} (mã {a.code})" if several else a.name for a in found[:_MOST_NAMED]]
    more = " và các cơ quan khác" if len(found) > _MOST_NAMED else ""
    raise Invalid(f"Có {len(found)} cơ quan khớp, xin ghi rõ hơn: {'; '.join(near)}{more}.", field="agency")


async def log_of(session: AsyncSession, staff: Staff) -> list[Told]:
    """Return the account's log in words, the newest first."""
    events = await queries.events_of(session, staff.id)
    people = await queries.display_names(session, (event.by_staff_id for event in events))
    agencies = await names(session, (code for event in events for code in event.data.get("agency_code") or [] if code))
    return [_tell(event, staff, people, agencies) for event in events]


def _tell(event: StaffEvent, staff: Staff, people: Mapping[UUID, str], agencies: Mapping[str, str]) -> Told:
    changed = event.data if event.kind == rules.ACCOUNT_CHANGED else {}
    parts = [
        f"{_FIELDS[name]}: {_value(name, before, agencies)} → {_value(name, after, agencies)}"
        for name, (before, after) in changed.items()
    ]
    by = "lệnh trên máy chủ" if event.by_staff_id is None else people.get(event.by_staff_id, "tài khoản đã xóa")
    return Told(event.at, _KINDS[event.kind], "; ".join(parts), "tự đổi" if event.by_staff_id == staff.id else by)


def _value(name: str, value: str | bool, agencies: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return rules.ROLE_NAMES.get(value, value) if name == "role" else agencies.get(value, value)
