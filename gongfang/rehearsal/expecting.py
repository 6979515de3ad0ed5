"""Comparing what was expected of a step with what came of it."""

from collections.abc import Iterator
from typing import Any

from gongfang.applications.precheck import findings_of
from gongfang.calendars.queries import working_calendar
from gongfang.cases import limits
from gongfang.cases.models import RunningLimit
from gongfang.panels.models import Seat
from gongfang.panels.queries import entry_of
from gongfang.regulation import clauses
from gongfang.regulation.panel import size_problem
from gongfang.regulation.time_limits import Explanation, beijing_date
from gongfang.workshops.queries import banned_until

from . import filing
from .document import Expectation, RehearsedStep
from .performance import Mismatch, Refused
from .scene import Scene

_NOTHING = "没有"


def mismatches(scene: Scene, step: RehearsedStep, refused: Refused | None) -> Iterator[Mismatch]:
    """Yield every expectation of `step` that did not hold."""
    expect = step.expect
    yield from _of_refusal(expect, refused)
    case = scene.case(expect.on or step.on)
    yield from _of_state(expect, case)
    yield from _of_limits(scene, expect, case)
    checks = (_of_workshop, _of_ban, _of_findings, _of_panel)
    for check in checks:
        yield from check(scene, step)


def _of_refusal(expect: Expectation, refused: Refused | None) -> Iterator[Mismatch]:
    expected = f"依据 {expect.refused} 不得办理" if expect.refused else "可以办理"
    got = "可以办理"
    if refused is not None:
        clause = refused.clause.id if refused.clause else "无条款"
        got = f"不得办理（{clause}）：{refused.reason}"
    is_as_expected = refused is None if expect.refused is None else _cites(refused, expect.refused)
    if not is_as_expected:
        yield Mismatch("办理", expected, got)


def _cites(refused: Refused | None, clause_id: str) -> bool:
    return refused is not None and refused.clause == clauses.clause(clause_id)


def _of_state(expect: Expectation, case: Any) -> Iterator[Mismatch]:
    got = case.state if case is not None else _NOTHING
    if expect.state is not None and expect.state != got:
        yield Mismatch("state", expect.state, got)


def _of_limits(scene: Scene, expect: Expectation, case: Any) -> Iterator[Mismatch]:
    for name, last_day in expect.due.items():
        limit = _limit(scene, case, name)
        if limit is None or limit.last_day != last_day:
            yield Mismatch(f"due {name}", str(last_day), str(limit.last_day) if limit else _NOTHING)
    for name, is_provisional in expect.provisional.items():
        limit = _limit(scene, case, name)
        if limit is None or limit.is_provisional != is_provisional:
            got = str(limit.is_provisional) if limit else _NOTHING
            yield Mismatch(f"provisional {name}", str(is_provisional), got)


def _limit(scene: Scene, case: Any, name: str) -> RunningLimit | None:
    """Return the limit of the case looked at, else that of the newest case that has it."""
    cases = [*([case] if case is not None else []), *reversed(scene.cases.values())]
    found = (limits.latest(each, name) for each in cases)
    return next((limit for limit in found if limit is not None), None)


def explanation(limit: RunningLimit) -> Explanation:
    """Return how a running limit was counted."""
    return limits.explained(limit, working_calendar())


def _of_workshop(scene: Scene, step: RehearsedStep) -> Iterator[Mismatch]:
    if step.expect.workshop is None:
        return
    workshop = scene.current_workshop()
    got = workshop.status if workshop else _NOTHING
    if got != step.expect.workshop:
        yield Mismatch("workshop", step.expect.workshop, got)


def _of_ban(scene: Scene, step: RehearsedStep) -> Iterator[Mismatch]:
    if step.expect.banned_until is None:
        return
    operator = {**filing.OPERATOR, **scene.given.get("operator", {})}
    index = filing.id_index(operator["responsible_id"])
    got = banned_until(operator["credit_code"], [index], beijing_date(step.at))
    if got != step.expect.banned_until:
        yield Mismatch("banned_until", str(step.expect.banned_until), str(got) if got else _NOTHING)


def _of_findings(scene: Scene, step: RehearsedStep) -> Iterator[Mismatch]:
    if not step.expect.findings:
        return
    found = {finding.clause.id: finding for finding in findings_of(scene.application, at=step.at)}
    for clause_id, outcome in step.expect.findings.items():
        finding = found.get(clause_id)
        if finding is None or finding.outcome != outcome:
            got = f"{finding.outcome}（{finding.why}）" if finding else "未核对"
            yield Mismatch(f"findings {clause_id}", outcome, got)


def _of_panel(scene: Scene, step: RehearsedStep) -> Iterator[Mismatch]:
    if step.expect.panel is None:
        return
    got = _lawful_size(scene)
    if got != str(step.expect.panel):
        yield Mismatch("panel", str(step.expect.panel), got)


def _lawful_size(scene: Scene) -> str:
    entry = entry_of(scene.application)
    if entry is None:
        return _NOTHING
    size = Seat.objects.filter(entry=entry, left_at=None).count()
    problem = size_problem(size, entry.panel.edition)
    return problem or str(size)
