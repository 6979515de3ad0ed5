"""The steps of recognition that belong to the filing, the review and the award (articles 5 and 6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from gongfang.accounts.models import User
from gongfang.cases.services import StepInput, consult, give_opinion, step, take_step
from gongfang.records import uploads
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops import services as workshops
from gongfang.workshops.models import OperatorKind
from gongfang.workshops.services import ReliedItem

from . import queries
from .keeping import lock
from .materials import SETS
from .models import Application, CorrectionItem


@dataclass(frozen=True)
class MissingItem:
    """One thing missing from a filing. `material_set` is the item of article 6(一), 0 for none of them."""

    material_set: int
    note: str

    def __str__(self) -> str:
        label = next((str(each.label) for each in SETS if each.number == self.material_set), "")
        return f"第{self.material_set}目（{label}）：{self.note}" if self.material_set else self.note


@transaction.atomic
def submit(
    application: Application,
    *,
    by: User,
    at: datetime,
    truth_declared: bool = False,
    seen_version: int | None = None,
) -> Record:
    """File an application with its five material sets and the declaration of truth (article 6(一)).

    :raises StepRefused: when a set is incomplete, the declaration lacks, no round is open, or a ban runs.
    """
    lock(application)
    if truth_declared:
        _declare_truth(application, at)
    inputs = _filing_input(application, seen_version=seen_version)
    return take_step(
        application, "submit", by=by, at=at, inputs=inputs, effect=lambda: _mark_filed(application, at)
    )


@transaction.atomic
def enter_paper(
    application: Application,
    *,
    by: User,
    at: datetime,
    received_on: date,
    truth_declared: bool = True,
    seen_version: int | None = None,
) -> Record:
    """Enter an application that was handed in on paper; it counts from the day of receipt (reading R11).

    :raises StepRefused: as for `submit`; when the day lies ahead; or when the draft is an applicant's own.
    """
    if application.holder_id is not None:
        raise StepRefused("本件由申报单位在线填报，不能作为纸质申报录入", clauses.APPLICATION)
    if received_on > beijing_date(at):
        raise StepRefused("收到日期不得晚于今天", clauses.APPLICATION)
    lock(application)
    _update(application, received_on=received_on)
    if truth_declared:
        _declare_truth(application, at)
    inputs = _filing_input(application, seen_version=seen_version, received_on=received_on)
    return take_step(
        application, "enter_paper", by=by, at=at, inputs=inputs, effect=lambda: _mark_filed(application, at)
    )


@transaction.atomic
def resubmit(
    application: Application,
    *,
    by: User,
    at: datetime,
    truth_declared: bool = False,
    received_on: date | None = None,
    entry_reason: str = "",
    seen_version: int | None = None,
) -> Record:
    """Hand in the corrections that were asked for, within the correction period (reading R4).

    For a filing on paper `received_on` counts, the day on which the county received them, and `entry_reason`
    says why they are entered later (reading R11).

    :raises StepRefused: when they were received after the period, or the day lacks, or cannot be.
    """
    if application.is_on_paper and received_on is None:
        raise StepRefused("请填写收到补正材料的日期", clauses.APPLICATION)
    lock(application)
    if truth_declared:
        _declare_truth(application, at)
    inputs = _filing_input(
        application, seen_version=seen_version, received_on=received_on, entry_reason=entry_reason
    )
    return take_step(application, "resubmit", by=by, at=at, inputs=inputs)


def _declare_truth(application: Application, at: datetime) -> None:
    _update(application, truth_declared_at=at)


def _update(application: Application, **changes: Any) -> None:
    """Write columns of the filing alone: those of the case change through `take_step`."""
    Application.objects.filter(pk=application.pk).update(**changes)
    for name, value in changes.items():
        setattr(application, name, value)


def _filing_input(
    application: Application,
    *,
    seen_version: int | None,
    received_on: date | None = None,
    entry_reason: str = "",
) -> StepInput:
    """Fix the files of the filing, and how many people its roster names, in the record."""
    facts: dict[str, Any] = {"roster": application.roster.count()}
    if received_on is not None:
        facts["received_on"] = received_on.isoformat()
    return StepInput(
        given={"received_on": received_on, "entry_reason": entry_reason} if received_on else {},
        documents=list(queries.material_files(application.pk)),
        facts=facts,
        seen_version=seen_version,
    )


def _mark_filed(application: Application, at: datetime) -> None:
    if queries.was_disqualified(application.pk):
        raise StepRefused("该主体在本批次已被取消申报资格", clauses.APPLICATION)
    _update(application, filed_at=at)


def request_correction(
    application: Application,
    *,
    by: User,
    at: datetime,
    missing: str | Sequence[MissingItem],
    seen_version: int | None = None,
) -> Record:
    """Tell the applicant once, completely, what is missing; the correction period starts (reading R4).

    `missing` as a text is one item a line.

    :raises StepRefused: when nothing is named, or corrections were asked for before.
    """
    items = _missing_items(missing)

    def write_items() -> None:
        CorrectionItem.objects.bulk_create(
            CorrectionItem(application=application, material_set=item.material_set, note=item.note, asked_at=at)
            for item in items
        )
        Application.objects.filter(pk=application.pk).update(corrections_asked=F("corrections_asked") + 1)
        application.corrections_asked += 1

    text = "\n".join(str(item) for item in items)
    inputs = StepInput(given={"missing": text}, seen_version=seen_version)
    return take_step(application, "request_correction", by=by, at=at, inputs=inputs, effect=write_items)


def _missing_items(missing: str | Sequence[MissingItem]) -> list[MissingItem]:
    if not isinstance(missing, str):
        return list(missing)
    return [MissingItem(0, line.strip()) for line in missing.splitlines() if line.strip()]


@transaction.atomic
def disqualify(
    application: Application,
    *,
    by: User,
    at: datetime,
    reasons: str,
    evidence: "UploadedFile[Any] | EvidenceFile | str",
    seen_version: int | None = None,
) -> Record:
    """End an application whose materials were found false (article 6(一), reading R5).

    `evidence` is a file, one that an officer has kept with the draft, or says where evidence that is no file is
    kept.

    :raises StepRefused: when reasons or evidence lack, or the file cannot be taken in.
    """
    documents: list[EvidenceFile] = []
    texts = {}
    if isinstance(evidence, str):
        texts = {"evidence": evidence} if evidence.strip() else {}
    elif isinstance(evidence, EvidenceFile):
        documents = [evidence]
    elif evidence is not None:
        documents = [_stored(application, evidence, by=by, at=at)]

    def name_section() -> None:
        EvidenceFile.objects.filter(pk__in=[file.pk for file in documents]).update(section="disqualify")

    inputs = StepInput(
        given={"reasons": reasons, "evidence": evidence},
        texts=texts,
        documents=documents,
        seen_version=seen_version,
    )
    return take_step(application, "disqualify", by=by, at=at, inputs=inputs, effect=name_section)


def _stored(application: Application, upload: "UploadedFile[Any]", *, by: User, at: datetime) -> EvidenceFile:
    try:
        return uploads.store(
            case=application,
            section="disqualify",
            upload=upload,
            by=by,
            at=at,
            access=EvidenceFile.Access.HANDLERS,
        )
    except uploads.UploadRefused as refusal:
        raise StepRefused(refusal.reason, clauses.APPLICATION) from refusal


def confirm(
    application: Application,
    *,
    by: User,
    at: datetime,
    document_number: str,
    seen_version: int | None = None,
) -> Record:
    """Confirm the recognition by a document, and enter the workshop into the register (article 6(四)).

    :raises StepRefused: when a department has not agreed, or an objection is open or was upheld.
    """

    def enter_into_register() -> None:
        workshops.recognise(**_workshop_data(application, document_number, at), at=at)

    inputs = StepInput(
        given={"document_number": document_number},
        facts={"document_number": document_number},
        seen_version=seen_version,
    )
    return take_step(application, "confirm", by=by, at=at, inputs=inputs, effect=enter_into_register)


def _workshop_data(application: Application, document_number: str, at: datetime) -> dict[str, Any]:
    filing = Application.objects.select_related("region", "round", "holder").get(pk=application.pk)
    heritage = list(filing.heritage.select_related("item"))
    return {
        "application_number": filing.number,
        "holder": filing.holder,
        "county": filing.region,
        "name": filing.title,
        "operator_name": filing.operator_name,
        "operator_kind": filing.operator_kind or OperatorKind.WORKPLACE,
        "credit_code": filing.credit_code,
        "responsible_id_index": queries.responsible_id_index(filing.pk),
        "items": [
            ReliedItem(name=use.name, category=use.category, level=use.level, item=use.item) for use in heritage
        ],
        "category": heritage[0].category,
        "document_number": document_number,
        "recognised_on": beijing_date(at),
        "batch": filing.round.name if filing.round else "",
        "town": filing.town,
        "address": filing.address,
        "founded_on": filing.founded_on,
        "main_business": filing.main_business,
    }


def award(
    application: Application,
    *,
    by: User,
    at: datetime,
    plaque_number: str,
    plaque_date: date,
    seen_version: int | None = None,
) -> Record:
    """Give the workshop its plaque (article 6(四)).

    :raises StepRefused: when the number is taken, or the date precedes the recognition or lies ahead.
    """

    def give_plaque() -> None:
        workshop = queries.workshop_of(application)
        if workshop is None:
            raise StepRefused("名录中没有本件认定的工坊，不能授牌", clauses.AWARD)
        if plaque_date > beijing_date(at):
            raise StepRefused("授牌日期不得晚于今天", clauses.AWARD)
        workshops.award_plaque(workshop=workshop, number=plaque_number, awarded_on=plaque_date, at=at)

    inputs = StepInput(
        given={"plaque_number": plaque_number, "plaque_date": plaque_date},
        facts={"plaque_number": plaque_number, "plaque_date": plaque_date.isoformat() if plaque_date else ""},
        seen_version=seen_version,
    )
    return take_step(application, "award", by=by, at=at, inputs=inputs, effect=give_plaque)


def lapse(
    application: Application,
    *,
    by: User | Actor,
    at: datetime,
    reasons: str = "",
    seen_version: int | None = None,
) -> Record:
    """End an application whose correction period has passed without corrections (reading R4).

    One on paper ends by the county, whose `reasons` say that nothing was received in time (reading R11).

    :raises StepRefused: while the period runs, or when it is for somebody else to find.
    """
    inputs = StepInput(given={"reasons": reasons}, seen_version=seen_version)
    return take_step(application, "lapse", by=by, at=at, inputs=inputs)


PLAIN_STEPS = (
    "accept",
    "decline",
    "recommend",
    "not_recommend",
    "start_inspection",
    "finish_inspection",
    "propose",
    "refuse",
    "cancel",
    "withdraw",
)
SERVICES: dict[str, Callable[..., Any]] = {
    "submit": submit,
    "enter_paper": enter_paper,
    "request_correction": request_correction,
    "resubmit": resubmit,
    "lapse": lapse,
    "give_opinion": give_opinion,
    "consult": consult,
    "disqualify": disqualify,
    "confirm": confirm,
    "award": award,
    **{action: step(action) for action in PLAIN_STEPS},
}
