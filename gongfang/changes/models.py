"""Requests to change a registration, what they change, and a county's list on its way into the register."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import BlindIndexField, EncryptedTextField
from gongfang.accounts.models import Division
from gongfang.cases.models import Case
from gongfang.workshops.models import Workshop


class Field(models.TextChoices):
    """What a request can change: a part of the entry in the register, or the recognition itself."""

    NAME = "name", _("工坊名称")
    OPERATOR = "operator", _("经营主体")
    RESPONSIBLE = "responsible", _("法人（主要负责人）")
    PLACE = "place", _("地址")
    MAIN_BUSINESS = "main_business", _("主营业务")
    ITEMS = "items", _("依托项目")
    SURRENDER = "surrender", _("放弃认定资格")


class Change(Case):
    """A request of one workshop; one at a time. `is_open` mirrors that its state is no end, for the constraint.

    `credit_code_reason` is why a credit code is right although its check digit is not.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="changes")
    is_open = models.BooleanField(default=False)
    credit_code_reason = models.CharField(_("代码核对说明"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(is_open=True), name="changes_one_open_a_workshop"
            ),
        ]


class ChangedField(models.Model):
    """One thing a request changes, old and new: what the register says, never personal data.

    `old` is what held when it was asked for and, once it is `applied_on` a day, what held until that day. Of a
    responsible person both are empty: see `Responsible`. A text; for an operator name, kind and credit code; for
    a place town and address; for items a list of name, category and level.
    """

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="changed")
    field = models.CharField(max_length=16, choices=Field)
    old = models.JSONField()
    new = models.JSONField()
    applied_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["change", "field"], name="changes_a_field_once"),
            models.CheckConstraint(condition=Q(field__in=Field.values), name="changes_known_field"),
        ]

    def __str__(self) -> str:
        return self.get_field_display()


class Responsible(models.Model):
    """Who is to be the responsible person from now on: seen masked, each look recorded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    change = models.OneToOneField(Change, on_delete=models.CASCADE, related_name="responsible")
    name = EncryptedTextField(_("姓名"))
    id_number = EncryptedTextField(_("身份证号码"))
    id_index = BlindIndexField(source="id_number", purpose="person.id_number", db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class CountyUpload(models.Model):
    """A county's list as read from a file, shown for confirmation; gone once confirmed or dropped."""

    county = models.OneToOneField(Division, on_delete=models.CASCADE, related_name="county_upload")
    rows = models.JSONField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.county_id)
