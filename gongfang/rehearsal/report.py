"""Telling what came of rehearsals: in Chinese for people, as JSON for machines."""

from collections.abc import Iterator
from typing import Any

from gongfang.regulation.procedure import ACTOR_LABELS, Actor

from .document import ADVANCE, REACH, RehearsalError, RehearsedStep
from .performance import CountedLimit, Mismatch, Outcome, Performance, Refused, Taken

_DOINGS = {ADVANCE: "到期自动办理", REACH: "依法办至"}


def lines(performance: Performance) -> Iterator[str]:
    """Yield the account of one rehearsal, step by step."""
    rehearsal = performance.rehearsal
    yield f"《{rehearsal.title}》 {rehearsal.path}（版本 {performance.edition}）"
    for outcome in performance.outcomes:
        yield from _outcome_lines(outcome)
    for step, mismatch in performance.mismatches:
        yield f"  ✗ {rehearsal.path}:{step.line} {step.do}：{_in_words(mismatch)}"
    yield "  全部相符。" if performance.holds else f"  {len(performance.mismatches)} 处不符。"


def _outcome_lines(outcome: Outcome) -> Iterator[str]:
    yield f"  {_heading(outcome.step)}"
    if outcome.refused is not None:
        clause = f"（{outcome.refused.clause}）" if outcome.refused.clause else ""
        yield f"      不得办理：{outcome.refused.reason}{clause}"
    for taken in outcome.taken:
        yield f"      {_taken(taken, outcome.step)}"
    for limit in outcome.limits:
        yield f"      期限：{''.join(limit.words)}"
    yield f"      {outcome.number} 现为“{outcome.state_label}”（{outcome.state}）"


def _heading(step: RehearsedStep) -> str:
    who = f"{ACTOR_LABELS[Actor(step.by)]} " if step.by else ""
    doing = _DOINGS.get(step.do, "")
    target = f" {step.inputs['state']}" if step.do == REACH else ""
    return f"第 {step.line} 行  {step.at:%Y-%m-%d %H:%M:%S}  {who}{doing}{step.do if not doing else ''}{target}"


def _taken(taken: Taken, step: RehearsedStep) -> str:
    when = "" if taken.at == step.at else f"{taken.at:%m-%d %H:%M} "
    who = ACTOR_LABELS[Actor(taken.actor)]
    moved = f" → {taken.target_label}" if taken.target != taken.source else ""
    return f"{when}{taken.number} {who}：{taken.label}{moved}，依据{taken.clause}"


def _in_words(mismatch: Mismatch) -> str:
    return f"{mismatch.what}：期望 {mismatch.expected}，实得 {mismatch.got}"


def as_data(performance: Performance) -> dict[str, Any]:
    """Return the account of one rehearsal, ready for JSON."""
    return {
        "file": str(performance.rehearsal.path),
        "title": performance.rehearsal.title,
        "edition": performance.edition,
        "holds": performance.holds,
        "steps": [_step_data(outcome) for outcome in performance.outcomes],
    }


def _step_data(outcome: Outcome) -> dict[str, Any]:
    step = outcome.step
    return {
        "line": step.line,
        "at": step.at.isoformat(),
        "by": step.by,
        "do": step.do,
        "case": outcome.number,
        "state": outcome.state,
        "refused": _refusal_data(outcome.refused),
        "taken": [_taken_data(taken) for taken in outcome.taken],
        "limits": [_limit_data(limit) for limit in outcome.limits],
        "failures": [
            {"what": found.what, "expected": found.expected, "got": found.got} for found in outcome.mismatches
        ],
    }


def _refusal_data(refused: Refused | None) -> dict[str, Any] | None:
    if refused is None:
        return None
    return {"reason": refused.reason, "clause": refused.clause.id if refused.clause else None}


def _taken_data(taken: Taken) -> dict[str, Any]:
    return {
        "at": taken.at.isoformat(),
        "case": taken.number,
        "actor": taken.actor,
        "action": taken.action,
        "clause": taken.clause.id,
        "from": taken.source,
        "to": taken.target,
    }


def _limit_data(limit: CountedLimit) -> dict[str, Any]:
    return {"case": limit.number, "name": limit.name, **limit.counted}


def error_data(error: RehearsalError) -> dict[str, Any]:
    """Return the error of a file that is no rehearsal, ready for JSON."""
    return {"file": str(error.path), "line": error.line, "holds": False, "error": error.problem}
