"""Pictures for the public: read with care, turned upright, made smaller, and written anew.

Writing anew leaves behind what a camera puts into a file: place, time, device, thumbnails.
"""

import io
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG")
PIXELS_MAX = 60_000_000
LONGEST_SIDE = 1600
QUALITY = 85


class PhotoRefused(ValueError):
    """The file is no picture we can show; the message tells the person why."""


@dataclass(frozen=True)
class PublicPicture:
    """A JPEG without metadata, and its size in pixels."""

    content: bytes
    width: int
    height: int


def public_picture(file: IO[bytes], *, longest_side: int = LONGEST_SIDE) -> PublicPicture:
    """Return `file` as a JPEG of at most `longest_side` pixels a side, upright, without metadata.

    :raises PhotoRefused: when it is no JPEG or PNG, is damaged, or has too many pixels.
    """
    try:
        with Image.open(file, formats=FORMATS) as source:
            _check_size(source)
            picture = _on_white(ImageOps.exif_transpose(source))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoRefused(_("图片像素过多，请缩小后再上传。")) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, PhotoRefused):
            raise
        raise PhotoRefused(_("不是能读取的 JPEG 或 PNG 图片。")) from None
    picture.thumbnail((longest_side, longest_side))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return PublicPicture(out.getvalue(), picture.width, picture.height)


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > PIXELS_MAX:
        raise PhotoRefused(_("图片像素过多，请缩小后再上传。"))


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a new RGB picture that has the pixels and nothing else; what was transparent becomes white."""
    ground = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        ground.paste(layer, mask=layer.getchannel("A"))
    else:
        ground.paste(picture.convert("RGB"))
    return ground
