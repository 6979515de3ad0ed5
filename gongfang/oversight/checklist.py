"""What is looked at in a regular inspection (article 9(三)): the site, the people, the production and business.

The list is ours, none is published; the screens say so. Codes are stored with every report.
"""

from django.utils.translation import gettext_lazy as _

from gongfang.inspections.checklist import Check, Domain
from gongfang.inspections.models import Conclusion
from gongfang.regulation import clauses

DOMAINS: tuple[Domain, ...] = (
    Domain(
        "site",
        _("场地"),
        "warehouse",
        (
            Check("in_use", _("场地仍用于非遗工坊生产，地址与登记一致"), clauses.SITE),
            Check("facilities", _("水、电、暖和工具设备能够正常使用"), clauses.SITE),
            Check("safe", _("消防通道畅通，器材有效，用电和明火安全"), clauses.SITE),
            Check("plaque", _("牌匾悬挂在显著位置，信息与名录一致"), clauses.AWARD),
        ),
    ),
    Domain(
        "people",
        _("人员"),
        "users",
        (
            Check("staffed", _("传承人、从业者在岗，人数与最近一次报备一致"), clauses.CORE_CRAFT),
            Check("employed", _("抽查的脱贫人口、监测帮扶对象确在就业"), clauses.EMPLOYMENT),
            Check("paid", _("劳动报酬按时足额支付，有凭证"), clauses.OPERATOR),
        ),
    ),
    Domain(
        "production",
        _("生产经营"),
        "scissors",
        (
            Check("working", _("正在开展非遗工坊工作，有近期生产记录"), clauses.INACTIVITY),
            Check("hand_made", _("核心生产环节使用传统技艺"), clauses.CORE_CRAFT),
            Check("sold", _("产品销售有凭证，标识和宣传真实"), clauses.SALES),
            Check("subsidies", _("财政补助资金按规定使用，有台账"), clauses.SUBSIDIES),
        ),
    ),
)
CONCLUSIONS = {
    Conclusion.CONSISTENT.value: _("未发现问题"),
    Conclusion.MOSTLY.value: _("有轻微问题，已当场改正"),
    Conclusion.INCONSISTENT.value: _("发现问题，另行记录并处理"),
}
