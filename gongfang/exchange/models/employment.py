"""What the human resources departments give: support policies and skill trainings (article 11(二))."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Office
from gongfang.workshops.models import Workshop


class SupportPolicy(models.Model):
    """A policy from which workshops, or those who work there, may benefit."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="support_policies")
    title = models.CharField(_("政策名称"), max_length=120)
    document_number = models.CharField(_("文号"), max_length=60)
    starts_on = models.DateField(_("执行期间自"))
    ends_on = models.DateField(_("执行期间至"), null=True, blank=True)
    beneficiaries = models.CharField(_("适用对象"), max_length=200)
    content = models.TextField(_("支持内容"), max_length=2000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["office", "document_number", "title"], name="exchange_policy_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="exchange_policy_period"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PolicyGrant(models.Model):
    """What a workshop has had under a policy. `amount` is in yuan, empty where it is no money."""

    policy = models.ForeignKey(SupportPolicy, on_delete=models.PROTECT, related_name="grants")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="policy_grants")
    on = models.DateField(_("落实日期"))
    what = models.CharField(_("落实内容"), max_length=200)
    people = models.PositiveIntegerField(_("惠及人数"), null=True, blank=True)
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "workshop", "on", "what"], name="exchange_policy_grant_once"
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="exchange_policy_amount"),
        ]
        indexes = [models.Index(fields=["workshop", "-on", "-id"], name="exchange_policy_grants")]

    def __str__(self) -> str:
        return self.what


class SkillTraining(models.Model):
    """A training of skills that the departments hold for workshops."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="skill_trainings")
    title = models.CharField(_("培训名称"), max_length=120)
    occupation = models.CharField(_("工种或技能"), max_length=80)
    place = models.CharField(_("地点"), max_length=120)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    hours = models.PositiveSmallIntegerField(_("学时"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["office", "title", "starts_on"], name="exchange_training_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="exchange_training_period"),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingShare(models.Model):
    """How many people of a workshop took part in a training, and how many got a certificate."""

    training = models.ForeignKey(SkillTraining, on_delete=models.PROTECT, related_name="shares")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="training_shares")
    participants = models.PositiveIntegerField(_("参训人数"))
    certified = models.PositiveIntegerField(_("取得证书人数"), default=0)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["training", "workshop"], name="exchange_one_share"),
            models.CheckConstraint(
                condition=Q(participants__gt=0, certified__lte=F("participants")), name="exchange_share_adds_up"
            ),
        ]
        indexes = [models.Index(fields=["workshop", "-id"], name="exchange_training_shares")]

    def __str__(self) -> str:
        return f"{self.workshop_id} {self.participants}"
