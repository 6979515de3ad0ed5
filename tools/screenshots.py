"""Take docs/screenshots/ from a freshly seeded demonstration: python -m tools.screenshots [NAME…]."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tools import chromium

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
ADDRESS = "http://127.0.0.1:8741"
PASSWORD = "gongfang-demo"
SIZES = ((1440, 900), (390, 844))


APPLICANT = "demo-applicant"
LEAD, OFFICER = "demo-prefecture-culture-head", "demo-prefecture-culture-officer"
WORKSHOP = ".workshop-card h3 a"
NOTICE = "main a[href^='/notices/GS']"
CONCLUDED = "main tr:has-text('已形成结论') a"
CASE = "main a[href^='/cases/SQ']"
DRAFT = "main a[href$='/edit/']"
REPORT = "main a.btn-primary[href*='/filings/NB']"
REVOCATION = "main a[href^='/cases/CX']"
NOTIFIED = f"main tr:has-text('已告知') {REVOCATION.removeprefix('main ')}"
WRITTEN_NOTICE = "main a[href$='/notice/']"
LOG = "main a:has-text('全部活动记录')"
MINE = "main .register-name a:has-text('柳编')"
ASSESSED = "main tr:has-text('待评估') a"
SCORES = "main a[href$='/scores/']"
CAMPAIGN = "main tr:has-text('检查中') a"
PRODUCT = "main .product-card a"
SHEET = "main a.btn-outline-primary[href*='/panels/mine/PS'][href*='/SQ']"
TALLEST = {1440: 1800, 390: 2600}
"""Pictures end here, in pixels of the page, by the width of the window."""
COLOURS = (200, 128)
SHORTER = 0.85
BYTES_MAX = 250_000
SETTLING = 400
"""Milliseconds until pictures further down have loaded."""


@dataclass(frozen=True)
class Shot:
    """One page: where to start, which links to follow, as whom (nobody: the public), and which part of it."""

    name: str
    path: str
    follow: tuple[str, ...] = ()
    login: str = ""
    part: str = ""


SHOTS = (
    Shot("portal-home", "/"),
    Shot("directory", "/directory/"),
    Shot("workshop", "/directory/", follow=(WORKSHOP,)),
    Shot("plaque", "/directory/", follow=(WORKSHOP, "a[href*='/p/']")),
    Shot("notice", "/notices/", follow=(NOTICE,)),
    Shot("objection-form", "/notices/", follow=(NOTICE, "main a[href$='/object/']")),
    Shot("draw-verification", "/draws/", follow=(CONCLUDED,)),
    Shot("sign-in", "/accounts/login/"),
    Shot("my-applications", "/applications/mine/", login="demo-applicant"),
    Shot("application-wizard", "/applications/mine/", follow=(DRAFT, ".stepper a"), login="demo-applicant"),
    Shot("pre-check", "/applications/mine/", follow=(DRAFT,), login="demo-applicant", part="#filing-side"),
    Shot("inbox", "/cases/inbox/", login=LEAD),
    Shot("case", "/applications/?state=confirming", follow=(CASE,), login=LEAD),
    Shot("timeline", "/applications/?state=confirming", follow=(CASE,), login=LEAD, part="#timeline"),
    Shot("objection", "/notices/office/objections/", follow=("main a[href^='/cases/YY']",), login=LEAD),
    Shot("visit-report", "/inspections/", follow=("main a[href^='/inspections/visits/']",), login=OFFICER),
    Shot("panel", "/panels/", follow=(CONCLUDED,), login=LEAD),
    Shot("draw-minutes", "/panels/", follow=(CONCLUDED, "main a[href$='/draw-minutes/']"), login=LEAD),
    Shot("my-workshop", "/workshops/mine/", follow=(MINE,), login=APPLICANT),
    Shot("annual-filing", "/filings/mine/", follow=(REPORT,), login=APPLICANT),
    Shot("activities", "/workshops/mine/", follow=(MINE, LOG), login=APPLICANT),
    Shot("filings", "/filings/", login="demo-tacheng-culture-head"),
    Shot("monitoring", "/oversight/", login=LEAD),
    Shot("evaluation-scores", "/evaluations/", follow=(ASSESSED, SCORES), login=OFFICER),
    Shot("campaign", "/oversight/campaigns/", follow=(CAMPAIGN,), login=LEAD),
    Shot("revocation", "/revocations/", follow=(NOTIFIED,), login=LEAD),
    Shot("written-notice", "/revocations/", follow=(NOTIFIED, WRITTEN_NOTICE), login=LEAD),
    Shot("announcement", "/announcements/", follow=("main tbody a",)),
    Shot("county-import", "/changes/county/import/", login="demo-tacheng-culture-officer"),
    Shot("reviews", "/panels/mine/", login="demo-expert-1"),
    Shot("scoring-sheet", "/panels/mine/", follow=(SHEET,), login="demo-expert-1"),
    Shot("catalogue", "/catalogue/"),
    Shot("product", "/catalogue/", follow=(PRODUCT,)),
    Shot("dashboard", "/reports/", login=LEAD),
    Shot("support", "/support/", login=LEAD),
    Shot("matching", "/exchange/matchings/", login=LEAD),
    Shot("documents", "/documents/", login=LEAD),
    Shot("what-if", "/simulation/", login=LEAD),
)


@contextmanager
def demonstration() -> Iterator[None]:
    """Seed a demonstration in a throw-away folder and serve it."""
    with tempfile.TemporaryDirectory(prefix="gongfang-screenshots-") as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "gongfang.settings.dev",
            "GONGFANG_DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
        }
        subprocess.run([sys.executable, "-m", "gongfang.cli", "demo"], cwd=ROOT, env=environment, check=True)
        command = [sys.executable, "-m", "gunicorn", "gongfang.wsgi", "--bind", ADDRESS.removeprefix("http://")]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            wait_until_served()
            yield
        finally:
            server.terminate()
            server.wait()


def wait_until_served() -> None:
    """Return once the home page answers.

    :raises TimeoutError: after half a minute.
    """
    for _ in range(60):
        try:
            urllib.request.urlopen(ADDRESS, timeout=30).close()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(f"nothing answers at {ADDRESS}")


def sign_in(page: Page, login: str) -> None:
    page.goto(f"{ADDRESS}/accounts/login/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def take(browser: Browser, shot: Shot, width: int, height: int) -> Path:
    """Write one picture of the whole page and return its path.

    :raises AssertionError: when the page is wider than the window.
    """
    page = browser.new_page(
        viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    if shot.login:
        sign_in(page, shot.login)
    page.goto(ADDRESS + shot.path)
    for link in shot.follow:
        with page.expect_navigation():
            page.locator(link).first.click()
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"{shot.name} is {overflow} px wider than {width} px"
    target = TARGET / f"{shot.name}-{width}.png"
    tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST[width])
    page.set_viewport_size({"width": width, "height": max(tall, height)})  # what sticks to the bottom is there
    page.wait_for_timeout(SETTLING)
    whole = page.locator(shot.part).screenshot() if shot.part else page.screenshot()
    page.close()
    write_small(whole, target)
    return target


def write_small(png: bytes, target: Path) -> None:
    """Write a picture with few colours, and cut it below until it is small: the repository keeps every version."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    while True:
        for colours in COLOURS:
            picture.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)
            if target.stat().st_size <= BYTES_MAX:
                return
        picture = picture.crop((0, 0, picture.width, round(picture.height * SHORTER)))


def main(names: list[str]) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if not names or shot.name in names]
    with demonstration(), sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for shot in shots:
            for width, height in SIZES:
                print(take(browser, shot, width, height).relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
