"""The sheet of the three departments' opinions, and the report of a visit (articles 5 and 6, reading R3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Department
from gongfang.cases.models import Case, Opinion
from gongfang.cases.registry import kind_of
from gongfang.inspections.models import Visit, VisitState
from gongfang.inspections.presentation import answers_of, area_of, conclusion_of
from gongfang.inspections.visited import visited_kind
from gongfang.regulation import clauses

from ..content import Content, Table, Text
from ..kinds import Audience, DocumentKind, Style, Subject
from . import words


@dataclass(frozen=True, kw_only=True)
class JointRound:
    """The opinions of one round of one joint stage of a case."""

    case: Case
    stage: str
    round: int
    opinions: tuple[Opinion, ...]


def complete_rounds(case: Any) -> Iterable[Subject]:
    """Return the rounds in which every department has spoken; before that nobody's opinion is in a document."""
    found: dict[tuple[str, int], list[Opinion]] = {}
    for row in Opinion.objects.filter(case_id=case.pk).select_related("office__division", "signed_by"):
        found.setdefault((row.stage, row.round), []).append(row)
    for (stage, number), rows in found.items():
        if {row.department for row in rows} >= set(case.edition.joint_departments):
            yield _subject(case, stage, number, rows)


def _subject(case: Any, stage: str, number: int, rows: list[Opinion]) -> Subject:
    label = f"{kind_of(case.kind).procedure.states[stage]}（第{number}轮）"
    source = JointRound(case=case, stage=stage, round=number, opinions=tuple(rows))
    office = f"{rows[0].office.level}.{Department.CULTURE}"
    key = f"opinions:{case.number}:{stage}:{number}"
    return Subject(key=key, label=label, source=source, cases=(case,), office=office)


def opinion_facts(joint: JointRound) -> dict[str, Any]:
    """Return what each department said, the lead first."""
    order = list(Department.values)
    rows = sorted(joint.opinions, key=lambda row: order.index(row.department))
    return {
        "case": joint.case,
        "stage": kind_of(joint.case.kind).procedure.states[joint.stage],
        "procedure": kind_of(joint.case.kind).procedure.label,
        "round": joint.round,
        "rows": [
            (
                row.office.name,
                "同意" if row.agrees else "不同意",
                row.reasons or "—",
                f"{row.signed_by.display_name}\u3000{words.day(row.signed_at)}",
            )
            for row in rows
        ],
        "agrees": all(row.agrees for row in rows),
        "lead": rows[0].office.name,
    }


def joint_opinion_sheet(facts: Mapping[str, Any]) -> Content:
    """Write down what the three departments said in one round (articles 5 and 6, reading R3)."""
    case = facts["case"]
    conclusion = "三部门意见一致，同意。" if facts["agrees"] else "三部门意见不一致，应当组织会商后重新出具意见。"
    return Content(
        title="三部门会同意见表",
        blocks=(
            Table(
                rows=(
                    ("事项", facts["procedure"]),
                    ("案件编号", case.number),
                    ("名称", case.title or "—"),
                    ("办理阶段", f"{facts['stage']}（第{facts['round']}轮）"),
                ),
                widths=(22, 78),
            ),
            Table(head=("部门", "意见", "理由", "签署"), rows=tuple(facts["rows"]), widths=(32, 11, 33, 24)),
            Text(f"会同结果：{conclusion}"),
        ),
        issuers=(facts["lead"],),
    )


def finished_visits(case: Any) -> Iterable[Subject]:
    """Return the visits of a case whose reports are signed and closed."""
    rows = Visit.objects.filter(case_id=case.pk, state=VisitState.DONE).select_related("case__region")
    visits = rows.prefetch_related("inspectors__user", "inspectors__office", "inspectors__signatures")
    return [
        Subject(key=f"visit:{row.pk}", label=words.day(row.visited_on), source=row, cases=(case,))
        for row in visits
    ]


def visit_facts(visit: Visit) -> dict[str, Any]:
    """Return what was found on the spot and by whom."""
    area = area_of(visit)
    return {
        "visit": visit,
        "label": visited_kind(visit.case).label,
        "conclusion": conclusion_of(visit),
        "area": f"{area.measured}㎡（不少于{area.minimum}㎡）" if area else "未测量",
        "answers": [
            (str(answer.check.label), str(answer.label or "未答"), answer.note)
            for _domain, answers in answers_of(visit)
            for answer in answers
        ],
        "inspectors": [
            (each.office.name, each.user.display_name, "随行" if each.is_accompanying else "核查")
            for each in visit.inspectors.all()
        ],
    }


def visit_report(facts: Mapping[str, Any]) -> Content:
    """Write the report of a visit (articles 6(二) and 9(三))."""
    visit = facts["visit"]
    return Content(
        title=f"非遗工坊{facts['label']}报告",
        blocks=(
            Table(
                rows=(
                    ("案件", f"{visit.case.number}　{visit.case.title}"),
                    ("核查日期", words.day(visit.visited_on)),
                    ("地点", visit.place),
                    ("实测场地面积", facts["area"]),
                    ("核查结论", facts["conclusion"]),
                ),
                widths=(26, 74),
            ),
            Text(words.lines("一、核查情况", visit.findings, "二、逐项核查")),
            Table(head=("核查内容", "结果", "说明"), rows=tuple(facts["answers"]), widths=(58, 12, 30)),
            Text("三、核查人员"),
            Table(head=("单位", "姓名", "身份"), rows=tuple(facts["inspectors"]), widths=(60, 22, 18)),
        ),
        signing=("核查人员（签字）：", "被核查工坊（签字或盖章）："),
        issuers=(words.lead_office(),),
    )


def register_on(register: Any) -> None:
    """Register both documents for every kind of case that has such stages or visits."""
    anywhere: frozenset[str] = frozenset()
    register(
        DocumentKind(
            name="joint_opinion_sheet",
            label=_("三部门会同意见表"),
            clause=clauses.REVIEW,
            office="prefecture.culture",
            audience=Audience.OFFICES,
            states=dict.fromkeys(("application", "objection", "revocation"), anywhere),
            subjects=complete_rounds,
            context=opinion_facts,
            body=joint_opinion_sheet,
            style=Style.FORM,
        )
    )
    register(
        DocumentKind(
            name="visit_report",
            label=_("实地核查报告"),
            clause=clauses.REVIEW,
            office="prefecture.culture",
            audience=Audience.OFFICES,
            states=dict.fromkeys(("application", "check"), anywhere),
            subjects=finished_visits,
            context=visit_facts,
            body=visit_report,
            style=Style.FORM,
        )
    )
