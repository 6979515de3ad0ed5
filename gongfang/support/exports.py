"""What the lists of support hand out as spreadsheets: the columns that they show, and nobody's name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet


def _kinds(row: Any) -> str:
    return "；".join(f"{measure.label} {number}" for measure, number in row["kinds"])


def _latest(row: Any) -> str:
    return "；".join(f"{given.on} {given.text} {given.result}".strip() for _measure, given in row["latest"])


def _mark(row: Any) -> int | None:
    return row.mark if row.is_evaluated else None


def _filed(name: str) -> Any:
    """Return what shows a figure of the last filing; nothing where there is none."""

    def value(row: Any) -> Any:
        return getattr(row, name) if row.has_filing else None

    return value


OVERVIEW = Sheet(
    name=_("支持总览"),
    columns=(
        Column(_("名录编号"), "workshop.number"),
        Column(_("工坊"), "workshop.name", 30),
        Column(_("县（市）"), "workshop.county.name"),
        Column(_("状态"), "workshop.get_status_display"),
        Column(_("支持措施"), _kinds, 40),
        Column(_("最近的支持"), _latest, 60),
    ),
)

RECOMMENDATIONS = Sheet(
    name=_("向上推荐"),
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("名称"), "case.name", 30),
        Column(_("级别"), "case.get_level_display"),
        Column(_("报送截止"), "case.deadline"),
        Column(_("参加比较"), "case.considered_count"),
        Column(_("推荐"), "case.chosen_count"),
        Column(_("名额"), "case.places"),
        Column(_("入选"), "case.selected_count"),
        Column(_("状态"), "label"),
    ),
)

CANDIDATES = Sheet(
    name=_("参加比较的工坊"),
    columns=(
        Column(_("名录编号"), "workshop.number"),
        Column(_("工坊"), "workshop.name", 30),
        Column(_("县（市）"), "workshop.county.name"),
        Column(_("评估得分"), _mark),
        Column(_("吸纳脱贫人口"), _filed("employed_poverty")),
        Column(_("吸纳监测帮扶对象"), _filed("employed_monitored")),
        Column(_("吸纳残疾人"), _filed("employed_disabled")),
        Column(_("其他就业人员"), _filed("employed_other")),
        Column(_("技艺培训"), "trainings"),
        Column(_("销售额（万元）"), _filed("sales")),
        Column(_("未办结问题"), "open_findings"),
        Column(_("认定日期"), "recognised_on"),
        Column(_("项目级别"), "level_label"),
        Column(_("推荐"), "is_chosen"),
        Column(_("推荐理由"), "reasons", 40),
        Column(_("上级结果"), "get_answer_display"),
    ),
)

COURSES = Sheet(
    name=_("研修培训"),
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("课程"), "case.name", 30),
        Column(_("类型"), "case.get_course_kind_display"),
        Column(_("举办单位"), "case.organiser", 24),
        Column(_("地点"), "case.place", 24),
        Column(_("开始日期"), "case.starts_on"),
        Column(_("结束日期"), "case.ends_on"),
        Column(_("报名截止"), "case.enrol_until"),
        Column(_("名额"), "case.places"),
        Column(_("已报名"), "case.enrolled_count"),
        Column(_("候补"), "case.waiting_count"),
        Column(_("状态"), "label"),
    ),
)

HELP_REQUESTS = Sheet(
    name=_("技艺难题"),
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("工坊"), "case.workshop.name", 30),
        Column(_("县（市）"), "case.region.name"),
        Column(_("方面"), "case.get_subject_display"),
        Column(_("提出"), "case.opened_at", 20),
        Column(_("答复日期"), "case.answered_on"),
        Column(_("状态"), "label"),
    ),
)

SUCCESSIONS = Sheet(
    name=_("带头人和传习场所"),
    columns=(
        Column(_("名称"), "title", 30),
        Column(_("类型"), "get_kind_display"),
        Column(_("工坊"), "workshop.name", 30),
        Column(_("县（市）"), "workshop.county.name"),
        Column(_("级别"), "get_level_display"),
        Column(_("推荐（立项）日期"), "proposed_on"),
        Column(_("推荐（立项）文号"), "document_number", 24),
        Column(_("认定（建成）日期"), "decided_on"),
        Column(_("认定（建成）文号"), "decision_number", 24),
        Column(_("状态"), "get_state_display"),
    ),
)

BRANDS = Sheet(
    name=_("品牌和就业质量"),
    columns=(
        Column(_("内容"), "title", 30),
        Column(_("类型"), "get_kind_display"),
        Column(_("工坊"), "workshop.name", 30),
        Column(_("县（市）"), "workshop.county.name"),
        Column(_("日期"), "given_on"),
        Column(_("有效期至"), "until"),
        Column(_("文号或注册号"), "document_number", 24),
        Column(_("效果"), "result", 30),
    ),
)
