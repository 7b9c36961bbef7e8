"""Reading a picture that somebody sent: what it is, where it was taken, and the same picture without either. Pure."""

import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from PIL import ExifTags, Image, ImageOps

from api.core.errors import Invalid
from api.inbox.schemas import Position

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 2048
MEDIA_TYPE: Final = "image/jpeg"
FIELD: Final = "file"
_QUALITY: Final = 85
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
# What Pillow raises at bytes that are no picture, or a broken one.
_BROKEN: Final = (
    OSError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    SyntaxError,
    EOFError,
    OverflowError,
    struct.error,
)
_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """A JPEG without metadata, upright, at most MAX_SIDE pixels a side; and where the camera said it was taken."""

    content: bytes
    width: int
    height: int
    position: Position | None


def read_picture(content: bytes) -> Picture:
    """Return the picture as it may be kept.

    Raises Invalid for one that is too large, is no JPEG, PNG or WebP, is broken, or has too many pixels; the pixels are
    counted before any of them is decoded.
    """
    if len(content) > MAX_BYTES:
        raise too_large()
    if _webp_pixels(content) > MAX_PIXELS:
        raise _too_many_pixels()
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels()
            return _encoded(image, _position(image))
    except _BOMBS as problem:
        raise _too_many_pixels() from problem
    except _BROKEN as problem:
        raise Invalid("Tệp này không phải ảnh JPG, PNG hoặc WEBP; hãy chọn ảnh khác.", field=FIELD) from problem


def too_large() -> Invalid:
    """Return the error of a file that is larger than what is taken."""
    return Invalid("Ảnh lớn hơn 8 MB; hãy gửi ảnh nhỏ hơn, hoặc chụp màn hình ảnh ấy rồi gửi.", field=FIELD)


def _too_many_pixels() -> Invalid:
    return Invalid("Ảnh có hơn 50 triệu điểm ảnh; hãy giảm kích thước ảnh rồi gửi lại.", field=FIELD)


def _webp_pixels(content: bytes) -> int:
    """Return the pixels that a WebP declares, 0 for other files: Pillow reserves its canvas when it opens it."""
    kind, body = content[12:16], content[20:30]
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(body) < 10:
        return 0
    if kind == b"VP8X":
        return (int.from_bytes(body[4:7], "little") + 1) * (int.from_bytes(body[7:10], "little") + 1)
    if kind == b"VP8L":
        packed = int.from_bytes(body[1:5], "little")
        return ((packed & 0x3FFF) + 1) * ((packed >> 14 & 0x3FFF) + 1)
    return (int.from_bytes(body[6:8], "little") & 0x3FFF) * (int.from_bytes(body[8:10], "little") & 0x3FFF)


def _encoded(image: Image.Image, position: Position | None) -> Picture:
    """Draw the picture anew: only its pixels go on, so that no place, time or device stays in the file."""
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    upright = ImageOps.exif_transpose(image)
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    bare = Image.new("RGB", upright.size)
    bare.paste(upright.convert("RGB"))
    out = BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(out.getvalue(), bare.width, bare.height, position)


def _position(image: Image.Image) -> Position | None:
    """Return where the camera says that it was; None without a whole position on the earth."""
    try:
        return position_of(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    except _BROKEN:
        return None  # a broken record tells no place, and the picture may be good all the same


def position_of(gps: Mapping[int, Any]) -> Position | None:
    """Return the point of an EXIF GPS record, in degrees; None if a part is missing or out of its bounds.

    (0, 0) is what cameras write that do not know where they are.
    """
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "NS", 90)
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "EW", 180)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None
    return Position(latitude=latitude, longitude=longitude)


def _degrees(parts: Sequence[Any] | None, side: object, sides: str, most: int) -> float | None:
    side = side.decode("ascii", "replace") if isinstance(side, bytes) else side
    letter = side.strip("\0 ").upper() if isinstance(side, str) else ""
    if parts is None or len(parts) != 3 or letter not in tuple(sides):
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except ZeroDivisionError:
        return None
    value = degrees + minutes / 60 + seconds / 3600
    whole = min(degrees, minutes, seconds) >= 0 and minutes < 60 and seconds <= 60
    if not math.isfinite(value) or not whole or value > most:
        return None
    return round(-value if letter in "SW" else value, 6)
