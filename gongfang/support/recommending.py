"""Recommending workshops to regional and national level (article 8(一))."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from gongfang.accounts.models import User
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, open_case, step, take_step
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.regulation.support import RecommendationState
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop

from . import permissions, ranking
from .models import Answer, Candidate, Recommendation
from .standing import require_good_standing
from .telling import Words, tell

call_off_recommendation = step("call_off_recommendation")


@transaction.atomic
def open_recommendation(
    *,
    by: User | Actor,
    at: datetime,
    name: str,
    level: str,
    deadline: date,
    places: int,
    document_number: str = "",
) -> Recommendation:
    """Open a call and take the facts of every workshop in good standing.

    :raises StepRefused: when the deadline has passed, or no place is offered.
    """
    if not isinstance(by, User) or by.office is None:
        raise WrongActor("推荐由地区文化和旅游部门办理", clauses.RECOMMENDATION)
    if places < 1:
        raise StepRefused("推荐名额至少 1 个", clauses.RECOMMENDATION)
    call = open_case(
        Recommendation,
        region=by.office.division,
        holder=None,
        at=at,
        title=name,
        name=name,
        level=level,
        deadline=deadline,
        places=places,
        document_number=document_number,
        facts_at=at,
    )
    facts = {"level": level, "places": places, "deadline": deadline.isoformat()}
    inputs = StepInput(facts=facts, last_day=deadline)
    take_step(call, "open_recommendation", by=by, at=at, inputs=inputs, effect=lambda: _take_facts(call, at=at))
    return call


def _take_facts(call: Recommendation, *, at: datetime) -> None:
    """Write the facts of the day into the candidates, and consider workshops that have come since."""
    known = {candidate.workshop_id: candidate for candidate in call.candidates.all()}
    new, changed = [], []
    for key, facts in ranking.facts_of_all(at=at):
        if key in known:
            changed.append(_with(known[key], facts))
        else:
            new.append(Candidate(call=call, workshop_id=key, **facts))
    Candidate.objects.bulk_create(new, batch_size=200)
    if changed:
        Candidate.objects.bulk_update(changed, _FACTS, batch_size=100)
    Recommendation.objects.filter(pk=call.pk).update(facts_at=at)
    call.facts_at = at


_FACTS = (
    "is_evaluated",
    "mark",
    "has_filing",
    "employed_poverty",
    "employed_monitored",
    "employed_disabled",
    "employed_other",
    "trainings",
    "sales",
    "open_findings",
    "recognised_on",
    "item_rank",
)


def _with(candidate: Candidate, facts: Mapping[str, Any]) -> Candidate:
    """Return the candidate with the facts of the day; what is no longer known is as it is for a new one."""
    new = Candidate(**facts)
    for name in _FACTS:
        setattr(candidate, name, getattr(new, name))
    return candidate


@transaction.atomic
def refresh_facts(call: Recommendation, *, by: User, at: datetime) -> None:
    """Take the facts anew while the candidates are being chosen.

    :raises StepRefused: once the list was handed in: it keeps the facts it rests on.
    """
    _lock_choosing(call, by)
    _take_facts(call, at=at)


def _lock_choosing(call: Recommendation, by: User) -> None:
    if not permissions.may_give(by):
        raise WrongActor("推荐由地区文化和旅游部门办理", clauses.RECOMMENDATION)
    state = Case.objects.select_for_update().values_list("state", flat=True).get(pk=call.pk)
    if state != RecommendationState.CHOOSING:
        raise StepRefused("推荐名单已经报送或者取消，不能再改", clauses.RECOMMENDATION)


@transaction.atomic
def choose(candidate: Candidate, *, by: User, at: datetime, reasons: str) -> None:
    """Choose a candidate, with reasons.

    :raises StepRefused: without reasons, when every place is taken, when the recognition is not in force, or when
        the list was handed in.
    """
    _lock_choosing(candidate.call, by)
    require_good_standing(candidate.workshop, clauses.RECOMMENDATION)
    if not reasons.strip():
        raise StepRefused("请写明推荐理由", clauses.RECOMMENDATION)
    others = Candidate.objects.filter(call=candidate.call_id, is_chosen=True).exclude(pk=candidate.pk)
    if others.count() >= candidate.call.places:
        raise StepRefused(f"推荐名额 {candidate.call.places} 个已经选满，请先取消一家", clauses.RECOMMENDATION)
    _mark(candidate, is_chosen=True, reasons=reasons.strip(), chosen_by=by)


@transaction.atomic
def unchoose(candidate: Candidate, *, by: User, at: datetime) -> None:
    """Take a choice back before the list is handed in.

    :raises StepRefused: once it was handed in.
    """
    _lock_choosing(candidate.call, by)
    _mark(candidate, is_chosen=False, reasons="", chosen_by=None)


def _mark(candidate: Candidate, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(candidate, name, value)
    candidate.save(update_fields=list(changes))


def hand_in_candidates(case: Recommendation, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Hand in the list: from now on its facts and reasons stand, and those recommended are told.

    :raises StepRefused: when nobody is chosen, too many are, or one of them is not in good standing.
    """
    today = beijing_date(at)
    chosen = Candidate.objects.filter(call=case, is_chosen=True).order_by("pk")
    rows = list(chosen.select_related("workshop__holder"))

    def recommend() -> None:
        chosen.update(recommended_on=today)
        Recommendation.objects.filter(pk=case.pk).update(handed_in_on=today)
        case.handed_in_on = today
        _tell(case, [row.workshop for row in rows], RECOMMENDED, at=at)

    facts = {"candidates": [row.workshop.number for row in rows], "considered": case.candidates.count()}
    inputs = StepInput(facts=facts, seen_version=seen_version)
    return take_step(case, "hand_in_candidates", by=by, at=at, inputs=inputs, effect=recommend)


