"""Forms of other sites are refused."""

import pytest
from starlette.requests import Request

from api.console.login import safe_next
from api.core.errors import Forbidden
from api.core.pages import refuse_foreign_forms


def _request(method: str = "POST", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": method, "path": "/chat", "headers": raw, "query_string": b""})


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
        {"origin": "https://a.vn", "host": "a.vn"},
        {"host": "a.vn"},
    ],
)
def test_own_forms_pass(headers):
    refuse_foreign_forms(_request(**headers))


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "https://evil.vn", "host": "a.vn"},
        {"origin": "null", "host": "a.vn"},
    ],
)
def test_foreign_forms_are_refused(headers):
    with pytest.raises(Forbidden):
        refuse_foreign_forms(_request(**headers))


def test_reading_from_elsewhere_is_allowed():
    refuse_foreign_forms(_request("GET", sec_fetch_site="cross-site"))


@pytest.mark.parametrize("wanted", ["https://evil.vn", "//evil.vn", "/consoles", "/tra-loi", "/console/\\evil.vn"])
def test_after_login_one_stays_in_the_console(wanted):
    assert safe_next(wanted) == "/console"


def test_after_login_one_returns_to_the_page():
    assert safe_next("/console/phieu/1") == "/console/phieu/1"
