"""`gongfang rehearse FILE…`: play the law's cases in a throw-away database."""

import argparse

HELP = "演练：在一次性数据库里按文件重演案件，逐步核对是否合法"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the files, the edition and the form of the answer."""
    parser.add_argument("files", metavar="文件", nargs="+", help="演练文件（YAML）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--edition", metavar="版本", help="改按另一版本演练")


def run(args: argparse.Namespace) -> int:
    """Play every file; 0 only when every expectation holds."""

    from gongfang.rehearsal import command

    return command(args.files, args.json, args.edition)
