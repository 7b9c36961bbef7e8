"""Roles and what each may do. Pure."""

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

MAX_FAILED_LOGINS: Final = 5
LOCK_MINUTES: Final = 15
SESSION_HOURS: Final = 12
MIN_PASSWORD_LENGTH: Final = 10
