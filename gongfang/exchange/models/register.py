"""The register of 脱贫人口 and 监测帮扶对象 (articles 9(二) and 11(三)): keyed indexes, no names, no numbers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division, Office
from gongfang.records.models import EvidenceFile

INDEX_LENGTH = 64


class PersonCategory(models.TextChoices):
    """Whom the agriculture offices register."""

    POVERTY = "poverty", _("脱贫人口")
    MONITORED = "monitored", _("监测帮扶对象")


class ImportState(models.TextChoices):
    """How far an upload is: waiting for a worker, being read, to be confirmed by its office, or over."""

    WAITING = "waiting", _("等待读取")
    READING = "reading", _("正在读取")
    READ = "read", _("待确认")
    APPLIED = "applied", _("已更新登记库")
    REFUSED = "refused", _("无法读取")
    DROPPED = "dropped", _("已放弃")


class RegisterImport(models.Model):
    """One upload of a register, read in pieces by a worker that any process can carry on.

    `as_of` is the day on which the list held. `is_complete`: whoever is not in it has left the status. `done` is
    the number of the last row of the sheet that was read, `total` that of the last row there is. `claimed_until`
    keeps other workers away, `claim` names the one that has it. The file is gone once it has been read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="register_imports")
    as_of = models.DateField(_("名单截至日期"))
    is_complete = models.BooleanField(_("完整名单"))
    file = models.ForeignKey(EvidenceFile, on_delete=models.SET_NULL, null=True, related_name="+")
    file_digest = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=ImportState, default=ImportState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="exchange_import_state"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="exchange_import_progress"),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(state__in=["waiting", "reading", "read"]),
                name="exchange_one_open_import_an_office",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-uploaded_at", "id"], name="exchange_imports_of_office"),
            models.Index(
                fields=["uploaded_at"],
                condition=Q(state__in=["waiting", "reading"]),
                name="exchange_imports_to_read",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.as_of} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:import", args=[self.pk])

    @property
    def percent(self) -> int:
        """Return how much of the sheet has been read."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def is_being_read(self) -> bool:
        return self.state in (ImportState.WAITING, ImportState.READING)

    @property
    def is_exhaustive(self) -> bool:
        """Return whether those who are missing have left: a list with errors says nothing of them."""
        return self.is_complete and not self.problem_count


class ImportProblem(models.Model):
    """What is wrong in one cell of a sheet; never what it says."""

    source = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=40)
    what = models.CharField(max_length=200)

    class Meta:
        ordering = ["row", "id"]
        indexes = [models.Index(fields=["source", "row", "id"], name="exchange_problems")]

    def __str__(self) -> str:
        return f"{self.row} {self.column}"


class Registered(models.Model):
    """What the register knows of a person: the keyed index of the identity number, and the status."""

    id_index = models.CharField(max_length=INDEX_LENGTH)
    key_id = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=10, choices=PersonCategory)
    county = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    identified_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class StagedEntry(Registered):
    """A row that was read and waits for confirmation; gone once it is confirmed or dropped."""

    source = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="staged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "id_index"], name="exchange_staged_once")]

    def __str__(self) -> str:
        return self.category


class RegisterEntry(Registered):
    """One version of a person's status: it held from `valid_from` until before `valid_to`, if that is set.

    Whoever has versions but none that holds has left the status.
    """

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    brought_by = models.ForeignKey(RegisterImport, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(RegisterImport, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id_index"], condition=Q(valid_to=None), name="exchange_one_current_entry"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="exchange_entry_period"
            ),
            models.CheckConstraint(
                condition=Q(category__in=PersonCategory.values), name="exchange_entry_category"
            ),
        ]
        indexes = [
            models.Index(fields=["id_index", "valid_from"], name="exchange_entry_versions"),
            models.Index(fields=["county", "valid_to", "category"], name="exchange_entries_of_county"),
        ]

    def __str__(self) -> str:
        return self.category
