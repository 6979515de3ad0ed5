"""`gongfang createadmin`: the three administrators are made here, on the console, and nowhere else."""

import argparse
import os
from getpass import getpass

from .terminal import say, start_django, warn

HELP = "建立系统、安全或审计管理员账号"
ROLES = {"system": "system_admin", "security": "security_admin", "audit": "audit_admin"}
PASSWORD_VARIABLE = "GONGFANG_ADMIN_PASSWORD"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the role, the login and the name; the password is asked for, never an argument."""
    parser.add_argument("role", choices=ROLES, help="system 系统管理员、security 安全管理员、audit 审计管理员")
    parser.add_argument("login", metavar="账号", help="登录账号")
    parser.add_argument("--name", default="", metavar="姓名", help="显示的姓名，默认与账号相同")


def run(args: argparse.Namespace) -> int:
    """Create the account and leave a line in the access log; 1 when it cannot be created."""
    start_django()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    password = os.environ.get(PASSWORD_VARIABLE) or _asked()
    try:
        validate_password(password)
    except ValidationError as error:
        warn("密码不符合要求：" + "；".join(error.messages))
        return 1
    problem = create(args.login, args.name or args.login, ROLES[args.role], password, at=timezone.now())
    if problem:
        warn(problem)
        return 1
    say("账号已建立。首次登录时须设置双因素认证。")
    return 0


def _asked() -> str:
    while True:
        password = getpass("密码：")
        if password == getpass("再输一次："):
            return password
        warn("两次输入不一致。")


def create(login: str, name: str, role: str, password: str, *, at: object) -> str:
    """Create an administrator, and return what stands against it, empty when it is done."""
    from django.db import transaction

    from gongfang.accounts import identifiers, queries
    from gongfang.accounts.models import User
    from gongfang.records.services import log_access

    if queries.is_login_taken(login):
        return "该账号已存在。"
    with transaction.atomic():
        user = User.objects.create_user(
            login=identifiers.normalise_login(login),
            password=password,
            role=role,
            display_name=name,
            created_at=at,
        )
        log_access(by=None, action="create_admin", subject=f"user:{user.username}", at=at)  # type: ignore[arg-type]
    return ""
