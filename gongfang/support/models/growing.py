"""Successors, master studios, transmission places and brands (articles 8(三) and 8(四))."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import EncryptedTextField
from gongfang.workshops.models import HeritageLevel, Workshop


class GrownKind(models.TextChoices):
    """What article 8(三) has grown."""

    INHERITOR = "inheritor", _("代表性传承人")
    STUDIO = "studio", _("技能大师工作室")
    TRANSMISSION_PLACE = "transmission_place", _("非遗传习所")


class SuccessionState(models.TextChoices):
    """How far it has come."""

    PROPOSED = "proposed", _("培养（筹建）中")
    GRANTED = "granted", _("已认定（建成）")
    NOT_GRANTED = "not_granted", _("未获认定")
    ENDED = "ended", _("已终止")


class Succession(models.Model):
    """A leader proposed as inheritor, a studio or a transmission place of a workshop.

    `person` is the leader's name, never public. The numbers are those of the proposal and of the decision.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="successions")
    kind = models.CharField(_("类型"), max_length=20, choices=GrownKind)
    title = models.CharField(_("名称"), max_length=80)
    level = models.CharField(_("级别"), max_length=12, choices=HeritageLevel)
    person = EncryptedTextField(_("带头人姓名"), blank=True, default="")
    place = models.CharField(_("地点"), max_length=120, blank=True)
    proposed_on = models.DateField(_("推荐（立项）日期"))
    document_number = models.CharField(_("推荐（立项）文号"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=SuccessionState, default=SuccessionState.PROPOSED)
    decided_on = models.DateField(_("认定（建成）日期"), null=True, blank=True)
    decision_number = models.CharField(_("认定（建成）文号"), max_length=60, blank=True)
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)
    ended_why = models.CharField(_("终止原因"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-proposed_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=GrownKind.values), name="support_grown_kind"),
            models.CheckConstraint(condition=Q(level__in=HeritageLevel.values), name="support_grown_level"),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gte=F("proposed_on")), name="support_decided_later"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False) & ~Q(ended_why="")
                | (Q(state__in=["proposed", "granted", "not_granted"], ended_on=None, ended_why="")),
                name="support_succession_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(decided_on__isnull=False), name="support_granted_on_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["-proposed_on", "id"], name="support_successions"),
            models.Index(fields=["workshop", "-proposed_on"], name="support_successions_of"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("support:succession", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Return whether it goes on: frozen by a suspension, ended with the recognition."""
        return self.state in (SuccessionState.PROPOSED, SuccessionState.GRANTED)


class SuccessionActivity(models.Model):
    """Something a studio, a place or a candidate did: study, demonstration, publicity."""

    class Kind(models.TextChoices):
        STUDY = "study", _("研习培训")
        DEMONSTRATION = "demonstration", _("示范引导")
        PUBLICITY = "publicity", _("品牌宣传")

    succession = models.ForeignKey(Succession, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(_("类型"), max_length=14, choices=Kind)
    held_on = models.DateField(_("日期"))
    title = models.CharField(_("内容"), max_length=120)
    participants = models.PositiveIntegerField(_("参加人数"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["study", "demonstration", "publicity"]), name="support_activity_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BrandKind(models.TextChoices):
    """How a brand, or the work behind it, was supported (article 8(四))."""

    REGIONAL_BRAND = "regional_brand", _("区域公用品牌")
    TRADEMARK = "trademark", _("商标和知识产权")
    MEDIA = "media", _("媒体宣传")
    EMPLOYMENT = "employment", _("就业质量和人才队伍")


class BrandMeasure(models.Model):
    """A measure for a workshop's brand or people. `until` is its last day, where it is given for a time."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="brand_measures")
    kind = models.CharField(_("类型"), max_length=16, choices=BrandKind)
    title = models.CharField(_("内容"), max_length=120)
    given_on = models.DateField(_("日期"))
    until = models.DateField(_("有效期至"), null=True, blank=True)
    document_number = models.CharField(_("文号或注册号"), max_length=60, blank=True)
    result = models.CharField(_("效果"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-given_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BrandKind.values), name="support_brand_kind"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("given_on")), name="support_brand_until_later"
            ),
        ]
        indexes = [
            models.Index(fields=["-given_on", "-id"], name="support_brands"),
            models.Index(fields=["workshop", "-given_on"], name="support_brands_of"),
        ]

    def __str__(self) -> str:
        return self.title
