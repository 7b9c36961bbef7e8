"""Fetching the photo that an event names: from Zalo's own hosts alone, wherever the address leads."""

import asyncio
from typing import Final

import httpx

from api.photos.pictures import MAX_BYTES, too_large
from bot.channels.base import Permanent, Temporary
from bot.channels.files import of_status, read_capped

# Photos of chats are seen under zdn.vn; the others are Zalo's too [?]. An event is signed, yet what it names is an
# address: nothing else, and above all nothing inside our network, is ever called for it.
_DOMAINS: Final = ("zdn.vn", "zadn.vn", "zalo.me", "zaloapp.com")
_MOST_REDIRECTS: Final = 3
_SECONDS: Final = 60


class Files:
    """The files of Zalo's citizens. `base` is the address of the API: a test server hands out its files itself."""

    def __init__(self, client: httpx.AsyncClient, base: str) -> None:
        self._client, self._base = client, httpx.URL(base)

    async def fetch(self, address: str) -> bytes:
        """Return the file; a redirect is followed by the same rule. Raises ChannelError, Invalid if it is too large."""
        try:
            async with asyncio.timeout(_SECONDS):
                url = self._allowed(httpx.URL(), address)
                for _ in range(_MOST_REDIRECTS + 1):
                    content, further = await self._get(url)
                    if further is None:
                        return content
                    url = self._allowed(url, further)
        except (httpx.HTTPError, TimeoutError) as error:
            raise Temporary(f"file:{type(error).__name__}") from error
        raise Permanent("file:redirects")

    async def _get(self, url: httpx.URL) -> tuple[bytes, str | None]:
        """Return the file, or where else it is."""
        # Packed bytes would be unpacked before they are counted.
        request = self._client.build_request("GET", url, headers={"Accept-Encoding": "identity"})
        response = await self._client.send(request, stream=True)
        try:
            if response.has_redirect_location:
                return b"", response.headers["location"]
            if response.status_code != httpx.codes.OK:
                raise of_status(response.status_code, response.headers.get("retry-after"))
            length = response.headers.get("content-length", "")
            if length.isdigit() and int(length) > MAX_BYTES:
                raise too_large()
            return await read_capped(response.aiter_raw()), None
        finally:
            await response.aclose()

    def _allowed(self, base: httpx.URL, address: str) -> httpx.URL:
        try:
            url = base.join(address)
        except httpx.InvalidURL as error:  # one that is too long, too
            raise Permanent("file:address") from error
        if url.userinfo or not (self._is_zalos(url) or self._is_the_apis(url)):
            raise Permanent("file:address")
        return url

    @staticmethod
    def _is_zalos(url: httpx.URL) -> bool:
        host = url.raw_host.decode("ascii")
        known = any(host == domain or host.endswith(f".{domain}") for domain in _DOMAINS)
        return url.scheme == "https" and url.port is None and known

    def _is_the_apis(self, url: httpx.URL) -> bool:
        return (url.scheme, url.raw_host, url.port) == (self._base.scheme, self._base.raw_host, self._base.port)
