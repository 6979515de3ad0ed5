"""The step engine: a procedure is a table of steps, and `decide` says whether one may be taken.

Nothing here knows a database or a clock. What a guard may look at stands in `Facts`; what it answers is a
`Refusal` or nothing. Screens, services, the command line and the generated documents all read the same table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from .clauses import Clause
from .edition import Edition
from .input_labels import INPUT_LABELS as INPUT_LABELS

NEW = ""
"""The state of a case that is being created by its first step."""


class Actor(StrEnum):
    """Who may take a step (the actors of the measures, and SYSTEM for what the law does by itself)."""

    APPLICANT = "applicant"
    COUNTY_CULTURE = "county.culture"
    COUNTY_HRSS = "county.hrss"
    COUNTY_AGRICULTURE = "county.agriculture"
    PREFECTURE_CULTURE = "prefecture.culture"
    PREFECTURE_HRSS = "prefecture.hrss"
    PREFECTURE_AGRICULTURE = "prefecture.agriculture"
    EXPERT = "expert"
    PUBLIC = "public"
    SYSTEM = "SYSTEM"

    @property
    def is_office(self) -> bool:
        return "." in self.value

    @property
    def level(self) -> str:
        """Return `county` or `prefecture`; empty for those who are no office."""
        return self.value.partition(".")[0] if self.is_office else ""

    @property
    def department(self) -> str:
        """Return `culture`, `hrss` or `agriculture`; empty for those who are no office."""
        return self.value.partition(".")[2]


ACTOR_LABELS: Mapping[Actor, str] = {
    Actor.APPLICANT: "申报单位",
    Actor.COUNTY_CULTURE: "县（市）文化和旅游部门",
    Actor.COUNTY_HRSS: "县（市）人力资源和社会保障部门",
    Actor.COUNTY_AGRICULTURE: "县（市）农业农村部门",
    Actor.PREFECTURE_CULTURE: "地区文化和旅游部门",
    Actor.PREFECTURE_HRSS: "地区人力资源和社会保障部门",
    Actor.PREFECTURE_AGRICULTURE: "地区农业农村部门",
    Actor.EXPERT: "评审专家",
    Actor.PUBLIC: "社会公众",
    Actor.SYSTEM: "系统",
}
DEPARTMENT_LABELS: Mapping[str, str] = {
    "culture": "文化和旅游部门",
    "hrss": "人力资源和社会保障部门",
    "agriculture": "农业农村部门",
}
COUNTY_OFFICES = (Actor.COUNTY_CULTURE, Actor.COUNTY_HRSS, Actor.COUNTY_AGRICULTURE)
PREFECTURE_OFFICES = (Actor.PREFECTURE_CULTURE, Actor.PREFECTURE_HRSS, Actor.PREFECTURE_AGRICULTURE)


class StepRefused(Exception):
    """A step the law does not allow now; `reason` is told to the person, `clause` is what forbids it."""

    def __init__(self, reason: str, clause: Clause) -> None:
        super().__init__(f"{reason}（{clause.cite}）")
        self.reason = reason
        self.clause = clause


class WrongState(StepRefused):
    """The case is not, or no longer, in a state from which the step leads on."""


class WrongActor(StepRefused):
    """The step belongs to somebody else."""


class UnknownAction(KeyError):
    """No step of the procedure has this name: a mistake of the program, not of the person."""


@dataclass(frozen=True)
class Refusal:
    """Why a guard refuses; without a clause of its own it is refused under the step's."""

    reason: str
    clause: Clause | None = None


