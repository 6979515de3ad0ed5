"""`gongfang docs`: generate the documents that come from the tables."""

import argparse

from .terminal import start_django

HELP = "由步骤表生成 docs/ 中的条款对照表和状态图"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take whether to write or only to compare."""
    parser.add_argument("--check", action="store_true", help="只检查是否最新，不写文件")


def run(args: argparse.Namespace) -> int:
    """Write the documents, or with --check return 1 when they are not up to date."""
    start_django()
    from gongfang.documentation import command

    return command(args.check)
