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
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots"
ADDRESS = "http://127.0.0.1:8741"
PASSWORD = "gongfang-demo"
SIZES = ((1440, 900), (390, 844))
BROWSER_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]


@dataclass(frozen=True)
class Shot:
    """One page: where to start, which links to follow from there, and as whom (nobody: the public)."""

    name: str
    path: str
    follow: tuple[str, ...] = ()
    login: str = ""


SHOTS = (
    Shot("portal-home", "/"),
    Shot("directory", "/workshops/"),
    Shot("sign-in", "/accounts/login/"),
    Shot("inbox", "/cases/inbox/", login="demo-prefecture-culture-head"),
)


@contextmanager
def demonstration() -> Iterator[None]:
    """Seed a demonstration in a throw-away folder and serve it."""
    with tempfile.TemporaryDirectory(prefix="gongfang-screenshots-") as folder:
        environment = {
            **os.environ,
            "GONGFANG_DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
        }
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        subprocess.run([sys.executable, "manage.py", "demo"], cwd=ROOT, env=environment, check=True)
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
        page.locator(link).first.click()
        page.wait_for_load_state()
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, f"{shot.name} is {overflow} px wider than {width} px"
    target = TARGET / f"{shot.name}-{width}.png"
    page.screenshot(path=target, full_page=True)
    page.close()
    return target


def main(names: list[str]) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if not names or shot.name in names]
    with demonstration(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER_FLAGS)
        for shot in shots:
            for width, height in SIZES:
                print(take(browser, shot, width, height).relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
