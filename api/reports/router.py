"""The page of response-time figures."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.core.db import UnitOfWork
from api.core.settings import Settings
from api.core.time import local, utc_now
from api.directory.names import names
from api.reports.queries import Units, agency_figures
from api.reports.rules import total

router = APIRouter(prefix="/reports", include_in_schema=False)

_DEFAULT_DAYS = 30
_PUBLIC = {"Cache-Control": "public, max-age=60"}


@router.get("")
async def figures_page(
    request: Request,
    session: UnitOfWork,
    first: Annotated[str, Query(max_length=10)] = "",
    last: Annotated[str, Query(max_length=10)] = "",
    units: str = "then",
) -> Response:
    """The figures of each agency for the matters received in a period, by default the last thirty days.

    `units=now` counts what an agency of before did under its successor of today.
    """
    now = utc_now()
    settings: Settings = request.app.state.settings
    today = local(now).date()
    start, end, fault = period(first, last, today)
    of_units: Units = "now" if units == "now" else "then"
    rows = await agency_figures(
        session, first=start, last=end, now=now, demo=None if settings.demo else False, units=of_units
    )
    context = {
        "rows": rows,
        "total": total(rows),
        "names": await names(session, [row.agency_code for row in rows]),
        "start": start,
        "end": end,
        "fault": fault,
        "units": of_units,
        "now": now,
        "quick": quick_periods(today),
    }
    rendered: Response = request.app.state.pages.render(
        request, "reports/figures.html", context, status=422 if fault else 200, headers=None if fault else _PUBLIC
    )
    return rendered


def period(first: str, last: str, today: date) -> tuple[date, date, str]:
    """Return the days of the period and, when they make no sense, the default with what to mend."""
    default = (today - timedelta(days=_DEFAULT_DAYS - 1), today)
    try:
        start = date.fromisoformat(first) if first else default[0]
        end = date.fromisoformat(last) if last else default[1]
    except ValueError:
        return *default, "Ngày chưa đúng; hãy chọn lại cả hai ngày."
    if start > end or start.year < 2000:
        return *default, "Ngày đầu phải trước ngày cuối; hãy chọn lại."
    return start, end, ""


def quick_periods(today: date) -> list[tuple[str, date, date]]:
    """Return the periods that are asked for most, with their names."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    return [
        ("30 ngày qua", today - timedelta(days=_DEFAULT_DAYS - 1), today),
        ("Tháng này", month, today),
        ("Tháng trước", before.replace(day=1), before),
        ("Từ đầu năm", today.replace(month=1, day=1), today),
        ("12 tháng qua", today - timedelta(days=364), today),
    ]
