"""`gongfang draw verify FILE`: recompute a published draw. Needs no database and no account."""

import argparse
import json
from pathlib import Path

from gongfang.regulation.draw import verify_draw

from .terminal import say, warn

HELP = "专家抽取：用公布的文件重新计算抽取结果"
MAX_BYTES = 20 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do and the published file."""
    parser.add_argument("what", choices=["verify"], metavar="verify", help="重新计算并比对")
    parser.add_argument("file", metavar="文件", type=Path, help="公布的抽取文件（JSON）")


def run(args: argparse.Namespace) -> int:
    """Recompute; 0 when everything agrees, 1 when something differs, 2 when the file cannot be read."""
    document = _read(args.file)
    if document is None:
        return 2
    check = verify_draw(document)
    for difference in check.differences:
        warn(difference)
    for promise in check.withheld:
        warn(f"有承诺未公开随机数：{promise}")
    say("抽取结果与公布的输入相符。" if check.is_valid else "抽取结果不能由公布的输入得出。")
    return 0 if check.is_valid else 1


def _read(path: Path) -> object | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("文件过大")
        document: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        warn(f"不能读取 {path}：{error}")
        return None
    return document if document is not None else {}