@dataclass(frozen=True, kw_only=True)
class JointOpinions:
    """The departments that have spoken in the current round of the current stage (reading R3)."""

    agreed: frozenset[str] = frozenset()
    disagreed: frozenset[str] = frozenset()

    @property
    def given(self) -> frozenset[str]:
        return self.agreed | self.disagreed


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What every guard may look at: one immutable picture of the case at one instant.

    `given` carries the form's fields of the step under way; `at` is an aware instant.
    """

    state: str
    actor: Actor
    at: datetime
    edition: Edition
    opinions: JointOpinions = JointOpinions()
    given: Mapping[str, Any] = field(default_factory=dict)


Guard = Callable[[Any], "Refusal | str | None"]


@dataclass(frozen=True)
class Choice:
    """A target that depends on the facts, one of `among`."""

    among: tuple[str, ...]
    pick: Callable[[Any], str]


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """Work that others have taken in hand: what is told of it, who does it, and whether they do so now."""

    label: str
    by: str
    when: Callable[[Any], bool]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One lawful step: from where, to where, by whom, under which clause and conditions.

    `needs` names the form's fields that may not be empty. `is_binding` marks what only the head of an office
    signs. `is_expected` marks the step that the office is to take next, which makes it a task in the inbox;
    a refusal or a disqualification is open to the office but never expected of it. `work` names what the
    office has to do before the guard lets the step through (a visit, a panel): a task of its own until then,
    or until others have it in hand (`under_way`): then the case waits for them. `is_offered` marks a right that
    lapses with its time limit: an applicant is told of it, though nobody expects him to use it.
    """

    action: str
    label: str
    sources: tuple[str, ...]
    target: str | Choice | None
    by: tuple[Actor, ...]
    clause: Clause
    guards: tuple[Guard, ...] = ()
    needs: tuple[str, ...] = ()
    is_binding: bool = False
    is_expected: bool = True
    is_offered: bool = False
    work: str = ""
    under_way: UnderWay | None = None
    readings: tuple[str, ...] = ()

    def targets(self, source: str) -> tuple[str, ...]:
        """Return the states this step can lead to from `source`."""
        if isinstance(self.target, Choice):
            return self.target.among
        return (source if self.target is None else self.target,)


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """A kind of case: its states with their labels, and the table of its steps.

    `time_limits` names the limit (`time_limits.limits`) that runs while a case is in a state: entering the
    state starts it, leaving the state ends it. `is_about_a_workshop`: a case of this kind is opened on a workshop
    of the register, by a step or by time.
    """

    kind: str
    label: str
    states: Mapping[str, str]
    ends: frozenset[str]
    steps: tuple[Step, ...]
    time_limits: Mapping[str, str] = field(default_factory=dict)
    is_about_a_workshop: bool = False

    @property
    def actions(self) -> tuple[str, ...]:
        """Return the names of the actions, each once, in the order of the table."""
        return tuple(dict.fromkeys(step.action for step in self.steps))

    def is_joint(self, state: str) -> bool:
        """Return whether the departments give their opinions in this state (reading R3)."""
        return any(step.action == "give_opinion" and state in step.sources for step in self.steps)

    def rows(self, action: str) -> tuple[Step, ...]:
        """Return the rows of the table for `action`.

        :raises UnknownAction: when the table has none.
        """
        found = tuple(step for step in self.steps if step.action == action)
        if not found:
            raise UnknownAction(action)
        return found


@dataclass(frozen=True)
class Decision:
    """What `decide` allows: the row of the table and the state the case will be in."""

    step: Step
    target: str


@dataclass(frozen=True)
class Availability:
    """A step open to an actor in this state, with the reason why it is refused at the moment, if it is."""

    step: Step
    refusal: StepRefused | None = None

    @property
    def is_open(self) -> bool:
        return self.refusal is None


def decide(procedure: Procedure, facts: Facts, action: str) -> Decision:
    """Decide whether `facts.actor` may take `action` now.

    :raises UnknownAction: when the procedure has no such action.
    :raises WrongState: when the case is not in a source state of the action.
    :raises WrongActor: when the action belongs to others.
    :raises StepRefused: when an input is missing or a guard refuses, with its clause.
    """
    step = _row_for(procedure, facts, action)
    _check_inputs(step, facts)
    _check_guards(step, facts)
    target = step.target
    if isinstance(target, Choice):
        target = target.pick(facts)
    return Decision(step, facts.state if target is None else target)


