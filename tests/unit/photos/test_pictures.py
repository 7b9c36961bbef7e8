"""What is read of a picture, and what is left in the one that is kept."""

import struct
import tracemalloc
import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.ExifTags import GPS

from api.core.errors import Invalid
from api.photos.pictures import MAX_BYTES, MAX_SIDE, position_of, read_picture
from tests.pictures import gps, picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_position_is_read_and_no_metadata_stays(kind: str) -> None:
    sent = picture(kind=kind, at=(20.654321, 106.123456))
    assert b"SecretCam" in sent
    kept = read_picture(sent)
    assert kept.position is not None
    assert (kept.position.latitude, kept.position.longitude) == (
        pytest.approx(20.654321, abs=1e-5),
        pytest.approx(106.123456, abs=1e-5),
    )
    assert b"SecretCam" not in kept.content
    assert b"Exif" not in kept.content
    with Image.open(BytesIO(kept.content)) as image:
        assert image.format == "JPEG"
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_comment_and_a_profile_do_not_stay() -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", comment=b"nha toi", icc_profile=b"profile-of-my-phone")
    kept = read_picture(out.getvalue()).content
    assert b"nha toi" not in kept
    assert b"profile-of-my-phone" not in kept


def test_the_picture_is_turned_upright_and_made_smaller() -> None:
    kept = read_picture(picture((4000, 1000), orientation=6))
    assert (kept.width, kept.height) == (MAX_SIDE // 4, MAX_SIDE)
    with Image.open(BytesIO(kept.content)) as image:
        assert image.size == (kept.width, kept.height)
        top, bottom = image.getpixel((100, 100)), image.getpixel((100, MAX_SIDE - 100))
    assert top[0] > 200 > bottom[0]  # what was left is above


def test_what_is_transparent_becomes_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(read_picture(out.getvalue()).content)) as image:
        assert image.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "CMYK", "I;16"])
def test_other_kinds_of_pixels_are_taken(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (8, 8)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert read_picture(out.getvalue()).width == 8


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:200], b"RIFF\0\0\0\0WEBPVP8 "],
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match="không phải ảnh"):
        read_picture(content)


def test_a_kind_that_is_not_taken_is_refused() -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "GIF")
    with pytest.raises(Invalid, match="không phải ảnh"):
        read_picture(out.getvalue())


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(Invalid, match="8 MB"):
        read_picture(b"\0" * (MAX_BYTES + 1))


def _png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def _webp_header(width: int, height: int) -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + b"\0" * 4
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


@pytest.mark.parametrize("bomb", [_png_header(7100, 7100), _png_header(60_000, 60_000), _webp_header(16_000, 16_000)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_bomb_is_refused_before_it_is_decoded(bomb: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(Invalid, match="50 triệu"):
        read_picture(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(20.65, 106.1), (-33.9, 18.4), (51.5, -0.1), (-12.05, -77.03), (90, 180)]
)
def test_positions_of_all_sides_are_read(latitude: float, longitude: float) -> None:
    found = position_of(gps(latitude, longitude))
    assert found is not None
    assert (found.latitude, found.longitude) == (pytest.approx(latitude, abs=1e-5), pytest.approx(longitude, abs=1e-5))


@pytest.mark.parametrize(
    "changed",
    [
        {GPS.GPSLatitude: (91, 0, 0)},
        {GPS.GPSLongitude: (181, 0, 0)},
        {GPS.GPSLatitude: (20, 61, 0)},
        {GPS.GPSLatitude: (-20, 0, 0)},
        {GPS.GPSLatitude: (float("nan"), 0, 0)},
        {GPS.GPSLatitude: (20, 1)},
        {GPS.GPSLatitude: None},
        {GPS.GPSLatitudeRef: "X"},
        {GPS.GPSLatitudeRef: ""},
        {GPS.GPSLongitudeRef: None},
        {GPS.GPSLatitude: (0, 0, 0), GPS.GPSLongitude: (0, 0, 0)},
    ],
)
def test_what_is_no_whole_position_on_the_earth_is_none(changed: dict[int, object]) -> None:
    assert position_of({**gps(20.65, 106.1), **changed}) is None


def test_a_picture_without_a_position_has_none() -> None:
    assert read_picture(picture()).position is None
