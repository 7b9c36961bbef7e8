"""A ticket's state and log in plain words, for the console and for the citizen. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from api.core.formats import format_time_left
from api.core.time import format_instant
from api.tickets.models import TicketEvent
from api.tickets.rules import (
    ANSWERED,
    REJECTED,
    SOLVED,
    STATE_NAMES,
    WAITING_FOR_CITIZEN,
    WITHDRAWN,
    rating_name,
)

SOON: Final = timedelta(days=2)
_KINDS: Final = {
    WAITING_FOR_CITIZEN: "waiting",
    ANSWERED: "answered",
    SOLVED: "solved",
    REJECTED: "ended",
    WITHDRAWN: "ended",
}


@dataclass(frozen=True)
class Status:
    """A status tag: `kind` names its icon and colour, `text` carries the meaning."""

    kind: str
    text: str


@dataclass(frozen=True)
class Told:
    """A step of the log in words. `words` are what somebody wrote with it, and `private` those of the citizen."""

    at: datetime
    title: str
    words: str
    private: bool


def status(state: str, due_at: datetime, now: datetime, *, suspended: bool = False) -> Status:
    """Return the state, and for a running clock the calendar days that are left."""
    if state in _KINDS:
        return Status(_KINDS[state], STATE_NAMES[state])
    if suspended:
        return Status("waiting", "Thời hạn tạm dừng")
    left = format_time_left(due_at, now)
    if due_at < now:
        return Status("late", left[0].upper() + left[1:])
    if due_at - now < SOON:
        return Status("soon", f"Sắp đến hạn: {left}")
    return Status("open", left[0].upper() + left[1:])


_TITLES: Final = {
    "ticket_received": "Đã nhận ý kiến của công dân",
    "ticket_assigned": "Đã chuyển tới {agency}",
    "ticket_accepted": "{agency} bắt đầu xử lý",
    "ticket_classified": "{agency} xếp lại loại việc",
    "ticket_forwarded": "{agency} chuyển sang {to}",
    "citizen_asked": "{agency} hỏi thêm; thời hạn tạm dừng",
    "pause_ended": "Hết thời gian chờ công dân bổ sung; thời hạn tính tiếp",
    "extension_asked": "{agency} đề nghị gia hạn",
    "extension_refused": "Lãnh đạo hoặc bộ phận điều phối không đồng ý gia hạn",
    "deadline_extended": "{agency} gia hạn một lần; hạn mới {due}",
    "interim_replied": "{agency} trả lời bước đầu",
    "contribution_asked": "{agency} đề nghị {to} phối hợp",
    "contribution_given": "{to} đã có ý kiến phối hợp",
    "deadline_moved": "Hạn được tính lại: {due}",
    "deadline_suspended": "Thời hạn tạm dừng theo {decision}",
    "deadline_resumed": "Thời hạn tính tiếp; hạn mới {due}",
    "deadline_step_reached": "Nhắc hạn: {step}",
    "agency_succeeded": "{to} tiếp nhận thay {agency}",
    "citizen_answered": "Công dân đã bổ sung; thời hạn tính tiếp",
    "information_added": "Công dân gửi thêm thông tin",
    "reply_published": "{agency} đã trả lời",
    "reply_unpublished": "{agency} gỡ câu trả lời khỏi trang công khai",
    "ticket_rated": "Công dân đánh giá: {rating}",
    "ticket_solved": "Đã giải quyết",
    "rating_reason_given": "Công dân nêu lý do chưa hài lòng",
    "ticket_reopened": "Mở lại theo yêu cầu của công dân; người đã trả lời không xử lý lần này",
    "review_given": "{agency} giao người khác xem lại",
    "ticket_rejected": "{agency} không thụ lý",
    "ticket_withdrawn": "Công dân rút ý kiến",
    "citizen_reminded_agency": "Công dân nhắc cơ quan xử lý",
    "person_asked_for": "Công dân muốn trao đổi trực tiếp với cán bộ xử lý",
    "contact_corrected": "Công dân sửa họ tên hoặc số điện thoại của mình",
    "ticket_followed": "Thêm một công dân báo cùng việc và theo dõi phiếu này",
}
# Seen in the console only: how the staff work together is no business of the public page.
INSIDE: Final = frozenset(
    {
        "contribution_asked",
        "contribution_given",
        "reply_unpublished",
        "deadline_step_reached",
        "extension_asked",
        "extension_refused",
    }
)
_PRIVATE: Final = frozenset(
    {"citizen_answered", "information_added", "ticket_rated", "rating_reason_given", "ticket_reopened"}
)


def tell(event: TicketEvent, agency_names: Mapping[str, str]) -> Told:
    """Return a step in words; a kind without words of its own is named as it is stored."""
    data: dict[str, Any] = event.data
    title = _TITLES.get(event.kind, event.kind).format(
        agency=agency_names.get(event.agency_code or "", event.agency_code or ""),
        to=agency_names.get(data.get("to", ""), data.get("to", "")),
        due=format_instant(datetime.fromisoformat(data["due_at"])) if data.get("due_at") else "",
        decision=data.get("decision", ""),
        step=data.get("step", ""),
        rating=rating_name(data.get("stars", 0)),
    )
    written = [data.get(name) for name in ("question", "reason", "right_door", "text", "why")]
    return Told(event.at, title, "\n".join(text for text in written if text), event.kind in _PRIVATE)
