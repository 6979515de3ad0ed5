"""Drawn pictures in the manner of felt: they stand for photographs, and say so in a corner."""

import math
import random
import zlib
from base64 import b85decode
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .crafts import CRAFTS, Craft

SIZE = (960, 640)
_QUALITY = 82
_BAND = 56
# The characters 演示, drawn once: a machine without Chinese fonts can write them too.
_MARK_SIZE = (46, 24)
_MARK = (
    "c-kGzF%E-33<N+&E+Zk*Q9zn}Af=Iz$dit4Q{|q<3+@em!ljA}B*)wqQ|wAhcZxi_(~sNgx;C$Q2ssbYvs?Ib4Qog4hc!31@D?lRQsmT"
    "a#6E>@or;XmxyXVvy8&oQN_&ND->O)C3by`{g=>8Gtn>%-8A1~"
)
_BY_SHORT: Mapping[str, Craft] = {craft.short: craft for craft in CRAFTS}

Draw = ImageDraw.ImageDraw
Colours = tuple[str, str, str]


@cache
def picture(craft: str, variant: int = 0) -> bytes:
    """Return a JPEG for the craft with this short name; each `variant` is another picture."""
    chosen = _BY_SHORT[craft]
    seed = random.Random(f"{craft}:{variant}")
    ground, line, accent = _turned(chosen.colours, variant)
    felt = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(felt)
    _MOTIFS[chosen.motif](pen, (ground, line, accent), seed)
    _borders(pen, line, accent)
    felt = _as_felt(felt, seed)
    _sign(felt)
    written = BytesIO()
    felt.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()


def _turned(colours: Colours, variant: int) -> Colours:
    ground, line, accent = colours
    return ((ground, line, accent), (line, ground, accent), (accent, ground, line))[variant % 3]


def _borders(pen: Draw, line: str, accent: str) -> None:
    width, height = SIZE
    for top in (0, height - _BAND):
        pen.rectangle((0, top, width, top + _BAND), fill=line)
        for left in range(-_BAND, width, _BAND):
            peak = top + _BAND - 10
            pen.polygon([(left, peak), (left + _BAND / 2, top + 10), (left + _BAND, peak)], fill=accent)


