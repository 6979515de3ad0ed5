"""Rounds: when the prefecture calls for applications."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """A call for applications (批次). `closes_at` is the first instant too late; `closed_at` ends it earlier."""

    name = models.CharField(_("批次名称"), max_length=60, unique=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    opens_at = models.DateTimeField(_("申报开始"))
    closes_at = models.DateTimeField(_("申报截止"))
    call_text = models.TextField(_("申报公告"), max_length=8000)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(_("提前截止"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closing_reason = models.CharField(_("提前截止的原因"), max_length=300, blank=True)

    class Meta:
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="applications_round_lasts"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closing_reason=""), name="applications_closed_early_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["-opens_at", "-id"], name="applications_rounds")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("applications:round", args=[self.pk])

    @property
    def ends_at(self) -> datetime:
        """Return the first instant at which a filing is too late."""
        return min(self.closes_at, self.closed_at) if self.closed_at else self.closes_at

    def is_open(self, at: datetime) -> bool:
        """Return whether a filing at the instant `at` is within the round."""
        return self.opens_at <= at < self.ends_at
