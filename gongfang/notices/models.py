"""Public notices, what they list, and the objections raised against it (article 6(三))."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import EncryptedTextField
from gongfang.applications.models import Application
from gongfang.cases.models import Case


class Notice(models.Model):
    """A list of proposed workshops, posted for objections.

    `starts_on` is the Beijing date of publication; `last_day`, `ends_at` and `counted` are the period as it was
    printed. What is in force is the running limit of the applications: a later calendar may move it (R21).
    """

    number = models.CharField(_("公告编号"), max_length=20, unique=True)
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("正文"), blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    starts_on = models.DateField()
    last_day = models.DateField()
    ends_at = models.DateTimeField()
    counted = models.JSONField()
    contact_office = models.CharField(_("受理机关"), max_length=80)
    contact_address = models.CharField(_("地址"), max_length=120, blank=True)
    contact_phone = models.CharField(_("电话"), max_length=40, blank=True)
    contact_email = models.EmailField(_("电子邮箱"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("starts_on")), name="notices_end_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("public:notice", args=[self.number])


class NoticeEntry(models.Model):
    """One proposed workshop on a notice, as it was printed. An application is put on notice once."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="entries")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="notice_entry")
    position = models.PositiveSmallIntegerField()
    workshop_name = models.CharField(max_length=120)
    operator_name = models.CharField(max_length=120, blank=True)
    ich_items = models.CharField(max_length=300, blank=True)
    county = models.CharField(max_length=40)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "position"], name="notices_one_entry_a_position"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.workshop_name}"


class Objection(Case):
    """An objection to one entry of a notice. Who raised it, and in which words, stands in rows of their own.

    `elements` are those of `regulation.objection.ELEMENT_LABELS` it holds; `received_on` is the stamp of a paper
    one, and `entry_reason` says why it was entered later (R11). The receipt's code is kept as its SM3 only.
    """

    against = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="objections")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    elements = models.JSONField(default=list)
    received_on = models.DateField(null=True, blank=True)
    entry_reason = models.CharField(max_length=400, blank=True)
    receipt_digest = models.CharField(max_length=64, unique=True)


class Objector(models.Model):
    """Who objected: seen only by the three departments that handle the objection."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="objector")
    real_name = EncryptedTextField(_("真实姓名或单位名称"), blank=True, default="")
    contact = EncryptedTextField(_("联系方式"), blank=True, default="")

    def __str__(self) -> str:
        return str(self.id)


class Grounds(models.Model):
    """What was objected, which may name people. The record holds the digest of `salt` and both texts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="grounds")
    reasons = EncryptedTextField(_("具体异议理由"), blank=True, default="")
    evidence = EncryptedTextField(_("佐证材料说明"), blank=True, default="")
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.id)


class ReplyMail(models.Model):
    """A reply that goes by e-mail. `next_attempt_at` is empty once it has gone or has been given up."""

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="reply_mail")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(next_attempt_at__isnull=False),
                name="notices_reply_outbox",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objection_id}"
