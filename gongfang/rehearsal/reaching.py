"""Reaching a state: every lawful step on the way, with lawful defaults, the last one at the time that is named."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from gongfang.cases import limits
from gongfang.panels.models import Declaration, MinutesSignature, Panel, ScoreSheet
from gongfang.panels.queries import entry_of
from gongfang.regulation import edition as editions
from gongfang.regulation import time_limits
from gongfang.regulation.procedure import (
    COUNTY_OFFICES,
    PREFECTURE_OFFICES,
    Actor,
    Procedure,
    Step,
    all_departments_agree,
)
from gongfang.regulation.time_limits import BEIJING, beijing_date

from .acting import ANNOUNCE, OBJECT, PANEL, take
from .document import Impossible
from .scene import Scene

_BEFORE = timedelta(days=60)
_USUAL = timedelta(hours=1)
_PASSING, _FAILING = 80, 40
_OBJECTION = "objection"


class Clock:
    """The time of the steps on the way: each a little later, none after `end`."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self.now, self.end = start, end

    def tick(self) -> datetime:
        """Go on by an hour, or by a hundredth of what is left if that is less."""
        self.now += min(_USUAL, (self.end - self.now) / 100)
        return self.now

    def wait(self, until: datetime, why: str) -> None:
        """Go on to `until`.

        :raises Impossible: when that is after the end.
        """
        if until > self.end:
            raise Impossible(f"{self.end:%Y-%m-%d %H:%M} 尚不能依法办到：{why} {time_limits.until(until)} 届满")
        self.now = max(self.now, until)


def begins(at: datetime) -> datetime:
    """Return when the first `reach` of a rehearsal begins: weeks before, once the measures were in force.

    :raises NoEditionInForce: when they are not in force at `at`.
    """
    starts_on = editions.in_force(beijing_date(at)).in_force_from
    in_force = datetime(starts_on.year, starts_on.month, starts_on.day, tzinfo=BEIJING)
    return max(at - _BEFORE, in_force) if in_force < at else at - _BEFORE


def reach(scene: Scene, on: str | None, state: str, *, at: datetime) -> None:
    """Take every lawful step from where a case is to `state`; the one that reaches it happens at `at`.

    :raises StepRefused: when a step on the way is refused.
    :raises Impossible: when no way leads there, or not by that time.
    """
    clock = Clock(scene.now if scene.has_begun else begins(at), at)
    _go(scene, _read(scene, on), state, clock, ends_now=True)


def _read(scene: Scene, on: str | None) -> Any:
    scene.reload()
    case = scene.case(on)
    if case is None:
        raise Impossible(f"没有“{on}”：建立它的一步没有办成")
    return case


def _go(scene: Scene, case: Any, state: str, clock: Clock, *, ends_now: bool) -> None:
    """Take the steps of the shortest way; the last one at the clock's end if `ends_now`."""
    name = scene.name_of(case)
    way = shortest_way(case.procedure, case.state, state)
    for place, step in enumerate(way, start=1):
        prepare = _PREPARE.get(step.action, _joint)
        prepare(scene, name, step, clock)
        is_last = ends_now and place == len(way)
        _take(scene, step, name, clock.end if is_last else clock.tick())


def _take(scene: Scene, step: Step, on: str | None, at: datetime) -> None:
    given = {"total": scene.mark} if step.action == "score" else {}
    take(scene, step.action, by=step.by[0].value, at=at, on=on, given=given)
    scene.reload()


def shortest_way(procedure: Procedure, source: str, target: str) -> list[Step]:
    """Return the rows that lead from `source` to `target`, as few as possible.

    :raises Impossible: when none do, or the case is there already.
    """
    ways: deque[tuple[str, list[Step]]] = deque([(source, [])])
    seen = {source}
    while ways:
        state, way = ways.popleft()
        for step in procedure.steps:
            for reached in step.targets(state) if state in step.sources else ():
                if reached == target and reached != source:
                    return [*way, step]
                if reached not in seen:
                    seen.add(reached)
                    ways.append((reached, [*way, step]))
    names = procedure.states
    raise Impossible(f"从“{names.get(source, source)}”没有通往“{names.get(target, target)}”的步骤")


def _joint(scene: Scene, name: str | None, step: Step, clock: Clock) -> None:
    """Let the departments that have not spoken agree, where the step is a joint one (R3)."""
    if all_departments_agree not in step.guards:
        return
    case = scene.case(name)
    assert case is not None  # it is being taken through its steps
    offices = COUNTY_OFFICES if step.by[0] in COUNTY_OFFICES else PREFECTURE_OFFICES
    spoken = set(
        case.opinions.filter(stage=case.state, round=case.opinion_round).values_list("department", flat=True)
    )
    for office in offices:
        if office.department not in spoken:
            take(scene, "give_opinion", by=office.value, at=clock.tick(), on=name)


