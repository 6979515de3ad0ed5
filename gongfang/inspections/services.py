"""Planning a visit, writing and signing its report, and ending the inspection (articles 6(二) and 9(三))."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.cases import tasks
from gongfang.cases.models import Case
from gongfang.cases.services import StepConflict, StepInput, take_step
from gongfang.notifications import services as notifications
from gongfang.records import uploads
from gongfang.records.models import Record
from gongfang.regulation.clauses import Clause
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from gongfang.regulation.time_limits import beijing_date

from . import queries
from .models import ReportDraft, ReportSignature, Visit, VisitInspector, VisitPhoto, VisitState
from .permissions import inspector_of, may_be_sent, may_plan, may_write
from .visited import is_visited, visited_kind

SECTION = "visit"
IMAGES = ("image/jpeg", "image/png")
PHOTOS_MAX = 60


@dataclass(frozen=True, kw_only=True)
class Report:
    """What inspectors write down. It may be saved incomplete; it is signed complete."""

    visited_on: date | None
    measured_area_m2: Decimal | None
    checklist: Mapping[str, Mapping[str, str]]
    findings: str
    conclusion: str


@transaction.atomic
def plan_visit(
    case: Case,
    *,
    by: User,
    at: datetime,
    planned_on: date,
    place: str,
    inspectors: Sequence[User],
    note: str = "",
) -> Visit:
    """Plan a visit, or change the plan while the visit is open, and tell those who are sent.

    :raises StepRefused: outside the inspection, by others than the lead office, or with too few inspectors.
    """
    row = Case.objects.select_for_update().select_related("region").get(pk=case.pk)
    _check_plan(row, by=by, at=at, planned_on=planned_on, inspectors=inspectors)
    visit = Visit.objects.filter(case=row, state=VisitState.PLANNED).first()
    if visit is None:
        visit = Visit(case=row)
    visit.planned_on, visit.place, visit.note = planned_on, place, note
    visit.planned_by, visit.planned_at = by, at
    visit.save()
    _send(visit, inspectors)
    _changed(visit, at=at)
    _tell(visit, inspectors, at=at)
    return visit


def _check_plan(case: Case, *, by: User, at: datetime, planned_on: date, inspectors: Sequence[User]) -> None:
    visited = visited_kind(case)
    if not may_plan(by):
        raise WrongActor(f"{visited.label}由地区文化和旅游部门安排", visited.clause)
    if not is_visited(case):
        raise WrongState(f"本件不在{visited.label}阶段", visited.clause)
    if planned_on < beijing_date(at):
        raise StepRefused("计划日期不得早于今天", visited.clause)
    allowed = set(may_be_sent(case).values_list("pk", flat=True))
    if any(person.pk not in allowed for person in inspectors):
        raise StepRefused("核查人员应为地区三部门的工作人员，可由所在县（市）人员陪同", visited.clause)
    needed = case.edition.inspectors_min
    if sum(not _accompanies(person) for person in inspectors) < needed:
        raise StepRefused(f"地区部门的核查人员不得少于 {needed} 名", visited.clause)


def _accompanies(person: User) -> bool:
    return person.office is not None and person.office.level == "county"


def _send(visit: Visit, people: Sequence[User]) -> None:
    """Make `people` the inspectors. One who has signed is not taken off the list, for the signature stays."""
    others = visit.inspectors.exclude(user__in=people)
    signed = others.exclude(signatures=None).select_related("user").first()
    if signed is not None:
        raise StepRefused(f"{signed.user.display_name}已在报告上签过字，不能撤换", _clause(visit))
    others.delete()
    known = set(visit.inspectors.values_list("user_id", flat=True))
    VisitInspector.objects.bulk_create(
        VisitInspector(visit=visit, user=person, office=person.office, is_accompanying=_accompanies(person))
        for person in dict.fromkeys(people)
        if person.pk not in known
    )


def _tell(visit: Visit, people: Sequence[User], *, at: datetime) -> None:
    label = visited_kind(visit.case).label
    for person in people:
        notifications.queue(
            to=person,
            subject=f"{label}：{visit.case.number}",
            body=f"请于 {visit.planned_on} 参加 {visit.case.number} 的{label}。地点：{visit.place}。",
            case=visit.case,
            at=at,
            key=f"visit:{visit.pk}:{visit.revision}",
        )


def save_report(visit: Visit, *, by: User, at: datetime, seen_revision: int, report: Report) -> Visit:
    """Save the report; what was signed before is signed no longer, if anything changed.

    :raises StepConflict: when somebody else has saved since `seen_revision`.
    :raises StepRefused: when the visit is over, or `by` does not write this report.
    """
    with transaction.atomic():
        row = _open_visit(visit, by, writes=True)
        _check_revision(row, seen_revision)
        _check_report(row, report, at)
        before = queries.content_of(row)
        row.visited_on, row.measured_area_m2 = report.visited_on, report.measured_area_m2
        row.checklist = {code: dict(given) for code, given in report.checklist.items()}
        row.findings, row.conclusion = report.findings, report.conclusion
        if queries.content_of(row) != before:
            row.saved_by, row.saved_at = by, at
            _changed(row, at=at)
        ReportDraft.objects.filter(visit=row, user=by).delete()
    return row


def _open_visit(visit: Visit, by: User, *, writes: bool) -> Visit:
    """Lock the case and return its visit afresh, if `by` may work on it."""
    Case.objects.select_for_update().get(pk=visit.case_id)
    row = Visit.objects.select_related("case__region").prefetch_related("inspectors").get(pk=visit.pk)
    if inspector_of(by, row) is None:
        raise WrongActor("您不在本次核查的人员名单中", _clause(row))
    if writes and not may_write(by, row):
        raise WrongActor("核查报告由地区的核查人员填写，陪同人员可以补充照片和签字", _clause(row))
    if row.state != VisitState.PLANNED or not is_visited(row.case):
        raise WrongState("本次核查已经结束，报告不能再改", _clause(row))
    return row


def _clause(visit: Visit) -> Clause:
    return visited_kind(visit.case).clause


def _check_revision(visit: Visit, seen_revision: int) -> None:
    if visit.revision != seen_revision:
        raise StepConflict("报告刚被他人修改，请核对最新内容后再办", _clause(visit))


def _check_report(visit: Visit, report: Report, at: datetime) -> None:
    if report.visited_on is not None and report.visited_on > beijing_date(at):
        raise StepRefused("核查日期不得晚于今天", _clause(visit))
    if unknown := set(report.checklist) - visited_kind(visit.case).codes:
        raise ValueError(f"unknown checks: {sorted(unknown)}")


def _changed(visit: Visit, *, at: datetime) -> None:
    """Count the change and take the digest of the new content; the tasks follow the lost signatures."""
    visit.revision += 1
    visit.started_at = visit.started_at or at
    visit.digest = queries.digest_of(visit)
    visit.save()
    tasks.refresh(visit.case, at=at)


def save_draft(visit: Visit, *, by: User, at: datetime, data: Mapping[str, str]) -> ReportDraft:
    """Keep what an inspector is typing, so that a closed browser loses nothing.

    :raises StepRefused: when the visit is over, or `by` does not write this report.
    """
    with transaction.atomic():
        row = _open_visit(visit, by, writes=True)
        values = {"data": dict(data), "saved_at": at}
        draft, _created = ReportDraft.objects.update_or_create(visit=row, user=by, defaults=values)
    return draft


def add_photo(
    visit: Visit,
    *,
    by: User,
    at: datetime,
    upload: "UploadedFile[Any]",
    caption: str,
    position: tuple[Decimal, Decimal] | None = None,
) -> VisitPhoto:
    """Add a photograph to the report, with its position (latitude, longitude) if it was given.

    :raises UploadRefused: when the file is no photograph, or there are sixty already.
    :raises StepRefused: when the visit is over, or `by` was not sent.
    """
    with transaction.atomic():
        row = _open_visit(visit, by, writes=False)
        if row.photos.count() >= PHOTOS_MAX:
            raise uploads.UploadRefused(_("一份报告最多 %(most)s 张照片") % {"most": PHOTOS_MAX})
        file = uploads.store(
            case=row.case, section=SECTION, upload=upload, by=by, at=at, title=caption, position=position
        )
        if file.content_type not in IMAGES:
            raise uploads.UploadRefused(_("请上传 JPEG 或 PNG 照片"))
        photo = VisitPhoto.objects.create(visit=row, file=file, caption=caption)
        _changed(row, at=at)
    return photo


def remove_photo(photo: VisitPhoto, *, by: User, at: datetime) -> None:
    """Take a photograph out of the report. The file stays with the case, for it may have been signed.

    :raises StepRefused: when the visit is over, or `by` does not write this report.
    """
    with transaction.atomic():
        row = _open_visit(photo.visit, by, writes=True)
        photo.delete()
        _changed(row, at=at)


def sign_report(visit: Visit, *, by: User, at: datetime, seen_revision: int) -> ReportSignature:
    """Sign exactly the content that was on the screen.

    :raises StepConflict: when the report has changed since `seen_revision`.
    :raises StepRefused: when the report is incomplete, is signed already, or `by` was not sent.
    """
    with transaction.atomic():
        row = _open_visit(visit, by, writes=False)
        _check_revision(row, seen_revision)
        if missing := missing_parts(row):
            raise StepRefused("报告尚不完整：" + "；".join(missing), _clause(row))
        if ReportDraft.objects.filter(visit=row, user=by).exists():
            raise StepRefused("您有尚未保存的填写，请先保存报告再签字", _clause(row))
        inspector = inspector_of(by, row)
        assert inspector is not None  # checked by _open_visit
        if inspector.signatures.filter(revision=row.revision).exists():
            raise StepRefused("您已在本稿上签字", _clause(row))
        signature = ReportSignature.objects.create(
            inspector=inspector, revision=row.revision, digest=row.digest, signed_at=at
        )
        tasks.refresh(row.case, at=at)
    return signature


def missing_parts(visit: Visit) -> list[str]:
    """Say what a report still lacks before it can be signed."""
    visited = visited_kind(visit.case)
    parts = {
        _("核查日期"): visit.visited_on,
        _("实测场地面积"): visit.measured_area_m2 or not visited.needs_area,
        _("核查情况"): visit.findings.strip(),
        _("核查结论"): visit.conclusion,
    }
    missing = [label for label, value in parts.items() if not value]
    open_checks = visited.unanswered(visit.checklist)
    if open_checks:
        missing.append(_("核查清单还有 %(number)s 项未答或未说明") % {"number": len(open_checks)})
    return missing


def finish_inspection(case: Case, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """End the inspection of an application on the signed report.

    :raises StepRefused: without a report signed by enough inspectors.
    """
    return finish(case, "finish_inspection", by=by, at=at, seen_version=seen_version)


def finish(
    case: Case,
    action: str,
    *,
    by: User,
    at: datetime,
    seen_version: int | None = None,
    effect: Callable[[], object] | None = None,
) -> Record:
    """Take the step that ends a visit; the record fixes the report's digest, photographs and signers.

    :raises StepRefused: without a report signed by enough inspectors.
    """

    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        visit = queries.current_visit(case.pk)

        def end() -> None:
            if visit is not None:
                _finish(visit, at)
            if effect is not None:
                effect()

        documents = [photo.file for photo in visit.photos.all()] if visit else []
        facts = _recorded(visit) if visit else {}
        inputs = StepInput(documents=documents, facts=facts, seen_version=seen_version)
        return take_step(case, action, by=by, at=at, inputs=inputs, effect=end)


def _recorded(visit: Visit) -> dict[str, Any]:
    signers = queries.valid_signatures(visit.pk).values_list("inspector__user__username", flat=True)
    return {"report_digest": visit.digest, "report_revision": visit.revision, "inspectors": sorted(signers)}


def _finish(visit: Visit, at: datetime) -> None:
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.DONE, finished_at=at)
    ReportDraft.objects.filter(visit=visit).delete()
