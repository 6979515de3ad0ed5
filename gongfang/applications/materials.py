"""The five material sets of article 6(一): the steps of the filing, its files, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.workshops.models import OperatorKind

from .models import (
    Application,
    HeritageUse,
    Inheritor,
    Operations,
    Person,
    PersonRole,
    Practitioner,
    RosterEntry,
)

HANDLERS = EvidenceFile.Access.HANDLERS


@dataclass(frozen=True)
class MaterialSet:
    """One step of the filing. `number` is the item of article 6(一); 0 for the declaration."""

    name: str
    label: Any
    number: int
    clause: Clause


SETS = (
    MaterialSet("workshop", _("工坊与人员"), 1, clauses.MATERIALS[0]),
    MaterialSet("heritage", _("项目与传承"), 2, clauses.MATERIALS[1]),
    MaterialSet("employment", _("吸纳就业"), 3, clauses.MATERIALS[2]),
    MaterialSet("operations", _("经营情况"), 4, clauses.MATERIALS[3]),
    MaterialSet("evidence", _("佐证材料"), 5, clauses.MATERIALS[4]),
    MaterialSet("declaration", _("核对与承诺"), 0, clauses.APPLICATION),
)
BY_NAME: Mapping[str, MaterialSet] = {each.name: each for each in SETS}


@dataclass(frozen=True)
class FileSlot:
    """A kind of evidence and the step at which it is asked for. `access` keeps files on people from experts."""

    name: str
    label: Any
    step: str
    access: str = EvidenceFile.Access.CASE


SLOTS = (
    FileSlot("licence", _("营业执照或登记证书"), "workshop"),
    FileSlot("county_recognition", _("县（市）级认定文件"), "workshop"),
    FileSlot("former_recognition", _("原扶贫就业工坊认定文件"), "workshop"),
    FileSlot("site", _("场地证明与照片"), "workshop"),
    FileSlot("food_permit", _("食品生产许可证"), "workshop"),
    FileSlot("heritage_document", _("项目公布文件"), "heritage"),
    FileSlot("inheritor_certificate", _("传承人证书"), "heritage"),
    FileSlot("craft", _("核心技艺与生产照片"), "heritage"),
    FileSlot("employment_plan", _("就业规划与制度文件"), "employment"),
    FileSlot("labour", _("劳动合同、报酬发放凭证"), "employment", HANDLERS),
    FileSlot("accounts", _("财务报表、纳税证明"), "operations"),
    FileSlot("sales", _("销售佐证"), "operations"),
    FileSlot("training", _("培训佐证"), "evidence"),
    FileSlot("welfare", _("公益活动佐证"), "evidence"),
    FileSlot("exhibition", _("展示展演展销佐证"), "evidence"),
    FileSlot("successors", _("后继人才、研发佐证"), "evidence"),
    FileSlot("other", _("其他佐证"), "evidence"),
    FileSlot("paper", _("纸质申报材料扫描件"), "declaration", HANDLERS),
)
SLOT_BY_NAME: Mapping[str, FileSlot] = {slot.name: slot for slot in SLOTS}
MATERIAL_SECTIONS = tuple(SLOT_BY_NAME)
WITHOUT_CREDIT_CODE = (OperatorKind.LEADER, OperatorKind.WORKPLACE, "")
"""A 带头人 or 加工点 may have no credit code."""
_REQUIRED: Mapping[str, Any] = {
    "title": _("工坊名称"),
    "operator_name": _("经营主体名称"),
    "operator_kind": _("经营主体类型"),
    "town": _("乡镇（街道）"),
    "address": _("详细地址"),
    "founded_on": _("成立时间"),
    "main_business": _("主营业务"),
    "route": _("申报途径"),
    "site_area_m2": _("场地面积"),
}


def missing_materials(application_id: int) -> tuple[str, ...]:
    """Return what the five sets of article 6(一) still lack, by one query; empty when they are complete.

    In Chinese whatever the page speaks: it becomes the reason of a refusal.
    """
    with override("zh-hans"):
        lacking = _lacking(_with_presence(application_id))
        return tuple(f"第{number}目 {'、'.join(parts)}" for number, parts in lacking.items() if parts)


def missing_by_step(application_id: int) -> dict[str, tuple[str, ...]]:
    """Return what each step of the filing still lacks, by one query."""
    lacking = _lacking(_with_presence(application_id))
    return {each.name: tuple(lacking.get(each.number, ())) for each in SETS}


def _with_presence(application_id: int) -> Any:
    def has(model: Any, **condition: Any) -> Exists:
        return Exists(model.objects.filter(application=OuterRef("pk"), **condition))

    files = EvidenceFile.objects.filter(case=OuterRef("pk"), section__in=MATERIAL_SECTIONS)
    return Application.objects.annotate(
        has_responsible=has(Person, role=PersonRole.RESPONSIBLE, id_index__gt=""),
        has_heritage=has(HeritageUse),
        has_people_of_craft=has(Inheritor) | has(Practitioner),
        has_roster=has(RosterEntry),
        has_operations=has(Operations, output_value__isnull=False),
        has_files=Exists(files),
        has_paper=Exists(files.filter(section="paper")),
    ).get(pk=application_id)


def _lacking(filing: Any) -> dict[int, list[str]]:
    return {
        1: _lacking_of_workshop(filing),
        2: _named(
            (gettext("依托的非遗项目或传统手工艺"), filing.has_heritage),
            (gettext("项目保护情况"), filing.protection_statement),
            (gettext("传承人或从业者"), filing.has_people_of_craft),
        ),
        3: _named((gettext("就业人员名单（没有的须声明）"), filing.has_roster or filing.has_no_roster)),
        4: _named((gettext("至少一个年度的经营情况"), filing.has_operations)),
        5: _named(
            (gettext("至少一份佐证文件"), filing.has_files),
            (gettext("纸质申报材料扫描件"), filing.has_paper or not filing.is_on_paper),
        ),
    }


def _lacking_of_workshop(filing: Any) -> list[str]:
    lacking = [str(label) for name, label in _REQUIRED.items() if not getattr(filing, name)]
    if not filing.credit_code and filing.operator_kind not in WITHOUT_CREDIT_CODE:
        lacking.append(gettext("统一社会信用代码"))
    return lacking + _named((gettext("法人（主要负责人）信息"), filing.has_responsible))


def _named(*parts: tuple[str, object]) -> list[str]:
    return [label for label, is_there in parts if not is_there]
