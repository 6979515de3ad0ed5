"""Revocations, their notices and appeals, what is announced of them, and how a workshop agrees to be served."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import EncryptedTextField
from gongfang.cases.models import Case
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.regulation.revocation_guards import SERVICE_LABELS
from gongfang.workshops.models import Workshop


class Revocation(Case):
    """A procedure that may end a recognition. What is held against the workshop stands in a row of its own.

    `grounds` are ids of limbs of article 10 in their order; the first is the one the decision rests on. `is_open`
    holds until it is decided or dropped: one a workshop. `is_automatic`: opened by the law itself as a proposal
    (R14). `is_suspending`: the recognition is suspended for as long as it runs, also on account of what it follows
    from. `method` and `received_on` are how and when the notice was received, `notice_offered_at` when it was
    sent electronically.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="revocations")
    grounds = models.JSONField(default=list)
    is_open = models.BooleanField(default=False)
    is_automatic = models.BooleanField(default=False)
    is_suspending = models.BooleanField(default=False)
    proposed_on = models.DateField(null=True, blank=True)
    notice_offered_at = models.DateTimeField(null=True, blank=True)
    method = models.CharField(_("送达方式"), max_length=12, blank=True, choices=list(SERVICE_LABELS.items()))
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(is_open=True), name="revocations_one_open_a_workshop"
            ),
            models.CheckConstraint(
                condition=Q(is_automatic=False) | Q(is_suspending=True), name="revocations_automatic_one_suspends"
            ),
            models.CheckConstraint(
                condition=Q(method="", received_on=None) | (~Q(method="") & Q(received_on__isnull=False)),
                name="revocations_served_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(document_number="", decided_on=None)
                | (~Q(document_number="") & Q(decided_on__isnull=False, is_open=False)),
                name="revocations_decided_by_a_document",
            ),
        ]

    @property
    def ground_clauses(self) -> Sequence[Clause]:
        """Return the limbs of article 10 it rests on, the first being the decisive one."""
        return [clauses.clause(each) for each in self.grounds]


class Accusation(models.Model):
    """What is held against a workshop, which may name people. The record holds the digest of salt and text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revocation = models.OneToOneField(Revocation, on_delete=models.PROTECT, related_name="accusation")
    facts = EncryptedTextField(_("有关事实"), blank=True, default="")
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.id)


class Appeal(models.Model):
    """The appeal against a proposed revocation: who makes it and in which words (article 10, reading R17).

    `elements` are those of `regulation.objection.ELEMENT_LABELS` it holds; `received_on` is the stamp of a paper
    one, `entry_reason` says why it was entered later (R11).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revocation = models.OneToOneField(Revocation, on_delete=models.PROTECT, related_name="appeal")
    real_name = EncryptedTextField(_("真实姓名或单位名称"), blank=True, default="")
    contact = EncryptedTextField(_("联系方式"), blank=True, default="")
    reasons = EncryptedTextField(_("具体申诉理由"), blank=True, default="")
    evidence = EncryptedTextField(_("佐证材料说明"), blank=True, default="")
    elements = models.JSONField(default=list)
    received_on = models.DateField(null=True, blank=True)
    entry_reason = models.CharField(max_length=400, blank=True)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.id)


class Announcement(models.Model):
    """A revocation as it was made public (article 10): the workshop as it was then, and no person."""

    number = models.CharField(_("公告编号"), max_length=20, unique=True)
    revocation = models.OneToOneField(Revocation, on_delete=models.PROTECT, related_name="announcement")
    workshop_name = models.CharField(max_length=120)
    operator_name = models.CharField(max_length=120, blank=True)
    county = models.CharField(max_length=40)
    grounds = models.JSONField()
    document_number = models.CharField(max_length=60)
    revoked_on = models.DateField()
    free_from = models.DateField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number} {self.workshop_name}"

    def get_absolute_url(self) -> str:
        return reverse("public:announcement", args=[self.number])

    @property
    def ground_clauses(self) -> Sequence[Clause]:
        """Return the limbs of article 10 that the decision names."""
        return [clauses.clause(each) for each in self.grounds]


class ServiceConsent(models.Model):
    """One time a workshop agreed to be served electronically, or withdrew it."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="service_consents")
    is_given = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.workshop_id} {self.at}"
