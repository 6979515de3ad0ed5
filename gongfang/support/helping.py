"""What a workshop asks help with, and the answer (article 8(二))."""

from datetime import datetime

from django.db import transaction

from gongfang.accounts.models import User
from gongfang.cases.services import StepInput, open_case, step, take_step
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, WrongActor
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop

from . import permissions
from .models import HelpRequest, HelpSubject
from .standing import require_good_standing

withdraw_help = step("withdraw_help")
drop_help = step("drop_help")


@transaction.atomic
def ask_help(
    workshop: Workshop, *, by: User | Actor, at: datetime, question: str = "", subject: str = HelpSubject.CRAFT
) -> HelpRequest:
    """Ask for help with a craft, a design or a material.

    :raises StepRefused: when the workshop is not in good standing, nothing is asked, or it is not for `by` to ask.
    """
    if isinstance(by, User) and not permissions.may_ask(by, workshop):
        raise WrongActor("技艺难题由工坊提出", clauses.STUDY)
    require_good_standing(workshop, clauses.STUDY)
    case = open_case(
        HelpRequest,
        region=workshop.county,
        holder=workshop.holder,
        at=at,
        title=f"{workshop.name}：{HelpSubject(subject).label}"[:120],
        workshop=workshop,
        subject=subject,
    )
    inputs = StepInput(
        given={"question": question},
        texts={"question": question} if question.strip() else {},
        facts={"workshop": workshop.number, "subject": str(subject)},
    )
    take_step(case, "ask_help", by=by, at=at, inputs=inputs)
    return case


def answer_help(
    case: HelpRequest, *, by: User, at: datetime, reply: str = "", seen_version: int | None = None
) -> Record:
    """Answer what a workshop asked.

    :raises StepRefused: without a word, or while the recognition is suspended.
    """

    def note_day() -> None:
        case.answered_on = beijing_date(at)
        HelpRequest.objects.filter(pk=case.pk).update(answered_on=case.answered_on)

    inputs = StepInput(given={"reply": reply}, seen_version=seen_version)
    return take_step(case, "answer_help", by=by, at=at, inputs=inputs, effect=note_day)
