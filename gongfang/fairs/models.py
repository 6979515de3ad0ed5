"""Fairs and exhibitions, the stands workshops have there, and places where catalogue products are on sale."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division
from gongfang.cases.models import Case
from gongfang.catalogue.models import Product
from gongfang.workshops.models import Workshop


class FairKind(models.TextChoices):
    """What article 8(五) names."""

    FAIR = "fair", _("博览会")
    EXHIBITION = "exhibition", _("展示活动")
    SALES = "sales", _("展销活动")


class Fair(models.Model):
    """A fair at which the prefecture has room for workshops. It hopes for answers by the day `reply_by`."""

    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=12, choices=FairKind)
    organiser = models.CharField(_("主办单位"), max_length=80)
    place = models.CharField(_("地点"), max_length=120)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    reply_by = models.DateField(_("请于此日前答复"))
    stands = models.PositiveSmallIntegerField(_("可安排展位"))
    note = models.TextField(_("说明"), max_length=2000, blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="fairs_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="fairs_end_after_start"),
            models.CheckConstraint(condition=Q(reply_by__lte=F("ends_on")), name="fairs_reply_in_time"),
            models.CheckConstraint(condition=Q(stands__gt=0), name="fairs_have_stands"),
            models.CheckConstraint(condition=Q(kind__in=FairKind.values), name="fairs_known_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("fairs:fair", args=[self.pk])


class Stand(Case):
    """What a workshop has at a fair. Amounts are in yuan; they are empty until it has reported."""

    fair = models.ForeignKey(Fair, on_delete=models.PROTECT, related_name="stands_given")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="stands")
    stand_number = models.CharField(_("展位号"), max_length=20, blank=True)
    products = models.ManyToManyField(Product, related_name="stands", verbose_name=_("参展产品"))
    sales = models.DecimalField(_("现场销售额（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    orders = models.DecimalField(_("订单额（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    result = models.CharField(_("情况说明"), max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fair", "workshop"], name="fairs_one_stand_a_workshop"),
            models.UniqueConstraint(
                fields=["fair", "stand_number"], condition=~Q(stand_number=""), name="fairs_one_workshop_a_stand"
            ),
            models.CheckConstraint(
                condition=Q(sales=None, orders=None) | Q(sales__gte=0, orders__gte=0), name="fairs_result_is_whole"
            ),
        ]


class VenueKind(models.TextChoices):
    """What article 8(六) names; scenic areas by their class."""

    SHOP = "shop", _("商场和消费场所")
    SCENIC_5A = "scenic_5a", _("5A 级景区")
    SCENIC_4A = "scenic_4a", _("4A 级景区")
    SCENIC_3A = "scenic_3a", _("3A 级景区")
    SCENIC_OTHER = "scenic_other", _("其他 A 级景区")
    STREET = "street", _("历史文化街区")


class Placement(models.Model):
    """A place where a workshop's catalogue product is on sale or on show, since a day and until another."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="placements")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="placements")
    county = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="placements", verbose_name=_("所在县（市）")
    )
    venue = models.CharField(_("场所名称"), max_length=80)
    kind = models.CharField(_("场所类型"), max_length=12, choices=VenueKind)
    since = models.DateField(_("进驻日期"))
    until = models.DateField(_("撤出日期"), null=True, blank=True)
    note = models.CharField(_("情况说明"), max_length=300, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["-since", "-id"], name="fairs_placements_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="fairs_placed_until_later"
            ),
            models.CheckConstraint(condition=Q(kind__in=VenueKind.values), name="fairs_known_venue"),
            models.UniqueConstraint(
                fields=["product", "venue"], condition=Q(until=None), name="fairs_once_in_a_venue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.venue}"
