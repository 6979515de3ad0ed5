"""The yearly notices that say which days are rest days and which are made up for (reading R21)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """Whose notice it is. A local day beats a national one."""

    NATIONAL = "national", _("国务院办公厅")
    LOCAL = "local", _("自治区")


class CalendarNotice(models.Model):
    """One year's notice as it was loaded. A later version supersedes it; neither is ever changed or deleted.

    `loaded_by` is empty for the notices shipped with the software. `stamp` tells one state of the whole table
    from another, also after a roll-back that gives a number out again.
    """

    scope = models.CharField(_("发布范围"), max_length=10, choices=Scope)
    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.PositiveSmallIntegerField(_("版次"), default=1)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    loaded_at = models.DateTimeField(default=timezone.now)
    stamp = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        ordering = ["-year", "scope", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "year", "version"], name="calendars_one_notice_a_version"),
            models.CheckConstraint(condition=models.Q(scope__in=Scope.values), name="calendars_known_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} {self.year}/{self.version}"

    @property
    def citation(self) -> str:
        """Return what a counted day is explained with: the document number, else where the notice was found."""
        return self.document_number or self.source


class CalendarDay(models.Model):
    """A day that a notice makes a rest day (`is_rest`) or an extra working day."""

    notice = models.ForeignKey(CalendarNotice, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    is_rest = models.BooleanField()
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "day"], name="calendars_one_rule_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
