"""Experts, the panels drawn from among them, and what a panel leaves behind (article 6(二))."""

import secrets
import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import EncryptedTextField
from gongfang.cases.models import Case


class Pool(models.TextChoices):
    """The two pools that 6(二) names."""

    REGION = "region", _("自治区专家库")
    PREFECTURE = "prefecture", _("地区专家库")


class Expert(models.Model):
    """A professional of one of the pools. `user` is the account by which he takes part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="expert"
    )
    name = models.CharField(_("姓名"), max_length=40)
    pool = models.CharField(_("专家库"), max_length=12, choices=Pool)
    speciality = models.CharField(_("专业领域"), max_length=80, blank=True)
    employer = models.CharField(_("工作单位"), max_length=120)
    title = models.CharField(_("职称"), max_length=40, blank=True)
    has_senior_title = models.BooleanField(_("具备副高以上职称"), default=False)
    relevant_years = models.PositiveSmallIntegerField(_("相关工作年限"), default=0)
    phone = EncryptedTextField(_("联系电话"), blank=True, default="")
    is_active = models.BooleanField(_("可以抽取"), default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(pool__in=Pool.values), name="panels_known_pool"),
            models.UniqueConstraint(fields=["name", "employer", "pool"], name="panels_expert_once_a_pool"),
        ]
        indexes = [models.Index(fields=["pool", "name", "id"], name="panels_experts_of_pool")]

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """A party with whom an expert shares an interest: never to be reviewed by him. The value is personal data."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("单位名称")
        CREDIT_CODE = "credit_code", _("统一社会信用代码")
        PERSON = "person", _("人员姓名")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("类型"), max_length=12, choices=Kind)
    value = EncryptedTextField(_("回避对象"))

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["organisation", "credit_code", "person"]), name="panels_known_relation"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


def new_nonce() -> str:
    """Return 256 random bits: what the house commits to before the draw and reveals in it."""
    return secrets.token_hex(32)


