"""`gongfang archive CASE` and `gongfang archive verify FILE`: make a dossier that proves itself, and check one."""

import argparse
import shutil
from pathlib import Path

from .terminal import say, start_django, warn

HELP = "档案：把一件办结案件的全部材料做成可独立核验的档案包，或核验一个档案包"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a case's number and where to write, or `verify` and a file."""
    parser.add_argument("what", metavar="案件编号 | verify", help="案件编号；或 verify，后接档案包文件")
    parser.add_argument(
        "file", metavar="文件", type=Path, nargs="?", help="写到哪里（默认 编号.zip）；或要核验的文件"
    )
    parser.add_argument("--with-personal-data", action="store_true", help="包含身份证号码、电话等个人信息")
    parser.add_argument("--reason", default="", metavar="用途", help="含个人信息时必填，记入查阅日志")


def run(args: argparse.Namespace) -> int:
    """Make or check; 1 when something does not hold, 2 when the case or the file is not there."""
    return _verify(args.file) if args.what == "verify" else _archive(args)


def _verify(file: Path | None) -> int:
    from gongfang.archives.checking import NotAnArchive, check

    if file is None:
        warn("请写明要核验的文件")
        return 2
    try:
        verdict = check(file)
    except NotAnArchive as error:
        warn(f"{file}：{error}")
        return 2
    for fault in verdict.faults:
        warn(fault)
    say(f"{verdict.case}：文件 {verdict.files} 个，记录 {verdict.records} 条。")
    say("全部相符。" if verdict.is_sound else f"发现 {len(verdict.faults)} 处不符。")
    return 0 if verdict.is_sound else 1


def _archive(args: argparse.Namespace) -> int:
    start_django()
    from django.utils import timezone

    from gongfang.accounts.models import Role, User
    from gongfang.archives import services
    from gongfang.cases.models import Case
    from gongfang.cases.pages import as_own_kind
    from gongfang.regulation.procedure import StepRefused

    case = Case.objects.select_related("region").filter(number=args.what).first()
    lead = User.objects.filter(role=Role.HEAD, office__department="culture", office__division__level="prefecture")
    by = lead.filter(is_active=True).select_related("office__division").first()
    if case is None or by is None:
        warn(f"没有案件 {args.what}" if case is None else "地区文旅部门没有在用的负责人账号")
        return 2
    options = {"with_personal_data": args.with_personal_data, "reason": args.reason}
    try:
        made = services.archive(case=as_own_kind(case), by=by, at=timezone.now(), **options)
    except StepRefused as refused:
        warn(str(refused))
        return 1
    path = args.file or Path(f"{case.number}.zip")
    with made, path.open("wb") as out:
        shutil.copyfileobj(made, out)
    say(f"已写入 {path}")
    return 0
