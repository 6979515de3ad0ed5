"""`gongfang serve`: one process with threads, enough for a demonstration or a small office."""

import argparse
import logging
import threading
from typing import Any

from .terminal import is_migrated, say, start_django, warn

HELP = "启动网站；演示环境中每分钟自动运行一次 advance"
EVERY_SECONDS = 60
THREADS = 8
_log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to listen."""
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", default=8000, type=int, metavar="端口", help="监听端口，默认 8000")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; 1 when the database is not at this version."""
    start_django()
    from django.conf import settings

    if not is_migrated():
        warn("数据库尚未建立或升级，请先运行 gongfang setup（演示环境运行 gongfang demo）。")
        return 1
    collect_static()
    say(f"http://{args.host}:{args.port}/")
    server(f"{args.host}:{args.port}", with_advance=settings.GONGFANG_DEMO).run()
    return 0


def collect_static() -> None:
    """Put the static files where they are served from, unless they are served from where they lie."""
    from django.conf import settings
    from django.core.management import call_command

    if not getattr(settings, "WHITENOISE_USE_FINDERS", False):
        call_command("collectstatic", interactive=False, verbosity=0)


def server(bind: str, *, with_advance: bool) -> Any:
    """Return the server: gunicorn with threads and without reloading."""
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            self.cfg.set("bind", bind)
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", THREADS)
            self.cfg.set("accesslog", None)
            self.cfg.set("loglevel", "warning")
            if with_advance:
                self.cfg.set("post_worker_init", _start_advancing)

        def load(self) -> Any:
            from django.core.wsgi import get_wsgi_application

            return get_wsgi_application()

    return Server()


def _start_advancing(_worker: object) -> None:
    threading.Thread(target=advance_for_ever, args=(threading.Event(),), daemon=True, name="advance").start()


def advance_for_ever(stopped: threading.Event) -> None:
    """Make a pass a minute until `stopped` is set; a pass that fails is logged, and the next one tries again."""
    from django.db import close_old_connections
    from django.utils import timezone

    from gongfang.cases.advance import advance

    while not stopped.is_set():
        close_old_connections()
        try:
            advance(timezone.now())
        except Exception:  # the site must go on serving
            _log.exception("advance failed")
        finally:
            close_old_connections()
        stopped.wait(EVERY_SECONDS)
