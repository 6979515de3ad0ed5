"""The pages of this app in the workspace menu."""

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role
from gongfang.web import navigation


def register_entries() -> None:
    """Offer one's own account to everybody and the accounts to the two administrators who keep them."""
    keepers = frozenset({Role.SYSTEM_ADMIN.value, Role.SECURITY_ADMIN.value})
    navigation.register(
        navigation.Entry(_("账号管理"), "accounts:people", "users", keepers, order=80, group=_("系统管理")),
        navigation.Entry(_("个人资料"), "accounts:profile", "circle-user-round", order=95, group=_("我的账号")),
    )
