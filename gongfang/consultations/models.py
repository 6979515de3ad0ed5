"""Meetings of the departments, what they speak about, and what an office is to do afterwards (article 11)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Office
from gongfang.cases.models import Case


class Meeting(Case):
    """A consultation. Its minutes are a text of its record."""

    held_on = models.DateField(_("会商日期"))
    place = models.CharField(_("地点"), max_length=120)
    offices = models.ManyToManyField(Office, related_name="meetings", verbose_name=_("参加部门"))


class AgendaItem(models.Model):
    """One thing a meeting speaks about: an open case, or what was written down."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(_("议题"), max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="consultations_item_has_words"),
            models.UniqueConstraint(
                fields=["meeting", "case"], condition=Q(case__isnull=False), name="consultations_case_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Assignment(Case):
    """What an office is to do by a day; `came_of` is the meeting that agreed on it."""

    came_of = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="assignments")
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("承办部门")
    )
    due_on = models.DateField(_("完成日期"))
