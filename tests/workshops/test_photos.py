"""Pictures for the public: nothing of the camera's notes survives, nothing but pictures gets in."""

import io

import pytest
from PIL import Image

from gongfang.workshops.photos import PhotoRefused, public_picture

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F


def picture(
    size: tuple[int, int] = (40, 20), kind: str = "JPEG", mode: str = "RGB", **saved: object
) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **saved)
    out.seek(0)
    return out


def with_notes(orientation: int = 1) -> io.BytesIO:
    notes = Image.Exif()
    notes[MAKE] = "SecretPhone"
    notes[ORIENTATION] = orientation
    notes.get_ifd(GPS)[2] = (46.0, 44.0, 0.0)
    return picture(exif=notes.tobytes())


def test_the_notes_of_the_camera_are_gone() -> None:
    source = with_notes()
    assert b"SecretPhone" in source.getvalue()
    found = public_picture(source)
    assert b"SecretPhone" not in found.content
    assert b"Exif" not in found.content
    assert not dict(Image.open(io.BytesIO(found.content)).getexif())


def test_the_picture_is_turned_upright_before_its_notes_are_dropped() -> None:
    found = public_picture(with_notes(orientation=6))
    assert (found.width, found.height) == (20, 40)


def test_a_comment_in_a_png_is_gone_and_the_transparent_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG", pnginfo=_comment())
    found = public_picture(io.BytesIO(out.getvalue()))
    shown = Image.open(io.BytesIO(found.content))
    assert shown.format == "JPEG"
    assert shown.getpixel((4, 4)) == (255, 255, 255)
    assert b"secret place" not in found.content


def _comment() -> object:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "secret place")
    return info


def test_a_large_picture_is_made_smaller() -> None:
    found = public_picture(picture((3200, 800)))
    assert (found.width, found.height) == (1600, 400)


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    bomb = picture((9000, 9000), "PNG", mode="1")
    with pytest.raises(PhotoRefused, match="像素过多"):
        public_picture(bomb)


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload=alert(1)>", b"%PDF-1.7", b"\xff\xd8\xff\xe0 no picture", picture(kind="GIF").getvalue()],
)
def test_what_is_no_jpeg_or_png_is_refused(content: bytes) -> None:
    with pytest.raises(PhotoRefused, match="不是能读取"):
        public_picture(io.BytesIO(content))


def test_a_picture_that_is_cut_off_is_refused() -> None:
    whole = picture((400, 400)).getvalue()
    with pytest.raises(PhotoRefused):
        public_picture(io.BytesIO(whole[: len(whole) // 2]))
