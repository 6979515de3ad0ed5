"""What the lists of supervision hand out as spreadsheets: the columns that they show."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, End, Sheet


def _filings(row: Any) -> str:
    return "；".join(f"{each['year']} {each['label']}" for each in row["filings"] if each["label"])


def _employed(row: Any) -> str:
    return "；".join(f"{each['year']} {each['number']}" for each in row["employed"])


def _flags(row: Any) -> str:
    return "；".join(f"{_now(flag.label)}：{flag.why}" for flag in row["flags"])


MONITORING = Sheet(
    name=_("动态监测"),
    columns=(
        Column(_("名录编号"), "workshop.number"),
        Column(_("工坊"), "workshop.name", 30),
        Column(_("县（市）"), "workshop.county.name"),
        Column(_("状态"), "workshop.get_status_display"),
        Column(_("最近活动"), "signs.last_activity_on"),
        Column(_("报备"), _filings, 30),
        Column(_("吸纳就业"), _employed, 24),
        Column(_("评估应自"), "signs.evaluation_due_on"),
        Column(_("风险提示"), _flags, 60),
    ),
)

CAMPAIGNS = Sheet(
    name=_("检查计划"),
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("计划"), "case.name", 30),
        Column(_("检查期间自"), "case.starts_on"),
        Column(_("检查期间至"), "case.ends_on"),
        Column(_("选取方式"), "case.get_selection_display"),
        Column(_("已检查"), "case.done_count"),
        Column(_("全部"), "case.check_count"),
        Column(_("状态"), "label"),
    ),
)

CHECKS = Sheet(
    name=_("检查"),
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("工坊"), "case.workshop.name", 30),
        Column(_("县（市）"), "case.region.name"),
        Column(_("检查计划"), "case.plan.name", 30),
        Column(_("发现问题"), "case.has_findings"),
        Column(_("状态"), "label"),
    ),
)

FINDINGS = Sheet(
    name=_("检查问题"),
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("工坊"), "case.workshop.name", 30),
        Column(_("县（市）"), "case.region.name"),
        Column(_("方面"), "case.get_aspect_display"),
        End(_("整改期限届满"), "ends_at", 20),
        Column(_("已超期"), "is_overdue"),
        Column(_("状态"), "label"),
    ),
)
