"""What inspectors look at on the spot. The list is ours, none is published; the screens say so.

Plain values: the codes are stored with every report, so a code is never given another meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause

ANSWERS: Mapping[str, Any] = {"yes": _("相符"), "no": _("不符"), "na": _("不适用")}


@dataclass(frozen=True)
class Check:
    """One question, and the clause that asks it."""

    code: str
    label: Any
    clause: Clause


@dataclass(frozen=True)
class Domain:
    """The questions about one side of the workshop."""

    code: str
    label: Any
    icon: str
    checks: tuple[Check, ...]


DOMAINS: tuple[Domain, ...] = (
    Domain(
        "site",
        _("场地与设施"),
        "warehouse",
        (
            Check("address", _("地址、名称与申报一致"), clauses.SITE),
            Check("utilities", _("水、电、暖具备"), clauses.SITE),
            Check("equipment", _("工具设备齐备，能够开展生产"), clauses.SITE),
        ),
    ),
    Domain(
        "people",
        _("人员与就业"),
        "users",
        (
            Check("practitioners", _("传承人、从业者在岗，人数与申报一致"), clauses.CORE_CRAFT),
            Check("roster", _("抽查的吸纳就业人员属实"), clauses.EMPLOYMENT),
            Check("wages", _("劳动报酬按时足额支付，有凭证"), clauses.OPERATOR),
        ),
    ),
    Domain(
        "production",
        _("技艺与生产经营"),
        "scissors",
        (
            Check("craft", _("核心生产环节使用传统技艺"), clauses.CORE_CRAFT),
            Check("trainings", _("技艺培训有记录、有照片或签到"), clauses.TRAINING),
            Check("sales", _("线上线下销售有凭证"), clauses.SALES),
            Check("welfare", _("公益和展示活动有凭证"), clauses.WELFARE),
        ),
    ),
    Domain(
        "safety",
        _("安全"),
        "shield-check",
        (
            Check("fire", _("消防器材有效，通道畅通，用电安全"), clauses.SITE),
            Check("permits", _("需要许可的（如食品生产）证照齐全有效"), clauses.OPERATOR),
        ),
    ),
    Domain(
        "materials",
        _("材料属实"),
        "file-check",
        (
            Check("figures", _("统计报表与账目、现场情况一致"), clauses.APPLICATION),
            Check("originals", _("抽查的证书、合同等原件与上传件一致"), clauses.APPLICATION),
        ),
    ),
)
CODES = frozenset(check.code for domain in DOMAINS for check in domain.checks)
