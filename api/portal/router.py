"""The public pages: a ticket by its code, and published answers under lasting addresses."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import UnitOfWork
from api.core.errors import NotFound, PhucDapError
from api.core.pages import refuse_foreign_forms
from api.core.time import local, utc_now
from api.knowledge.service import entry, near
from api.portal.answers import entries_by_topic, entry_shown, looked_up, published_answer, published_answers
from api.portal.view import TicketProgress, ticket_progress
from api.routing.queries import topics
from api.tickets import citizen
from api.tickets.models import Ticket
from api.tickets.queries import by_code, by_id
from api.tickets.rules import RATING_NAMES, rating_name

router = APIRouter(include_in_schema=False, dependencies=[Depends(refuse_foreign_forms)])

PAGE_SIZE = 20
# Published answers change only when somebody publishes: a minute in caches spares the database a crowd.
_PUBLIC = {"Cache-Control": "public, max-age=60"}
Code = Annotated[str, Form(max_length=64)]


@router.get("/tra-cuu")
async def look_up(
    request: Request,
    session: UnitOfWork,
    ma: Annotated[str, Query(max_length=64)] = "",
    done: str = "",
) -> Response:
    """Where a ticket stands, by its tracking code however it was typed."""
    ticket = await by_code(session, ma) if ma.strip() else None
    return await _look_up_page(request, session, code=ma, ticket=ticket, done=done)


@router.post("/tra-cuu/danh-gia")
async def rate(
    request: Request,
    session: UnitOfWork,
    code: Code,
    stars: Annotated[int, Form()] = 0,
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Keep the judgement of who holds the code."""
    ticket = await _locked(session, code)
    try:
        async with session.begin_nested():
            await citizen.rate(session, ticket=ticket, stars=stars, reason=reason.strip() or None, now=utc_now())
    except PhucDapError as problem:
        await session.refresh(ticket)
        return await _look_up_page(request, session, code=code, ticket=ticket, problem=problem)
    return _back(ticket, "danh-gia")


@router.post("/tra-cuu/mo-lai")
async def reopen(
    request: Request, session: UnitOfWork, code: Code, reason: Annotated[str, Form(max_length=2000)] = ""
) -> Response:
    """Take the matter up again for who holds the code."""
    ticket = await _locked(session, code)
    try:
        async with session.begin_nested():
            await citizen.reopen(session, ticket=ticket, reason=reason.strip(), now=utc_now())
    except PhucDapError as problem:
        await session.refresh(ticket)
        return await _look_up_page(request, session, code=code, ticket=ticket, problem=problem)
    return _back(ticket, "mo-lai")


@router.get("/tra-loi")
async def answers(
    request: Request,
    session: UnitOfWork,
    q: Annotated[str, Query(max_length=200)] = "",
    topic: str = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Published answers, the newest first; with words to look for, the nearest first, and entries that fit before."""
    found = await looked_up(session, q, on=local(utc_now()).date()) if q.strip() else None
    shown = await published_answers(
        session, found=found, topic=topic or None, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE
    )
    context = {
        "answers": shown[:PAGE_SIZE],
        "entries": near(found) if found else [],
        "q": q,
        "topic": topic,
        "topics": await topics(session),
        "page": page,
        "more": len(shown) > PAGE_SIZE,
    }
    return _render(request, "portal/answers.html", context, headers=_PUBLIC)


@router.get("/tra-loi/{slug}")
async def answer(request: Request, session: UnitOfWork, slug: str) -> Response:
    """One published answer at its lasting address; nothing of the citizen but the question as published."""
    found = await published_answer(session, slug)
    if found is None:
        raise NotFound("Không có câu trả lời công khai ở địa chỉ này; hãy tìm trong danh sách câu trả lời.")
    return _render(request, "portal/answer.html", {"answer": found}, headers=_PUBLIC)


@router.get("/hoi-dap")
async def entries_page(request: Request, session: UnitOfWork) -> Response:
    """All entries that may be offered today, topic by topic."""
    groups = await entries_by_topic(session, on=local(utc_now()).date())
    return _render(request, "portal/entries.html", {"groups": groups}, headers=_PUBLIC)


@router.get("/hoi-dap/{entry_id}")
async def entry_page(request: Request, session: UnitOfWork, entry_id: str) -> Response:
    """One entry: what is sure of it, what must be checked, source and day of checking."""
    found = await entry(session, entry_id, on=local(utc_now()).date())
    if found is None:
        raise NotFound("Không có mục hỏi đáp này, hoặc mục không còn dùng; hãy tìm trong danh sách hỏi đáp.")
    return _render(request, "portal/entry.html", {"entry": entry_shown(found)}, headers=_PUBLIC)


async def _look_up_page(
    request: Request,
    session: AsyncSession,
    *,
    code: str,
    ticket: Ticket | None,
    problem: PhucDapError | None = None,
    done: str = "",
) -> Response:
    progress: TicketProgress | None = await ticket_progress(session, ticket, now=utc_now()) if ticket else None
    unknown = bool(code.strip()) and ticket is None
    context = {
        "code": code,
        "progress": progress,
        "unknown": unknown,
        "problem": problem,
        "done": done,
        "ratings": RATING_NAMES,
        "rated": rating_name(progress.rating) if progress and progress.rating else "",
    }
    status = problem.status if problem else 404 if unknown else 200
    return _render(request, "portal/look_up.html", context, status=status)


async def _locked(session: AsyncSession, code: str) -> Ticket:
    found = await by_code(session, code)
    ticket = await by_id(session, found.id) if found else None
    if ticket is None:
        raise NotFound("Không tìm thấy phiếu có mã này; hãy kiểm tra lại từng ký tự.")
    return ticket


def _back(ticket: Ticket, done: str) -> Response:
    return RedirectResponse("/tra-cuu?" + urlencode({"ma": ticket.tracking_code, "done": done}), 303)


def _render(
    request: Request,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    rendered: Response = request.app.state.pages.render(request, template, context, status=status, headers=headers)
    return rendered
