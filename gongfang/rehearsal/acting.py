"""Taking one step of a rehearsal: which case, who, with what, through which service."""

from collections.abc import Callable, Mapping
from datetime import datetime
from inspect import signature
from typing import Any

from gongfang.accounts.models import User
from gongfang.cases.advance import advance
from gongfang.cases.registry import Kind, kind_of, kinds
from gongfang.cases.services import perform
from gongfang.inspections.visited import is_visited, visited_kind
from gongfang.panels import services as panels
from gongfang.regulation.procedure import NEW, Actor, Procedure
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop

from . import filing, inputs, panel_inputs, year_filing
from .document import ADVANCE, REACH, Impossible, RehearsedStep
from .scene import Scene
from .visiting import visit

OBJECT = "object"
ANNOUNCE = "announce_draw"
PLAN = "plan_campaign"
PANEL = "panel"


def open_application(scene: Scene, step: RehearsedStep, *, begins: datetime) -> None:
    """Open the draft before the first step that is about an application.

    :raises NoEditionInForce: when that is before the measures took effect.
    """
    if step.do == ADVANCE or scene.starts_from_workshop:
        return
    is_on_paper = step.do == "enter_paper"
    scene.open(at=begins if is_on_paper else filing.opens_at(begins), is_on_paper=is_on_paper)


def act(scene: Scene, step: RehearsedStep) -> None:
    """Take a step that is not `reach`.

    :raises StepRefused: when the measures do not allow it.
    :raises Impossible: when there is no case for it.
    """
    assert step.do != REACH
    if step.do == ADVANCE:
        _advance(step.at)
    else:
        take(scene, step.do, by=step.by, at=step.at, given=step.inputs, on=step.on, name=step.name)


def _advance(at: datetime) -> None:
    report = advance(at)
    if not report.is_clean:
        raise Impossible("自动办理出错：" + "；".join(report.notes))


def take(
    scene: Scene,
    action: str,
    *,
    at: datetime,
    by: str | None = None,
    given: Mapping[str, Any] | None = None,
    on: str | None = None,
    name: str | None = None,
) -> None:
    """Take `action` through the service that its kind registered, with lawful values for what is not given."""
    said = given or {}
    if action == OBJECT:
        _object(scene, by, at, said, name)
    elif action == ANNOUNCE:
        _announce(scene, by, at, said, name)
    elif action == PLAN:
        _plan(scene, by, at, said, name)
    elif (kind := _opened_by(action)) is not None:
        _open_on_workshop(scene, kind, action, by, at, said, name)
    elif _is_about_panel(scene, action, on):
        _on_panel(scene, action, by, at, said, on)
    else:
        _on_case(scene, action, by, at, said, on)


def _object(scene: Scene, by: str | None, at: datetime, said: Mapping[str, Any], name: str | None) -> None:
    service = kind_of("objection").services[OBJECT]
    fields = inputs.complete(OBJECT, said, today=beijing_date(at))
    usual = Actor.PREFECTURE_CULTURE if "received_on" in said else Actor.PUBLIC  # the office enters paper
    receipt = service(scene.application, by=_person(scene, by or usual), at=at, **fields)
    scene.add(receipt.objection, name)


def _announce(scene: Scene, by: str | None, at: datetime, said: Mapping[str, Any], name: str | None) -> None:
    lead = _person(scene, by or Actor.PREFECTURE_CULTURE)
    panel = panels.announce_draw(by=lead, at=at, **panel_inputs.announcement(scene, at, said))
    scene.add(panel, name or PANEL)


def _plan(scene: Scene, by: str | None, at: datetime, said: Mapping[str, Any], name: str | None) -> None:
    kind = kind_of("campaign")
    fields = inputs.complete(PLAN, said, today=beijing_date(at))
    lead = _person(scene, by or Actor.PREFECTURE_CULTURE)
    scene.add(kind.services[PLAN](by=lead, at=at, **fields), name)


def _opened_by(action: str) -> Kind | None:
    """Return the kind of case about a workshop that `action` opens, if it opens one."""
    for kind in kinds():
        procedure = kind.procedure
        if procedure.is_about_a_workshop and action in procedure.actions:
            return kind if any(NEW in row.sources for row in procedure.rows(action)) else None
    return None


