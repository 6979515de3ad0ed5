"""Speaking to a terminal, and starting Django for the commands that need it."""

import os
import sys


def say(text: str = "") -> None:
    """Write one line of the result."""
    sys.stdout.write(f"{text}\n")


def warn(text: str) -> None:
    """Write one line that is not part of the result: a remark or an error."""
    sys.stderr.write(f"{text}\n")


BAR = 24
"""Characters of a full progress bar."""


def show_progress(what: str, done: int, of: int = 0) -> None:
    """Keep one line on the terminal up to date, with a bar where the whole is known; silent without a terminal."""
    if not sys.stderr.isatty():
        return
    filled = BAR * done // of if of else 0
    bar = f"{'█' * filled}{'░' * (BAR - filled)} {done}/{of}" if of else str(done)
    sys.stderr.write(f"\r\033[K{what} {bar}")
    sys.stderr.flush()


def end_progress() -> None:
    """Take the progress line off the terminal."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")


def start_django() -> None:
    """Load the settings (those of development unless the environment says otherwise) and the apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongfang.settings.dev")
    import django

    django.setup()


def is_migrated() -> bool:
    """Return whether the database has every migration of this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
