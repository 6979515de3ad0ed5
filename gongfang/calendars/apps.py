"""The working calendar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    """Offers the calendar and the counting of deadlines to officials."""

    name = "gongfang.calendars"
    verbose_name = "工作日历"

    def ready(self) -> None:
        """Add the pages to the menu."""
        from gongfang.web.navigation import Entry, register

        readers = frozenset({"officer", "head", "auditor"})
        group = _("期限")
        register(
            Entry(_("期限计算"), "calendars:deadline", "calendar-clock", readers, order=60, group=group),
            Entry(_("工作日历"), "calendars:years", "calendar-days", readers, order=61, group=group),
        )
