"""Matching rosters with the register: what came of it, and what the county is to look into (article 9(二))."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Office
from gongfang.applications.models import RosterKind
from gongfang.cases.models import Case
from gongfang.workshops.models import Workshop

from .register import INDEX_LENGTH


class Source(models.TextChoices):
    """Which roster of a workshop was matched."""

    FILING = "filing", _("年度报备名单")
    APPLICATION = "application", _("申报名单")


class Outcome(models.TextChoices):
    """What the register says of somebody on a roster."""

    CONFIRMED = "confirmed", _("登记库确认")
    NOT_FOUND = "not_found", _("登记库中未找到")
    LEFT = "left", _("已退出登记")


class Issue(models.TextChoices):
    """What the county is asked to look into."""

    NOT_FOUND = "not_found", _("登记库中未找到")
    LEFT = "left", _("已退出登记")
    DOUBLED = "doubled", _("两家工坊都有")


class Explanation(models.TextChoices):
    """What became of it. None of them is a reproach; `COUNTED` are those with which the person counts here."""

    WORKS_HERE = "works_here", _("在本工坊就业，计入本工坊")
    WORKS_ELSEWHERE = "works_elsewhere", _("在另一家工坊就业，不计入本工坊")
    PENDING = "pending", _("登记手续正在办理")
    CORRECTED = "corrected", _("号码或类别填写有误，由工坊更正")
    MOVED = "moved", _("已迁出或不在本县登记")
    ENDED = "ended", _("已离开工坊")


COUNTED = (Explanation.WORKS_HERE, Explanation.PENDING)


class Matching(models.Model):
    """One run over the rosters of an office's workshops. Figures only; who was matched stands in no row of it.

    `people` counts entries on rosters, `doubled` those that are on the roster of another workshop too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="matchings")
    on = models.DateField(_("比对日期"))
    register_as_of = models.DateField(_("登记库截至日期"), null=True, blank=True)
    workshops = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    not_found = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    doubled = models.PositiveIntegerField(default=0)
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    run_at = models.DateTimeField()

    class Meta:
        ordering = ["-run_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people=F("confirmed") + F("not_found") + F("left")), name="exchange_everybody_matched"
            ),
        ]
        indexes = [models.Index(fields=["office", "-run_at", "id"], name="exchange_matchings")]

    def __str__(self) -> str:
        return f"{self.on} {self.office_id}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:matching", args=[self.pk])


class MatchResult(models.Model):
    """The figures of one workshop in one run, by the kind its roster says."""

    matching = models.ForeignKey(Matching, on_delete=models.CASCADE, related_name="results")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="match_results")
    kind = models.CharField(max_length=10, choices=RosterKind)
    source = models.CharField(max_length=12, choices=Source)
    people = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField()
    not_found = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    doubled = models.PositiveIntegerField()

    class Meta:
        ordering = ["workshop", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["matching", "workshop", "kind"], name="exchange_one_result"),
            models.CheckConstraint(
                condition=Q(people=F("confirmed") + F("not_found") + F("left")), name="exchange_result_adds_up"
            ),
        ]
        indexes = [models.Index(fields=["workshop", "-matching"], name="exchange_results_of_workshop")]

    def __str__(self) -> str:
        return f"{self.workshop_id} {self.kind}"


class Mismatch(Case):
    """What is to be explained of one workshop's roster; one at a time. Whom it is about stands in the lines."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="mismatches")
    is_open = models.BooleanField(default=True)
    is_register_checked = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(is_open=True), name="exchange_one_open_mismatch"
            ),
        ]


class MismatchLine(models.Model):
    """One person on a roster and what is asked of him. `entry` is the key of the roster's row, which has the name.

    `gone_at` is set where a later roster no longer names the person, or the register now confirms him.
    """

    mismatch = models.ForeignKey(Mismatch, on_delete=models.CASCADE, related_name="lines")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=12, choices=Source)
    entry = models.UUIDField()
    id_index = models.CharField(max_length=INDEX_LENGTH)
    issue = models.CharField(max_length=10, choices=Issue)
    explanation = models.CharField(_("核对结果"), max_length=16, choices=Explanation, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    found_at = models.DateTimeField()
    explained_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["issue", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "id_index", "issue"],
                condition=Q(gone_at=None),
                name="exchange_asked_once",
            ),
            models.CheckConstraint(condition=Q(issue__in=Issue.values), name="exchange_line_issue"),
            models.CheckConstraint(
                condition=Q(explanation="", explained_at=None)
                | (Q(explanation__in=Explanation.values) & Q(explained_at__isnull=False)),
                name="exchange_line_explained",
            ),
        ]

    def __str__(self) -> str:
        return self.get_issue_display()
