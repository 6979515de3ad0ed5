"""The log of a workshop's activities, kept through the year, with photographs and lists of attendance."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.records.models import EvidenceFile
from gongfang.regulation.annual_filing import State
from gongfang.workshops.models import Workshop

from .filing import LONG, AnnualFiling


class ActivityKind(models.TextChoices):
    """What the measures ask a workshop to do and count: articles 4(四), 4(六), 7(一) and 7(五)."""

    TRAINING = "training", _("传统技艺培训")
    WELFARE = "welfare", _("公益活动")
    EXHIBITION = "exhibition", _("展示展演展销")
    SCHOOL = "school", _("非遗进校园")
    PRODUCTION = "production", _("生产研发")
    SALES = "sales", _("订单与销售活动")


LOCKED = (State.FILED, State.ACCEPTED)
"""The states of a filing whose activities stand as they were filed."""


class Activity(models.Model):
    """Something a workshop did on a day. `filing` is the year's filing that it became part of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(_("类型"), max_length=12, choices=ActivityKind)
    held_on = models.DateField(_("日期"))
    title = models.CharField(_("内容"), max_length=120)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    participants = models.PositiveIntegerField(_("参加人数"), null=True, blank=True)
    note = models.TextField(_("情况说明"), max_length=LONG, blank=True)
    filing = models.ForeignKey(
        AnnualFiling, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActivityKind.values), name="filings_activity_kind"),
        ]
        indexes = [models.Index(fields=["workshop", "-held_on", "id"], name="filings_activities")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_locked(self) -> bool:
        """Return whether it is part of a filing that was handed in; one that is sent back lets go of it."""
        return self.filing is not None and self.filing.state in LOCKED


class ActivityFile(models.Model):
    """A photograph of an activity, or its list of attendance. It may show people: never public."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, related_name="activity_file")

    class Meta:
        ordering = ["file__uploaded_at", "id"]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_picture(self) -> bool:
        """Return whether a page can show it."""
        return self.file.content_type.startswith("image/")
