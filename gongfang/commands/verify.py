"""`gongfang verify`: recompute the chain of records and the files, and say what is wrong."""

import argparse

from .terminal import say, start_django, warn

HELP = "核验办理记录链与存档文件，指出被改动的记录"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whether the files are read too."""
    parser.add_argument("--without-files", action="store_true", help="只核验记录，不读取文件")


def run(args: argparse.Namespace) -> int:
    """Verify everything; 1 when something does not hold."""
    start_django()
    from gongfang.records.verification import verify

    verdict = verify(with_files=not args.without_files)
    files = "" if args.without_files else f"，文件 {verdict.files} 个"
    say(f"已核验记录 {verdict.records} 条{files}。链头：{verdict.head}")
    for fault in verdict.faults:
        warn(f"记录 {fault.seq}：{fault.problem}" if fault.seq else fault.problem)
    say("全部相符。" if verdict.is_sound else f"发现 {len(verdict.faults)} 处不符。")
    return 0 if verdict.is_sound else 1
