"""The interface for the other departments' systems, and open data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "gongfang.api"

    def ready(self) -> None:
        """Offer the pages, and tell webhooks whenever time is looked after."""
        from gongfang.accounts.models import OFFICIAL_ROLES, Role
        from gongfang.cases import queues
        from gongfang.web.navigation import Entry, register

        from .delivering import deliver, waiting

        queues.add(waiting, deliver)
        officials = frozenset(OFFICIAL_ROLES)
        group = _("数据接口")
        register(
            Entry(_("访问令牌"), "api:tokens", "key-round", officials, order=66, group=group),
            Entry(_("变化推送"), "api:webhooks", "webhook", frozenset({Role.HEAD}), order=67, group=group),
            Entry(_("接口说明"), "api:docs", "file-code", officials | {Role.AUDITOR}, order=68, group=group),
        )
