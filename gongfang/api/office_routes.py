"""What an office does: its cases, their steps and changes. The same services as the pages, the same guards."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router, Status

from gongfang.accounts.models import User
from gongfang.cases import presentation
from gongfang.cases.forms import form_for
from gongfang.cases.models import Case, RunningLimit
from gongfang.cases.pages import as_own_kind, now, row_for
from gongfang.cases.permissions import visible_to
from gongfang.cases.registry import kind_of
from gongfang.cases.services import perform
from gongfang.regulation.procedure import NEW, Step, StepRefused
from gongfang.regulation.time_limits import limit_named
from gongfang.web.paging import page_of

from . import queries
from .models import Scope
from .problems import NotThere, problem
from .public_routes import absolute
from .schemas import CaseDetail, CasePage, Changes, Cursor, Problem, RecordOut, Since, Size, StepIn, Word
from .security import MissingScope, OfficeToken, may_sign

ERRORS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
router = Router(tags=[gettext_noop("办理")], auth=OfficeToken())


def owner(request: HttpRequest) -> User:
    """Return the person whose token opened the request."""
    user = request.user
    assert isinstance(user, User)
    return user


@router.get(
    "/cases",
    response={200: CasePage} | ERRORS,
    summary=gettext_noop("案件"),
    description=gettext_noop("列出本单位看得到的案件，最近的在前；可按种类和状态筛选。"),
)
def cases(request: HttpRequest, kind: Word = "", state: Word = "", after: Cursor = "", limit: Size = 50) -> Any:
    """List the cases your office sees, the latest first; filter by kind and state."""
    rows = visible_to(owner(request)).select_related("region")
    chosen = {"kind": kind, "state": state}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    page = page_of(rows, order=("-id",), cursor=after, size=limit)
    return {"items": [_case_out(each) for each in page.items], "next": page.next}


def _case_out(case: Case) -> dict[str, Any]:
    return {
        "number": case.number,
        "kind": case.kind,
        "title": case.title,
        "state": case.state,
        "state_label": presentation.state_label(case),
        "region": case.region_id,
        "opened_at": case.opened_at,
        "state_since": case.state_since,
        "url": absolute(case.get_absolute_url()),
    }


def _case(request: HttpRequest, number: str) -> Any:
    found = visible_to(owner(request)).select_related("region").filter(number=number).first()
    if found is None:
        raise NotThere
    return as_own_kind(found)


@router.get(
    "/cases/{number}",
    response={200: CaseDetail} | ERRORS,
    summary=gettext_noop("一件案件"),
    description=gettext_noop("一件案件的期限、期限的算法，以及现在可以办理什么、为什么不能办理。"),
)
def case(request: HttpRequest, number: Word) -> Any:
    """Show a case: its time limits and how they were counted, and what may be done next, or why not."""
    found = _case(request, number)
    limits = RunningLimit.objects.filter(case_id=found.pk)
    actions = presentation.actions_for(owner(request), found, at=now())
    return _case_out(found) | {
        "edition": found.edition_id,
        "version": found.version,
        "limits": [_limit_out(found, each) for each in limits],
        "actions": [_action_out(found, each) for each in actions],
    }


def _limit_out(case: Case, row: RunningLimit) -> dict[str, Any]:
    return {
        "name": row.name,
        "clause": limit_named(case.edition, row.name).clause.id,
        "last_day": row.last_day,
        "ends_at": row.ends_at,
        "is_provisional": row.is_provisional,
        "is_running": row.closed_at is None,
        "counted": row.counted,
    }


def _action_out(case: Case, action: presentation.Action) -> dict[str, Any]:
    kind = kind_of(case.kind)
    row = kind.procedure.rows(action.name)[0]
    form = form_for(row, kind.forms)
    return {
        "action": action.name,
        "label": action.label,
        "clause": action.clause.id,
        "citation": action.clause.cite,
        "is_open": action.refusal is None,
        "is_binding": action.is_binding,
        "on_page": _is_on_page(case, row),
        "refusal": str(action.refusal or ""),
        "fields": [name for name in form.base_fields if name != "seen_version"],
    }


def _is_on_page(case: Case, step: Step) -> bool:
    """Return whether a step takes more than the fields of a form: its page, or files."""
    kind = kind_of(case.kind)
    form = form_for(step, kind.forms)
    has_files = any(field.widget.needs_multipart_form for field in form.base_fields.values())
    return step.action in kind.pages or NEW in step.sources or has_files or getattr(form, "takes_case", False)


@router.get(
    "/cases/{number}/records",
    response={200: list[RecordOut]} | ERRORS,
    summary=gettext_noop("办理记录"),
    description=gettext_noop("依次列出本单位看得到的办理步骤，附记录链中的摘要值。"),
)
def records(request: HttpRequest, number: Word) -> Any:
    """List the steps of a case that you may read, in order, with their digests in the chain."""
    found, user = _case(request, number), owner(request)
    is_read = kind_of(found.kind).is_read
    rows = found.records.select_related("case").order_by("seq")
    return [queries.change_of(record) for record in rows if is_read(user, record)]


@router.post(
    "/cases/{number}/steps/{action}",
    response={200: CaseDetail, 409: Problem} | ERRORS,
    summary=gettext_noop("办理一步"),
    description=gettext_noop("办理案件的一步：与页面同一表单、同一规则、同样的不予办理理由。"),
    auth=OfficeToken(Scope.WRITE),
)
def take_step(request: HttpRequest, number: Word, action: Word, given: StepIn) -> Any:
    """Take a step, exactly as its page would: the same form, the same service, the same refusals."""
    found, user = _case(request, number), owner(request)
    row = row_for(user, found, action)
    if row is None:
        raise StepRefused(_("您不能办理本件的这一步"), _first(found, action).clause)
    if row.is_binding and not may_sign(request.auth):  # type: ignore[attr-defined]
        raise MissingScope
    if _is_on_page(found, row):
        raise StepRefused(_("这一步须在页面上办理"), row.clause)
    form = form_for(row, kind_of(found.kind).forms)(given.fields | _version(given))
    if not form.is_valid():
        wrong = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
        return Status(422, problem(_("有的栏目不符合要求"), fields=wrong))
    perform(found, action, by=user, at=now(), **form.cleaned_data)
    return case(request, number)


def _first(case: Case, action: str) -> Step:
    return kind_of(case.kind).procedure.rows(action)[0]


def _version(given: StepIn) -> dict[str, str]:
    return {} if given.seen_version is None else {"seen_version": str(given.seen_version)}


@router.get(
    "/changes",
    response={200: Changes} | ERRORS,
    summary=gettext_noop("变化"),
    description=gettext_noop("列出本单位看得到的案件在 since 之后的变化；用 next 继续。"),
)
def changes(request: HttpRequest, since: Since = 0, limit: Size = 100) -> Any:
    """List what has changed after `since` in the cases your office sees; go on with `next`."""
    found, last = queries.changes(owner(request), since=since, size=limit)
    return {"changes": found, "next": last}
