"""The command `gongfang`: serve, rehearse, verify, count days."""

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from gongfang.commands import COMMANDS


class ChineseParser(argparse.ArgumentParser):
    """Speaks Chinese to whoever mistypes."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **(options | {"add_help": False}))  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_usage(self) -> str:
        """Return the usage line."""
        return super().format_usage().replace("usage:", "用法：", 1)

    def format_help(self) -> str:
        """Return the whole help."""
        return super().format_help().replace("usage:", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and leave with status 2."""
        sys.stderr.write(f"{self.format_usage()}参数有误：{message}\n")
        sys.exit(2)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = ChineseParser(prog="gongfang", description="塔城地区非遗工坊认定和管理系统")
    commands = top.add_subparsers(
        title="命令", dest="command", metavar="命令", required=True, parser_class=ChineseParser
    )
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 something does not hold, 2 wrong arguments."""
    args = parser().parse_args(arguments)
    try:
        status: int = args.run(args)
    except BrokenPipeError:  # the reader of a pipe has gone, as with `| head`
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