def available_actions(procedure: Procedure, facts: Facts) -> tuple[Availability, ...]:
    """Return the steps `facts.actor` may take from this state, the refused ones with their reason.

    The inputs of a step are not asked for here: a form will ask for them.
    """
    rows = (step for step in procedure.steps if facts.state in step.sources and facts.actor in step.by)
    return tuple(Availability(step, _refusal(step, facts)) for step in rows)


def _row_for(procedure: Procedure, facts: Facts, action: str) -> Step:
    rows = procedure.rows(action)
    here = [step for step in rows if facts.state in step.sources]
    if not here:
        state = procedure.states.get(facts.state, "未建立")
        raise WrongState(f"当前状态为“{state}”，不能“{rows[0].label}”", rows[0].clause)
    for step in here:
        if facts.actor in step.by:
            return step
    who = "、".join(ACTOR_LABELS[actor] for actor in here[0].by)
    raise WrongActor(f"“{here[0].label}”应由{who}办理", here[0].clause)


def _check_inputs(step: Step, facts: Facts) -> None:
    for name in step.needs:
        if _is_blank(facts.given.get(name)):
            raise StepRefused(f"请填写{INPUT_LABELS.get(name, name)}", step.clause)


def _is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, (list, tuple)) and not value)


def _check_guards(step: Step, facts: Facts) -> None:
    for guard in step.guards:
        answer = guard(facts)
        if answer is None:
            continue
        refusal = Refusal(answer) if isinstance(answer, str) else answer
        raise StepRefused(refusal.reason, refusal.clause or step.clause)


def _refusal(step: Step, facts: Facts) -> StepRefused | None:
    try:
        _check_guards(step, facts)
    except StepRefused as refusal:
        return refusal
    return None


def all_departments_agree(facts: Facts) -> str | None:
    """Refuse unless every department named by the edition agrees in this round (reading R3)."""
    waiting = [d for d in facts.edition.joint_departments if d not in facts.opinions.agreed]
    if not waiting:
        return None
    silent = [DEPARTMENT_LABELS[d] for d in waiting if d not in facts.opinions.disagreed]
    against = [DEPARTMENT_LABELS[d] for d in waiting if d in facts.opinions.disagreed]
    parts = []
    if silent:
        parts.append("、".join(silent) + "尚未出具意见")
    if against:
        parts.append("、".join(against) + "不同意")
    return "须三部门一致同意：" + "；".join(parts)


def has_not_spoken(facts: Facts) -> str | None:
    """Refuse a second opinion of the same department in the same round (reading R3)."""
    if facts.actor.department in facts.opinions.given:
        return "本部门在本轮已出具意见；如需变更，由牵头部门组织会商后重新出具"
    return None


def disagreement_has_reasons(facts: Facts) -> str | None:
    """Refuse a disagreement without reasons."""
    if facts.given.get("agree") is False and _is_blank(facts.given.get("reasons")):
        return "不同意须写明理由"
    return None


def somebody_disagrees(facts: Facts) -> str | None:
    """Refuse a consultation that nothing calls for: it answers a disagreement (reading R3)."""
    return None if facts.opinions.disagreed else "没有部门提出不同意见，无需会商"


def opinion_steps(
    sources: tuple[str, ...], by: tuple[Actor, ...], lead: Actor, clause: Clause
) -> tuple[Step, ...]:
    """Return the two rows of a joint stage: an opinion of each department, and the consultation (R3)."""
    return (
        Step(
            action="give_opinion",
            label="出具意见",
            sources=sources,
            target=None,
            by=by,
            clause=clause,
            guards=(has_not_spoken, disagreement_has_reasons),
            needs=("agree",),
            is_binding=True,
            readings=("R3",),
        ),
        Step(
            action="consult",
            label="组织会商",
            sources=sources,
            target=None,
            by=(lead,),
            clause=clause,
            guards=(somebody_disagrees,),
            needs=("minutes",),
            readings=("R3",),
        ),
    )
