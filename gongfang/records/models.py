"""The append-only record of every step, the texts and files it covers, and who looked at personal data."""

import uuid

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainHead(models.Model):
    """The last link of the chain: one row, locked by whoever appends."""

    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="records_one_chain_head")]

    def __str__(self) -> str:
        return f"#{self.seq}"


class Record(models.Model):
    """One step that was taken. `body` is what the digest covers; the columns repeat it for look-ups.

    Refused UPDATE and DELETE by triggers. Holds pseudonyms and salted digests, never personal data.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="records")
    action = models.CharField(max_length=40)
    actor = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="records")
    clause_id = models.CharField(max_length=20)
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    at = models.DateTimeField()
    body = models.TextField()
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["case", "seq"], name="records_of_case")]

    def __str__(self) -> str:
        return f"#{self.seq} {self.action}"


class Statement(models.Model):
    """A text given with a step (reasons, findings, a reply), kept apart so that it can be erased.

    The record holds `digest` = SM3 of salt and text; an erased statement has neither salt nor text.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="statements")
    name = models.CharField(max_length=40)
    text = models.TextField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    is_public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "name"], name="records_one_statement_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


def evidence_storage() -> FileSystemStorage:
    """Return the store of uploaded files; no URL leads to it."""
    return FileSystemStorage(location=settings.EVIDENCE_DIR, base_url=None)


def random_name(instance: "EvidenceFile", filename: str) -> str:
    """Return a storage name that tells nothing: the uploader's file name is kept in the row only."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class EvidenceFile(models.Model):
    """An uploaded file, durable before its row exists. `digest` is the SM3 of its bytes."""

    class Access(models.TextChoices):
        CASE = "case", _("可见本案者可见")
        HANDLERS = "handlers", _("仅办理人员可见")
        PUBLIC = "public", _("公开")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="files")
    section = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    file = models.FileField(storage=evidence_storage, upload_to=random_name, max_length=80)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    access = models.CharField(max_length=10, choices=Access, default=Access.CASE)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    uploaded_at = models.DateTimeField()
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["uploaded_at", "id"]
        indexes = [models.Index(fields=["case", "section"], name="records_files_of_case")]

    def __str__(self) -> str:
        return self.title


class AccessEntry(models.Model):
    """One look at personal data or one administrative act. Refused UPDATE and DELETE by triggers."""

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "-id"], name="records_access_of_user")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
