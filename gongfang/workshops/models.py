"""The register: recognised workshops, who runs them, the heritage they live from, and their plaques.

No personal data: of the responsible person only the keyed index is kept, by which a ban is matched.
"""

import secrets
import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause


def random_code() -> str:
    """Return 128 random bits for an address that cannot be guessed."""
    return secrets.token_urlsafe(16)


class Category(models.TextChoices):
    """The ten categories of the representative lists of intangible cultural heritage."""

    LITERATURE = "literature", _("民间文学")
    MUSIC = "music", _("传统音乐")
    DANCE = "dance", _("传统舞蹈")
    OPERA = "opera", _("传统戏剧")
    STORYTELLING = "storytelling", _("曲艺")
    SPORTS = "sports", _("传统体育、游艺与杂技")
    FINE_ARTS = "fine_arts", _("传统美术")
    CRAFTS = "crafts", _("传统技艺")
    MEDICINE = "medicine", _("传统医药")
    CUSTOMS = "customs", _("民俗")


class HeritageLevel(models.TextChoices):
    """Whose representative list names an item."""

    NATIONAL = "national", _("国家级")
    REGION = "region", _("自治区级")
    PREFECTURE = "prefecture", _("地区级")
    COUNTY = "county", _("县（市）级")


class HeritageItem(models.Model):
    """An item of a representative list, as it was published. `code` is the list's own, such as Ⅷ-18."""

    name = models.CharField(_("项目名称"), max_length=80)
    code = models.CharField(_("项目编号"), max_length=20, blank=True)
    category = models.CharField(_("类别"), max_length=20, choices=Category)
    level = models.CharField(_("级别"), max_length=12, choices=HeritageLevel)
    batch = models.CharField(_("批次"), max_length=20, blank=True)
    document_number = models.CharField(_("公布文号"), max_length=60, blank=True)
    declared_by = models.CharField(_("保护单位"), max_length=80, blank=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="heritage_items")
    source = models.CharField(_("来源"), max_length=200, blank=True)

    class Meta:
        ordering = ["category", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["name", "level", "division"], name="workshops_one_heritage_item"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="workshops_item_category"),
            models.CheckConstraint(condition=Q(level__in=HeritageLevel.values), name="workshops_item_level"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_level_display()}）"


class OperatorKind(models.TextChoices):
    """The bodies that articles 2 and 4(一) name."""

    COMPANY = "company", _("企业")
    COOPERATIVE = "cooperative", _("合作社")
    SOLE_TRADER = "sole_trader", _("个体工商户")
    LEADER = "leader", _("带头人")
    WORKPLACE = "workplace", _("生产加工点")


