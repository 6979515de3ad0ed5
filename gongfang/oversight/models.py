"""Plans of regular inspections, their checks, and what is found wrong (articles 9(三) and 10(九))."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongfang.cases.models import Case
from gongfang.workshops.models import Workshop


class Selection(models.TextChoices):
    """How the workshops of a plan are found."""

    ALL = "all", _("全部工坊")
    COUNTY = "county", _("按县（市）")
    RISK = "risk", _("按风险提示")
    RANDOM = "random", _("随机抽取")


def new_nonce() -> str:
    """Return the random value that the office commits to before a draw."""
    return secrets.token_hex(32)


class Campaign(Case):
    """A plan of regular inspections: when, and how its workshops are selected.

    `counties` are division codes and `risks` codes of `regulation.monitoring.RULES` that narrow it, `population`
    how many workshops were left. For a draw,
    `frozen` is the published list of workshop numbers, `list_root` its Merkle root, `commitment` what was
    published of `nonce`; `seed` is empty until it is drawn.
    """

    name = models.CharField(_("计划名称"), max_length=60)
    starts_on = models.DateField(_("检查期间自"))
    ends_on = models.DateField(_("检查期间至"))
    selection = models.CharField(_("选取方式"), max_length=10, choices=Selection)
    counties = models.JSONField(default=list, blank=True)
    risks = models.JSONField(default=list, blank=True)
    tells_workshops = models.BooleanField(_("事先告知工坊"), default=True)
    population = models.PositiveIntegerField(_("符合条件的工坊"), default=0)
    frozen = models.JSONField(default=list, blank=True)
    draw_size = models.PositiveIntegerField(_("抽取数量"), default=0)
    draw_at = models.DateTimeField(_("抽取时间"), null=True, blank=True)
    public_source = models.CharField(_("公开随机值来源"), max_length=120, blank=True)
    nonce = models.CharField(max_length=64, default=new_nonce, editable=False)
    commitment = models.CharField(max_length=64, blank=True)
    list_root = models.CharField(max_length=64, blank=True)
    public_value = models.CharField(_("公开随机值"), max_length=120, blank=True)
    seed = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="oversight_ends_after_start"),
            models.CheckConstraint(condition=Q(selection__in=Selection.values), name="oversight_known_selection"),
            models.CheckConstraint(
                condition=Q(selection="random", draw_size__gt=0, draw_at__isnull=False)
                & ~Q(commitment="")
                & ~Q(list_root="")
                | (~Q(selection="random") & Q(draw_size=0, draw_at=None, commitment="", seed="")),
                name="oversight_draw_is_announced",
            ),
        ]

    @property
    def is_drawn(self) -> bool:
        """Return whether the draw was carried out."""
        return bool(self.seed)


class WorkshopCheck(Case):
    """One workshop's turn in a regular inspection, or a check outside any plan. `rank` is that of the draw."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="checks")
    plan = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="checks")
    rank = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "workshop"], name="oversight_one_check_a_campaign"),
        ]


class Aspect(models.TextChoices):
    """What regular inspections look at (article 9(三)), and what else may be wrong."""

    SITE = "site", _("场地")
    PEOPLE = "people", _("人员")
    PRODUCTION = "production", _("生产经营")
    OTHER = "other", _("其他")


class Finding(Case):
    """Something found wrong, in a check or otherwise. Its words stand in the records.

    `is_suspending`: the recognition is suspended for as long as this has not been put right.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="findings")
    check_case = models.ForeignKey(
        WorkshopCheck, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    aspect = models.CharField(_("方面"), max_length=12, choices=Aspect)
    is_suspending = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(aspect__in=Aspect.values), name="oversight_known_aspect"),
        ]