def _open_on_workshop(
    scene: Scene, kind: Kind, action: str, by: str | None, at: datetime, said: Mapping[str, Any], name: str | None
) -> None:
    workshop = scene.current_workshop()
    if workshop is None:
        raise Impossible("还没有经认定的工坊")
    service = kind.services.get(action)
    fields = inputs.complete(action, said, today=beijing_date(at))
    if service is None or not _can_begin(service, fields):
        raise Impossible(f"演练不能用给定的内容开始“{kind.procedure.label}”")
    person = _person(scene, by or _usual_actor(kind.procedure, action, NEW), workshop)
    scene.add(service(workshop, by=person, at=at, **fields), name)


def _can_begin(service: Callable[..., Any], fields: Mapping[str, Any]) -> bool:
    """Return whether a workshop and what the rehearsal gives are all that `service` asks for."""
    try:
        signature(service).bind(workshop=None, by=None, at=None, **fields)
    except TypeError:
        return False
    return True


def _is_about_panel(scene: Scene, action: str, on: str | None) -> bool:
    case = scene.case(on) if on else None
    if case is not None:
        return bool(case.kind == PANEL)
    return action in kind_of(PANEL).procedure.actions and action not in kind_of("application").procedure.actions


def _on_panel(
    scene: Scene, action: str, by: str | None, at: datetime, said: Mapping[str, Any], on: str | None
) -> None:
    panel = scene.case(on) if on else scene.only(PANEL)
    if panel is None:
        raise Impossible("还没有公告抽取的专家组")
    _check_has(panel, action)
    actor = by or _usual_actor(panel.procedure, action, panel.state)
    person = _person(scene, actor, scene.case(None))
    if actor == Actor.EXPERT:
        person = panel_inputs.actor(scene, panel, action, said).user
    perform(panel, action, by=person, at=at, **panel_inputs.inputs(scene, panel, action, said))


def _on_case(
    scene: Scene, action: str, by: str | None, at: datetime, said: Mapping[str, Any], on: str | None
) -> None:
    case = scene.case(on) if on else _case_for(scene, action)
    if case is None:
        raise Impossible(f"没有“{on}”：建立它的一步没有办成")
    _check_has(case, action)
    if is_visited(case) and action == visited_kind(case).finish:
        visit(scene, case, at=at, signatures=said.get(inputs.SIGNATURES, case.edition.inspectors_min))
    person = _person(scene, by or _usual_actor(case.procedure, action, case.state), case)
    if action == "file" and not said.get(inputs.INCOMPLETE):
        year_filing.complete(case, by=person, at=at)
    perform(case, action, by=person, at=at, **inputs.complete(action, said, today=beijing_date(at)))


def _check_has(case: Any, action: str) -> None:
    if action not in case.procedure.actions:
        raise Impossible(f"{case.procedure.label}没有步骤 {action}")


def _case_for(scene: Scene, action: str) -> Any:
    """Return the application, or for a step it does not have, the last case of the kind that has it."""
    if not scene.starts_from_workshop and action in scene.application.procedure.actions:
        return scene.application
    cases = [case for case in reversed(scene.cases.values()) if action in case.procedure.actions]
    here = (case for case in cases if any(case.state in row.sources for row in case.procedure.rows(action)))
    found = next(here, None) or next(iter(cases), None)
    if found is not None:
        return found
    raise Impossible(f"没有可以“{action}”的案件")


def _usual_actor(procedure: Procedure, action: str, state: str) -> str:
    rows = procedure.rows(action)
    return next((row for row in rows if state in row.sources), rows[0]).by[0].value


def _person(scene: Scene, actor: str, case: Any = None) -> Any:
    """Return who plays `actor`: what is on paper has no applicant's account, the county acts for it."""
    if actor == Actor.EXPERT:
        return scene.experts[0].user
    if actor == Actor.APPLICANT and _is_on_paper(case):
        return scene.cast.head(Actor.COUNTY_CULTURE.value)
    found: User | Actor = scene.cast.plays(Actor(actor))
    return found


def _is_on_paper(case: Any) -> bool:
    """Return whether nobody's account holds the application, or acts for the workshop."""
    workshop = case if isinstance(case, Workshop) else getattr(case, "workshop", None)
    if workshop is not None:
        return workshop.holder_id is None
    return bool(getattr(case, "is_on_paper", False))