def _words(key: str, subject: str, body: str) -> Words:
    return Words(key=key, subject=subject, body=body, clause=clauses.RECOMMENDATION)


RECOMMENDED = _words(
    "recommended",
    gettext_noop("%(name)s 已被推荐"),
    gettext_noop("您的工坊已列入“%(title)s”推荐名单并报送上级。"),
)
ANSWERED = {
    Answer.SELECTED: _words(
        "selected", gettext_noop("%(name)s 已入选"), gettext_noop("上级已公布“%(title)s”的结果，您的工坊入选。")
    ),
    Answer.NOT_SELECTED: _words(
        "not_selected",
        gettext_noop("%(name)s 本次未入选"),
        gettext_noop("上级已公布“%(title)s”的结果，您的工坊未入选。"),
    ),
}


def _tell(call: Recommendation, workshops: list[Workshop], words: Words, *, at: datetime) -> None:
    """Tell without naming the case: its page is the offices' own."""
    tell(workshops, words, title=call.name, key=call.number, at=at)


@transaction.atomic
def record_answer(
    candidate: Candidate, *, by: User, at: datetime, answer: str, answered_on: date, answer_document: str = ""
) -> None:
    """Record what the higher level decided on a recommended workshop, and tell it.

    :raises StepRefused: when it was not recommended, the day is not between its recommendation and today, or the
        call is concluded.
    """
    if not permissions.may_give(by):
        raise WrongActor("推荐由地区文化和旅游部门办理", clauses.RECOMMENDATION)
    state = Case.objects.select_for_update().values_list("state", flat=True).get(pk=candidate.call_id)
    if state != RecommendationState.HANDED_IN or candidate.recommended_on is None:
        raise StepRefused("报送之后、办结之前才能登记上级结果", clauses.RECOMMENDATION)
    if not candidate.recommended_on <= answered_on <= beijing_date(at):
        raise StepRefused("结果日期应在报送日期和今天之间", clauses.RECOMMENDATION)
    if answer not in Answer.values:
        raise StepRefused("请选择上级结果", clauses.RECOMMENDATION)
    is_new = candidate.answer != answer
    _mark(candidate, answer=answer, answered_on=answered_on, answer_document=answer_document.strip())
    if is_new:
        _tell(candidate.call, [candidate.workshop], ANSWERED[Answer(answer)], at=at)


def conclude_recommendation(
    case: Recommendation, *, by: User, at: datetime, seen_version: int | None = None
) -> Record:
    """Close a call once every answer is known; the record keeps which were selected.

    :raises StepRefused: while an answer is missing.
    """
    selected = Candidate.objects.filter(call=case, answer=Answer.SELECTED).order_by("pk")
    facts = {"selected": list(selected.values_list("workshop__number", flat=True))}
    inputs = StepInput(facts=facts, seen_version=seen_version)
    return take_step(case, "conclude_recommendation", by=by, at=at, inputs=inputs)
