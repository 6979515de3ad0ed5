"""The record of every step, the files and the access log."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """Offers the access log and the check of the chain to those who audit."""

    name = "gongfang.records"
    verbose_name = "办理记录"

    def ready(self) -> None:
        """Add the pages of auditing to the menu, and write down who exports lists."""
        from gongfang.web import export_views
        from gongfang.web.navigation import Entry, register

        from .exports import record

        export_views.recorded_by(record)

        auditing = frozenset({"auditor", "audit_admin"})
        group = _("审计")
        register(
            Entry(_("查看与管理日志"), "records:access_log", "eye", auditing, order=70, group=group),
            Entry(_("核验记录链"), "records:check_chain", "link", auditing, order=71, group=group),
        )
