"""Statistical bulletins (article 11(一)): a period, its figures as they were taken, and the text."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Office, User
from gongfang.cases.models import Case


class Period(models.TextChoices):
    """What a bulletin reports on: a quarter, half a year or a year."""

    Q1 = "q1", _("第一季度")
    Q2 = "q2", _("第二季度")
    Q3 = "q3", _("第三季度")
    Q4 = "q4", _("第四季度")
    H1 = "h1", _("上半年")
    H2 = "h2", _("下半年")
    YEAR = "year", _("全年")

    def first_day(self, year: int) -> date:
        """Return the day on which the period begins."""
        return date(year, _MONTHS[self.value][0], 1)

    def last_day(self, year: int) -> date:
        """Return the day on which the period ends: a quarter's last month has 30 or 31 days."""
        month = _MONTHS[self.value][1]
        return date(year, month, 31 if month in (3, 12) else 30)


_MONTHS = {
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
    "h1": (1, 6),
    "h2": (7, 12),
    "year": (1, 12),
}
TEXT_MAX = 20_000


class Bulletin(Case):
    """A bulletin on a period. `figures` are frozen when it is drawn up, at `taken_at`; nothing changes them.

    `text` holds paragraphs, a line each. `is_current` is false once a draft was dropped: the period may then have
    another.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    period = models.CharField(_("统计期"), max_length=4, choices=Period)
    starts_on = models.DateField(_("自"))
    ends_on = models.DateField(_("至"))
    figures = models.JSONField()
    taken_at = models.DateTimeField(_("数据截至"))
    text = models.TextField(_("文稿"), max_length=TEXT_MAX)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "period"], condition=Q(is_current=True), name="reports_one_bulletin_a_period"
            ),
            models.UniqueConstraint(
                fields=["document_number"], condition=~Q(document_number=""), name="reports_one_document_number"
            ),
            models.CheckConstraint(condition=Q(period__in=Period.values), name="reports_known_period"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="reports_period_has_days"),
            models.CheckConstraint(
                condition=Q(issued_at=None, document_number="")
                | (Q(issued_at__isnull=False) & ~Q(document_number="")),
                name="reports_issued_under_a_number",
            ),
        ]

    @property
    def period_label(self) -> str:
        """Return the period in words: 2026年第三季度."""
        return f"{self.year}年{self.get_period_display()}"


class Reading(models.Model):
    """That a department has acknowledged a bulletin."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="readings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "office"], name="reports_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.at}"
