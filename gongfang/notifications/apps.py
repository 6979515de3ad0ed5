"""Messages in the site and by e-mail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Offers the messages in everybody's menu."""

    name = "gongfang.notifications"
    verbose_name = "消息"

    def ready(self) -> None:
        """Add the messages to the menu."""
        from gongfang.web import navigation

        navigation.register(
            navigation.Entry(_("消息"), "notifications:messages", "bell", order=15, group=_("工作台"))
        )
