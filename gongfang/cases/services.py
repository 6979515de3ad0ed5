"""The one door through which a case changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from gongfang.accounts.models import Division, User
from gongfang.notifications import services as notifications
from gongfang.records import services as records
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation import edition as editions
from gongfang.regulation.clauses import Clause
from gongfang.regulation.procedure import (
    NEW,
    Actor,
    Decision,
    StepRefused,
    WrongActor,
    decide,
)
from gongfang.regulation.time_limits import beijing_date

from . import drafts, limits, tasks
from .facts import facts_of
from .models import Case, CaseNumber, Opinion
from .permissions import actors_for, signs
from .registry import Act, kind_of

AnyCase = TypeVar("AnyCase", bound=Case)


class StepConflict(StepRefused):
    """Somebody else took a step on this case after the form was made: look again before deciding."""


@dataclass(frozen=True, kw_only=True)
class StepInput:
    """What comes with a step.

    `given` are the form's fields, for the guards. `texts` are words that enter the record as digests.
    `facts` are small public values for the record. `trigger` is the date that starts the time limit of the new
    state (today unless the law says another), `last_day` the date it ends with where that is a date that the law
    or the authority sets. `seen_version` is the version of the case the person looked at.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    documents: Sequence[EvidenceFile] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    trigger: date | None = None
    last_day: date | None = None
    seen_version: int | None = None


TEXT_INPUTS = ("reasons", "missing", "minutes", "findings", "reply", "entry_reason")
_NOTHING = StepInput()


def open_case(
    model: type[AnyCase],
    *,
    region: Division,
    holder: User | None,
    at: datetime,
    title: str = "",
    state: str = NEW,
    edition_id: str | None = None,
    **fields: Any,
) -> AnyCase:
    """Create a case of `model` with the next number, under the edition in force on that day.

    :raises NoEditionInForce: before the measures took effect (article 13).
    """
    kind = model.procedure.kind
    today = beijing_date(at)
    return model.objects.create(
        number=_next_number(kind, today.year),
        kind=kind,
        state=state,
        edition_id=edition_id or editions.in_force(today).id,
        region=region,
        holder=holder,
        title=title,
        opened_at=at,
        state_since=at,
        **fields,
    )


def _next_number(kind: str, year: int) -> str:
    with transaction.atomic():
        CaseNumber.objects.get_or_create(kind=kind, year=year)
        row = CaseNumber.objects.select_for_update().get(kind=kind, year=year)
        row.last += 1
        row.save(update_fields=["last"])
    return f"{kind_of(kind).prefix}{year}-{row.last:04d}"


def take_step(
    case: Case,
    action: str,
    *,
    by: User | Actor,
    at: datetime,
    inputs: StepInput = _NOTHING,
    effect: Callable[[], object] | None = None,
) -> Record:
    """Take one lawful step: lock, decide, change, time, record and notify, all in one transaction.

    `by` is a person, or SYSTEM or PUBLIC. `effect` writes what the step brings with it (an opinion, a plaque)
    once it is allowed and before it is recorded. On refusal nothing has changed.

    :raises StepConflict: when the case has moved since `inputs.seen_version`.
    :raises StepRefused: when the measures do not allow the step, with the clause.
    """
    with transaction.atomic():
        _lock(case)
        _check_version(case, action, inputs)
        actor = _acting(by, case, action)
        facts = facts_of(case, actor=actor, at=at, given=inputs.given)
        decision = decide(case.procedure, facts, action)
        _check_signature(by, decision)
        return _carry_out(case, decision, actor=actor, by=by, at=at, inputs=inputs, effect=effect)


def _lock(case: Case) -> None:
    """Lock the case's row and bring `case` up to date: nobody else takes a step on it before the commit."""
    own = kind_of(case.kind).locked
    names = ("state", "version", "opinion_round", *own)
    rows = (kind_of(case.kind).model if own else Case).objects.select_for_update().filter(pk=case.pk)
    for name, value in zip(names, rows.values_list(*names).get(), strict=True):
        setattr(case, name, value)


def _check_version(case: Case, action: str, inputs: StepInput) -> None:
    if inputs.seen_version is not None and inputs.seen_version != case.version:
        clause = kind_of(case.kind).procedure.rows(action)[0].clause
        raise StepConflict("本件刚被他人办理过，页面内容已更新，请核对后再办", clause)


def _acting(by: User | Actor, case: Case, action: str) -> Actor:
    """Return as whom `by` takes `action` here: the actor the table names, if `by` may be it."""
    actors = actors_for(by, case)
    rows = kind_of(case.kind).procedure.rows(action)
    here = [step for step in rows if case.state in step.sources]
    for step in here:
        for actor in actors:
            if actor in step.by:
                return actor
    if not actors:
        raise WrongActor(f"您不能办理本件的“{rows[0].label}”", rows[0].clause)
    return actors[0]


def _check_signature(by: User | Actor, decision: Decision) -> None:
    if decision.step.is_binding and not signs(by):
        raise WrongActor(f"“{decision.step.label}”须由本部门负责人签发", decision.step.clause)


