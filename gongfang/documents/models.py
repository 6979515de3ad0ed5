"""Official documents: their drafts, versions and numbers, and the files that were issued."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import EncryptedTextField
from gongfang.accounts.models import Office
from gongfang.cases.models import Case
from gongfang.records.models import EvidenceFile


class SerialCounter(models.Model):
    """The last number an office gave out in a year. Locked while a document is issued: numbers have no gaps."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="documents_one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year}: {self.last}"


class DocumentState(models.TextChoices):
    """Whether a document may still be changed."""

    DRAFT = "draft", _("拟稿")
    ISSUED = "issued", _("已制发")


class Document(models.Model):
    """An official document of one kind about one subject, such as "case:SQ2026-0001" or "plaque:17".

    Its words are in `versions`. `serial` is its number among those of the office and the year; a decision that
    was given its number by the step that took it has `number` only. `enclosure` is the text of its QR code,
    `replaces` the issued document that this one corrects.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    title = models.CharField(_("标题"), max_length=200)
    cases = models.ManyToManyField(Case, related_name="documents")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="documents")
    state = models.CharField(max_length=8, choices=DocumentState, default=DocumentState.DRAFT)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    docx = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, null=True, related_name="+")
    enclosure = models.TextField(blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state="draft"), name="documents_one_draft_a_subject"
            ),
            models.UniqueConstraint(fields=["office", "year", "serial"], name="documents_one_serial"),
            models.CheckConstraint(condition=Q(state__in=DocumentState.values), name="documents_known_state"),
            models.CheckConstraint(
                condition=Q(state="draft", number="", serial=None, issued_at=None, issued_by=None, docx=None)
                | (
                    Q(state="issued", issued_at__isnull=False, issued_by__isnull=False, docx__isnull=False)
                    & Q(year__isnull=False)
                    & ~Q(number="")
                ),
                name="documents_issued_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject"], name="documents_of_subject"),
            models.Index(fields=["office", "state", "-made_at", "-id"], name="documents_of_office"),
            models.Index(fields=["office", "year", "-issued_at", "-id"], name="documents_register"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()

    def get_absolute_url(self) -> str:
        return reverse("documents:detail", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        """Return whether it bears a number and can no longer be changed."""
        return self.state == DocumentState.ISSUED


class DocumentVersion(models.Model):
    """The words of a document at one time, as JSON of `content.Content`. Encrypted: a draft may name people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = EncryptedTextField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="documents_one_version_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"
