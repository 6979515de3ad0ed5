"""`gongfang sweep`: remove files that an interrupted upload has left without a row."""

import argparse
from datetime import timedelta

from .terminal import say, start_django

HELP = "清除中断上传留下的无主文件（只清除一天以前的）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""


def run(_args: argparse.Namespace) -> int:
    """Remove what no row names and nobody has touched for a day."""
    start_django()
    from django.utils import timezone

    from gongfang.records.uploads import sweep_orphans

    say(f"已清除 {sweep_orphans(before=timezone.now() - timedelta(days=1))} 个文件。")
    return 0
