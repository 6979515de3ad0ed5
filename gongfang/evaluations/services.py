"""Opening an evaluation, scoring it, ordering and checking a rectification, and the result (article 9(四))."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongfang.accounts.models import User
from gongfang.cases import services as cases
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, open_case, take_step
from gongfang.records import uploads
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.evaluation import due_on
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.regulation.time_limits import beijing_date
from gongfang.revocations.models import Revocation
from gongfang.revocations.queries import open_revocation_of
from gongfang.revocations.services import keep_suspended, open_revocation
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop

from . import queries
from .models import Evaluation, RectificationOrder, Score


@transaction.atomic
def open_evaluation(workshop: Workshop, *, by: Actor, at: datetime) -> Evaluation:
    """Open the evaluation of a workshop whose years have passed (reading R15).

    :raises StepRefused: before that, without a recognition, or while another one is open.
    """
    row = Workshop.objects.select_for_update(of=("self",)).select_related("county", "holder").get(pk=workshop.pk)
    last = queries.last_of(row)
    if last is not None and last.is_open:
        raise StepRefused(f"第 {last.sequence} 次评估 {last.number} 尚未办结", clauses.EVALUATION)
    since = queries.counts_from(row, last)
    if since is None:
        raise StepRefused("工坊未经地区认定，无须评估", clauses.EVALUATION)
    case = open_case(
        Evaluation,
        region=row.county,
        holder=row.holder,
        at=at,
        title=row.name,
        workshop=row,
        sequence=last.sequence + 1 if last else 1,
        counts_from=since,
        due_on=due_on(since, editions.in_force(beijing_date(at))),
    )
    facts = {"workshop": row.number, "sequence": case.sequence, "counts_from": since.isoformat()}
    take_step(case, "open_evaluation", by=by, at=at, inputs=StepInput(facts=facts))
    return case


def score_evaluation(
    case: Evaluation,
    *,
    by: User,
    at: datetime,
    scores: Mapping[str, Mapping[str, Any]] | None = None,
    seen_version: int | None = None,
) -> Record:
    """Score some dimensions, or score them anew: for each its `points` and a `remark`.

    :raises StepRefused: when points are out of range, a remark lacks, or the workshop may still assess itself.
    """

    given = scores or {}

    def write() -> None:
        Score.objects.bulk_create(
            [
                Score(
                    evaluation_id=case.pk,
                    dimension=code,
                    points=score["points"],
                    remark=score["remark"].strip(),
                    given_by=by,
                    given_at=at,
                )
                for code, score in given.items()
            ],
            update_conflicts=True,
            unique_fields=["evaluation", "dimension"],
            update_fields=["points", "remark", "given_by", "given_at"],
        )

    points = {code: score.get("points") for code, score in given.items()}
    labels = {each.code: each.label for each in queries.dimensions_of(case)}
    remarks = "\n".join(f"{labels.get(code, code)}：{score.get('remark', '')}" for code, score in given.items())
    inputs = StepInput(
        given={"scores": scores}, texts={"remarks": remarks}, facts={"scores": points}, seen_version=seen_version
    )
    return take_step(case, "score_evaluation", by=by, at=at, inputs=inputs, effect=write)


def pass_evaluation(case: Evaluation, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Find that a workshop has passed; a suspension for the rectification ends, unless something else keeps it up.

    :raises StepRefused: before every dimension is scored, or while the workshop may still assess itself.
    """

    inputs = StepInput(facts=_result(case), seen_version=seen_version)
    return take_step(case, "pass_evaluation", by=by, at=at, inputs=inputs, effect=lambda: _end(case, at))


def _result(case: Case) -> dict[str, Any]:
    """Return the points a decision rests on, as they enter the record."""
    scores = dict(Score.objects.filter(evaluation_id=case.pk).values_list("dimension", "points"))
    return {"scores": scores, "total": sum(scores.values())}


def _end(case: Evaluation, at: datetime) -> None:
    case.ended_on = beijing_date(at)
    Evaluation.objects.filter(pk=case.pk).update(ended_on=case.ended_on)
    workshops.end_suspension(case.workshop, at=at, clause=clauses.EVALUATION, note=case.number)


def order_rectification(
    case: Evaluation,
    *,
    by: User,
    at: datetime,
    problems: str = "",
    deadline: date | None = None,
    suspends: bool = False,
    seen_version: int | None = None,
) -> Record:
    """Order a workshop to put problems right by the end of the day `deadline`, suspended meanwhile if so ordered.

    :raises StepRefused: before every dimension is scored, without problems, or with a deadline that is not ahead.
    """

    def write() -> None:
        assert deadline is not None  # the table needs it
        RectificationOrder.objects.create(
            evaluation_id=case.pk,
            turn=RectificationOrder.objects.filter(evaluation_id=case.pk).count() + 1,
            problems=problems.strip(),
            last_day=deadline,
            suspends=suspends,
            ordered_by=by,
            ordered_at=at,
        )
        if suspends:
            workshops.suspend(case.workshop, at=at, clause=clauses.EVALUATION, note=case.number)

    inputs = StepInput(
        given={"problems": problems, "deadline": deadline},
        texts={"problems": problems},
        facts={"deadline": deadline.isoformat() if deadline else "", "suspends": suspends, **_result(case)},
        last_day=deadline,
        seen_version=seen_version,
    )
    return take_step(case, "order_rectification", by=by, at=at, inputs=inputs, effect=write)


