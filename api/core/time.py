"""Instants are kept in UTC and shown in the province's zone, as Vietnamese read them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def utc_now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)


def local(at: datetime) -> datetime:
    """Return the instant on the province's clocks."""
    return at.astimezone(ZONE)


def format_date(on: date) -> str:
    """Return `thứ Ba 08/12/2026`."""
    return f"{_WEEKDAYS[on.weekday()]} {on:%d/%m/%Y}"


def format_instant(at: datetime) -> str:
    """Return `14:30 thứ Ba 08/12/2026`, in the province's zone."""
    here = local(at)
    return f"{here:%H:%M} {format_date(here.date())}"
