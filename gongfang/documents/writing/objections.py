"""The reply to an objection. Whoever objected is named in the issued letter only, and nowhere else (6(三))."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.notices.models import Objection
from gongfang.regulation import clauses
from gongfang.regulation.objection import State

from ..content import Content, Text
from ..kinds import Audience, DocumentKind
from . import words

UNNAMED = "异议提出人"
"""What stands for whoever objected until the letter is issued."""


def reply_facts(objection: Objection) -> dict[str, Any]:
    """Return what was found and answered; nothing tells who objected."""
    said = words.said(objection, "uphold_objection", "dismiss_objection")
    return {
        "against": objection.against.title,
        "notice": objection.notice,
        "opened_at": objection.opened_at,
        "is_upheld": objection.state == State.UPHELD,
        "findings": said.get("findings", ""),
        "reply": said.get("reply", ""),
        "offices": words.prefecture_offices(),
    }


def objection_reply(facts: Mapping[str, Any]) -> Content:
    """Write the reply to an objection (article 6(三))."""
    outcome = (
        "异议成立，依照《办法》取消其拟认定资格。"
        if facts["is_upheld"]
        else "异议不成立，后续授牌工作按程序进行。"
    )
    return Content(
        title="关于公示异议核查意见的答复",
        addressee=UNNAMED,
        blocks=(
            Text(
                words.lines(
                    f"你（单位）于{words.day(facts['opened_at'])}对《{facts['notice'].title}》所列"
                    f"“{facts['against']}”提出的异议收悉。依据{words.provision(clauses.PUBLIC_NOTICE)}，"
                    f"三部门会同核查，现答复如下：",
                    "一、核查意见",
                    facts["findings"],
                    "二、处理结果",
                    outcome,
                    facts["reply"],
                    "感谢你（单位）对非遗工坊认定工作的监督。",
                )
            ),
        ),
        issuers=facts["offices"],
    )


def objector_of(objection: Objection) -> str:
    """Return the name the letter is addressed to."""
    return objection.objector.real_name or UNNAMED


def register_on(register: Any) -> None:
    """Register the reply."""
    register(
        DocumentKind(
            name="objection_reply",
            label=_("异议答复"),
            clause=clauses.PUBLIC_NOTICE,
            office="prefecture.culture",
            audience=Audience.HANDLERS,
            states={"objection": frozenset({State.UPHELD, State.DISMISSED})},
            context=reply_facts,
            body=objection_reply,
            addressee_of=objector_of,
            names_people=True,
        )
    )
