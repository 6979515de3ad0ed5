"""Playing a rehearsal through the real services on the current database, and looking at what came of it."""

from contextlib import nullcontext
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from gongfang.cases.models import RunningLimit
from gongfang.cases.registry import kind_of
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.edition import Edition, NoEditionInForce
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import BEIJING

from . import acting, calendar, expecting, reaching
from .document import REACH, Impossible, Rehearsal, RehearsedStep
from .performance import CountedLimit, Outcome, Performance, Refused, Taken
from .scene import Scene


class _Forget(Exception):
    """Ends the transaction of a rehearsal, so that nothing of it stays."""


def play_and_forget(rehearsal: Rehearsal, edition: Edition | None = None) -> Performance:
    """Play a rehearsal and roll back everything it did."""
    performances = []
    try:
        with transaction.atomic():
            performances.append(play(rehearsal, edition))
            raise _Forget
    except _Forget:
        return performances[0]


def play(rehearsal: Rehearsal, edition: Edition | None = None) -> Performance:
    """Play a rehearsal on the current database. `edition` takes the place of the one it names."""
    chosen = edition or (editions.get(rehearsal.edition) if rehearsal.edition else None)
    with editions.rehearsing(chosen) if chosen else nullcontext():
        calendar.add(rehearsal.calendar)
        scene = Scene(rehearsal)
        outcomes = tuple(_play_step(scene, step) for step in rehearsal.steps)
    return Performance(rehearsal=rehearsal, edition=_edition_of(scene, chosen), outcomes=outcomes)


def _edition_of(scene: Scene, chosen: Edition | None) -> str:
    if chosen is not None:
        return chosen.id
    return next((case.edition_id for case in scene.cases.values()), "")


def chosen_edition(text: str) -> Edition:
    """Return the edition that `--edition` names: by its id, or by the path of its file.

    :raises EditionError: when there is none, or the file is wrong.
    """
    path = Path(text)
    return editions.get(path.stem, path.parent) if path.suffix == ".toml" else editions.get(text)


def _play_step(scene: Scene, step: RehearsedStep) -> Outcome:
    seen_record = Record.objects.aggregate(last=Max("seq"))["last"] or 0
    seen_limit = RunningLimit.objects.aggregate(last=Max("pk"))["last"] or 0
    refused = _try(scene, step)
    scene.end_step(at=step.at, name=step.name)
    looked_at = scene.case(step.expect.on or step.on)
    return Outcome(
        step=step,
        number=looked_at.number if looked_at else "",
        state=looked_at.state if looked_at else "",
        state_label=looked_at.procedure.states[looked_at.state] if looked_at else "未建立",
        taken=tuple(map(_taken, Record.objects.filter(seq__gt=seen_record).select_related("case"))),
        limits=tuple(map(_counted, RunningLimit.objects.filter(pk__gt=seen_limit).select_related("case"))),
        refused=refused,
        mismatches=tuple(expecting.mismatches(scene, step, refused)),
    )


def _try(scene: Scene, step: RehearsedStep) -> Refused | None:
    """Take the step; what the law refuses leaves nothing behind, but for the draft it was refused to."""
    try:
        begins = step.at if step.do != REACH else reaching.begins(step.at)
        acting.open_application(scene, step, begins=begins)
        with transaction.atomic():
            _do(scene, step)
    except StepRefused as refusal:
        return Refused(refusal.reason, refusal.clause, refusal)
    except NoEditionInForce as refusal:
        return Refused(str(refusal), refusal.clause, refusal)
    except Impossible as error:
        return Refused(str(error), None, error)
    return None


def _do(scene: Scene, step: RehearsedStep) -> None:
    if step.do == REACH:
        reaching.reach(scene, step.on, step.inputs["state"], at=step.at)
    else:
        acting.act(scene, step)


def _taken(record: Record) -> Taken:
    procedure = kind_of(record.case.kind).procedure
    row = next(row for row in procedure.rows(record.action) if record.source in row.sources)
    return Taken(
        at=record.at.astimezone(BEIJING),
        number=record.case.number,
        kind=record.case.kind,
        actor=record.actor,
        action=record.action,
        label=row.label,
        clause=clauses.clause(record.clause_id),
        source=record.source,
        target=record.target,
        target_label=procedure.states[record.target],
    )


def _counted(limit: RunningLimit) -> CountedLimit:
    return CountedLimit(
        number=limit.case.number,
        name=limit.name,
        words=expecting.explanation(limit).in_words(),
        counted=limit.counted,
    )
