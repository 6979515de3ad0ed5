"""What stands on a plaque, and its QR code, which leads to the page that says whether the plaque is valid now."""

import io

import segno
from django.conf import settings

from gongfang.accounts.models import Office

from .models import Plaque

# A plaque hangs outdoors: a quarter of the symbol may be damaged.
ERROR_CORRECTION = "q"


def issuers(plaque: Plaque) -> list[Office]:
    """Return the offices of the prefecture that award the plaque together (article 6(四))."""
    return list(Office.objects.filter(division=plaque.workshop.county.parent))


def check_url(plaque: Plaque) -> str:
    """Return the public address at which anybody checks the plaque."""
    return f"{settings.GONGFANG_SITE_URL.rstrip('/')}/p/{plaque.code}"


def qr_svg(plaque: Plaque) -> bytes:
    """Return the QR code as an SVG document that scales to any size."""
    out = io.BytesIO()
    segno.make_qr(check_url(plaque), error=ERROR_CORRECTION).save(out, kind="svg", omitsize=True, border=2)
    return out.getvalue()


def qr_png(plaque: Plaque) -> bytes:
    """Return the QR code as a PNG of about 1,000 pixels, for whoever makes the plaque."""
    out = io.BytesIO()
    segno.make_qr(check_url(plaque), error=ERROR_CORRECTION).save(out, kind="png", scale=24, border=4)
    return out.getvalue()
