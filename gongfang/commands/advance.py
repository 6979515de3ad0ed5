"""`gongfang advance`: what the law does by itself, reminders and mail. Run it every few minutes."""

import argparse

from .terminal import end_progress, say, show_progress, start_django, warn

HELP = "办理到期的系统步骤，发出期限提醒和待发邮件（可重复运行）"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""
    parser.add_argument("--quiet", action="store_true", help="没有任何事项时不输出")


def run(args: argparse.Namespace) -> int:
    """Make one pass at the present instant; 1 when a step failed by a mistake of the program."""
    start_django()
    from django.utils import timezone

    from gongfang.cases.advance import advance

    report = advance(timezone.now(), progress=show_progress)
    end_progress()
    lines = summary(report)
    if lines or not args.quiet:
        say("\n".join(lines) or "没有到期事项。")
    for note in report.notes:
        warn(note)
    return 0 if report.is_clean else 1


def summary(report: object) -> list[str]:
    """Return what a pass did, a line for each kind of thing."""
    from gongfang.cases.advance import AdvanceReport

    assert isinstance(report, AdvanceReport)
    lines = [f"已办理 {name}：{count} 件" for name, count in sorted(report.taken.items())]
    lines += [f"暂不能办理 {name}：{count} 件" for name, count in sorted(report.refused.items())]
    lines += [f"出错 {name}：{count} 件" for name, count in sorted(report.failed.items())]
    if report.reminders:
        lines.append(f"已发出提醒：{report.reminders} 项期限")
    if report.delivery.sent:
        lines.append(f"已发出邮件：{report.delivery.sent} 封")
    if report.delivery.failed:
        lines.append(f"未能发出、稍后重试的邮件：{report.delivery.failed} 封")
    return lines
