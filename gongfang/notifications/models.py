"""What people are told: messages in the inbox of the site, and the outbox of e-mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Office


class Message(models.Model):
    """One message to one person or one office, by one channel. Holds no personal data.

    `key` says what it is about and to whom: the same news is never queued twice. An e-mail waits until
    `next_attempt_at`; it is empty once the mail has gone or been given up, which `last_error` then says.
    """

    class Channel(models.TextChoices):
        INBOX = "inbox", _("站内消息")
        EMAIL = "email", _("电子邮件")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    office = models.ForeignKey(Office, on_delete=models.CASCADE, null=True, blank=True, related_name="messages")
    case = models.ForeignKey(
        "cases.Case", on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    subject = models.CharField(max_length=200)
    body = models.TextField()
    channel = models.CharField(max_length=10, choices=Channel)
    key = models.CharField(max_length=160, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) ^ models.Q(office__isnull=True),
                name="notifications_one_recipient",
            ),
            models.CheckConstraint(
                condition=models.Q(channel="inbox") | models.Q(user__isnull=False),
                name="notifications_mail_goes_to_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "channel", "-id"], name="notifications_of_user"),
            models.Index(fields=["office", "channel", "-id"], name="notifications_of_office"),
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=models.Q(channel="email", next_attempt_at__isnull=False),
                name="notifications_outbox",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Reminder(models.Model):
    """That people were reminded of a running time limit at one of its stages: once each, for ever."""

    class Stage(models.TextChoices):
        THIRTY_DAYS = "thirty_days", _("还剩 30 个工作日")
        TEN_DAYS = "ten_days", _("还剩 10 个工作日")
        THREE_DAYS = "three_days", _("还剩 3 个工作日")
        ONE_DAY = "one_day", _("还剩 1 个工作日")
        OVERDUE = "overdue", _("已超期")

    limit = models.ForeignKey("cases.RunningLimit", on_delete=models.CASCADE, related_name="reminders")
    stage = models.CharField(max_length=12, choices=Stage)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["limit", "stage"], name="notifications_one_reminder_a_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.limit_id} {self.stage}"
