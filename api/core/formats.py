"""Numbers, shares, dates, durations and a citizen's words, written for people to read."""

import re
from datetime import date, datetime

from markupsafe import Markup, escape

from api.core.time import format_date, format_instant, local

_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")
_CODE = re.compile(r"\b[A-Z]{2}-[2-9A-Z]{4}-[2-9A-Z]{2}\b")
_LINK = '<a class="govuk-link" href="{0}" rel="nofollow noopener">{0}</a>'

_NARROW = "\N{NO-BREAK SPACE}"
_MISSING = "–"


def format_number(value: float | None, digits: int = 0) -> str:
    """Return `1.234,5`; a dash for a value that does not exist."""
    if value is None:
        return _MISSING
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def format_share(value: float | None) -> str:
    """Return a share of 0 to 1 as `94,3 %`; a dash where nothing was to be shared."""
    return _MISSING if value is None else f"{format_number(value * 100, 1)}{_NARROW}%"


def format_hours(value: float | None) -> str:
    """Return working hours as `12,5 giờ`; a dash where nothing was measured."""
    return _MISSING if value is None else f"{format_number(value, 1)}{_NARROW}giờ"


def format_short_date(on: date) -> str:
    """Return `08/12/2026`."""
    return f"{on:%d/%m/%Y}"


def format_deadline(due_at: datetime) -> str:
    """Return `17:00, thứ Ba 08/12/2026`, in the province's zone."""
    here = local(due_at)
    return f"{here:%H:%M}, {format_date(here.date())}"


def days_left(due_at: datetime, now: datetime) -> int:
    """Return how many midnights of the province lie between now and the due instant; negative when past."""
    return (local(due_at).date() - local(now).date()).days


def format_time_left(due_at: datetime, now: datetime) -> str:
    """Return the calendar days to a due instant: `còn 3 ngày`, `hạn hôm nay, 17:00`, `quá hạn 2 ngày`."""
    days = days_left(due_at, now)
    if due_at < now:
        return "quá hạn hôm nay" if days == 0 else f"quá hạn {-days} ngày"
    return f"hạn hôm nay, {local(due_at):%H:%M}" if days == 0 else f"còn {days} ngày"


def time_element(at: datetime, form: str = "instant") -> Markup:
    """Return a `<time>` that machines read too; `form` is "instant", "deadline", "date" or "clock"."""
    here = local(at)
    forms = {
        "instant": format_instant(at),
        "deadline": format_deadline(at),
        "date": format_date(here.date()),
        "clock": f"{here:%H:%M}",
    }
    return Markup('<time datetime="{}">{}</time>').format(here.isoformat(timespec="minutes"), forms[form])


def words(text: str) -> Markup:
    """Return text for a page: escaped, addresses as links, tracking codes kept on one line."""
    safe = _ADDRESS.sub(lambda found: _LINK.format(found[0]), str(escape(text)))
    return Markup(_CODE.sub(lambda found: f'<span class="pd-nowrap">{found[0]}</span>', safe))
