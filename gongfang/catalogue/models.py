"""Products of the catalogue with their versions and pictures, and what buyers ask about them (article 8(五)).

What a buyer says of himself, and in which words, is encrypted; the rest names nobody.
"""

import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.encryption import EncryptedTextField
from gongfang.cases.models import Case
from gongfang.workshops.models import Category, Workshop, random_code


class Availability(models.TextChoices):
    """Whether a product lies on the shelf or is made when it is ordered."""

    IN_STOCK = "in_stock", _("有现货")
    TO_ORDER = "to_order", _("接受定做")


class Product(Case):
    """A product of a workshop. `shown` is the version that the public sees, `working` the one being written.

    Both are set while a published product is being changed. `published_on` is the day it was first published,
    `shown_at` the instant since which `shown` is.
    """

    public_id = models.CharField(max_length=24, unique=True, default=random_code, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="products")
    shown = models.OneToOneField(
        "ProductVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    working = models.OneToOneField(
        "ProductVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_on = models.DateField(_("首次发布"), null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shown=None, shown_at=None) | Q(shown_at__isnull=False, published_on__isnull=False),
                name="catalogue_shown_since",
            ),
            models.CheckConstraint(
                condition=Q(shown=None) | Q(working=None) | ~Q(shown=F("working")),
                name="catalogue_writes_another_version",
            ),
        ]
        indexes = [
            models.Index(fields=["-shown_at"], name="catalogue_on_show", condition=Q(shown__isnull=False)),
        ]

    def get_public_url(self) -> str:
        """Return where the public sees it."""
        return reverse("catalogue:product", args=[self.public_id])

    @property
    def newest(self) -> "ProductVersion":
        """Return what its workshop wrote last."""
        version = self.working or self.shown
        assert version is not None  # a product has one from the beginning
        return version


class ProductVersion(models.Model):
    """What a product's page says. Prices are whole yuan; what is empty has not been said yet.

    `craft` and `category` are those of the item of the workshop that it rests on, as they were when it was chosen.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("产品名称"), max_length=60)
    craft = models.CharField(_("依托的技艺或项目"), max_length=80, blank=True)
    category = models.CharField(_("类别"), max_length=20, choices=Category)
    materials = models.CharField(_("材料"), max_length=200, blank=True)
    size = models.CharField(_("尺寸规格"), max_length=120, blank=True)
    price_from = models.PositiveIntegerField(_("最低价（元）"), null=True, blank=True)
    price_to = models.PositiveIntegerField(_("最高价（元）"), null=True, blank=True)
    availability = models.CharField(_("供货方式"), max_length=10, choices=Availability, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("制作天数"), null=True, blank=True)
    is_customisable = models.BooleanField(_("可以按要求定制"), default=False)
    monthly_capacity = models.PositiveIntegerField(_("每月可供数量"), null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=10, default="件", blank=True)
    care = models.TextField(_("使用与保养"), max_length=500, blank=True)
    story = models.TextField(_("产品故事"), max_length=2000, blank=True)
    search = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="catalogue_one_version_a_number"),
            models.CheckConstraint(
                condition=Q(price_from=None) | Q(price_to=None) | Q(price_to__gte=F("price_from")),
                name="catalogue_prices_in_order",
            ),
            models.CheckConstraint(
                condition=Q(availability__in=["", *Availability.values]), name="catalogue_known_availability"
            ),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="catalogue_known_category"),
        ]
        indexes = [
            models.Index(fields=["price_from"], name="catalogue_by_price"),
            models.Index(fields=["craft"], name="catalogue_by_craft"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


def photo_storage() -> FileSystemStorage:
    """Return the store of product photographs; they are served by a view."""
    return FileSystemStorage(location=Path(settings.DATA_DIR) / "products", base_url=None)


class ProductPhoto(models.Model):
    """A picture of a version: re-encoded, without what the camera wrote into it, and a small copy for lists.

    Versions share files: a new one begins with the pictures of the one before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ProductVersion, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(storage=photo_storage, max_length=80)
    small = models.FileField(storage=photo_storage, max_length=80)
    alt_text = models.CharField(_("图片说明"), max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="catalogue_one_photo_a_position"),
        ]

    def __str__(self) -> str:
        return self.alt_text

    def get_absolute_url(self) -> str:
        return reverse("catalogue:photo", args=[self.pk, "full"])

    def get_small_url(self) -> str:
        """Return where the copy for lists is."""
        return reverse("catalogue:photo", args=[self.pk, "small"])


class Demand(Case):
    """What a buyer wants without having chosen a product: the prefecture brings it to workshops."""

    category = models.CharField(_("类别"), max_length=20, choices=Category, blank=True)
    quantity = models.PositiveIntegerField(_("数量"), null=True, blank=True)
    needed_by = models.DateField(_("希望到货"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(category__in=["", *Category.values]), name="catalogue_demand_category"
            ),
        ]


class Outcome(models.TextChoices):
    """Why an enquiry was closed without an order."""

    NO_DEAL = "no_deal", _("未谈成")
    NO_REPLY = "no_reply", _("买方未再回复")
    CANNOT = "cannot", _("工坊无法供货")
    SPAM = "spam", _("垃圾信息或与产品无关")
    WITHDRAWN = "withdrawn", _("买方撤回")
    LAPSED = "lapsed", _("随工坊资格终止")
    OTHER = "other", _("其他")


class Enquiry(Case):
    """What one workshop is asked, about products of its own or under a demand.

    `answer_by` is the day by which the platform hopes for an answer: a hint, for the measures set no limit.
    `amount` is in yuan.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="enquiries")
    of_demand = models.ForeignKey(
        Demand, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    products = models.ManyToManyField(Product, related_name="enquiries", blank=True)
    quantity = models.PositiveIntegerField(_("数量"), null=True, blank=True)
    answer_by = models.DateField(_("建议答复日期"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("关闭原因"), max_length=10, choices=Outcome, blank=True)
    amount = models.DecimalField(_("成交金额（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    ordered_quantity = models.PositiveIntegerField(_("成交数量"), null=True, blank=True)
    ordered_on = models.DateField(_("下单日期"), null=True, blank=True)

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.UniqueConstraint(
                fields=["of_demand", "workshop"], name="catalogue_a_demand_once_to_a_workshop"
            ),
            models.CheckConstraint(
                condition=Q(amount=None, ordered_quantity=None, ordered_on=None)
                | Q(amount__gt=0, ordered_quantity__gt=0, ordered_on__isnull=False),
                name="catalogue_whole_orders",
            ),
            models.CheckConstraint(condition=Q(outcome="") | Q(amount=None), name="catalogue_ordered_or_closed"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="catalogue_known_outcome"),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"],
                condition=Q(answer_by__isnull=False, reminded_at=None),
                name="catalogue_awaited_answers",
            ),
        ]


class Buyer(models.Model):
    """Who asks, and in which words: seen by the workshop that is asked and by the office that brings it there.

    Of the receipt's code only the digest is kept; the record holds that of `salt` and the message.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="buyer")
    name = EncryptedTextField(_("称呼"))
    organisation = EncryptedTextField(_("单位"), blank=True, default="")
    contact = EncryptedTextField(_("联系方式"))
    message = EncryptedTextField(_("询价内容"))
    salt = models.CharField(max_length=64)
    consented_at = models.DateTimeField(_("同意提供给工坊的时间"))
    receipt_digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.id)
