"""Workshops and evaluations for the tests: a workshop recognised on 16 June 2026 is due on 16 June 2028."""

from datetime import date, datetime
from typing import Any

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.evaluations.models import Evaluation
from gongfang.evaluations.services import open_evaluation
from gongfang.regulation import edition
from gongfang.regulation.procedure import Actor
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop
from tests.factories import TUOLI, applicant, beijing, division, head, officer

RECOGNISED = date(2026, 6, 16)
OPENED = beijing("2028-06-16 03:00")
SELF_ASSESSED = beijing("2028-06-20 10:00")
SCORED = beijing("2028-06-26 10:00")
DECIDED = beijing("2028-06-28 10:00")
DEADLINE = date(2028, 8, 31)
"""A Thursday."""
LAST_INSTANT = beijing("2028-08-31 23:59:59.999999")
TOO_LATE = beijing("2028-09-01 00:00:00")
DIMENSIONS = edition.get("2026-draft").evaluation_dimensions
STATEMENTS = {each.code: f"{each.label}：两年来开展正常。" for each in DIMENSIONS}
SCORES = {each.code: {"points": 20, "remark": "台账齐全"} for each in DIMENSIONS}
PROBLEMS = "补助资金使用凭证不全，请逐笔补齐"


def workshop(
    name: str = "毡绣工坊",
    *,
    holder: User | None = None,
    county: str = TUOLI,
    recognised_on: date = RECOGNISED,
    is_on_paper: bool = False,
) -> Workshop:
    """Return a recognised workshop with an account, or without one."""
    return workshops.recognise(
        application_number="",
        county=division(county),
        name=name,
        operator_name=f"{name}合作社",
        operator_kind="cooperative",
        credit_code="",
        responsible_id_index="",
        items=[],
        category="crafts",
        document_number="塔地文旅发〔2026〕9号",
        recognised_on=recognised_on,
        batch="",
        at=beijing("2026-06-16 10:00"),
        holder=None if is_on_paper else holder or applicant(),
    )


def lead() -> User:
    return head("prefecture.culture")


def due(*, at: datetime = OPENED, **known: Any) -> Evaluation:
    """Return an evaluation that waits for its self-assessment."""
    return open_evaluation(workshop(**known), by=Actor.SYSTEM, at=at)


def speaker(case: Evaluation) -> User:
    """Return who speaks for the workshop."""
    return case.holder or officer("county.culture", case.region_id)


def self_assessed(**known: Any) -> Evaluation:
    """Return an evaluation that waits for its scores."""
    case = due(**known)
    perform(case, "self_assess", by=speaker(case), at=SELF_ASSESSED, statements=STATEMENTS)
    return case


def scored(**known: Any) -> Evaluation:
    """Return an evaluation that waits for its result."""
    case = self_assessed(**known)
    perform(case, "score_evaluation", by=officer("prefecture.culture"), at=SCORED, scores=SCORES)
    return case


def ordered(*, suspends: bool = False, **known: Any) -> Evaluation:
    """Return an evaluation whose workshop has until the end of 31 August 2028."""
    case = scored(**known)
    given = {"problems": PROBLEMS, "deadline": DEADLINE, "suspends": suspends}
    perform(case, "order_rectification", by=lead(), at=DECIDED, **given)
    return case


def reported(**known: Any) -> Evaluation:
    """Return an evaluation that waits for its re-check."""
    case = ordered(**known)
    perform(case, "report_rectified", by=speaker(case), at=beijing("2028-08-20 10:00"), reply="凭证已补齐")
    return case
