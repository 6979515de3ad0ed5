"""The case: what every procedure has in common, so that it exists once."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from gongfang.accounts.encryption import EncryptedTextField
from gongfang.accounts.models import Division, Office
from gongfang.regulation import edition as editions
from gongfang.regulation.edition import Edition
from gongfang.regulation.procedure import DEPARTMENT_LABELS, Procedure

NO_DUE_DATE = datetime.fromisoformat("9999-12-31T00:00:00+00:00")
"""What a task without a time limit sorts by: last."""


class Case(models.Model):
    """One matter under a procedure. Its state changes through `services.take_step` and nowhere else.

    `edition_id` names the edition of the measures it was filed under and keeps. `version` counts its steps:
    a form carries the version it was made from. `state_since` is the instant of the last change of state.
    """

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, blank=True)
    edition_id = models.CharField(max_length=40)
    region = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="cases")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    title = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=0)
    opinion_round = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    state_since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-id"], name="cases_by_kind"),
            models.Index(fields=["kind", "state", "-id"], name="cases_by_state"),
            models.Index(fields=["region", "kind", "-id"], name="cases_by_region"),
            models.Index(fields=["holder", "-id"], name="cases_by_holder"),
        ]

    procedure: ClassVar[Procedure]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("cases:detail", args=[self.number])

    @property
    def edition(self) -> Edition:
        return editions.get(self.edition_id)


class CaseNumber(models.Model):
    """The last number given out for a kind of case in a year."""

    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="cases_one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class Opinion(models.Model):
    """What a department says in a round of a joint stage (reading R3): one a department, stage and round."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    stage = models.CharField(max_length=20)
    round = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    department = models.CharField(max_length=20, choices=list(DEPARTMENT_LABELS.items()))
    agrees = models.BooleanField()
    reasons = models.TextField(blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["round", "signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage", "round", "department"], name="cases_one_opinion_a_round"
            ),
            models.CheckConstraint(
                condition=models.Q(agrees=True) | ~models.Q(reasons=""), name="cases_disagreement_has_reasons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_department_display()} {self.stage}/{self.round}"


class Draft(models.Model):
    """A step an officer has prepared and the head has yet to sign: the form as it was filled in.

    `data` is that form as JSON, encrypted: who reads the database reads no decision that is not taken yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    action = models.CharField(max_length=40)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    data = EncryptedTextField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    prepared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "action", "office"], name="cases_one_draft_an_office"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.case_id}"


class DraftFile(models.Model):
    """A file chosen for a field of a draft.

    Its `name` and `url` are what a form shows of a file that was uploaded before.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    field = models.CharField(max_length=40)
    stored = models.OneToOneField("records.EvidenceFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "field"], name="cases_one_draft_file_a_field"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.stored.title

    @property
    def url(self) -> str:
        return reverse("records:file", args=[self.stored_id])


class RunningLimit(models.Model):
    """A time limit that runs, or ran, on a case. `ends_at` is the first instant too late.

    Never decremented: whether it is overdue is computed from `ends_at`. `trigger` is the Beijing date that set
    it going; `counted` keeps the explanation as it was counted.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="limits")
    name = models.CharField(max_length=40)
    trigger = models.DateField()
    last_day = models.DateField()
    ends_at = models.DateTimeField()
    is_provisional = models.BooleanField()
    counted = models.JSONField()
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"], condition=models.Q(closed_at=None), name="cases_one_running_limit"
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("trigger")), name="cases_limit_ends_after_trigger"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=models.Q(closed_at=None), name="cases_running_limits"),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.last_day}"


class Task(models.Model):
    """What an office is expected to do on a case: derived from the step table after every step.

    `due_at` sorts the inbox; NO_DUE_DATE where the measures set no limit. `is_ready` is false while the office
    has yet to do the work that the step waits for, `is_under_way` true while others do it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="tasks")
    action = models.CharField(max_length=40)
    is_ready = models.BooleanField(default=True)
    is_under_way = models.BooleanField(default=False)
    due_at = models.DateTimeField(default=NO_DUE_DATE)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "office", "action"], name="cases_one_task"),
            models.CheckConstraint(
                condition=models.Q(is_ready=False) | models.Q(is_under_way=False), name="cases_ready_or_under_way"
            ),
        ]
        indexes = [models.Index(fields=["office", "due_at", "id"], name="cases_inbox")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.action}"


class Opened(models.Model):
    """How far `advance` has opened what time opens: `stamp` is what it looked at when nothing was left to open."""

    name = models.CharField(max_length=60, primary_key=True)
    stamp = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.name} {self.stamp}"
