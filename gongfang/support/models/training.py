"""The year's plan, its courses, who takes part, and help with a craft (article 8(二))."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import EncryptedTextField
from gongfang.cases.models import Case
from gongfang.workshops.models import Workshop


class TrainingPlan(models.Model):
    """The plan of a year: what it aims at, before and beside its courses."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    title = models.CharField(_("计划名称"), max_length=80)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    text = models.TextField(_("目标和安排"), max_length=4000)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="support_plan_says_something"),
        ]

    def __str__(self) -> str:
        return self.title


class CourseKind(models.TextChoices):
    """What article 8(二) opens to workshops."""

    STUDY = "study", _("研修")
    TRAINING = "training", _("培训")
    EXCHANGE = "exchange", _("调研交流")


class Course(Case):
    """A course of a plan: workshops enrol until the end of `enrol_until`, up to `places`, the others wait."""

    plan = models.ForeignKey(
        TrainingPlan, on_delete=models.PROTECT, related_name="courses", verbose_name=_("计划")
    )
    name = models.CharField(_("课程名称"), max_length=80)
    course_kind = models.CharField(_("类型"), max_length=10, choices=CourseKind)
    organiser = models.CharField(_("举办单位"), max_length=80)
    place = models.CharField(_("地点"), max_length=120)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    enrol_until = models.DateField(_("报名截止日期"))
    places = models.PositiveSmallIntegerField(_("名额"))
    content = models.TextField(_("内容"), max_length=4000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(course_kind__in=CourseKind.values), name="support_course_kind"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="support_course_ends_later"),
            models.CheckConstraint(condition=Q(enrol_until__lt=F("starts_on")), name="support_enrol_before_start"),
            models.CheckConstraint(condition=Q(places__gte=1), name="support_course_has_places"),
        ]
        indexes = [models.Index(fields=["plan", "-starts_on", "case_ptr"], name="support_courses")]


class EnrolmentState(models.TextChoices):
    """Where an enrolment stands."""

    ENROLLED = "enrolled", _("已报名")
    WAITING = "waiting", _("候补")
    WITHDRAWN = "withdrawn", _("已退出")
    ENDED = "ended", _("因认定终止而结束")
    CALLED_OFF = "called_off", _("课程取消")
    NOT_ADMITTED = "not_admitted", _("名额已满")
    ATTENDED = "attended", _("已参加")
    ABSENT = "absent", _("未参加")


LIVE = (EnrolmentState.ENROLLED, EnrolmentState.WAITING)
"""What still moves: frozen while the recognition is suspended."""


class Enrolment(models.Model):
    """Somebody a workshop sends to a course. `participant` is never public, in no record and in no export."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="enrolments")
    turn = models.PositiveIntegerField()
    participant = EncryptedTextField(_("参加人"))
    is_leader = models.BooleanField(_("工坊带头人"), default=False)
    state = models.CharField(_("状态"), max_length=12, choices=EnrolmentState)
    result = models.CharField(_("成绩或收获"), max_length=200, blank=True)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["course", "turn"], name="support_one_turn"),
            models.CheckConstraint(condition=Q(state__in=EnrolmentState.values), name="support_enrolment_state"),
            models.CheckConstraint(condition=Q(state="attended") | Q(result=""), name="support_result_attended"),
        ]
        indexes = [models.Index(fields=["workshop", "state"], name="support_enrolments")]

    def __str__(self) -> str:
        return f"{self.course_id} {self.turn}"

    @property
    def is_live(self) -> bool:
        """Return whether it can still be withdrawn, or move up."""
        return self.state in LIVE

    @property
    def is_frozen(self) -> bool:
        """Return whether it stands still because the recognition is suspended; the workshop must be loaded."""
        return self.is_live and not self.workshop.is_in_force


class HelpSubject(models.TextChoices):
    """What a workshop asks help with: the craft, or the design of its products."""

    CRAFT = "craft", _("技艺")
    DESIGN = "design", _("产品设计")
    MATERIAL = "material", _("材料和工具")
    OTHER = "other", _("其他")


class HelpRequest(Case):
    """A problem that a workshop asks help with. Its words, and those of the answer, stand in the records."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="help_requests")
    subject = models.CharField(_("方面"), max_length=10, choices=HelpSubject)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(subject__in=HelpSubject.values), name="support_help_subject"),
        ]
