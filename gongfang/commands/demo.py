"""`gongfang demo`: the seeded demonstration."""

import argparse

from .setup import prepare
from .terminal import say, start_django, warn

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
    prepare()
    from gongfang.demonstration import seed

    seed()
    say("演示数据已建立。运行 gongfang serve 后用浏览器打开 http://localhost:8000/。")
    return 0