class Operator(models.Model):
    """The body that runs workshops. A 加工点 may have no credit code."""

    name = models.CharField(_("经营主体名称"), max_length=120)
    kind = models.CharField(_("经营主体类型"), max_length=12, choices=OperatorKind)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="workshops_one_operator_a_code"
            ),
            models.CheckConstraint(condition=Q(kind__in=OperatorKind.values), name="workshops_operator_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkshopStatus(models.TextChoices):
    """Where a workshop stands: of the county only, recognised by the prefecture, or no longer."""

    COUNTY = "county", _("县级工坊")
    WITHDRAWN = "withdrawn", _("县级已撤回")
    RECOGNISED = "recognised", _("已认定")
    SUSPENDED = "suspended", _("资格中止")
    REVOKED = "revoked", _("已撤销命名")
    SURRENDERED = "surrendered", _("已放弃资格")


class Workshop(models.Model):
    """A workshop of the register, once recognised never deleted. Its status changes through `services`.

    `search` and `name_sort_key` are filled by `services`. `responsible_id_index` is the keyed index of the
    responsible person's identity number, as of recognition (reading R18). `holder` is the account that acts for
    it; None where everything comes on paper. `county_entry` is the entry of the county's own register that
    this recognition rests on (article 3(二)).
    """

    public_id = models.CharField(max_length=24, unique=True, default=random_code, editable=False)
    number = models.CharField(_("名录编号"), max_length=20, unique=True)
    name = models.CharField(_("工坊名称"), max_length=120)
    name_sort_key = models.CharField(max_length=400)
    search = models.TextField(blank=True)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="workshops")
    responsible_id_index = models.CharField(max_length=64, blank=True, db_index=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="workshops"
    )
    county = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="workshops", verbose_name=_("县（市）")
    )
    town = models.CharField(_("乡镇（街道）"), max_length=60, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    founded_on = models.DateField(_("成立时间"), null=True, blank=True)
    main_business = models.CharField(_("主营业务"), max_length=300, blank=True)
    summary = models.TextField(_("公开简介"), max_length=2000, blank=True)
    category = models.CharField(_("类别"), max_length=20, choices=Category)
    items = models.ManyToManyField(HeritageItem, through="WorkshopItem", related_name="workshops")
    status = models.CharField(_("状态"), max_length=12, choices=WorkshopStatus)
    recognised_on = models.DateField(_("认定日期"), null=True, blank=True)
    revoked_on = models.DateField(_("撤销命名日期"), null=True, blank=True)
    document_number = models.CharField(_("认定文号"), max_length=60, blank=True)
    county_document_number = models.CharField(_("县（市）级认定文号"), max_length=60, blank=True)
    county_recognised_on = models.DateField(_("县（市）级认定日期"), null=True, blank=True)
    county_entry = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="recognitions"
    )
    electronic_service_agreed_at = models.DateTimeField(_("同意电子送达的时间"), null=True, blank=True)
    batch = models.CharField(_("批次"), max_length=60, blank=True)
    application_number = models.CharField(_("申报编号"), max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application_number"],
                condition=~Q(application_number=""),
                name="workshops_one_an_application",
            ),
            models.CheckConstraint(condition=Q(status__in=WorkshopStatus.values), name="workshops_known_status"),
            models.CheckConstraint(
                condition=Q(status__in=["county", "withdrawn"], recognised_on=None, document_number="")
                | (
                    ~Q(status__in=["county", "withdrawn"])
                    & Q(recognised_on__isnull=False)
                    & ~Q(document_number="")
                ),
                name="workshops_recognised_by_a_document",
            ),
            models.UniqueConstraint(
                fields=["county", "name"], condition=Q(status="county"), name="workshops_once_in_a_county_register"
            ),
            models.CheckConstraint(
                condition=Q(status="revoked", revoked_on__isnull=False, revoked_on__gte=F("recognised_on"))
                | (~Q(status="revoked") & Q(revoked_on=None)),
                name="workshops_revoked_on_a_day",
            ),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="workshops_category"),
        ]
        indexes = [
            models.Index(fields=["name_sort_key", "id"], name="workshops_by_name"),
            models.Index(fields=["county", "name_sort_key", "id"], name="workshops_of_county"),
            models.Index(fields=["holder", "name_sort_key", "id"], name="workshops_of_holder"),
            models.Index(fields=["status", "id"], name="workshops_by_status"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("workshops:detail", args=[self.number])

    @property
    def is_in_force(self) -> bool:
        """Return whether the recognition holds without restriction."""
        return self.status == WorkshopStatus.RECOGNISED

    @property
    def holds_recognition(self) -> bool:
        """Return whether the prefecture recognises it, be it suspended: it files, is evaluated and may lose it."""
        return self.status in HOLDING


HOLDING = (WorkshopStatus.RECOGNISED, WorkshopStatus.SUSPENDED)
"""What a workshop that the prefecture recognises can be."""
OF_COUNTY = (WorkshopStatus.COUNTY, WorkshopStatus.WITHDRAWN)
"""What an entry of a county's own register can be: no page of the portal shows it."""


class WorkshopItem(models.Model):
    """What a workshop relies on (article 3(一)), as of its recognition: an item of a list, or a craft of none.

    `level` is empty for a traditional craft that no list names.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="relied_on")
    item = models.ForeignKey(HeritageItem, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=80)
    category = models.CharField(max_length=20, choices=Category)
    level = models.CharField(max_length=12, choices=HeritageLevel, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "name", "level"], name="workshops_item_once"),
            models.CheckConstraint(
                condition=Q(level__in=["", *HeritageLevel.values]), name="workshops_relied_on_level"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaqueStatus(models.TextChoices):
    """Whether a plaque hangs by right."""

    ACTIVE = "active", _("有效")
    RECOVERED = "recovered", _("已收回")
    VOID = "void", _("已声明作废")


class Plaque(models.Model):
    """A plaque on the wall (article 6(四)). `code` is in its QR code: whoever scans it sees the live status."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="plaques")
    number = models.CharField(_("牌匾编号"), max_length=40, unique=True)
    code = models.CharField(max_length=24, unique=True, default=random_code, editable=False)
    awarded_on = models.DateField(_("授牌日期"))
    status = models.CharField(_("状态"), max_length=10, choices=PlaqueStatus, default=PlaqueStatus.ACTIVE)
    ended_on = models.DateField(_("收回或作废日期"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        ordering = ["awarded_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(status="active"), name="workshops_one_active_plaque"
            ),
            models.CheckConstraint(
                condition=Q(status="active", ended_on=None)
                | Q(status="recovered", ended_on__isnull=False, ended_on__gte=F("awarded_on"))
                | (Q(status="void", ended_on__isnull=False, ended_on__gte=F("awarded_on")) & ~Q(reason="")),
                name="workshops_plaque_status",
            ),
            models.CheckConstraint(condition=~Q(number=""), name="workshops_plaque_number"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_valid(self) -> bool:
        """Return whether the plaque proves a recognition that holds: the workshop must be loaded with it."""
        return self.status == PlaqueStatus.ACTIVE and self.workshop.is_in_force


def photo_storage() -> FileSystemStorage:
    """Return the store of public photos; they are served by a view."""
    return FileSystemStorage(location=Path(settings.DATA_DIR) / "photos", base_url=None)


class WorkshopPhoto(models.Model):
    """A public picture: re-encoded, without what the camera wrote into it (place, time, device)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(storage=photo_storage, max_length=80)
    alt_text = models.CharField(_("图片说明"), max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["uploaded_at", "id"]

    def __str__(self) -> str:
        return self.alt_text

    def get_absolute_url(self) -> str:
        return reverse("workshops:photo", args=[self.pk])


class EventKind(models.TextChoices):
    """What can happen to a workshop and its plaque."""

    ENTERED = "entered", _("列入名录")
    RECOGNISED = "recognised", _("认定")
    AWARDED = "awarded", _("授牌")
    SUSPENDED = "suspended", _("中止资格")
    RESTORED = "restored", _("恢复资格")
    REVOKED = "revoked", _("撤销命名")
    SURRENDERED = "surrendered", _("放弃资格")
    PLAQUE_RECOVERED = "plaque_recovered", _("收回牌匾")
    PLAQUE_VOID = "plaque_void", _("牌匾声明作废")
    CHANGED = "changed", _("变更登记")
    WITHDRAWN = "withdrawn", _("撤回县级登记")


class WorkshopEvent(models.Model):
    """One entry of a workshop's history: what happened on which day, under which clause and document."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    on = models.DateField()
    at = models.DateTimeField()
    clause_id = models.CharField(max_length=20)
    document_number = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"

    @property
    def clause(self) -> Clause:
        """Return the clause under which it happened."""
        return clauses.clause(self.clause_id)