class Panel(Case):
    """The experts who review a round's applications, or some of them: a case of its own.

    `commitment` and `list_root` are published with the announcement, `server_nonce` is sealed until the draw.
    `public_value` exists only after `draw_at`: nobody can know it when the list is frozen.
    """

    round = models.ForeignKey("applications.Round", on_delete=models.PROTECT, related_name="panels")
    group = models.CharField(_("评审组"), max_length=40, blank=True)
    size = models.PositiveSmallIntegerField(_("专家组人数"))
    pools = models.JSONField(_("专家库"))
    draw_at = models.DateTimeField(_("抽取时间"))
    public_value_source = models.CharField(_("公开随机值来源"), max_length=120)
    list_root = models.CharField(max_length=64, blank=True)
    server_nonce = EncryptedTextField(default=new_nonce)
    commitment = models.CharField(max_length=64, blank=True)
    public_value = models.CharField(_("公开随机值"), max_length=120, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(_("合议记录"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(Exact(F("size").bitand(1), 1), size__gte=5), name="panels_odd_and_at_least_five"
            ),
            models.CheckConstraint(
                condition=Q(seed="", drawn_at=None) | (~Q(seed="") & Q(drawn_at__gte=F("draw_at"))),
                name="panels_drawn_after_the_announced_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Entry(models.Model):
    """An application before a panel. Released when its list is exhausted and another draw is announced (R6).

    `mean`, `has_passed` and `why` are empty until the panel has concluded.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="entries")
    application = models.ForeignKey("applications.Application", on_delete=models.PROTECT, related_name="entries")
    waived_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    mean = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_total = models.PositiveSmallIntegerField(null=True, blank=True)
    has_passed = models.BooleanField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(released_at=None), name="panels_one_panel_an_application"
            ),
            models.UniqueConstraint(fields=["panel", "application"], name="panels_application_once_a_panel"),
            models.CheckConstraint(
                condition=Q(mean=None, has_passed=None) | Q(mean__isnull=False, has_passed__isnull=False),
                name="panels_result_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id}/{self.application_id}"


class Candidate(models.Model):
    """A row of the frozen list. `ref` is published in place of the name: salt and expert prove it later.

    `exclusions` maps the number of an application to the code of `EXCLUSIONS` for which this expert may not
    review it. `rank` is his place in the draw; it never changes.
    """

    EXCLUSIONS: ClassVar[Mapping[str, Promise]] = {"employer": _("任职于申报单位"), "relation": _("存在利害关系")}

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="candidates")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="candidacies")
    pool = models.CharField(max_length=12, choices=Pool)
    salt = models.CharField(max_length=64)
    ref = models.CharField(max_length=64)
    exclusions = models.JSONField(default=dict)
    rank = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "ref"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "expert"], name="panels_candidate_once"),
            models.UniqueConstraint(fields=["panel", "ref"], name="panels_one_ref"),
            models.UniqueConstraint(fields=["panel", "rank"], name="panels_one_rank"),
        ]

    def __str__(self) -> str:
        return self.ref[:8]


class Seat(models.Model):
    """A place on the panel of one application. Whoever leaves it keeps the row: `left_why` says why."""

    class Left(models.TextChoices):
        RECUSED = "recused", _("主动回避")
        GRANTED = "granted", _("经申请回避")
        EXCUSED = "excused", _("不能参加")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="seats")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="seats")
    is_replacement = models.BooleanField(default=False)
    seated_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_why = models.CharField(max_length=10, choices=Left, blank=True)

    class Meta:
        ordering = ["candidate__rank"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "candidate"], name="panels_one_seat_an_expert"),
            models.CheckConstraint(
                condition=Q(left_at=None, left_why="") | (Q(left_at__gte=F("seated_at")) & ~Q(left_why="")),
                name="panels_left_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.candidate_id}"


class Declaration(models.Model):
    """What an expert says of his interest in one application, the last time he said it (R7)."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="declarations")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="declarations")
    is_clear = models.BooleanField()
    reasons = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "expert"], name="panels_one_declaration"),
            models.CheckConstraint(condition=Q(is_clear=True) | ~Q(reasons=""), name="panels_recusal_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {'clear' if self.is_clear else 'recused'}"


class RecusalRequest(models.Model):
    """An applicant's written request that an expert not review its application (R7)."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="recusal_requests")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="recusal_requests")
    reasons = models.TextField()
    requested_at = models.DateTimeField()
    is_granted = models.BooleanField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reasons = models.TextField(blank=True)

    class Meta:
        ordering = ["requested_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "expert"], condition=Q(decided_at=None), name="panels_one_open_request"
            ),
            models.CheckConstraint(
                condition=Q(is_granted=None, decided_at=None)
                | (Q(is_granted__isnull=False, decided_at__isnull=False) & ~Q(decision_reasons="")),
                name="panels_decision_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.expert_id}"


class ScoreSheet(models.Model):
    """What an expert gives an application, sealed until the scoring of it is over (R8).

    The draft of a sheet has no `submitted_at`. The record of the step holds `digest` = SM3 of salt and content,
    so that a sheet can neither be read from the record nor changed behind it.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="sheets")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="sheets")
    items = models.JSONField(default=dict)
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    salt = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "expert"], name="panels_one_sheet"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | (Q(total__range=(0, 100)) & ~Q(digest="")),
                name="panels_submitted_sheet_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.expert_id}"


class MinutesSignature(models.Model):
    """An attending expert's signature under the minutes of the deliberation."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="signatures")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="signatures")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [models.UniqueConstraint(fields=["panel", "expert"], name="panels_one_signature")]

    def __str__(self) -> str:
        return f"{self.panel_id}: {self.expert_id}"


class Vote(models.Model):
    """An expert's vote on one application, given with his signature."""

    signature = models.ForeignKey(MinutesSignature, on_delete=models.CASCADE, related_name="votes")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="votes")
    agrees = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signature", "entry"], name="panels_one_vote")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.agrees}"
