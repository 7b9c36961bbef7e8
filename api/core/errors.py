"""One root for every error that people or programs are told of, shown as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from starlette.exceptions import HTTPException

_log = structlog.get_logger(__name__)


class PhucDapError(Exception):
    """Something that the caller can be told: Vietnamese words, a stable code, and whether trying again helps."""

    status: int = 400
    code: str = "bad_request"
    title: str = "Yêu cầu chưa hợp lệ"
    retry: bool = False

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field

    def problem(self) -> dict[str, Any]:
        """Return the problem details; `field` names the input to mend, `retry` says that later may work."""
        body: dict[str, Any] = {
            "type": f"urn:phuc-dap:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "retry": self.retry,
        }
        if self.field:
            body["field"] = self.field
        return body


class NotFound(PhucDapError):
    """There is no such thing, or the caller may not know of it."""

    status, code, title = 404, "not_found", "Không tìm thấy"


class Forbidden(PhucDapError):
    """The caller is known but has no right to this."""

    status, code, title = 403, "forbidden", "Không có quyền"


class Unauthorized(PhucDapError):
    """The caller did not prove who they are."""

    status, code, title = 401, "unauthorized", "Cần xác thực"


class Conflict(PhucDapError):
    """The thing has moved on; look again and decide anew."""

    status, code, title = 409, "conflict", "Dữ liệu đã thay đổi"


class Invalid(PhucDapError):
    """An input cannot be taken as it is."""

    status, code, title = 422, "invalid", "Dữ liệu chưa hợp lệ"


class Unavailable(PhucDapError):
    """A part that is needed does not answer now."""

    status, code, title, retry = 503, "unavailable", "Tạm thời chưa phục vụ được", True


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, so that the answer should be a page."""
    path = request.url.path
    return not path.startswith(("/api/", "/internal/")) and "text/html" in request.headers.get("accept", "")


def problem_response(problem: dict[str, Any]) -> JSONResponse:
    """Return problem details with their media type."""
    return JSONResponse(problem, status_code=problem["status"], media_type="application/problem+json")


def _render(request: Request, problem: dict[str, Any]) -> Response:
    pages = getattr(request.app.state, "pages", None)
    if pages is None or not wants_page(request):
        return problem_response(problem)
    response: Response = pages.render(request, "error.html", {"problem": problem}, status=problem["status"])
    return response


def _validation_problem(error: RequestValidationError) -> dict[str, Any]:
    first = error.errors()[0]
    location = [str(part) for part in first["loc"] if part not in ("body", "query", "path", "header")]
    field = ".".join(location) or str(first["loc"][-1])
    problem = Invalid(f"Trường «{field}» chưa hợp lệ: {_remedy(first)}", field=field).problem()
    problem["errors"] = [{"loc": list(e["loc"]), "type": e["type"]} for e in error.errors()]
    return problem


def _remedy(error: Any) -> str:
    """Say in Vietnamese what to mend; pydantic's own words stay for the kinds that are rare."""
    context = error.get("ctx") or {}
    remedies = {
        "missing": "trường này bắt buộc, hãy bổ sung.",
        "string_too_long": f"tối đa {context.get('max_length')} ký tự, hãy rút ngắn.",
        "string_too_short": f"cần ít nhất {context.get('min_length')} ký tự.",
        "uuid_parsing": "cần một mã định danh UUID.",
        "int_parsing": "cần một số nguyên.",
        "json_invalid": "nội dung gửi lên không phải JSON đúng cú pháp.",
    }
    return remedies.get(error["type"], str(error["msg"]))


def install(app: FastAPI) -> None:
    """Let the app answer every error in the one form."""

    @app.exception_handler(PhucDapError)
    async def known(request: Request, error: PhucDapError) -> Response:
        return _render(request, error.problem())

    @app.exception_handler(DBAPIError)
    async def database(request: Request, error: DBAPIError) -> Response:
        if not (error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError))):
            raise error
        _log.warning("database_unreachable", reason=type(error.orig).__name__)
        return _render(request, Unavailable("Hệ thống tạm thời gián đoạn; xin gửi lại sau ít phút.").problem())

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return _render(request, _validation_problem(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        titles = {404: "Không tìm thấy", 405: "Không hỗ trợ", 401: "Cần xác thực", 403: "Không có quyền"}
        title = titles.get(error.status_code, HTTPStatus(error.status_code).phrase)
        detail = "Không có trang hoặc dữ liệu ở địa chỉ này." if error.status_code == 404 else str(error.detail)
        problem = PhucDapError(detail).problem() | {
            "type": f"urn:phuc-dap:http-{error.status_code}",
            "title": title,
            "status": error.status_code,
        }
        response = _render(request, problem)
        response.headers.update(error.headers or {})
        return response
