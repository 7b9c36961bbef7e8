"""What can be wrong with a step of a ticket."""

from api.core.errors import Conflict, Invalid


class NotAllowedNow(Conflict):
    """The ticket's state does not allow this step."""

    code = "not_allowed_now"
    title = "Phiếu không còn ở bước này"


class Stale(Conflict):
    """Somebody else changed the ticket since the page was opened."""

    code = "stale"
    title = "Phiếu vừa được người khác cập nhật"


class EmptyReply(Invalid):
    """A reply that says nothing does not stop the clock."""

    code = "empty_reply"


class NoClosedDesk(LookupError):
    """A restricted matter has no desk that may take it, and the coordinator may not have it."""
