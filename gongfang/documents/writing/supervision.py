"""Documents of supervision: rectification orders, evaluation sheets and bulletins (articles 9 and 11)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.evaluations import queries as evaluations
from gongfang.evaluations.models import Evaluation
from gongfang.oversight.models import Finding
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.regulation.evaluation import STATE_LABELS
from gongfang.regulation.evaluation import State as EvaluationState
from gongfang.regulation.inspection import FindingState
from gongfang.workshops.models import Workshop

from ..content import Block, Content, Table, Text
from ..kinds import Audience, DocumentKind, Style, Subject
from . import words

_JUDGED = frozenset(
    {EvaluationState.RECTIFYING, EvaluationState.RECTIFIED, EvaluationState.PASSED, EvaluationState.FAILED}
)


@dataclass(frozen=True, kw_only=True)
class Order:
    """One order to put things right: of a finding, or of an evaluation."""

    workshop: Workshop
    clause: Clause
    problems: str
    last_day: date
    suspends: bool


def orders(case: Any) -> Iterable[Subject]:
    """Return the orders of rectification given on a case."""
    return _of_evaluation(case) if isinstance(case, Evaluation) else _of_finding(case)


def _of_evaluation(case: Evaluation) -> Iterable[Subject]:
    for row in evaluations.orders_of(case):
        order = Order(
            workshop=case.workshop,
            clause=clauses.EVALUATION,
            problems=row.problems,
            last_day=row.last_day,
            suspends=row.suspends,
        )
        label = f"第{row.turn}次"
        yield Subject(key=f"order:{case.number}:{row.turn}", label=label, source=order, cases=(case,))


def _of_finding(case: Finding) -> Iterable[Subject]:
    record = words.last_record(case, "order_rectification")
    if record is None:
        return
    facts = json.loads(record.body)["facts"]
    order = Order(
        workshop=case.workshop,
        clause=clauses.INVESTIGATION,
        problems=words.said(case, "order_rectification").get("problems", ""),
        last_day=date.fromisoformat(facts["deadline"]),
        suspends=bool(facts["suspends"]),
    )
    yield Subject(key=f"order:{case.number}:{record.seq}", label=case.title, source=order, cases=(case,))


def order_facts(order: Order) -> dict[str, Any]:
    """Return what is to be put right and until when."""
    return {"order": order, "office": words.lead_office(), "contact": words.contact()}


def rectification_order(facts: Mapping[str, Any]) -> Content:
    """Write the order to put things right by a day (articles 9(三) and 9(四))."""
    order = facts["order"]
    return Content(
        title="限期整改通知书",
        addressee=f"{order.workshop.name}（{order.workshop.operator.name}）",
        blocks=(
            Text(
                words.lines(
                    f"依据{words.provision(order.clause)}，经检查核实，你工坊存在以下问题，责令限期整改：",
                    "一、存在的问题",
                    order.problems,
                    "二、整改期限",
                    f"请在{words.day(order.last_day)}24:00（北京时间）之前完成整改，并提交整改情况和佐证材料。",
                    "整改期间中止你工坊的资格，复查合格后恢复。" if order.suspends else "",
                    "三、逾期的后果",
                    "逾期不整改或者整改达不到要求的，可以依照《办法》启动撤销命名程序。",
                    f"联系方式：{facts['contact']}。",
                )
            ),
        ),
        issuers=(facts["office"],),
    )


def evaluation_facts(case: Evaluation) -> dict[str, Any]:
    """Return the points of an evaluation that has come to a result."""
    scores = evaluations.scores_of(case)
    rows = []
    for each in evaluations.dimensions_of(case):
        score = scores.get(each.code)
        points, remark = (str(score.points), score.remark) if score else ("—", "—")
        rows.append((each.label, str(each.points), points, remark))
    return {
        "case": case,
        "workshop": case.workshop,
        "rows": rows,
        "total": sum(score.points for score in scores.values()),
        "result": STATE_LABELS[EvaluationState(case.state)],
        "office": words.lead_office(),
    }


def evaluation_sheet(facts: Mapping[str, Any]) -> Content:
    """Write the sheet of a biennial evaluation (article 9(四), reading R15)."""
    case, workshop = facts["case"], facts["workshop"]
    return Content(
        title="非遗工坊评估表",
        blocks=(
            Table(
                rows=(
                    ("工坊名称", workshop.name),
                    ("经营主体", workshop.operator.name),
                    ("评估编号", f"{case.number}（第{case.sequence}次）"),
                    ("评估期间", f"{words.day(case.counts_from)}至{words.day(case.ended_on or case.due_on)}"),
                ),
                widths=(22, 78),
            ),
            Table(
                head=("评估内容", "满分", "得分", "评分依据"),
                rows=(*facts["rows"], ("合计", "100", str(facts["total"]), "—")),
                widths=(30, 10, 10, 50),
            ),
            Text(f"评估结果：{facts['result']}。"),
        ),
        signing=("评估人员（签字）：",),
        issuers=(facts["office"],),
    )


def bulletin_facts(source: Any) -> dict[str, Any]:
    """Return what an app below gives for a bulletin: a `title`, its `text` and `tables` of (head, rows)."""
    return {
        "title": source.title,
        "text": source.text,
        "tables": list(getattr(source, "tables", ())),
        "offices": words.prefecture_offices(),
    }


def bulletin(facts: Mapping[str, Any]) -> Content:
    """Write the bulletin that the lead sends to the two other departments (article 11(一))."""
    blocks: list[Block] = [Text(facts["text"])]
    for head, rows in facts["tables"]:
        blocks.append(Table(head=tuple(head), rows=tuple(tuple(map(str, row)) for row in rows)))
    return Content(
        title=facts["title"],
        addressee="、".join(facts["offices"][1:]),
        blocks=tuple(blocks),
        issuers=facts["offices"][:1],
    )


def document_number_of(case: Any) -> str:
    """Return the number a bulletin was given when it was signed; empty before."""
    return str(getattr(case, "document_number", ""))


def register_on(register: Any) -> None:
    """Register the documents of supervision."""
    register(
        DocumentKind(
            name="rectification_order",
            label=_("限期整改通知书"),
            clause=clauses.INVESTIGATION,
            office="prefecture.culture",
            audience=Audience.PARTIES,
            states={
                "finding": frozenset({FindingState.RECTIFYING, FindingState.RECTIFIED, FindingState.FAILED}),
                "evaluation": frozenset({EvaluationState.RECTIFYING, EvaluationState.RECTIFIED}),
            },
            subjects=orders,
            context=order_facts,
            body=rectification_order,
        )
    )
    register(
        DocumentKind(
            name="evaluation_sheet",
            label=_("评估表"),
            clause=clauses.EVALUATION,
            office="prefecture.culture",
            audience=Audience.PARTIES,
            states={"evaluation": _JUDGED},
            context=evaluation_facts,
            body=evaluation_sheet,
            style=Style.FORM,
        )
    )
    _bulletins(register)


def _bulletins(register: Any) -> None:
    register(
        DocumentKind(
            name="bulletin",
            label=_("统计通报"),
            clause=clauses.STATISTICS,
            office="prefecture.culture",
            audience=Audience.PREFECTURE,
            states={"bulletin": frozenset({"issued", "archived"})},
            context=bulletin_facts,
            body=bulletin,
            number_of=document_number_of,
        )
    )
