"""A page of the console: what every one of them needs, and the status of a step that was refused."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from api.console.login import form_token
from api.core.errors import PhucDapError
from api.people.models import Staff


def console_page(
    request: Request, staff: Staff, template: str, context: Mapping[str, Any], *, problem: PhucDapError | None = None
) -> Response:
    """Return a page for a member of staff, with the token of its forms; a `problem` is shown, and sets the status."""
    everywhere = {"staff": staff, "form_token": form_token(request), "problem": problem}
    rendered: Response = request.app.state.pages.render(
        request, f"console/{template}", {**everywhere, **context}, status=problem.status if problem else 200
    )
    return rendered
