"""Photos over HTTP: what a form may bring, and a refusal of what is far too large before it is read."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response, UploadFile
from fastapi.routing import APIRoute

from api.core.errors import Invalid
from api.photos import service as photos
from api.photos.pictures import FIELD, MAX_BYTES, Picture, too_large

# Up to here a file is read, so that its sender is told on the page; beyond, the request is refused unread.
_READ_AT_MOST: Final = 4 * MAX_BYTES


class UploadRoute(APIRoute):
    """A route that looks at the length of a request before its form is read, because forms are kept on disk."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler behind the look at the length."""
        take = super().get_route_handler()

        async def handler(request: Request) -> Response:
            length = request.headers.get("content-length", "")
            if not length.isdigit():
                raise Invalid("Thiếu độ dài của tệp (Content-Length); hãy gửi lại.", field=FIELD)
            if int(length) > _READ_AT_MOST:
                raise too_large()
            return await take(request)

        return handler


async def picture_of(file: UploadFile | None) -> Picture:
    """Return the picture of a form, without its metadata. Raises Invalid for no file, and for one that is no photo."""
    if file is None or not (file.filename or file.size):
        raise Invalid("Ông/bà chưa chọn ảnh; hãy chọn một ảnh rồi bấm Gửi ảnh.", field=FIELD)
    if (file.size or 0) > MAX_BYTES:
        raise too_large()
    return await photos.read(await file.read())
