"""The accounts of the demonstration: one for every role, with a public password.

Outside the demonstration they cannot sign in, even where they exist.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from gongfang.accounts import reference
from gongfang.accounts.encryption import blind_index
from gongfang.accounts.models import Department, Office, Role, User

DEMO_PASSWORD = "gongfang-demo"
LOGIN_PREFIX = "demo-"
# place name in the login → division code
PLACES = {"prefecture": "654200", "tacheng": "654201", "tuoli": "654224"}

# by place: officer and head of culture, of human resources, of agriculture
OFFICIAL_NAMES = {
    "prefecture": ("古丽娜尔", "王建新", "李文静", "叶尔兰", "巴特尔", "张丽华"),
    "tacheng": ("刘思雨", "帕丽达", "加尔恒", "何国栋", "周雪莲", "努尔江"),
    "tuoli": ("赛力克", "孙玉梅", "阿依努尔", "马永福", "朱海涛", "哈丽玛"),
}
EXPERT_NAMES = ["赵明德", "钱淑贞", "孙立群", "努尔兰", "吴秀英", "阿依古丽", "冯国强", "陈玉兰", "那仁花"]
OTHERS = (
    ("demo-applicant", Role.APPLICANT, "玛依拉"),
    ("demo-auditor", Role.AUDITOR, "周正"),
    ("demo-system-admin", Role.SYSTEM_ADMIN, "郑系统"),
    ("demo-security-admin", Role.SECURITY_ADMIN, "沈安全"),
    ("demo-audit-admin", Role.AUDIT_ADMIN, "季审计"),
)


@dataclass(frozen=True)
class DemoAccount:
    """One seeded account."""

    login: str
    role: Role
    name: str
    division: str = ""
    department: str = ""


def is_demo_login(login: str) -> bool:
    """Return whether a login belongs to the demonstration."""
    return login.lower().startswith(LOGIN_PREFIX)


def roster() -> Iterator[DemoAccount]:
    """Yield every account of the demonstration, the applicant first."""
    for login, role, name in OTHERS[:1]:
        yield DemoAccount(login, role, name)
    yield from _officials()
    for number, name in enumerate(EXPERT_NAMES, start=1):
        yield DemoAccount(f"demo-expert-{number}", Role.EXPERT, name)
    for login, role, name in OTHERS[1:]:
        yield DemoAccount(login, role, name)


def _officials() -> Iterator[DemoAccount]:
    for place, division in PLACES.items():
        posts = product(Department.values, (Role.OFFICER, Role.HEAD))
        for (department, role), name in zip(posts, OFFICIAL_NAMES[place], strict=True):
            yield DemoAccount(f"demo-{place}-{department}-{role}", role, name, division, department)


@transaction.atomic
def ensure_demo_users(*, at: datetime) -> None:
    """Create the accounts of the demonstration that are missing, and the offices they need."""
    reference.load()
    offices = {(office.division_id, office.department): office for office in Office.objects.all()}
    present = set(User.objects.values_list("login_index", flat=True))
    password = make_password(DEMO_PASSWORD)
    User.objects.bulk_create(
        User(
            login=account.login,
            role=account.role,
            display_name=account.name,
            office=offices.get((account.division, account.department)),
            password=password,
            created_at=at,
        )
        for account in roster()
        if blind_index(account.login, "login") not in present
    )


def demo_accounts() -> list[tuple[str, str, str]]:
    """Return role label, login and password of the seeded accounts, for the sign-in page."""
    present = dict(
        User.objects.select_related("office").in_bulk(
            [blind_index(account.login, "login") for account in roster()], field_name="login_index"
        )
    )
    found = ((account, present.get(blind_index(account.login, "login"))) for account in roster())
    return [(_label(account, user), account.login, DEMO_PASSWORD) for account, user in found if user]


def _label(account: DemoAccount, user: User) -> str:
    if user.office:
        return _("%(office)s %(role)s") % {"office": user.office.name, "role": user.get_role_display()}
    if account.role == Role.EXPERT:
        return f"{user.get_role_display()} {account.login.rpartition('-')[2]}"
    return str(user.get_role_display())
