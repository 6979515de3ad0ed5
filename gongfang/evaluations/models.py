"""Evaluations, what workshops say of themselves, the scores, and what was to be put right (article 9(四))."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongfang.cases.models import Case
from gongfang.records.chain import new_salt
from gongfang.workshops.models import Workshop


class Evaluation(Case):
    """One biennial evaluation of a workshop, its `sequence`-th.

    `counts_from` is the day the years run from, `due_on` the first day it was due; `ended_on` is the day on which
    it was decided or given up, None while it is open. `received_on` is the stamp of a self-assessment on paper.
    `revision` and `window` tell which page saved the self-assessment last; `salt` hides it in the record's digest.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="evaluations")
    sequence = models.PositiveSmallIntegerField(_("第几次评估"))
    counts_from = models.DateField(_("评估周期起算日"))
    due_on = models.DateField(_("应评估日期"))
    ended_on = models.DateField(_("办结日期"), null=True, blank=True)
    received_on = models.DateField(_("自评收到日期"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    window = models.CharField(max_length=20, blank=True)
    salt = models.CharField(max_length=64, default=new_salt, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "sequence"], name="evaluations_one_a_turn"),
            models.UniqueConstraint(fields=["workshop", "counts_from"], name="evaluations_one_a_period"),
            models.UniqueConstraint(fields=["workshop"], condition=Q(ended_on=None), name="evaluations_one_open"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="evaluations_sequence_from_one"),
            models.CheckConstraint(condition=Q(due_on__gt=F("counts_from")), name="evaluations_due_later"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("due_on")), name="evaluations_ends_once_due"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Return whether it still waits for a result."""
        return self.ended_on is None


class SelfAssessment(models.Model):
    """What a workshop says of itself in one dimension; saved as it is typed, fixed by the step."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="self_assessments")
    dimension = models.CharField(max_length=40)
    text = models.TextField(_("自评"), max_length=4000, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "dimension"], name="evaluations_one_text_a_dimension"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.dimension}"


class Score(models.Model):
    """The points an official of the lead gives in one dimension, and on what they rest."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="scores")
    dimension = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField(_("得分"))
    remark = models.TextField(_("评分依据"), max_length=2000)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "dimension"], name="evaluations_one_score_a_dimension"),
            models.CheckConstraint(condition=Q(points__lte=100), name="evaluations_points_within_the_whole"),
            models.CheckConstraint(condition=~Q(remark=""), name="evaluations_score_has_a_remark"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.dimension}: {self.points}"


class RectificationOrder(models.Model):
    """One order to put things right by a day, and what was reported (article 9(四)).

    `suspends` says that the lead ordered a suspension until the evaluation ends. `received_on` is the stamp of a
    report on paper.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="orders")
    turn = models.PositiveSmallIntegerField()
    problems = models.TextField(_("存在的问题"), max_length=4000)
    last_day = models.DateField(_("整改期限的最后一日"))
    suspends = models.BooleanField(_("整改期间中止资格"), default=False)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    report = models.TextField(_("整改情况"), max_length=4000, blank=True)
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "turn"], name="evaluations_one_order_a_turn"),
            models.CheckConstraint(condition=~Q(problems=""), name="evaluations_order_names_problems"),
            models.CheckConstraint(
                condition=Q(reported_at=None, report="") | (Q(reported_at__isnull=False) & ~Q(report="")),
                name="evaluations_report_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.turn}"

    @property
    def section(self) -> str:
        """Return under which the files of its report are kept."""
        return f"rectified_{self.turn}"
