"""What the agriculture offices exchange from their own systems: their register, and the project library."""

from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from gongfang.accounts.models import User
from gongfang.cases.pages import now
from gongfang.cases.permissions import visible_to
from gongfang.cases.presentation import state_label
from gongfang.exchange import applying, at_once, importing, permissions, queries, services
from gongfang.exchange.models import LibraryEntry, RegisterImport
from gongfang.records.sheets import SheetRefused
from gongfang.regulation import clauses

from .models import Scope
from .office_routes import ERRORS, owner
from .problems import NotThere, problem
from .public_routes import absolute
from .schemas import AcknowledgementIn, Decision, LibraryFeed, LibraryOut, Problem, RegisterOut, Since, Size, Word
from .security import OfficeToken

router = Router(tags=[gettext_noop("部门共享")], auth=OfficeToken())
WRITES = OfficeToken(Scope.WRITE)
SHOWN = 100
"""How many problems of an upload are listed; the file on its page has the rest."""


@router.get(
    "/library",
    response={200: LibraryFeed} | ERRORS,
    summary=gettext_noop("项目库推送"),
    description=gettext_noop("列出项目库在 since 之后的变化（第十一条第（三）项）；用 next 继续。"),
)
def library(request: HttpRequest, since: Since = 0, limit: Size = 50) -> Any:
    """List what has changed after `since` in the project library (article 11(三)); go on with `next`."""
    if not permissions.may_export_library(owner(request)):
        raise PermissionDenied
    found = list(queries.library_changes(since=since)[:limit])
    return {"items": [_entry_out(each) for each in found], "next": found[-1].seq if found else since}


def _entry_out(entry: LibraryEntry) -> dict[str, Any]:
    shop = entry.workshop
    copied = ("name", "town", "address", "main_business", "recognised_on", "document_number")
    return {
        **{name: getattr(shop, name) for name in copied},
        **{name: getattr(entry, name) for name in ("number", "state", "state_since", "library_number")},
        "state_label": state_label(entry),
        "offered_at": entry.opened_at,
        "entered_on": entry.entered_on,
        "workshop": shop.number,
        "operator": shop.operator.name,
        "credit_code": shop.operator.credit_code,
        "county": shop.county_id,
        "items": [str(item.name) for item in shop.relied_on.all()],
    }


@router.post(
    "/library/{number}/acknowledgement",
    response={200: LibraryOut, 409: Problem} | ERRORS,
    summary=gettext_noop("项目库回执"),
    description=gettext_noop("答复一次推送：已入库及编号，或者暂不入库及理由（第十一条第（三）项）。"),
    auth=WRITES,
)
def acknowledge(request: HttpRequest, number: Word, given: AcknowledgementIn) -> Any:
    """Answer an offer: entered under a number, or not and why (article 11(三))."""
    user = owner(request)
    entry = queries.library_entries().filter(number=number, pk__in=visible_to(user).values("pk")).first()
    if entry is None:
        raise NotThere
    services.acknowledge(entry, by=user, at=now(), **given.dict())
    return _entry_out(queries.library_entries().get(pk=entry.pk))


@router.post(
    "/registers",
    response={201: RegisterOut, 409: Problem} | ERRORS,
    summary=gettext_noop("上传登记库名单"),
    description=gettext_noop("上传脱贫人口和监测帮扶对象名单（.xlsx）：保存之后才答复，随后读取。"),
    auth=WRITES,
)
def upload_register(
    request: HttpRequest, file: File[UploadedFile], as_of: Form[date], is_complete: Form[bool] = False
) -> Any:
    """Take in a register of 脱贫人口 and 监测对象 (.xlsx): kept before this answers, and read afterwards."""
    user, at = _keeper(request), now()
    try:
        source = importing.upload_register(upload=file, as_of=as_of, is_complete=is_complete, by=user, at=at)
    except SheetRefused as refusal:
        return _refused(refusal)
    at_once.begin(at)
    return Status(201, _register_out(source))


def _keeper(request: HttpRequest) -> User:
    user = owner(request)
    if not permissions.may_upload(user):
        raise PermissionDenied
    return user


def _refused(refusal: SheetRefused) -> Any:
    clause = clauses.PROJECT_LIBRARY
    return Status(409, problem(refusal, clause=clause.id, citation=clause.cite))


def _import(user: User, key: UUID) -> RegisterImport:
    found = queries.imports_of(user.office).filter(pk=key).first()
    if found is None:
        raise NotThere
    return found


@router.get(
    "/registers/{key}",
    response={200: RegisterOut} | ERRORS,
    summary=gettext_noop("名单读取进度"),
    description=gettext_noop("名单读到哪里、哪些行有问题、将会带来哪些变化。"),
)
def register(request: HttpRequest, key: UUID) -> Any:
    """Show how far an upload was read, what is wrong in it row by row, and what it would change."""
    return _register_out(_import(_keeper(request), key))


@router.post(
    "/registers/{key}/decision",
    response={200: RegisterOut, 409: Problem} | ERRORS,
    summary=gettext_noop("确认或放弃"),
    description=gettext_noop("把读好的名单记入登记库，或者放弃；由上传的单位办理。"),
    auth=WRITES,
)
def decide_register(request: HttpRequest, key: UUID, given: Decision) -> Any:
    """Bring what was read into the register, or forget it: by the office that uploaded it."""
    user, at = _keeper(request), now()
    source = _import(user, key)
    if source.office_id != user.office_id:
        raise PermissionDenied
    act = applying.apply_register if given.apply else applying.drop_register
    try:
        act(source, by=user, at=at)
    except SheetRefused as refusal:
        return _refused(refusal)
    return _register_out(_import(user, key))


def _register_out(source: RegisterImport) -> dict[str, Any]:
    copied = ("id", "as_of", "is_complete", "state", "total", "done", "problem_count", "reason")
    found = islice(importing.numbered_problems(source), SHOWN)
    return {
        **{name: getattr(source, name) for name in (*copied, "added", "changed", "kept", "left")},
        "problems": [{"row": row, "column": column, "problem": text} for row, column, text in found],
        "url": absolute(source.get_absolute_url()),
    }
