"""Pages rendered on the server: one Jinja environment, the built assets, the headers that protect both."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.core import formats
from api.core.errors import Forbidden
from api.core.settings import ROOT, Settings

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
}
_IMMUTABLE = "public, max-age=31536000, immutable"


class Pages:
    """The templates of all domains; a template `queue.html` of the console is called `console/queue.html`."""

    def __init__(self, static_dir: Path, settings: Settings) -> None:
        self._manifest: dict[str, str] = json.loads((static_dir / "manifest.json").read_text(encoding="utf-8"))
        self._environment = _environment()
        self._environment.globals.update(
            static=self.static,
            demo=settings.demo,
            secure=settings.base_url.startswith("https://"),
            province_name=_province_name(settings.data_dir / "province.yml"),
        )

    def static(self, name: str) -> str:
        """Return the address of a built asset. Raises KeyError for one that was not built."""
        return f"/static/{self._manifest[name]}"

    def text(self, template: str, context: Mapping[str, Any]) -> str:
        """Return a template's text, for fragments."""
        return self._environment.get_template(template).render(context)

    def render(
        self,
        request: Request,
        template: str,
        context: Mapping[str, Any],
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Return a page. No cache keeps it, unless `headers` say so: most pages hold a citizen's words."""
        body = self.text(template, {"path": request.url.path, **context})
        all_headers = {
            **SECURITY_HEADERS,
            "Cache-Control": "no-store",
            "Vary": "HX-Request",
            **(headers or {}),
        }
        return HTMLResponse(body, status_code=status, headers=all_headers)


class HashedFiles(StaticFiles):
    """Built assets: a name carries the hash, so a file never changes; packed ones are sent as they are."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, packed with gzip where the browser takes it."""
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"")
        packed = b"gzip" in accepted and (Path(str(self.directory)) / f"{path}.gz").is_file()
        response = await super().get_response(f"{path}.gz" if packed else path, scope)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Type"] = _media_type(path)
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = _IMMUTABLE
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def install(app: FastAPI, settings: Settings) -> None:
    """Give the app its pages (`app.state.pages`) and serve the built assets under /static."""
    app.state.pages = Pages(settings.static_dir, settings)
    app.mount("/static", HashedFiles(directory=settings.static_dir), name="static")


def refuse_foreign_forms(request: Request) -> None:
    """Raise Forbidden for a form that another site sent; a dependency of routers that take forms.

    Browsers name the sender in `Sec-Fetch-Site`, older ones in `Origin`; what names none is no browser.
    """
    if request.method in ("GET", "HEAD"):
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "")
    foreign = site not in ("same-origin", "none") if site else _is_foreign(origin, request)
    if foreign:
        raise Forbidden("Biểu mẫu này được gửi từ một trang khác; hãy mở lại trang và gửi từ đó.")


def _is_foreign(origin: str, request: Request) -> bool:
    return bool(origin) and origin.split("://")[-1] != request.headers.get("host", "")


_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


def _media_type(path: str) -> str:
    return _MEDIA_TYPES[Path(path).suffix]


def _province_name(file: Path) -> str:
    return str(yaml.safe_load(file.read_text(encoding="utf-8"))["name"])


def _environment() -> Environment:
    folders = {folder.parent.name: FileSystemLoader(folder) for folder in _template_folders()}
    macros = PackageLoader("govuk_frontend_jinja")
    loader = ChoiceLoader(
        [
            FileSystemLoader(ROOT / "api" / "core" / "templates"),
            PrefixLoader({"govuk_frontend_jinja": macros, **folders}),
        ]
    )
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(_FILTERS)
    return environment


def _template_folders() -> list[Path]:
    return [f for pattern in ("api/*/templates", "bot/channels/*/templates") for f in sorted(ROOT.glob(pattern))]


_FILTERS = {
    "deadline": formats.format_deadline,
    "hours": formats.format_hours,
    "number": formats.format_number,
    "share": formats.format_share,
    "short_date": formats.format_short_date,
    "time": formats.time_element,
    "words": formats.words,
}
