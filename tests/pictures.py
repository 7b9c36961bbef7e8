"""Pictures as cameras and programs make them, for the tests of photos."""

from io import BytesIO

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

TIEN_LU = (20.65, 106.1)


def picture(
    size: tuple[int, int] = (64, 32),
    *,
    kind: str = "JPEG",
    at: tuple[float, float] | None = None,
    orientation: int = 1,
    mode: str = "RGB",
) -> bytes:
    """Return a picture whose left half is red; with a camera's name, and a position in degrees if one is given."""
    image = Image.new(mode, size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Orientation] = "SecretCam", orientation
    if at is not None:
        exif.get_ifd(IFD.GPSInfo).update(gps(*at))
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def gps(latitude: float, longitude: float) -> dict[int, object]:
    """Return a position as a camera writes it: degrees, minutes, seconds, and the side."""
    return {
        GPS.GPSLatitudeRef: "N" if latitude >= 0 else "S",
        GPS.GPSLatitude: _parts(abs(latitude)),
        GPS.GPSLongitudeRef: "E" if longitude >= 0 else "W",
        GPS.GPSLongitude: _parts(abs(longitude)),
    }


def _parts(degrees: float) -> tuple[float, float, float]:
    whole, rest = divmod(degrees, 1)
    minutes, rest = divmod(rest * 60, 1)
    return whole, minutes, round(rest * 60, 4)
