"""A year's filing of a workshop: the case, its figures, the people employed and what was sent back."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.applications.models import RosterKind, RosterPerson, StagedRoster, WorkMode
from gongfang.cases.models import Case
from gongfang.workshops.models import Workshop

LONG = 2000
AMOUNTS = (
    "output_value",
    "sales_online",
    "sales_offline",
    "subsidies_carried",
    "subsidies_received",
    "subsidies_spent",
    "subsidies_remaining",
)
"""Amounts that cannot be negative, in 10,000 yuan."""


class Registration(models.TextChoices):
    """What a workshop says of its registered data (article 7(四))."""

    UNCHANGED = "unchanged", _("没有变化，予以确认")
    CHANGED = "changed", _("有变化")


def _amount(label: Any) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(label, max_digits=12, decimal_places=2, null=True, blank=True)


class AnnualFiling(Case):
    """One year's filing of a workshop (articles 7(四) and 9(一)). Every field may be empty until it is filed.

    `previous` is the filing whose figures it started from. `received_on` is the stamp of a paper one and
    `entry_reason` says why it was entered later (R11). `revisions` counts the saves of each part.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="filings")
    year = models.PositiveSmallIntegerField(_("年度"))
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers")

    registration = models.CharField(_("登记信息"), max_length=10, choices=Registration, blank=True)
    registration_changes = models.TextField(_("变化情况"), max_length=LONG, blank=True)

    has_no_roster = models.BooleanField(_("目前没有就业人员"), default=False)
    disability_statement = models.TextField(_("吸纳残疾人就业情况"), max_length=LONG, blank=True)

    output_value = _amount(_("产值（万元）"))
    sales_online = _amount(_("线上销售额（万元）"))
    sales_offline = _amount(_("线下销售额（万元）"))
    profit = _amount(_("利润（万元）"))
    operations_statement = models.TextField(_("生产经营情况"), max_length=LONG, blank=True)
    subsidies_carried = _amount(_("上次报备时结余（万元）"))
    subsidies_received = _amount(_("收到财政补助（万元）"))
    subsidies_spent = _amount(_("已使用财政补助（万元）"))
    subsidies_remaining = _amount(_("现有结余（万元）"))
    subsidies_use = models.TextField(_("补助资金用途"), max_length=LONG, blank=True)

    has_no_activities = models.BooleanField(_("没有开展活动"), default=False)
    protection_statement = models.TextField(_("项目保护与传承情况"), max_length=LONG, blank=True)

    received_on = models.DateField(_("纸质材料收到日期"), null=True, blank=True)
    entry_reason = models.CharField(_("事后录入的原因"), max_length=400, blank=True)
    truth_declared_at = models.DateTimeField(_("真实性承诺时间"), null=True, blank=True)
    filed_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    revisions = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "year"], name="filings_one_a_year"),
            models.CheckConstraint(
                condition=Q(registration__in=["", *Registration.values]), name="filings_registration"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}), name=f"filings_{name}"
                )
                for name in AMOUNTS
            ),
        ]
        indexes = [models.Index(fields=["year", "workshop"], name="filings_of_year")]

    def get_edit_url(self) -> str:
        """Return the address at which the filing goes on."""
        return reverse("filings:edit", args=[self.number])

    @property
    def is_on_paper(self) -> bool:
        """Return whether the county enters it: nobody's account acts for the workshop."""
        return self.holder_id is None

    @property
    def unaccounted(self) -> Decimal | None:
        """Return how much of the subsidies is neither spent nor left, in 10,000 yuan; None while not said."""
        said = (
            self.subsidies_carried,
            self.subsidies_received,
            self.subsidies_spent,
            self.subsidies_remaining,
        )
        if said[1] is None or said[2] is None or said[3] is None:
            return None
        return (said[0] or Decimal(0)) + said[1] - said[2] - said[3]


class Worker(RosterPerson):
    """Somebody the workshop employs, as filed for a year. Never public."""

    filing = models.ForeignKey(AnnualFiling, on_delete=models.CASCADE, related_name="roster")

    class Meta(RosterPerson.Meta):
        constraints = [
            models.UniqueConstraint(fields=["filing", "id_index"], name="filings_roster_once"),
            models.CheckConstraint(condition=Q(kind__in=RosterKind.values), name="filings_roster_kind"),
            models.CheckConstraint(condition=Q(mode__in=WorkMode.values), name="filings_roster_mode"),
            models.CheckConstraint(
                condition=Q(monthly_pay=None) | Q(monthly_pay__gte=0), name="filings_roster_pay"
            ),
        ]


class FilingRosterUpload(StagedRoster):
    """A roster that waits to be brought into a filing."""

    filing = models.OneToOneField(AnnualFiling, on_delete=models.CASCADE, related_name="roster_upload")


class FilingCorrection(models.Model):
    """One thing a returned filing lacks. `part` is a part of the filing, empty for none of them."""

    filing = models.ForeignKey(AnnualFiling, on_delete=models.CASCADE, related_name="corrections")
    part = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="filings_correction_says_what")]

    def __str__(self) -> str:
        return f"{self.part}: {self.note}"
