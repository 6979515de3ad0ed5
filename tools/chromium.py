"""Where Chromium is on this machine, and how the tests and the pictures start it."""

import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium-headless-shell", "chromium")
"""The shell draws pages as Chromium does, without a window's frame around them, at less than half the effort."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> str:
    """Return the path of the first of `NAMES` that is installed.

    :raises FileNotFoundError: when none is.
    """
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise FileNotFoundError(f"none of {', '.join(NAMES)} is installed: run tools/system_packages chromium")


def launch(playwright: Playwright) -> Browser:
    """Start the browser, without a window."""
    return playwright.chromium.launch(executable_path=executable(), args=FLAGS)
