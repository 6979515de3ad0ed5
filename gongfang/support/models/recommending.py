"""Recommendation to regional and national level, and the facts that rank the workshops (article 8(一))."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.cases.models import Case
from gongfang.workshops.models import HeritageLevel, Workshop


class HigherLevel(models.TextChoices):
    """Whose workshops are recommended for."""

    REGION = "region", _("自治区级")
    NATIONAL = "national", _("国家级")


class Recommendation(Case):
    """A call of a higher level, with the workshops considered. `facts_at` is when their facts were taken."""

    name = models.CharField(_("名称"), max_length=80)
    level = models.CharField(_("级别"), max_length=10, choices=HigherLevel)
    deadline = models.DateField(_("报送截止日期"))
    places = models.PositiveSmallIntegerField(_("推荐名额"))
    document_number = models.CharField(_("上级通知文号"), max_length=60, blank=True)
    facts_at = models.DateTimeField(_("事实截至"))
    handed_in_on = models.DateField(_("报送日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=HigherLevel.values), name="support_higher_level"),
            models.CheckConstraint(condition=Q(places__gte=1), name="support_call_has_places"),
        ]


class Answer(models.TextChoices):
    """What the higher level decided on a recommended workshop."""

    SELECTED = "selected", _("入选")
    NOT_SELECTED = "not_selected", _("未入选")


ITEM_RANKS = {"national": 4, "region": 3, "prefecture": 2, "county": 1, "": 0}
"""How the levels of heritage items are ranked; 0 for a craft that no list names."""


class Candidate(models.Model):
    """A workshop considered for a call: the facts of the day, whether it was chosen and why, and the answer.

    `recommended_on` is the day on which the list naming it was handed in. `mark` counts where `is_evaluated`, the
    figures of people and sales where `has_filing`. `sales` are in 10,000 yuan, of the last confirmed filing.
    `trainings` counts as article 4 does. `ended_on` is the day on which its recognition ended before an answer.
    """

    call = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="candidates")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="candidacies")
    is_evaluated = models.BooleanField(default=False)
    mark = models.PositiveSmallIntegerField(_("最近评估得分"), default=0)
    has_filing = models.BooleanField(default=False)
    employed_poverty = models.PositiveIntegerField(_("脱贫人口"), default=0)
    employed_monitored = models.PositiveIntegerField(_("监测帮扶对象"), default=0)
    employed_disabled = models.PositiveIntegerField(_("残疾人"), default=0)
    employed_other = models.PositiveIntegerField(_("其他"), default=0)
    trainings = models.PositiveIntegerField(_("技艺培训"), default=0)
    sales = models.DecimalField(_("销售额（万元）"), max_digits=13, decimal_places=2, default=0)
    open_findings = models.PositiveIntegerField(_("未办结问题"), default=0)
    recognised_on = models.DateField(_("认定日期"))
    item_rank = models.PositiveSmallIntegerField(_("项目级别"), default=0)
    is_chosen = models.BooleanField(_("推荐"), default=False)
    reasons = models.CharField(_("推荐理由"), max_length=400, blank=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recommended_on = models.DateField(_("推荐日期"), null=True, blank=True)
    answer = models.CharField(_("上级结果"), max_length=12, choices=Answer, blank=True)
    answered_on = models.DateField(_("结果日期"), null=True, blank=True)
    answer_document = models.CharField(_("结果文号"), max_length=60, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "workshop"], name="support_candidate_once"),
            models.CheckConstraint(
                condition=Q(is_chosen=False, reasons="", recommended_on=None, answer="")
                | (Q(is_chosen=True) & ~Q(reasons="")),
                name="support_chosen_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | Q(answer__in=Answer.values, answered_on__isnull=False, recommended_on__isnull=False),
                name="support_answered_once_recommended",
            ),
            models.CheckConstraint(condition=Q(mark__lte=100, item_rank__lte=4), name="support_candidate_facts"),
        ]
        indexes = [models.Index(fields=["call", "-mark", "id"], name="support_candidates")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.workshop_id}"

    @property
    def level_label(self) -> str:
        """Return the level of the highest item it relies on."""
        code = next(code for code, rank in ITEM_RANKS.items() if rank == self.item_rank)
        return str(HeritageLevel(code).label if code else _("传统手工艺"))

    @property
    def employed(self) -> int:
        """Return how many people of every kind it employs."""
        return self.employed_poverty + self.employed_monitored + self.employed_disabled + self.employed_other
