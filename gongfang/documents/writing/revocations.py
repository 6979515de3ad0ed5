"""Documents of a revocation: the written notice, the receipt of its service, the decision (article 10)."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.cases import limits
from gongfang.regulation import clauses
from gongfang.regulation.revocation import State
from gongfang.regulation.time_limits import limits as limits_of_edition
from gongfang.revocations.models import Revocation
from gongfang.revocations.papers import decision_context

from ..content import Content, Table, Text
from ..kinds import Audience, DocumentKind, Style
from ..models import Document, DocumentState
from . import words

_PROPOSED = frozenset({State.PROPOSED, State.SERVED, State.APPEALED})


def notice_facts(case: Revocation) -> dict[str, Any]:
    """Return what is held against the workshop, and how and until when to appeal."""
    periods = limits_of_edition(case.edition)
    running = limits.latest(case, "appeal")
    ends_at: datetime | None = running.ends_at if running else None
    return {
        "case": case,
        "workshop": case.workshop,
        "grounds": [(each.cite, each.label) for each in case.ground_clauses],
        "facts": case.accusation.facts,
        "appeal_days": periods["appeal"].working_days,
        "review_days": periods["appeal_review"].working_days,
        "ends_at": ends_at,
        "contact": words.contact(),
        "offices": words.prefecture_offices(),
    }


def revocation_notice(facts: Mapping[str, Any]) -> Content:
    """Write the notice of a proposed revocation (article 10, reading R17)."""
    case, workshop = facts["case"], facts["workshop"]
    why = (
        "因连续两个年度没有报备，资格已经中止，现拟撤销该命名。"
        if case.is_automatic
        else "经调查核实，三部门一致同意，拟撤销该命名。"
    )
    served = f"你工坊于{words.day(case.received_on)}收到告知，申诉期至{words.end_of(facts['ends_at'])}届满。"
    return Content(
        title="拟撤销非遗工坊命名告知书",
        addressee=f"{workshop.name}（{workshop.operator.name}）",
        blocks=(
            Text(
                words.lines(
                    f"你工坊于{words.day(workshop.recognised_on)}以{workshop.document_number}认定为地区级非遗工坊。{why}",
                    "一、依据的情形",
                    words.numbered(f"{cite}（{label}）。" for cite, label in facts["grounds"]),
                    "二、有关事实",
                    facts["facts"],
                    "三、你工坊的权利",
                    f"对上述内容有异议的，可以自收到本告知书之日起{facts['appeal_days']}个工作日内书面申诉，写明真实姓名"
                    f"或者单位名称、联系方式和具体理由，并附佐证材料。收到的当天和法定休息日不计入。",
                    served if facts["ends_at"] else "",
                    f"申诉材料可以在本系统提交，也可以送交：{facts['contact']}。",
                    f"收到申诉后，三部门在{facts['review_days']}个工作日内会同复核并书面答复。异议成立的，不予撤销；"
                    f"不成立或者期满没有申诉的，依法作出决定并公布。",
                )
            ),
        ),
        issuers=facts["offices"],
    )


def receipt_facts(case: Revocation) -> dict[str, Any]:
    """Return which document is served, on whom and how."""
    served = Document.objects.filter(kind="revocation_notice", cases=case.pk, state=DocumentState.ISSUED)
    last = served.order_by("-issued_at").first()
    return {
        "case": case,
        "workshop": case.workshop,
        "title": "拟撤销非遗工坊命名告知书",
        "number": last.number if last else case.number,
        "method": case.get_method_display() if case.method else "",
        "received_on": words.day(case.received_on),
        "office": words.lead_office(),
    }


def service_receipt(facts: Mapping[str, Any]) -> Content:
    """Write the receipt on which a workshop confirms what was served on it (article 10, reading R17)."""
    workshop = facts["workshop"]
    return Content(
        title="送达回证",
        blocks=(
            Table(
                rows=(
                    ("案件编号", facts["case"].number),
                    ("送达文书", f"{facts['title']}　{facts['number']}"),
                    ("受送达人", f"{workshop.name}（{workshop.operator.name}）"),
                    ("送达地点", f"{workshop.county.name}{workshop.town}{workshop.address}"),
                    ("送达方式", facts["method"]),
                    ("收到日期", facts["received_on"] or "　　　　年　　　月　　　日"),
                    ("受送达人签收", "　"),
                    ("代收人及代收理由", "　"),
                    ("送达人", "　"),
                    ("备注", "　"),
                ),
                widths=(28, 72),
            ),
            Text("收到日期自受送达人签收之日起算申诉期。拒绝签收的，由见证人在备注栏签名并注明情况。"),
        ),
        signing=("受送达人（签字或盖章）：", "送达人（签字）：", "见证人（签字）："),
        issuers=(facts["office"],),
    )


def decision_facts(case: Revocation) -> dict[str, Any]:
    """Return on what the decision rests, and which remedy is left."""
    known = decision_context(case)
    return {
        **{name: known[name] for name in ("has_appeal", "findings", "reply", "announcement")},
        "case": case,
        "workshop": case.workshop,
        "grounds": [(each.cite, each.label) for each in case.ground_clauses],
        "reconsideration_days": known["reconsideration_days"],
        "offices": words.prefecture_offices(),
    }


def revocation_decision(facts: Mapping[str, Any]) -> Content:
    """Write the decision that revokes a recognition (article 10, readings R17 and R18)."""
    case, workshop = facts["case"], facts["workshop"]
    appeal = "申诉经三部门会同复核，不成立。" if facts["has_appeal"] else "申诉期内没有申诉。"
    served = f"你工坊于{words.day(case.received_on)}收到书面告知。{appeal}"
    return Content(
        title="撤销非遗工坊命名决定书",
        addressee=f"{workshop.name}（{workshop.operator.name}）",
        blocks=(
            Text(
                words.lines(
                    f"现决定自{words.day(case.decided_on)}起撤销你工坊地区级非遗工坊的命名。",
                    "一、依据的情形",
                    words.numbered(f"{cite}（{label}）。" for cite, label in facts["grounds"]),
                    "二、告知与申诉",
                    served,
                    facts["findings"],
                    facts["reply"],
                    "三、后果",
                    f"牌匾应当交回。经营主体和负责人在{words.day(facts['announcement'].free_from)}之前不得重新申报，"
                    f"当日起可以申报。",
                    "四、救济途径",
                    f"不服本决定的，可以自知道本决定之日起{facts['reconsideration_days']}日内依法申请行政复议，"
                    f"也可以依法提起行政诉讼。",
                )
            ),
        ),
        issuers=facts["offices"],
    )


def document_number_of(case: Revocation) -> str:
    """Return the number under which the decision was taken."""
    return case.document_number


def register_on(register: Any) -> None:
    """Register the documents of revocations."""
    kind = partial(DocumentKind, clause=clauses.REVOCATION, office="prefecture.culture", audience=Audience.SERVED)
    register(
        kind(
            name="revocation_notice",
            label=_("拟撤销命名告知书"),
            states={"revocation": _PROPOSED},
            context=notice_facts,
            body=revocation_notice,
        )
    )
    register(
        kind(
            name="service_receipt",
            label=_("送达回证"),
            states={"revocation": _PROPOSED | {State.REVOKED}},
            context=receipt_facts,
            body=service_receipt,
            style=Style.FORM,
        )
    )
    register(
        kind(
            name="revocation_decision",
            label=_("撤销命名决定书"),
            states={"revocation": frozenset({State.REVOKED})},
            context=decision_facts,
            body=revocation_decision,
            number_of=document_number_of,
        )
    )
