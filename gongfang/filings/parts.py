"""The parts of an annual filing: the steps of its form, its files, and what is still missing."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from gongfang.applications.materials import FileSlot, MaterialSet
from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses

from .models import AnnualFiling, Registration, Worker
from .queries import activities_for

HANDLERS = EvidenceFile.Access.HANDLERS

PARTS = (
    MaterialSet("registration", _("登记信息"), 1, clauses.ANNUAL_REGISTRATION),
    MaterialSet("people", _("就业人员"), 2, clauses.DUTIES[1]),
    MaterialSet("operations", _("经营与补助"), 3, clauses.SHARING),
    MaterialSet("activities", _("开展活动"), 4, clauses.DUTIES[4]),
    MaterialSet("protection", _("保护与佐证"), 5, clauses.DUTIES[0]),
    MaterialSet("declaration", _("核对与提交"), 0, clauses.ANNUAL_FILING),
)
BY_NAME: Mapping[str, MaterialSet] = {each.name: each for each in PARTS}

SLOTS = (
    FileSlot("filing_change", _("变更的证照、文件"), "registration"),
    FileSlot("filing_labour", _("劳动合同、报酬发放凭证"), "people", HANDLERS),
    FileSlot("filing_accounts", _("财务报表、纳税证明"), "operations"),
    FileSlot("filing_subsidies", _("补助资金收支凭证"), "operations", HANDLERS),
    FileSlot("filing_protection", _("保护传承佐证"), "protection"),
    FileSlot("filing_other", _("其他佐证"), "protection"),
    FileSlot("filing_paper", _("纸质报备材料扫描件"), "declaration", HANDLERS),
)
SLOT_BY_NAME: Mapping[str, FileSlot] = {slot.name: slot for slot in SLOTS}
SECTIONS = tuple(SLOT_BY_NAME)
_FIGURES: Mapping[str, Any] = {
    "output_value": _("产值"),
    "sales_online": _("线上销售额"),
    "sales_offline": _("线下销售额"),
    "subsidies_received": _("收到财政补助"),
    "subsidies_spent": _("已使用财政补助"),
    "subsidies_remaining": _("补助现有结余"),
}


def missing_parts(filing_id: int) -> tuple[str, ...]:
    """Return what a filing still lacks, part by part, in Chinese: it becomes the reason of a refusal."""
    with override("zh-hans"):
        lacking = missing_by_part(filing_id)
        return tuple(f"{BY_NAME[name].label}（{'、'.join(parts)}）" for name, parts in lacking.items() if parts)


def missing_by_part(filing_id: int) -> dict[str, tuple[str, ...]]:
    """Return what each part still lacks, by two queries."""
    files = EvidenceFile.objects.filter(case=OuterRef("pk"), section="filing_paper")
    filing = AnnualFiling.objects.annotate(
        has_roster=Exists(Worker.objects.filter(filing=OuterRef("pk"))), has_paper=Exists(files)
    ).get(pk=filing_id)
    return {
        "registration": _lacking_of_registration(filing),
        "people": _named((gettext("就业人员名单（没有的须勾选）"), filing.has_roster or filing.has_no_roster)),
        "operations": _lacking_of_operations(filing),
        "activities": _named(
            (gettext("活动记录（没有的须勾选）"), filing.has_no_activities or activities_for(filing).exists())
        ),
        "protection": _named((gettext("项目保护与传承情况"), filing.protection_statement)),
        "declaration": _named(
            (gettext("纸质报备材料扫描件"), filing.has_paper or not filing.is_on_paper),
        ),
    }


def _lacking_of_registration(filing: AnnualFiling) -> tuple[str, ...]:
    is_changed = filing.registration == Registration.CHANGED
    return _named(
        (gettext("登记信息是否有变化"), filing.registration),
        (gettext("变化情况"), filing.registration_changes or not is_changed),
    )


def _lacking_of_operations(filing: AnnualFiling) -> tuple[str, ...]:
    lacking = [str(label) for name, label in _FIGURES.items() if getattr(filing, name) is None]
    is_used = bool(filing.subsidies_spent) or bool(filing.unaccounted)
    return tuple(lacking) + _named((gettext("补助资金用途"), filing.subsidies_use or not is_used))


def _named(*parts: tuple[str, object]) -> tuple[str, ...]:
    return tuple(label for label, is_there in parts if not is_there)