def _as_felt(drawn: Image.Image, seed: random.Random) -> Image.Image:
    """Soften the edges and lay fibres over the whole, darker towards the corners."""
    soft = drawn.reduce(2).resize(SIZE, Image.Resampling.BILINEAR)
    fibres = ImageChops.offset(_fibres(), seed.randrange(SIZE[0]), seed.randrange(SIZE[1]))
    shade = ImageChops.multiply(fibres, _light())
    woven = ImageChops.multiply(soft, Image.merge("RGB", (shade,) * 3))
    return woven.point(lambda value: min(255, value * 6 // 5))


@cache
def _fibres() -> Image.Image:
    """Return the fibres of one piece of felt: each picture is cut from another place of it."""
    noise = random.Random("felt").randbytes(SIZE[0] * SIZE[1] // 4)
    rough = Image.frombytes("L", (SIZE[0] // 2, SIZE[1] // 2), noise)
    soft = rough.filter(ImageFilter.GaussianBlur(0.8)).resize(SIZE)
    return soft.point(lambda value: 180 + value * 75 // 255)


@cache
def _light() -> Image.Image:
    return Image.radial_gradient("L").resize(SIZE).point(lambda value: 255 - value * 90 // 255)


def _sign(picture: Image.Image) -> None:
    """Write 演示 on a tag in the lower right corner, where a card that cuts the picture still shows it."""
    mark = Image.frombytes("1", _MARK_SIZE, zlib.decompress(b85decode(_MARK))).convert("L")
    left, top = SIZE[0] - _MARK_SIZE[0] - 40, SIZE[1] - _BAND - _MARK_SIZE[1] - 30
    tag = (left - 12, top - 8, left + _MARK_SIZE[0] + 12, top + _MARK_SIZE[1] + 8)
    ImageDraw.Draw(picture).rounded_rectangle(tag, radius=8, fill="#fffaf0")
    picture.paste("#5b2333", (left, top), mark)


def _grid(across: int, down: int) -> Iterator[tuple[float, float, float]]:
    """Yield the centre and the half width of each field between the borders."""
    width, height = SIZE[0] / across, (SIZE[1] - 2 * _BAND) / down
    for row in range(down):
        for column in range(across):
            yield (column + 0.5) * width, _BAND + (row + 0.5) * height, min(width, height) / 2


def _spiral(pen: Draw, x: float, y: float, size: float, colour: str, *, turn: int, start: float) -> None:
    """Draw one ram's horn: a thick line that curls up."""
    points = []
    for step in range(46):
        part = step / 45
        angle = start + turn * part * math.pi * 2.6
        reach = size * (1 - part) ** 0.8
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    for place, (left, top) in enumerate(points):
        thick = size * 0.17 * (1 - place / 60)
        pen.ellipse((left - thick, top - thick, left + thick, top + thick), fill=colour)


def _horns(pen: Draw, colours: Colours, seed: random.Random) -> None:
    """Pairs of ram's horns around a diamond, the oldest pattern of the felt carpets."""
    _ground, line, accent = colours
    for x, y, half in _grid(*seed.choice(((3, 2), (4, 2), (2, 1)))):
        for side in (-1, 1):
            for up in (-1, 1):
                start = math.pi / 2 * (1 if up > 0 else -1)
                centre = x + side * half * 0.44, y + up * half * 0.34
                _spiral(pen, *centre, half * 0.4, line, turn=-side * up, start=start)
        _diamond(pen, x, y, half * 0.3, accent)
        _diamond(pen, x, y, half * 0.14, line)


def _diamond(pen: Draw, x: float, y: float, half: float, colour: str) -> None:
    pen.polygon([(x - half, y), (x, y - half), (x + half, y), (x, y + half)], fill=colour)


def _rosettes(pen: Draw, colours: Colours, seed: random.Random) -> None:
    """Round flowers, as embroidered on felt or carved into a bowl's bottom."""
    _ground, line, accent = colours
    petals = seed.choice((8, 10, 12))
    for x, y, half in _grid(*seed.choice(((3, 2), (2, 1), (5, 3)))):
        for petal in range(petals):
            angle = 2 * math.pi * petal / petals
            left, top = x + half * 0.55 * math.cos(angle), y + half * 0.55 * math.sin(angle)
            size = half * (0.24 if petal % 2 else 0.3)
            pen.ellipse((left - size, top - size, left + size, top + size), fill=accent if petal % 2 else line)
        pen.ellipse((x - half * 0.34, y - half * 0.34, x + half * 0.34, y + half * 0.34), fill=line)
        pen.ellipse((x - half * 0.2, y - half * 0.2, x + half * 0.2, y + half * 0.2), fill=accent)


def _waves(pen: Draw, colours: Colours, seed: random.Random) -> None:
    """Soft layers, like cream in a churn."""
    _ground, line, accent = colours
    gap, swing = seed.choice((64, 84)), seed.choice((18, 26))
    for row, top in enumerate(range(_BAND + gap // 2, SIZE[1] - _BAND, gap)):
        shift = seed.random() * math.pi
        curve = [(x, top + swing * math.sin(x / 92 + shift)) for x in range(-10, SIZE[0] + 20, 8)]
        pen.line(curve, fill=accent if row % 3 == 1 else line, width=gap // 3, joint="curve")


def _keys(pen: Draw, colours: Colours, seed: random.Random) -> None:
    """A keyboard over pleated bellows."""
    _ground, line, accent = colours
    keys = seed.choice((14, 18))
    width, middle = SIZE[0] / keys, SIZE[1] * 0.52
    for key in range(keys):
        left = key * width
        pen.rounded_rectangle((left + 3, _BAND + 12, left + width - 3, middle), radius=8, fill=line)
        if key % 7 not in (2, 6):
            dark = (left + width * 0.7, _BAND + 12, left + width * 1.3, middle * 0.68)
            pen.rounded_rectangle(dark, radius=6, fill=accent)
    for fold in range(24):
        left = fold * SIZE[0] / 24
        points = [(left, SIZE[1] - _BAND), (left + 20, middle + 30), (left + 40, SIZE[1] - _BAND)]
        pen.line(points, fill=accent if fold % 2 else line, width=7)


def _strings(pen: Draw, colours: Colours, seed: random.Random) -> None:
    """Long threads, of horsehair or of dough, crossed by bridges."""
    _ground, line, accent = colours
    gap = seed.choice((18, 24))
    for place, left in enumerate(range(gap, SIZE[0], gap)):
        sway = 10 * math.sin(place / 3)
        colour = accent if place % 6 == 3 else line
        pen.line([(left, _BAND), (left + sway, SIZE[1] / 2), (left, SIZE[1] - _BAND)], fill=colour, width=5)
    for part in (0.34, 0.66):
        top = SIZE[1] * part
        pen.rounded_rectangle((60, top - 12, SIZE[0] - 60, top + 12), radius=12, fill=accent)


def _lattice(pen: Draw, colours: Colours, seed: random.Random) -> None:
    """Crossed straps with studs, as on a saddle or a silver belt."""
    _ground, line, accent = colours
    gap = seed.choice((96, 120))
    for shift in range(-SIZE[1], SIZE[0], gap):
        pen.line([(shift, SIZE[1]), (shift + SIZE[1], 0)], fill=line, width=16)
        pen.line([(shift, 0), (shift + SIZE[1], SIZE[1])], fill=line, width=16)
    for row, top in enumerate(range(0, SIZE[1] + gap, gap // 2)):
        for left in range((row % 2) * gap // 2, SIZE[0] + gap, gap):
            _diamond(pen, left, top, gap * 0.14, accent)


def _weave(pen: Draw, colours: Colours, seed: random.Random) -> None:
    """Over and under: wicker and reed."""
    _ground, line, accent = colours
    cell = seed.choice((40, 52))
    for row, top in enumerate(range(_BAND, SIZE[1] - _BAND, cell)):
        for column, left in enumerate(range(0, SIZE[0], cell)):
            is_over = (row + column) % 2 == 0
            across, along = (3, cell // 5) if is_over else (cell // 5, 3)
            box = (left + across, top + along, left + cell - across, top + cell - along)
            colour = accent if not is_over and row % 4 == 1 else line
            pen.rounded_rectangle(box, radius=9, fill=colour)


_MOTIFS: Mapping[str, Callable[[Draw, Colours, random.Random], None]] = {
    "horns": _horns,
    "rosettes": _rosettes,
    "waves": _waves,
    "keys": _keys,
    "strings": _strings,
    "lattice": _lattice,
    "weave": _weave,
}
