"""Showing a picture: always a copy made anew, never the bytes that were uploaded."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from .models import EvidenceFile

LONGEST_SIDE = {"": 1600, "small": 480}
"""Pixels of the longest side, by the value of `?inline=`."""
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
_QUALITY = 85


class NoPicture(Exception):
    """The file is not a picture, or cannot be decoded."""


def shown_copy(stored: EvidenceFile, *, size: str = "") -> bytes:
    """Return a JPEG of the picture, upright, at most `LONGEST_SIDE` and without what the camera wrote into it.

    :raises NoPicture: when there is none to show.
    """
    if stored.content_type not in FORMATS:
        raise NoPicture
    side = LONGEST_SIDE.get(size, LONGEST_SIDE[""])
    try:
        with stored.file.open("rb") as handle, Image.open(handle, formats=[FORMATS[stored.content_type]]) as found:
            found.draft("RGB", (side, side))
            picture = ImageOps.exif_transpose(found).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NoPicture from error
    picture.thumbnail((side, side))
    copy = BytesIO()
    picture.save(copy, "JPEG", quality=_QUALITY)
    return copy.getvalue()
