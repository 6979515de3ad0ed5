"""From a YAML file to a `Rehearsal`: whatever it does not know is an error that names the line."""

from pathlib import Path

from gongfang.regulation import edition as editions

from . import vocabulary
from .document import REACH, Expectation, ExtraDay, Rehearsal, RehearsalError, RehearsedStep
from .given import read_given
from .reading import Place, read

_EXPECTATIONS = (
    "on",
    "state",
    "refused",
    "due",
    "provisional",
    "workshop",
    "banned_until",
    "findings",
    "panel",
)


def load(path: Path) -> Rehearsal:
    """Read a rehearsal.

    :raises RehearsalError: naming the line, for whatever a rehearsal cannot hold.
    """
    root = read(path)
    found = root.fields(("title", "edition", "calendar", "given", "steps"), required=("title", "steps"))
    steps = _steps(found["steps"])
    return Rehearsal(
        path=path,
        title=found["title"].text(),
        edition=_edition(found["edition"]) if "edition" in found else None,
        calendar=tuple(map(_day, found["calendar"].items())) if "calendar" in found else (),
        given=read_given(found["given"]) if "given" in found else {},
        steps=steps,
    )


def _edition(place: Place) -> str:
    return place.one_of([edition.id for edition in editions.available()], "版本")


def _day(place: Place) -> ExtraDay:
    names = ("date", "rest", "name")
    found = place.fields(names, required=names)
    return ExtraDay(date=found["date"].date(), rest=found["rest"].boolean(), name=found["name"].text())


def _steps(place: Place) -> tuple[RehearsedStep, ...]:
    steps: list[RehearsedStep] = []
    named: set[str] = set()
    for item in place.items():
        step = _step(item, named)
        if steps and step.at < steps[-1].at:
            raise item.error("时间早于上一步")
        steps.append(step)
        named.update({step.name} if step.name else ())
    if not steps:
        raise place.error("至少要有一步")
    return tuple(steps)


def _step(place: Place, named: set[str]) -> RehearsedStep:
    found = place.fields(("at", "by", "do", "with", "as", "on", "expect"), required=("at", "do"))
    do = found["do"].one_of(vocabulary.actions(), "步骤")
    name = found["as"].text() if "as" in found else None
    if name in named:
        raise found["as"].error(f"“{name}”已经用过")
    known = named | ({name} if name else set())
    inputs = dict(found["with"].entries()) if "with" in found else {}
    if do == REACH:
        _check_reach(place, inputs)
    elif "with" in found:
        inputs = found["with"].fields(vocabulary.inputs(do))
    return RehearsedStep(
        line=place.line,
        at=found["at"].instant(),
        do=do,
        by=found["by"].one_of(vocabulary.actors(), "办理人") if "by" in found else None,
        inputs={key: value.value() for key, value in inputs.items()},
        name=name,
        on=found["on"].one_of(_nameable(named), "案件名（as）") if "on" in found else None,
        expect=_expectation(found["expect"], known) if "expect" in found else Expectation(),
    )


def _check_reach(place: Place, inputs: dict[str, Place]) -> None:
    if set(inputs) != {"state"}:
        raise place.error("reach 须写 with: {state: 状态}，不带其他内容")
    inputs["state"].one_of(vocabulary.states(), "状态")


def _expectation(place: Place, named: set[str]) -> Expectation:
    found = place.fields(_EXPECTATIONS)
    clauses, limits = vocabulary.clause_ids(), vocabulary.limits()
    return Expectation(
        on=found["on"].one_of(_nameable(named), "案件名（as）") if "on" in found else None,
        state=found["state"].one_of(vocabulary.states(), "状态") if "state" in found else None,
        refused=found["refused"].one_of(clauses, "条款") if "refused" in found else None,
        due=found["due"].mapping_of(limits, "期限", Place.date) if "due" in found else {},
        provisional=(
            found["provisional"].mapping_of(limits, "期限", Place.boolean) if "provisional" in found else {}
        ),
        workshop=(
            found["workshop"].one_of(vocabulary.workshop_statuses(), "工坊状态") if "workshop" in found else None
        ),
        banned_until=found["banned_until"].date() if "banned_until" in found else None,
        findings=found["findings"].mapping_of(clauses, "条款", _outcome) if "findings" in found else {},
        panel=found["panel"].number() if "panel" in found else None,
    )


def _nameable(named: set[str]) -> list[str]:
    """Return what `on` may say: a name given with `as`, or a kind, which means the last case of that kind."""
    return [*named, *vocabulary.kinds_about_workshops()]


def _outcome(place: Place) -> str:
    return place.one_of(vocabulary.outcomes(), "核对结果")


def load_all(paths: list[Path]) -> tuple[list[Rehearsal], list[RehearsalError]]:
    """Read several files and return those that are rehearsals, and the errors of those that are not."""
    rehearsals, errors = [], []
    for path in paths:
        try:
            rehearsals.append(load(path))
        except RehearsalError as error:
            errors.append(error)
    return rehearsals, errors
