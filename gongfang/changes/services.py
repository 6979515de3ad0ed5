"""Asking for a change of the registration, confirming it at two levels, and giving the recognition up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongfang.accounts.identifiers import normalise_credit_code, normalise_id_number
from gongfang.accounts.models import User
from gongfang.cases import services as cases
from gongfang.cases.services import StepInput, open_case, step, take_step
from gongfang.records import uploads
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused
from gongfang.workshops.models import Workshop

from . import applying
from .models import Change, ChangedField, Field, Responsible
from .queries import registered

FILES = "change"
confirm_change = step("confirm_change")


@transaction.atomic
def request_change(
    workshop: Workshop,
    *,
    by: User | Actor,
    at: datetime,
    reasons: str = "",
    files: Sequence["UploadedFile[Any]"] = (),
    responsible_name: str = "",
    responsible_id: str = "",
    surrender: bool = False,
    credit_code_reason: str = "",
    name: str | None = None,
    operator: Mapping[str, str] | None = None,
    place: Mapping[str, str] | None = None,
    main_business: str | None = None,
    items: Sequence[Mapping[str, str]] | None = None,
) -> Change:
    """Ask to change what the register says of a workshop, or to give its recognition up (article 7(四)).

    What is given is the new value, as `ChangedField` keeps it; one that holds already changes nothing.

    :raises StepRefused: when nothing changes, another request is open, a revocation runs, or a ban.
    :raises UploadRefused: when a file is none we take.
    """
    row = Workshop.objects.select_for_update(of=("self",)).select_related("county", "operator").get(pk=workshop.pk)
    change = open_case(
        Change,
        region=row.county,
        holder=row.holder,
        at=at,
        title=row.name,
        workshop=row,
        credit_code_reason=credit_code_reason,
    )
    wanted = {
        Field.NAME.value: name,
        Field.OPERATOR.value: operator,
        Field.PLACE.value: place,
        Field.MAIN_BUSINESS.value: main_business,
        Field.ITEMS.value: items,
    }
    changed = _write_down(change, row, wanted, is_surrender=surrender)
    if responsible_name or responsible_id:
        changed.append(_write_responsible(change, responsible_name, responsible_id))
    inputs = StepInput(
        given={"reasons": reasons},
        documents=_store(change, files, by=by, at=at, is_on_a_person=Field.RESPONSIBLE in changed),
        facts={"workshop": row.number, "changes": sorted(changed)},
    )
    take_step(change, "request_change", by=by, at=at, inputs=inputs, effect=lambda: _set_open(change, True))
    return change


def _write_down(change: Change, workshop: Workshop, wanted: Mapping[str, Any], *, is_surrender: bool) -> list[str]:
    """Write what differs from the register, and return the names of it."""
    said = registered(workshop)
    new = {name: _normal(name, value) for name, value in wanted.items() if value is not None}
    new = {name: value for name, value in new.items() if value != said[name]}
    _check_complete(new)
    if is_surrender:
        new, said = {Field.SURRENDER.value: ""}, {Field.SURRENDER.value: ""}
    ChangedField.objects.bulk_create(
        ChangedField(change=change, field=name, old=said[name], new=value) for name, value in new.items()
    )
    return list(new)


def _check_complete(new: Mapping[str, Any]) -> None:
    """Refuse to leave an entry without what every entry of the register has."""
    if not new.get(Field.NAME, "-"):
        raise StepRefused("工坊名称不能为空", clauses.ANNUAL_REGISTRATION)
    if Field.OPERATOR in new and not new[Field.OPERATOR]["name"]:
        raise StepRefused("经营主体名称不能为空", clauses.ANNUAL_REGISTRATION)
    if Field.ITEMS in new and not new[Field.ITEMS]:
        raise StepRefused("至少保留一个依托的非遗项目或者传统手工艺", clauses.SCOPE_CRAFT)


def _normal(name: str, value: Any) -> Any:
    """Return a value without blanks around it, a credit code in its normal form."""
    if isinstance(value, str):
        return value.strip()
    if name == Field.ITEMS:
        return [{key: each.get(key, "").strip() for key in ("name", "category", "level")} for each in value]
    plain = {key: text.strip() for key, text in value.items()}
    if name == Field.OPERATOR:
        plain["credit_code"] = normalise_credit_code(plain.get("credit_code", ""))
    return plain


def _write_responsible(change: Change, name: str, id_number: str) -> str:
    if not name.strip() or not id_number.strip():
        raise StepRefused("变更负责人须同时填写姓名和身份证号码", clauses.ANNUAL_REGISTRATION)
    number = normalise_id_number(id_number)
    Responsible.objects.create(change=change, name=name.strip(), id_number=number)
    ChangedField.objects.create(change=change, field=Field.RESPONSIBLE, old="", new="")
    return Field.RESPONSIBLE.value


def _store(
    change: Change,
    files: Sequence["UploadedFile[Any]"],
    *,
    by: User | Actor,
    at: datetime,
    is_on_a_person: bool,
) -> list[EvidenceFile]:
    """Keep the evidence; what may show an identity card is for those who handle the request."""
    uploader = by if isinstance(by, User) else None
    access = EvidenceFile.Access.HANDLERS if is_on_a_person else EvidenceFile.Access.CASE
    return [
        uploads.store(case=change, section=FILES, upload=file, by=uploader, at=at, access=access) for file in files
    ]


def _set_open(change: Change, is_open: bool) -> None:
    change.is_open = is_open
    Change.objects.filter(pk=change.pk).update(is_open=is_open)


def approve_change(
    change: Change,
    *,
    by: User | Actor,
    at: datetime,
    plaque_end: str = "",
    plaque_ended_on: date | None = None,
    plaque_reason: str = "",
    document_number: str = "",
    seen_version: int | None = None,
) -> Record:
    """Confirm a change and write it into the register in the same transaction (article 7(四)).

    A recognition given up ends with it: `plaque_end` is what became of the plaque, `recovered` on a day or `void`
    for a reason.

    :raises StepRefused: when the workshop is not recognised any more, or the plaque is not accounted for.
    """

    def apply() -> None:
        end = applying.PlaqueEnd(status=plaque_end, on=plaque_ended_on, reason=plaque_reason)
        applying.apply(change, at=at, document_number=document_number, plaque=end)
        _set_open(change, False)

    facts = {"plaque_end": plaque_end, "document_number": document_number}
    inputs = StepInput(facts={k: v for k, v in facts.items() if v}, seen_version=seen_version)
    return take_step(change, "approve_change", by=by, at=at, inputs=inputs, effect=apply)


def _ending(action: str) -> Callable[..., Record]:
    def service(
        change: Change, *, by: User | Actor, at: datetime, seen_version: int | None = None, **given: Any
    ) -> Record:
        """End a request without a change; the workshop may ask again."""
        inputs = StepInput(given=given, seen_version=seen_version)
        return take_step(change, action, by=by, at=at, inputs=inputs, effect=lambda: _set_open(change, False))

    service.__name__ = action
    return service


refuse_change = _ending("refuse_change")
withdraw_change = _ending("withdraw_change")
lapse_change = _ending("lapse_change")


def lapse_open_requests(workshop: Workshop, *, at: datetime) -> None:
    """End what is under way for a workshop that is recognised no longer."""
    if workshop.holds_recognition:
        return
    for change in Change.objects.select_related("region").filter(workshop_id=workshop.pk, is_open=True):
        if change.state not in change.procedure.ends:
            lapse_change(change, by=Actor.SYSTEM, at=at)


def hand_over(workshop: Workshop, *, at: datetime) -> None:
    """Let the account that acts for the workshop now see and carry on its requests."""
    changes = Change.objects.filter(workshop_id=workshop.pk, is_open=True)
    cases.hand_over(changes, workshop.holder, at=at)
