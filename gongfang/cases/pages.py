"""Loading a case for a page: 404 to those for whom it does not exist, 403 to those who may only look."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.regulation.procedure import Procedure, Step, StepRefused

from .models import Case
from .permissions import actors_for, seen_by
from .registry import kind_of


def signed_in(request: HttpRequest) -> User:
    """Return the person behind a request that `login_required` has let through."""
    user = request.user
    assert isinstance(user, User)
    return user


def let_in(request: HttpRequest, may: Callable[[Any], bool]) -> User:
    """Return the person behind a request.

    :raises PermissionDenied: when `may` does not let this person in.
    """
    user = signed_in(request)
    if not may(user):
        raise PermissionDenied
    return user


def done(
    form: BaseForm,
    service: Callable[..., Any],
    *args: Any,
    refusals: tuple[type[Exception], ...] = (StepRefused,),
    **kwargs: Any,
) -> Any:
    """Call `service` and return what it does, True for nothing; None when it refuses, which the form then says."""
    try:
        return service(*args, **kwargs) or True
    except refusals as refusal:
        form.add_error(None, str(refusal))
        return None


def get_case(request: HttpRequest, number: str, *, kind: str | None = None) -> Any:
    """Return the case as its own kind (an Application, a Panel …).

    :raises Http404: when it does not exist for this person.
    """
    kind = kind or Case.objects.filter(number=number).values_list("kind", flat=True).first()
    if kind is None:
        raise Http404
    of_kind = kind_of(kind).model.objects.select_related("region", "holder")
    case = of_kind.filter(seen_by(signed_in(request), kind), number=number).first()
    if case is None:
        raise Http404
    return case


def as_own_kind(case: Case) -> Any:
    """Return the row of the case's own model."""
    model = kind_of(case.kind).model
    return case if isinstance(case, model) else model.objects.select_related("region", "holder").get(pk=case.pk)


def get_case_for(request: HttpRequest, number: str, action: str, *, kind: str | None = None) -> Any:
    """Return the case for a page that takes `action`.

    :raises Http404: when the case does not exist for this person, or its procedure has no such action.
    :raises PermissionDenied: when the action belongs to others in every state.
    """
    case = get_case(request, number, kind=kind)
    if row_for(signed_in(request), case, action) is None:
        raise PermissionDenied
    return case


def row_for(user: User, case: Case, action: str) -> Step | None:
    """Return the row under which `user` could take `action` on `case`, one for this state if there is.

    :raises Http404: when the procedure has no such action.
    """
    procedure: Procedure = kind_of(case.kind).procedure
    rows = [step for step in procedure.steps if step.action == action]
    if not rows:
        raise Http404
    actors = actors_for(user, case)
    theirs = [step for step in rows if set(actors) & set(step.by)]
    here = [step for step in theirs if case.state in step.sources]
    return next(iter(here or theirs), None)


def now() -> datetime:
    """Read the clock: once a request, in the view."""
    return timezone.now()
