"""`gongfang demo`: the seeded demonstration."""

import argparse

from .setup import prepare
from .terminal import end_progress, say, show_progress, start_django, warn

HELP = "建立演示数据（仅限演示环境）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""


def run(_args: argparse.Namespace) -> int:
    """Set up the database and seed it; refused where the settings are not those of a demonstration."""
    start_django()
    from django.conf import settings

    if not settings.GONGFANG_DEMO:
        warn("当前不是演示环境，未写入任何数据。正式环境请用 gongfang setup。")
        return 1
    from django.utils import timezone

    from gongfang.demonstration import seed

    prepare()
    is_new = seed(at=timezone.now(), progress=show_progress)
    end_progress()
    say("演示数据已建立。" if is_new else "演示数据已经存在，未作改动。")
    say("运行 gongfang serve 后用浏览器打开 http://localhost:8000/。")
    return 0
