"""Who may speak to the interface, and whom it tells of changes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import EncryptedTextField
from gongfang.accounts.models import Office


class Scope(models.TextChoices):
    """What a token opens. Everything it does, the person it belongs to may do on the pages."""

    READ = "read", _("读取案件、记录和名录")
    WRITE = "write", _("办理不需签发的步骤")
    SIGN = "sign", _("办理须负责人签发的步骤")


class Token(models.Model):
    """A key to the interface. Only the digest of the secret is kept: it is shown once, when it is made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("用途"), max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="tokens")
    scopes = models.JSONField(_("权限"))
    hint = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField(_("有效期至"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["office", "-created_at", "id"], name="api_tokens_of_office")]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="api_token_has_a_purpose")]

    def __str__(self) -> str:
        return f"{self.name} {self.hint}…"


class Webhook(models.Model):
    """An address that is told of the changes an office may see, each at least once and in order.

    `last_seq` is the number of the last record it has acknowledged. The secret signs every delivery.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="webhooks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="webhooks")
    url = models.URLField(_("接收地址"), max_length=300)
    secret = EncryptedTextField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    last_seq = models.PositiveBigIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(ended_at=None), name="api_webhooks_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["office", "url"], condition=Q(ended_at=None), name="api_one_webhook"),
            models.CheckConstraint(
                condition=Q(ended_at=None, next_attempt_at__isnull=False)
                | Q(ended_at__isnull=False, next_attempt_at=None),
                name="api_webhook_is_due_or_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.url
