"""An application for recognition: the case, and what its filing says of the workshop (article 6(一))."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.cases.models import Case
from gongfang.workshops.models import OperatorKind

from .choices import Route, SiteTenure
from .rounds import Round

LONG = 2000


class Application(Case):
    """A filing and its case; the workshop's name is the case's title. Every field may be empty in a draft.

    `received_on` is the day a filing on paper was handed in (reading R11). `corrections_asked` counts requests
    (reading R4). `revisions` counts the saves of each section, so that two windows cannot overwrite each other.
    People and rosters are in tables of their own.
    """

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, related_name="applications", verbose_name=_("批次")
    )
    route = models.CharField(_("申报途径"), max_length=8, choices=Route, blank=True)

    operator_name = models.CharField(_("经营主体名称"), max_length=120, blank=True)
    operator_kind = models.CharField(_("经营主体类型"), max_length=12, choices=OperatorKind, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    credit_code_override_reason = models.CharField(_("代码核对说明"), max_length=200, blank=True)
    town = models.CharField(_("乡镇（街道）"), max_length=60, blank=True)
    address = models.CharField(_("详细地址"), max_length=200, blank=True)
    founded_on = models.DateField(_("成立时间"), null=True, blank=True)
    main_business = models.CharField(_("主营业务"), max_length=300, blank=True)
    food_permit = models.CharField(_("食品生产许可证编号"), max_length=60, blank=True)

    county_recognised = models.BooleanField(_("已获县（市）级认定"), null=True, blank=True)
    county_document = models.CharField(_("县（市）级认定文号"), max_length=80, blank=True)
    county_recognised_on = models.DateField(_("县（市）级认定日期"), null=True, blank=True)
    former_poverty_workshop = models.BooleanField(_("原非遗扶贫就业工坊"), null=True, blank=True)
    former_document = models.CharField(_("原扶贫就业工坊认定文号"), max_length=80, blank=True)

    site_area_m2 = models.DecimalField(_("场地面积（㎡）"), max_digits=8, decimal_places=2, null=True, blank=True)
    site_tenure = models.CharField(_("场地性质"), max_length=8, choices=SiteTenure, blank=True)
    has_utilities = models.BooleanField(_("水电暖具备"), null=True, blank=True)
    has_tools = models.BooleanField(_("工具设备具备"), null=True, blank=True)
    has_safety = models.BooleanField(_("安全保障具备"), null=True, blank=True)
    site_statement = models.TextField(_("场地、设备与安全情况"), max_length=LONG, blank=True)

    wages_on_time = models.BooleanField(_("按时足额支付劳动报酬"), null=True, blank=True)
    no_violations = models.BooleanField(_("无违法违纪行为"), null=True, blank=True)
    management_statement = models.TextField(_("管理制度与信誉情况"), max_length=LONG, blank=True)

    uses_traditional_craft = models.BooleanField(_("依托传统手工技艺"), null=True, blank=True)
    core_craft = models.BooleanField(_("核心环节使用传统技艺"), null=True, blank=True)
    craft_statement = models.TextField(_("核心技艺与生产环节"), max_length=LONG, blank=True)
    protection_statement = models.TextField(_("项目保护情况"), max_length=LONG, blank=True)

    has_no_roster = models.BooleanField(_("目前没有吸纳脱贫人口、监测帮扶对象"), default=False)
    employment_plan = models.TextField(_("就业增收的规划、制度与举措"), max_length=LONG, blank=True)

    sells_online = models.BooleanField(_("线上销售"), null=True, blank=True)
    sells_offline = models.BooleanField(_("线下销售"), null=True, blank=True)
    sales_statement = models.TextField(_("展示销售成效"), max_length=LONG, blank=True)

    successors_statement = models.TextField(_("后继人才培养与研发能力"), max_length=LONG, blank=True)

    received_on = models.DateField(_("纸质材料收到日期"), null=True, blank=True)
    truth_declared_at = models.DateTimeField(_("真实性承诺时间"), null=True, blank=True)
    filed_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    corrections_asked = models.PositiveSmallIntegerField(default=0)
    revisions = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(route__in=["", *Route.values]), name="applications_route"),
            models.CheckConstraint(
                condition=Q(operator_kind__in=["", *OperatorKind.values]), name="applications_operator_kind"
            ),
            models.CheckConstraint(
                condition=Q(site_tenure__in=["", *SiteTenure.values]), name="applications_site_tenure"
            ),
            models.CheckConstraint(
                condition=Q(site_area_m2=None) | Q(site_area_m2__gt=0), name="applications_area_positive"
            ),
        ]
        indexes = [models.Index(fields=["credit_code"], name="applications_by_credit_code")]

    def get_edit_url(self) -> str:
        """Return the address at which the filing goes on."""
        return reverse("applications:edit", args=[self.number])

    @property
    def is_on_paper(self) -> bool:
        """Return whether the county entered it: nobody's account holds it."""
        return self.holder_id is None


class CorrectionItem(models.Model):
    """One thing the county found missing; the whole list is given at once (reading R4).

    `material_set` is the item of article 6(一), 1 to 5, or 0 for none of them.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="correction_items")
    material_set = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=500)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["material_set", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(material_set__lte=5), name="applications_material_set"),
            models.CheckConstraint(condition=~Q(note=""), name="applications_correction_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.material_set}: {self.note}"
