"""Roles and what each may do; what an account and a password must be like. Pure."""

import re
from typing import Final

OFFICER: Final = "officer"  # answers the tickets of the own agency
LEADER: Final = "leader"  # the same, and is accountable for them
COORDINATOR: Final = "coordinator"  # Văn phòng UBND tỉnh: every ordinary ticket, assigns what nobody has
VIEWER: Final = "viewer"  # Sở Nội vụ: figures, and ordinary tickets to read
ADMIN: Final = "admin"  # accounts and settings, no tickets

ROLE_NAMES: Final = {
    OFFICER: "Cán bộ xử lý",
    LEADER: "Lãnh đạo",
    COORDINATOR: "Điều phối (Văn phòng UBND tỉnh)",
    VIEWER: "Theo dõi chỉ số",
    ADMIN: "Quản trị",
}
SEES_ALL_AGENCIES: Final = frozenset({COORDINATOR, VIEWER})
HANDLES_TICKETS: Final = frozenset({OFFICER, LEADER, COORDINATOR})
SEES_TICKETS: Final = HANDLES_TICKETS | SEES_ALL_AGENCIES

MAX_FAILED_LOGINS: Final = 5
LOCK_MINUTES: Final = 15
SESSION_HOURS: Final = 12
MIN_PASSWORD_LENGTH: Final = 10
MAX_PASSWORD_LENGTH: Final = 256  # what the login form takes; a longer one could never be used
MAX_NAME_LENGTH: Final = 128

# The account's log.
ACCOUNT_CREATED: Final = "account_created"
ACCOUNT_CHANGED: Final = "account_changed"
ACCOUNT_DEACTIVATED: Final = "account_deactivated"
ACCOUNT_ACTIVATED: Final = "account_activated"
PASSWORD_RESET: Final = "password_reset"
PASSWORD_CHANGED: Final = "password_changed"

_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")


def manages_accounts(*, role: str, active: bool) -> bool:
    """Whether somebody may make and change accounts."""
    return active and role == ADMIN


def username_problem(username: str) -> str | None:
    """Return why the name cannot be used to log in, or None."""
    if _USERNAME.fullmatch(username):
        return None
    return "Tên đăng nhập gồm chữ thường không dấu, chữ số, dấu chấm hoặc gạch; tối đa 64 ký tự, ví dụ nguyenvan.a."


def name_problem(display_name: str) -> str | None:
    """Return why this cannot be a person's name, or None."""
    if not display_name:
        return "Xin ghi họ và tên."
    return f"Họ và tên dài tối đa {MAX_NAME_LENGTH} ký tự." if len(display_name) > MAX_NAME_LENGTH else None


def role_problem(role: str, *, sees_restricted: bool) -> str | None:
    """Return why the role, or what it is to see, cannot be given, or None."""
    if role not in ROLE_NAMES:
        return f"Xin chọn một vai trò: {', '.join(ROLE_NAMES.values())}."
    if sees_restricted and role not in SEES_TICKETS:
        return f"Vai trò «{ROLE_NAMES[role]}» không xem phiếu; xin bỏ chọn quyền xem phiếu hạn chế."
    return None


def password_problem(password: str) -> str | None:
    """Return why the password cannot be taken, or None."""
    if len(password) < MIN_PASSWORD_LENGTH:
        return f"Mật khẩu cần ít nhất {MIN_PASSWORD_LENGTH} ký tự."
    return f"Mật khẩu dài tối đa {MAX_PASSWORD_LENGTH} ký tự." if len(password) > MAX_PASSWORD_LENGTH else None


def new_password_problem(*, old: str, new: str) -> str | None:
    """Return why a person cannot change the password to this one, or None."""
    return "Mật khẩu mới cần khác mật khẩu cũ." if new == old else password_problem(new)