def _after_limit(limit_name: str) -> Callable[[Scene, str | None, Step, Clock], None]:
    def wait(scene: Scene, name: str | None, step: Step, clock: Clock) -> None:
        running = limits.running(scene.case(name), limit_name)  # type: ignore[arg-type]
        if running is not None:
            clock.wait(running.ends_at, "期限")

    return wait


def _reviewed(scene: Scene, name: str | None, step: Step, clock: Clock) -> None:
    """Bring the panel of the application to its conclusion: a pass for `propose`, else a fail."""
    application = scene.case(name)
    if application is None or application.state != "expert_review":
        return
    entry = entry_of(application)
    if entry is None:
        take(scene, ANNOUNCE, at=clock.tick())
        entry = entry_of(application)
    assert entry is not None  # announced just now
    scene.mark = _PASSING if step.action == "propose" else _FAILING
    panel = scene.known(entry.panel, PANEL)
    if panel.state != "concluded":
        _go(scene, panel, "concluded", clock, ends_now=False)


def _upheld(scene: Scene, name: str | None, step: Step, clock: Clock) -> None:
    """Have an objection upheld, which is what a cancellation follows from."""
    if scene.application.objections.filter(state="upheld").exists():
        return
    if scene.only(_OBJECTION) is None:
        take(scene, OBJECT, at=clock.tick(), name=_OBJECTION)
    _go(scene, scene.only(_OBJECTION), "upheld", clock, ends_now=False)


def _drawable(scene: Scene, name: str | None, step: Step, clock: Clock) -> None:
    panel = scene.case(name)
    assert panel is not None
    clock.wait(panel.draw_at, "抽取公告期")


def _declared(scene: Scene, name: str | None, step: Step, clock: Clock) -> None:
    """Let everybody who sits declare, and the applicant waive its right to ask for a recusal (R7)."""
    panel: Panel = scene.case(name)  # type: ignore[assignment]
    declared = set(Declaration.objects.filter(entry__panel=panel).values_list("expert_id", flat=True))
    for expert in scene.sitting(panel):
        if expert.pk not in declared:
            take(
                scene,
                "declare",
                by=Actor.EXPERT,
                at=clock.tick(),
                on=name,
                given={"rank": scene.rank(panel, expert)},
            )
    entry = entry_of(scene.application)
    if entry is not None and entry.waived_at is None:
        take(scene, "waive_recusal", by=Actor.APPLICANT, at=clock.tick(), on=name)


def _scored(scene: Scene, name: str | None, step: Step, clock: Clock) -> None:
    """Let everybody who sits hand in a sheet."""
    _declared(scene, name, step, clock)
    panel: Panel = scene.case(name)  # type: ignore[assignment]
    sheets = ScoreSheet.objects.filter(entry__panel=panel, submitted_at__isnull=False)
    scored = set(sheets.values_list("expert_id", flat=True))
    for expert in scene.sitting(panel):
        if expert.pk not in scored:
            given = {"rank": scene.rank(panel, expert), "total": scene.mark}
            take(scene, "score", by=Actor.EXPERT, at=clock.tick(), on=name, given=given)


def _signed(scene: Scene, name: str | None, step: Step, clock: Clock) -> None:
    """Write the minutes, and let everybody who scored sign and vote as he scored."""
    panel: Panel = scene.case(name)  # type: ignore[assignment]
    if not panel.minutes:
        take(scene, "write_minutes", at=clock.tick(), on=name)
    signed = set(MinutesSignature.objects.filter(panel=panel).values_list("expert_id", flat=True))
    for expert in scene.sitting(panel):
        if expert.pk not in signed:
            given = {"rank": scene.rank(panel, expert), "agrees": scene.mark >= panel.edition.pass_mark}
            take(scene, "sign_minutes", by=Actor.EXPERT, at=clock.tick(), on=name, given=given)


_PREPARE: Mapping[str, Callable[[Scene, str | None, Step, Clock], None]] = {
    "close_notice": _after_limit("public_notice"),
    "lapse": _after_limit("correction"),
    "propose": _reviewed,
    "refuse": _reviewed,
    "cancel": _upheld,
    "draw": _drawable,
    "score": _declared,
    "close_scoring": _scored,
    "conclude": _signed,
}
