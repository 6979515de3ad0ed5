"""The rows of a filing: people, heritage, roster, activities, operations. Personal data is encrypted."""

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import BlindIndexField, EncryptedTextField
from gongfang.workshops.models import Category, HeritageItem, HeritageLevel

from .application import Application
from .choices import ActivityKind, PersonRole, RosterKind, WorkMode


class MaterialRow(models.Model):
    """One row of a list in the filing; its key tells nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    added_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["added_at", "id"]


PERSON_ID = "person.id_number"
"""The purpose of the index by which a responsible person is matched (reading R18)."""


class Person(MaterialRow):
    """The responsible person or a manager (article 6(一)1)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(_("身份"), max_length=12, choices=PersonRole)
    name = models.CharField(_("姓名"), max_length=60)
    position = models.CharField(_("职务"), max_length=60, blank=True)
    id_number = EncryptedTextField(_("身份证号码"), blank=True, default="")
    id_index = BlindIndexField(source="id_number", purpose=PERSON_ID, db_index=True)
    phone = EncryptedTextField(_("联系电话"), blank=True, default="")

    class Meta(MaterialRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(role="responsible"), name="applications_one_responsible"
            ),
            models.CheckConstraint(condition=Q(role__in=PersonRole.values), name="applications_person_role"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class HeritageUse(MaterialRow):
    """An item the workshop relies on (article 6(一)2); without a level, a traditional craft that no list names."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="heritage")
    item = models.ForeignKey(
        HeritageItem, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("名录项目")
    )
    name = models.CharField(_("项目名称"), max_length=80)
    code = models.CharField(_("项目编号"), max_length=20, blank=True)
    category = models.CharField(_("类别"), max_length=20, choices=Category)
    level = models.CharField(_("级别"), max_length=12, choices=HeritageLevel, blank=True)
    batch = models.CharField(_("批次"), max_length=20, blank=True)
    document_number = models.CharField(_("公布文号"), max_length=60, blank=True)

    class Meta(MaterialRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["application", "name", "level"], name="applications_heritage_once"),
            models.CheckConstraint(
                condition=Q(category__in=Category.values), name="applications_heritage_category"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *HeritageLevel.values]), name="applications_heritage_level"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Inheritor(MaterialRow):
    """A representative inheritor who works with the workshop."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="inheritors")
    name = models.CharField(_("姓名"), max_length=60)
    level = models.CharField(_("传承人级别"), max_length=12, choices=HeritageLevel)
    item_name = models.CharField(_("传承项目"), max_length=80)

    class Meta(MaterialRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=HeritageLevel.values), name="applications_inheritor_level"
            ),
        ]

    def __str__(self) -> str:
        return self.item_name


class Practitioner(MaterialRow):
    """Somebody of the craft who takes part in production (article 4(五))."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="practitioners")
    name = models.CharField(_("姓名"), max_length=60)
    craft = models.CharField(_("从事的技艺"), max_length=80)
    years = models.PositiveSmallIntegerField(_("从业年限"), null=True, blank=True)

    def __str__(self) -> str:
        return self.craft


class RosterPerson(MaterialRow):
    """Somebody a workshop employs. The keyed index of the number is the same in every roster."""

    name = EncryptedTextField(_("姓名"))
    id_number = EncryptedTextField(_("身份证号码"))
    id_index = BlindIndexField(source="id_number", purpose="roster.id_number", db_index=True)
    kind = models.CharField(_("人员类别"), max_length=10, choices=RosterKind)
    mode = models.CharField(_("就业方式"), max_length=10, choices=WorkMode)
    monthly_pay = models.DecimalField(_("月均报酬（元）"), max_digits=9, decimal_places=2, null=True, blank=True)
    since = models.DateField(_("开始就业日期"), null=True, blank=True)

    class Meta(MaterialRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(RosterKind(self.kind).label)


class RosterEntry(RosterPerson):
    """Somebody the workshop employs (article 6(一)3). Never public; experts see neither number nor name."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="roster")

    class Meta(RosterPerson.Meta):
        constraints = [
            models.UniqueConstraint(fields=["application", "id_index"], name="applications_roster_once"),
            models.CheckConstraint(condition=Q(kind__in=RosterKind.values), name="applications_roster_kind"),
            models.CheckConstraint(condition=Q(mode__in=WorkMode.values), name="applications_roster_mode"),
            models.CheckConstraint(
                condition=Q(monthly_pay=None) | Q(monthly_pay__gte=0), name="applications_roster_pay"
            ),
        ]


class StagedRoster(models.Model):
    """A roster read from a file and shown for confirmation; encrypted, and gone once confirmed or dropped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = EncryptedTextField()
    replaces = models.BooleanField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class RosterUpload(StagedRoster):
    """A roster that waits to be brought into an application."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="roster_upload")


class Activity(MaterialRow):
    """A training, a welfare activity or an exhibition (articles 4(四) and 4(六))."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(_("活动类型"), max_length=12, choices=ActivityKind)
    held_on = models.DateField(_("日期"))
    title = models.CharField(_("内容"), max_length=120)
    participants = models.PositiveIntegerField(_("参加人数"), null=True, blank=True)

    class Meta(MaterialRow.Meta):
        ordering = ["kind", "-held_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActivityKind.values), name="applications_activity_kind"),
        ]

    def __str__(self) -> str:
        return self.title


def _amount(label: Any) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(label, max_digits=12, decimal_places=2, null=True, blank=True)


class Operations(MaterialRow):
    """A year of business (article 6(一)4). Amounts in 10,000 yuan."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="operations")
    year = models.PositiveSmallIntegerField(_("年度"))
    output_value = _amount(_("产值（万元）"))
    sales_online = _amount(_("线上销售额（万元）"))
    sales_offline = _amount(_("线下销售额（万元）"))
    profit = _amount(_("利润（万元）"))
    subsidies_received = _amount(_("收到财政补助（万元）"))
    subsidies_spent = _amount(_("已使用财政补助（万元）"))
    subsidies_use = models.CharField(_("补助资金用途"), max_length=200, blank=True)

    class Meta(MaterialRow.Meta):
        ordering = ["-year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "year"], name="applications_one_operations_a_year"),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}), name=f"applications_{name}"
                )
                for name in (
                    "output_value",
                    "sales_online",
                    "sales_offline",
                    "subsidies_received",
                    "subsidies_spent",
                )
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)