@transaction.atomic
def report_rectified(
    case: Evaluation,
    *,
    by: User,
    at: datetime,
    reply: str,
    files: Sequence["UploadedFile[Any]"] = (),
    received_on: date | None = None,
    entry_reason: str = "",
    seen_version: int | None = None,
) -> Record:
    """Report what was put right, with pictures or papers; `received_on` is the stamp of a report on paper.

    :raises StepRefused: without words, after the deadline, or when a file cannot be taken in.
    """
    check_stamp(case, received_on)
    row = Case.objects.select_for_update().get(pk=case.pk)
    order = RectificationOrder.objects.filter(evaluation_id=row.pk).order_by("-turn").first()
    stored = store_all(case, files, section=order.section, by=by, at=at) if order else []

    def write() -> None:
        assert order is not None  # the state says that one was given
        order.report, order.received_on, order.reported_at = reply.strip(), received_on, at
        order.save(update_fields=["report", "received_on", "reported_at"])

    inputs = StepInput(
        given={"reply": reply, "received_on": received_on, "entry_reason": entry_reason},
        documents=stored,
        facts={"received_on": received_on.isoformat()} if received_on else {},
        seen_version=seen_version,
    )
    return take_step(case, "report_rectified", by=by, at=at, inputs=inputs, effect=write)


def check_stamp(case: Evaluation, received_on: date | None) -> None:
    """Refuse a date of receipt that a workshop with an account would fill in for itself (reading R11).

    :raises WrongActor: when there is one.
    """
    if received_on is not None and case.holder_id is not None:
        raise WrongActor("收到日期由受理机关填写", clauses.EVALUATION)


def store_all(
    case: Case, files: Sequence["UploadedFile[Any]"], *, section: str, by: User, at: datetime
) -> list[EvidenceFile]:
    """Keep files where only the workshop and the offices open them: there may be people on them.

    :raises StepRefused: when one of them cannot be taken in; nothing is kept then.
    """
    access = EvidenceFile.Access.HANDLERS
    try:
        return [
            uploads.store(case=case, section=section, upload=file, by=by, at=at, access=access) for file in files
        ]
    except uploads.UploadRefused as refusal:
        raise StepRefused(refusal.reason, clauses.EVALUATION) from refusal


def fail_evaluation(
    case: Evaluation, *, by: User, at: datetime, reasons: str = "", seen_version: int | None = None
) -> Record:
    """Find that a workshop has failed and has not put it right, and open its revocation under article 10(九).

    A revocation that runs already goes on; it is named in the record. Either keeps up an ordered suspension.

    :raises StepRefused: without an order, before its deadline has passed, or without reasons.
    """
    workshop = Workshop.objects.get(pk=case.workshop_id)
    running = open_revocation_of(workshop)

    def end() -> None:
        revocation = running or _open_revocation(case, workshop, reasons, at)
        if queries.is_held(workshop):
            keep_suspended(revocation)
        _end(case, at)

    facts = _result(case) | ({"revocation": running.number} if running else {})
    inputs = StepInput(given={"reasons": reasons}, facts=facts, seen_version=seen_version)
    return take_step(case, "fail_evaluation", by=by, at=at, inputs=inputs, effect=end)


def _open_revocation(case: Evaluation, workshop: Workshop, reasons: str, at: datetime) -> Revocation:
    orders = RectificationOrder.objects.filter(evaluation_id=case.pk).order_by("turn")
    told = [f"责令于 {order.last_day} 前整改：{order.problems}" for order in orders]
    facts = "\n".join((f"{case.number} 评估不合格，限期整改达不到要求。", *told, f"认定理由：{reasons}"))
    return open_revocation(workshop, by=Actor.SYSTEM, at=at, grounds=[clauses.NOT_RECTIFIED.id], facts=facts)


def waive_evaluation(case: Evaluation, *, by: Actor, at: datetime) -> Record:
    """Close the evaluation of a workshop that is recognised no longer."""
    return take_step(case, "waive_evaluation", by=by, at=at, effect=lambda: _end(case, at))


def follow_workshop(workshop: Workshop, *, at: datetime) -> None:
    """Close what is open of a workshop that has lost or given up its recognition."""
    if workshop.holds_recognition:
        return
    case = Evaluation.objects.filter(workshop=workshop, ended_on=None).select_related("region", "holder").first()
    if case is not None:
        waive_evaluation(case, by=Actor.SYSTEM, at=at)


def hand_over(workshop: Workshop, *, at: datetime) -> None:
    """Let the account that acts for the workshop now see its evaluations and carry on the open one."""
    cases.hand_over(Evaluation.objects.filter(workshop=workshop), workshop.holder, at=at)


def open_for(workshop: Workshop, at: datetime) -> Evaluation:
    """Open what time opens."""
    return open_evaluation(workshop, by=Actor.SYSTEM, at=at)
