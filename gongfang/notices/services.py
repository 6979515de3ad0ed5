"""Publishing notices, receiving objections and deciding on them (article 6(三), readings R9–R12)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongfang.accounts.models import Division, User
from gongfang.applications.models import Application
from gongfang.calendars.queries import working_calendar
from gongfang.cases import tasks
from gongfang.cases.models import Case, CaseNumber
from gongfang.cases.services import StepInput, open_case, step, take_step
from gongfang.records import chain, uploads
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.regulation.time_limits import Explanation, beijing_date
from gongfang.regulation.time_limits import limits as limits_of_edition

from . import particulars, replies
from .models import Grounds, Notice, NoticeEntry, Objection, Objector
from .queries import last_contact
from .receipts import new_receipt_code, receipt_digest

close_notice = step("close_notice")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Where an objection on paper is handed in, as the notice prints it."""

    office: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the objector is given: the case, and the code that is told once and kept as a digest only."""

    objection: Objection
    code: str


def publish_notice(
    case: Case, *, by: User | Actor, at: datetime, seen_version: int | None = None, **given: Any
) -> Notice:
    """Publish a notice that lists one application (article 6(三)); `given` as for `publish`.

    :raises StepRefused: when it is not a proposed one, or the step belongs to others.
    """
    return publish(applications=[case], by=by, at=at, seen_versions={case.pk: seen_version}, **given)


@transaction.atomic
def publish(
    *,
    applications: Sequence[Case],
    by: User | Actor,
    at: datetime,
    title: str = "",
    text: str = "",
    contact: Contact | None = None,
    seen_versions: Mapping[int, int | None] | None = None,
) -> Notice:
    """Publish one notice that lists `applications`, all or none, and start its period (reading R9).

    Without a `contact` the last notice's is printed.

    :raises StepRefused: when one of them is not proposed, or their editions set different periods.
    :raises ValueError: when there is nothing to publish.
    """
    if not applications:
        raise ValueError("a notice lists at least one application")
    notice = _new_notice(_period(applications, at), by=by, at=at, title=title, text=text, contact=contact)
    for position, application in enumerate(applications, start=1):
        seen = (seen_versions or {}).get(application.pk)
        _put_on(notice, application, position, by=by, at=at, seen_version=seen)
    return notice


def _period(applications: Sequence[Case], at: datetime) -> Explanation:
    """Return the period of a notice published at `at`: one for all, or none."""
    today, calendar = beijing_date(at), working_calendar()
    editions = {application.edition_id: application.edition for application in applications}
    periods = [limits_of_edition(each)["public_notice"].explain(today, calendar) for each in editions.values()]
    if len({period.ends_at for period in periods}) > 1:
        raise StepRefused("所选申报适用的公示期不同，请分开发布", clauses.PUBLIC_NOTICE)
    return periods[0]


def _new_notice(
    period: Explanation, *, by: User | Actor, at: datetime, title: str, text: str, contact: Contact | None
) -> Notice:
    printed = contact or Contact(**last_contact())
    return Notice.objects.create(
        number=_next_number(period.trigger.year),
        title=title or f"塔城地区非遗工坊拟认定名单公示（{period.trigger.year} 年）",
        text=text,
        published_at=at,
        published_by=by if isinstance(by, User) else None,
        starts_on=period.trigger,
        last_day=period.last_day,
        ends_at=period.ends_at,
        counted=period.as_dict(),
        contact_office=printed.office,
        contact_address=printed.address,
        contact_phone=printed.phone,
        contact_email=printed.email,
    )


def _next_number(year: int) -> str:
    CaseNumber.objects.get_or_create(kind="notice", year=year)
    row = CaseNumber.objects.select_for_update().get(kind="notice", year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"GS{year}-{row.last:03d}"


def _put_on(
    notice: Notice, application: Case, position: int, *, by: User | Actor, at: datetime, seen_version: int | None
) -> None:
    def print_entry() -> None:
        printed = particulars.of(application)
        NoticeEntry.objects.create(notice=notice, application_id=application.pk, position=position, **printed)

    facts = {"notice": notice.number, "last_day": notice.last_day.isoformat()}
    inputs = StepInput(facts=facts, seen_version=seen_version)
    take_step(application, "publish_notice", by=by, at=at, inputs=inputs, effect=print_entry)


@transaction.atomic
def object_to(
    application: Case,
    *,
    by: User | Actor,
    at: datetime,
    real_name: str = "",
    contact: str = "",
    reasons: str = "",
    evidence: str = "",
    files: Sequence["UploadedFile[Any]"] = (),
    received_on: date | None = None,
    entry_reason: str = "",
    seen_version: int | None = None,
) -> Receipt:
    """Receive an objection to an application on notice (article 6(三), readings R10, R11).

    A complete and timely one starts the verification period; one that lacks something waits for it; a late or
    anonymous one is kept as a lead. `received_on` is the stamp of a paper one, which an office enters.

    :raises StepRefused: when the application was never on notice, or the stamp is not plausible.
    :raises UploadRefused: when a file is none we take.
    """
    if by is Actor.PUBLIC and received_on is not None:
        raise WrongActor("收到日期由受理机关填写", clauses.PUBLIC_NOTICE)
    target = Case.objects.select_for_update(of=("self",)).select_related("region__parent").get(pk=application.pk)
    said = {"real_name": real_name, "contact": contact, "reasons": reasons, "evidence": evidence}
    receipt = _open(target, said, at=at, received_on=received_on, entry_reason=entry_reason)
    stored = _store(receipt.objection, files, by=by, at=at)
    grounds = _write_down(receipt.objection, said, has_files=bool(stored))
    inputs = StepInput(
        given={"entry_reason": entry_reason},
        documents=stored,
        facts={"against": target.number, "grounds": _digest(grounds)},
        trigger=received_on,
    )
    take_step(receipt.objection, "object", by=by, at=at, inputs=inputs)
    tasks.refresh(target, at=at)
    return receipt


def _open(
    target: Case, said: Mapping[str, str], *, at: datetime, received_on: date | None, entry_reason: str
) -> Receipt:
    entry = NoticeEntry.objects.select_related("notice").filter(application_id=target.pk).first()
    if entry is None:
        raise StepRefused("该申报尚未公示，公示期内方可提出异议", clauses.PUBLIC_NOTICE)
    code = new_receipt_code()
    objection = open_case(
        Objection,
        region=_prefecture_of(target.region),
        holder=None,
        at=at,
        title=f"对“{entry.workshop_name}”的异议"[:120],
        edition_id=target.edition_id,
        against_id=target.pk,
        notice=entry.notice,
        received_on=received_on,
        entry_reason=entry_reason,
        receipt_digest=receipt_digest(code),
    )
    Objector.objects.create(objection=objection)
    Grounds.objects.create(objection=objection, salt=chain.new_salt())
    return Receipt(objection, code)


def _prefecture_of(county: Division) -> Division:
    return county.parent or county


def _store(
    objection: Objection, files: Sequence["UploadedFile[Any]"], *, by: User | Actor, at: datetime
) -> list[EvidenceFile]:
    """Keep the files where only those who handle the objection open them."""
    uploader = by if isinstance(by, User) else None
    handlers = EvidenceFile.Access.HANDLERS
    return [
        uploads.store(case=objection, section="objection", upload=file, by=uploader, at=at, access=handlers)
        for file in files
    ]


def _write_down(objection: Objection, said: Mapping[str, str], *, has_files: bool) -> Grounds:
    """Fill in what was said, leaving what stands already where nothing new was said, and note the elements."""
    objector, grounds = objection.objector, objection.grounds
    rows = {"real_name": objector, "contact": objector, "reasons": grounds, "evidence": grounds}
    new = {name: words.strip() for name, words in said.items() if words.strip()}
    for name, words in new.items():
        setattr(rows[name], name, words)
    objector.save()
    grounds.save()
    objection.elements = sorted({*objection.elements, *new, *(["evidence"] if has_files else [])})
    objection.save(update_fields=["elements"])
    return grounds


def _digest(grounds: Grounds) -> str:
    """Return what the record keeps of the grounds: enough to prove them, nothing to read."""
    return chain.salted(grounds.salt, f"{grounds.reasons}\n{grounds.evidence}")


@transaction.atomic
def complete_objection(
    objection: Objection,
    *,
    by: User | Actor,
    at: datetime,
    real_name: str = "",
    contact: str = "",
    reasons: str = "",
    evidence: str = "",
    files: Sequence["UploadedFile[Any]"] = (),
    seen_version: int | None = None,
) -> Record:
    """Add what an objection lacked, while the notice runs; the verification starts now (reading R10).

    :raises StepRefused: when the notice has ended, or something is still missing; nothing is kept then.
    """
    locked = Objection.objects.select_for_update().get(pk=objection.pk)
    stored = _store(locked, files, by=by, at=at)
    said = {"real_name": real_name, "contact": contact, "reasons": reasons, "evidence": evidence}
    grounds = _write_down(locked, said, has_files=bool(stored))
    inputs = StepInput(documents=stored, facts={"grounds": _digest(grounds)}, seen_version=seen_version)
    record = take_step(objection, "complete_objection", by=by, at=at, inputs=inputs)
    _refresh_target(objection, at=at)
    return record


def _decision(action: str) -> Callable[..., Record]:
    def service(
        objection: Objection,
        *,
        by: User | Actor,
        at: datetime,
        findings: str = "",
        reply: str = "",
        seen_version: int | None = None,
    ) -> Record:
        """Decide on an objection: the findings and the reply go out in the same step (reading R12)."""

        def tell() -> None:
            _refresh_target(objection, at=at)
            replies.send(objection, at=at)

        inputs = StepInput(given={"findings": findings, "reply": reply}, seen_version=seen_version)
        return take_step(objection, action, by=by, at=at, inputs=inputs, effect=tell)

    service.__name__ = action
    return service


uphold_objection = _decision("uphold_objection")
dismiss_objection = _decision("dismiss_objection")


def _refresh_target(objection: Objection, *, at: datetime) -> None:
    tasks.refresh(Application.objects.select_related("region").get(pk=objection.against_id), at=at)