def _carry_out(
    case: Case,
    decision: Decision,
    *,
    actor: Actor,
    by: User | Actor,
    at: datetime,
    inputs: StepInput,
    effect: Callable[[], object] | None,
) -> Record:
    source = case.state
    _change(case, decision, at)
    if effect is not None:
        effect()
    trigger = inputs.trigger or beijing_date(at)
    limits.follow(case, source=source, at=at, trigger=trigger, last_day=inputs.last_day)
    if (spent := drafts.spent(case, decision.step, source=source, by=by)) is not None:
        drafts.drop(spent, used=inputs.documents)
    record = records.append(
        records.Event(
            case=case,
            action=decision.step.action,
            actor=actor,
            user=by if isinstance(by, User) else None,
            clause_id=decision.step.clause.id,
            source=source,
            target=case.state,
            at=at,
            version=case.version,
            texts=_texts(inputs),
            documents=inputs.documents,
            facts=inputs.facts,
        )
    )
    offices = tasks.refresh(case, at=at, is_entered=case.state != source)
    notifications.announce(case=case, record=record, offices=offices, running=limits.current(case), at=at)
    return record


def _change(case: Case, decision: Decision, at: datetime) -> None:
    changes: dict[str, Any] = {"version": case.version + 1}
    if decision.target != case.state:
        changes |= {"state": decision.target, "state_since": at, "opinion_round": 1}
    Case.objects.filter(pk=case.pk).update(**changes)
    for name, value in changes.items():
        setattr(case, name, value)


def _texts(inputs: StepInput) -> dict[str, str]:
    words = {name: str(inputs.given[name]) for name in TEXT_INPUTS if inputs.given.get(name)}
    return words | dict(inputs.texts)


def note(
    case: Case,
    act: Act,
    *,
    by: User,
    at: datetime,
    clause: Clause,
    documents: Sequence[EvidenceFile] = (),
    facts: Mapping[str, Any] | None = None,
) -> Record:
    """Record an act that is no step: the case keeps its state and its version, the chain fixes what was made.

    `by` serves in an office. `documents` are files whose digests the record holds, `facts` small public values.
    """
    assert by.office is not None
    with transaction.atomic():
        _lock(case)
        return records.append(
            records.Event(
                case=case,
                action=act.action,
                actor=by.office.code,
                user=by,
                clause_id=clause.id,
                source=case.state,
                target=case.state,
                at=at,
                version=case.version,
                texts={},
                documents=documents,
                facts=facts or {},
            )
        )


def hand_over(cases: QuerySet[Any], holder: User | None, *, at: datetime) -> None:
    """Let the account `holder` carry on `cases`; what an office was to do in its place is its task no longer."""
    for case in cases.select_related("region"):
        Case.objects.filter(pk=case.pk).update(holder=holder)
        case.holder = holder
        tasks.refresh(case, at=at)


def perform(case: Case, action: str, *, by: User | Actor, at: datetime, **given: Any) -> Any:
    """Take `action` through the service its kind registered: the way of pages, rehearsals and tests."""
    service: Callable[..., Any] = kind_of(case.kind).services[action]
    return service(case, by=by, at=at, **given)


def step(action: str) -> Callable[..., Record]:
    """Return the service of a step that only moves the case, takes texts and leaves a record."""

    def service(
        case: Case, *, by: User | Actor, at: datetime, seen_version: int | None = None, **given: Any
    ) -> Record:
        return take_step(case, action, by=by, at=at, inputs=StepInput(given=given, seen_version=seen_version))

    service.__name__ = action
    return service


def give_opinion(
    case: Case, *, by: User, at: datetime, agree: bool, reasons: str = "", seen_version: int | None = None
) -> Record:
    """Record what a department says in this round (articles 5 and 6, reading R3).

    `seen_version` is not compared: another department may speak meanwhile, and that is no conflict.

    :raises StepRefused: when the department has spoken already, or disagrees without reasons.
    """

    def write_opinion() -> None:
        office = by.office
        assert office is not None  # the table gives this step to offices only
        Opinion.objects.create(
            case_id=case.pk,
            stage=case.state,
            round=case.opinion_round,
            office=office,
            department=office.department,
            agrees=agree,
            reasons=reasons,
            signed_by=by,
            signed_at=at,
        )

    facts = {"agree": agree, "round": case.opinion_round}
    inputs = StepInput(given={"agree": agree, "reasons": reasons}, facts=facts)
    return take_step(case, "give_opinion", by=by, at=at, inputs=inputs, effect=write_opinion)


def consult(case: Case, *, by: User, at: datetime, minutes: str, seen_version: int | None = None) -> Record:
    """Record a consultation after a disagreement and open a new round of opinions (reading R3)."""

    def open_next_round() -> None:
        case.opinion_round += 1
        Case.objects.filter(pk=case.pk).update(opinion_round=case.opinion_round)

    inputs = StepInput(given={"minutes": minutes}, seen_version=seen_version)
    return take_step(case, "consult", by=by, at=at, inputs=inputs, effect=open_next_round)
