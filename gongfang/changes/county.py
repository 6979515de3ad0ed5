"""A county keeps its own register: one entry at a time, or a whole list, confirmed before it is written."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from gongfang.accounts.models import Division, User
from gongfang.records.services import log_access
from gongfang.records.sheets import NoSheet, Problem, SheetRefused, opened
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops import county_register
from gongfang.workshops.county_register import same_name
from gongfang.workshops.entries import ReliedItem
from gongfang.workshops.models import Workshop

from . import county_sheet
from .models import CountyUpload
from .permissions import county_register_of, keeps_county_register


def enter(*, by: User, at: datetime, items: Sequence[Mapping[str, str]], on: date, **fields: Any) -> Workshop:
    """Enter a workshop into the register of the county whose culture office `by` serves in (article 3(二)).

    :raises StepRefused: when it keeps no register, the name stands there, or the day lies ahead.
    """
    county = _county_of(by)
    _check(items, on, at)
    entry = county_register.enter_county_workshop(county=county, at=at, on=on, **_relied(items), **fields)
    _log(by, "enter_county_workshop", entry, at)
    return entry


def correct(
    *, workshop: Workshop, by: User, at: datetime, items: Sequence[Mapping[str, str]], on: date, **fields: Any
) -> Workshop:
    """Correct an entry of one's own county.

    :raises StepRefused: when it belongs to another county, was withdrawn, or the new name stands there already.
    """
    _check_own(workshop, by)
    _check(items, on, at)
    entry = county_register.correct_county_workshop(workshop=workshop, at=at, on=on, **_relied(items), **fields)
    _log(by, "correct_county_workshop", entry, at)
    return entry


def withdraw(*, workshop: Workshop, by: User, at: datetime, reasons: str) -> Workshop:
    """Take an entry out of one's own county's register.

    :raises StepRefused: when it belongs to another county, was withdrawn before, or no reason is given.
    """
    _check_own(workshop, by)
    entry = county_register.withdraw_county_workshop(
        workshop=workshop, reasons=reasons, on=beijing_date(at), at=at
    )
    _log(by, "withdraw_county_workshop", entry, at)
    return entry


def _county_of(by: User) -> Division:
    if not keeps_county_register(by) or by.office is None:
        raise WrongActor("县级名录由县（市）文化和旅游部门登记", clauses.SCOPE_COUNTY)
    return by.office.division


def _check_own(workshop: Workshop, by: User) -> None:
    if not county_register_of(by).filter(pk=workshop.pk).exists():
        raise WrongActor("只能办理本县（市）名录中的工坊", clauses.SCOPE_COUNTY)


def _check(items: Sequence[Mapping[str, str]], on: date, at: datetime) -> None:
    if not items:
        raise StepRefused("请填写依托的非遗项目或者传统手工艺", clauses.SCOPE_CRAFT)
    if on > beijing_date(at):
        raise StepRefused("认定日期不得晚于今天", clauses.SCOPE_COUNTY)


def _relied(items: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    relied = [ReliedItem(name=item["name"], category=item["category"], level=item["level"]) for item in items]
    return {"items": relied, "category": relied[0].category}


def _log(by: User, action: str, entry: Workshop, at: datetime) -> None:
    log_access(by=by, action=action, subject=f"workshop:{entry.number}", at=at)


@transaction.atomic
def stage(
    *, upload: "UploadedFile[Any]", by: User, at: datetime, document_number: str = "", on: date | None = None
) -> CountyUpload:
    """Read a list and keep it until it is confirmed. A list that is wrong replaces none that waits.

    :raises SheetRefused: when a single cell is wrong: nothing is kept then.
    """
    county = _county_of(by)
    known = list(county_register.entries_of(county).values_list("name", flat=True))
    usual = county_sheet.Usual(document_number=document_number.strip(), on=on.isoformat() if on else "")
    try:
        rows, problems = county_sheet.read(opened(upload), known=known, today=beijing_date(at), usual=usual)
    except NoSheet as error:
        raise SheetRefused(str(error)) from error
    if problems:
        raise SheetRefused(_("名单有误，整份未导入。请按下表改正后重新上传。"), problems)
    values = {"rows": [row.as_data() for row in rows], "uploaded_by": by, "uploaded_at": at}
    staged, _created = CountyUpload.objects.update_or_create(county=county, defaults=values)
    return staged


def staged_by(user: User) -> CountyUpload | None:
    """Return the list of the user's county that waits for confirmation."""
    return CountyUpload.objects.filter(county=_county_of(user)).first()


@transaction.atomic
def confirm(*, by: User, at: datetime) -> int:
    """Write the list that was shown, all of it, and return how many workshops it brought in.

    :raises SheetRefused: when some have been entered since; the list is kept.
    :raises StepRefused: when no list waits.
    """
    county = _county_of(by)
    waiting = CountyUpload.objects.select_for_update().filter(county=county).first()
    if waiting is None:
        raise StepRefused("没有待确认的名单，请重新上传", clauses.SCOPE_COUNTY)
    _refuse_known(county, waiting.rows)
    for row in waiting.rows:
        county_register.enter_county_workshop(county=county, at=at, **_fields(row))
    count = len(waiting.rows)
    waiting.delete()
    log_access(by=by, action="import_county_workshops", subject=f"county:{county.code}:{count}", at=at)
    return count


def _refuse_known(county: Division, rows: Sequence[Mapping[str, Any]]) -> None:
    known = set(map(same_name, county_register.entries_of(county).values_list("name", flat=True)))
    heading = county_sheet.LAYOUT.headings[0]
    twice = [
        Problem(row["number"], heading, _("县级名录中已有")) for row in rows if same_name(row["name"]) in known
    ]
    if twice:
        raise SheetRefused(_("上传之后，有工坊已被登记，整份未导入。"), twice)


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    same = ("name", "operator_name", "operator_kind", "credit_code", "town", "address", "main_business")
    category, level = row["category"], row["level"]
    return {
        **{name: row[name] for name in (*same, "category", "document_number")},
        "on": date.fromisoformat(row["on"]),
        "items": [ReliedItem(name=name, category=category, level=level) for name in row["items"]],
    }


def drop(*, by: User) -> None:
    """Forget the list that waits."""
    CountyUpload.objects.filter(county=_county_of(by)).delete()
