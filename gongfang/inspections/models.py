"""Visits to the spot (article 6(二)): the plan, the report, its photographs, and who signed which state of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.cases.models import Case
from gongfang.records.chain import new_salt
from gongfang.records.models import EvidenceFile


class VisitState(models.TextChoices):
    """Whether the report may still change."""

    PLANNED = "planned", _("核查中")
    DONE = "done", _("已完成")


class Conclusion(models.TextChoices):
    """How what was found compares with what was filed."""

    CONSISTENT = "consistent", _("与申报材料相符")
    MOSTLY = "mostly", _("基本相符，差异已说明")
    INCONSISTENT = "inconsistent", _("与申报材料不符")


class Visit(models.Model):
    """One visit and its report.

    `revision` counts the changes of the report; `digest` is the SM3 of its present content, salted by `salt`.
    A signature names the revision and the digest it covers, so any change leaves it behind.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.PLANNED)
    planned_on = models.DateField(_("计划日期"))
    place = models.CharField(_("地点"), max_length=200)
    note = models.CharField(_("安排说明"), max_length=300, blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    visited_on = models.DateField(_("核查日期"), null=True, blank=True)
    measured_area_m2 = models.DecimalField(
        _("实测场地面积（㎡）"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    checklist = models.JSONField(default=dict)
    findings = models.TextField(_("核查情况"), blank=True)
    conclusion = models.CharField(_("核查结论"), max_length=12, choices=Conclusion, blank=True)
    revision = models.PositiveIntegerField(default=0)
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    digest = models.CharField(max_length=64, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-planned_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="planned"), name="inspections_one_open_visit"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", finished_at=None) | Q(state="done", finished_at__isnull=False),
                name="inspections_done_is_finished",
            ),
            models.CheckConstraint(
                condition=Q(measured_area_m2=None) | Q(measured_area_m2__gt=0), name="inspections_area_positive"
            ),
            models.CheckConstraint(
                condition=Q(conclusion__in=["", *Conclusion.values]), name="inspections_known_conclusion"
            ),
        ]
        indexes = [models.Index(fields=["-planned_on", "-id"], name="inspections_by_day")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.planned_on}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:report", args=[self.pk])


class VisitInspector(models.Model):
    """An official sent on a visit. Those of the county accompany: they see and sign, but do not count."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="inspectors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="inspections")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    is_accompanying = models.BooleanField(default=False)

    class Meta:
        ordering = ["is_accompanying", "id"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "user"], name="inspections_inspector_once"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.user_id}"


class ReportSignature(models.Model):
    """An inspector's signature under one revision of the report, with the digest of what was signed."""

    inspector = models.ForeignKey(VisitInspector, on_delete=models.PROTECT, related_name="signatures")
    revision = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["inspector", "revision"], name="inspections_sign_once"),
            models.CheckConstraint(condition=~Q(digest=""), name="inspections_signs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.inspector_id} {self.revision}"


class VisitPhoto(models.Model):
    """A photograph taken on the spot; the file keeps its bytes, digest and position."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    file = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, related_name="visit_photo")
    caption = models.CharField(_("说明"), max_length=120)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.caption


class ReportDraft(models.Model):
    """What one inspector has typed and not yet saved into the report; kept as it was typed."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "user"], name="inspections_one_draft")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.user_id}"
