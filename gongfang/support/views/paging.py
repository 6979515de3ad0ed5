"""What the pages of support share: who is let in, the workshop they are about, a form that is all its page has."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.cases.pages import signed_in
from gongfang.regulation.clauses import Clause
from gongfang.workshops.models import Workshop
from gongfang.workshops.permissions import visible_to

from .. import permissions

PAGE = 30


def require(is_allowed: bool) -> None:
    """Refuse whoever may know of a page but not use it.

    :raises PermissionDenied: when not allowed.
    """
    if not is_allowed:
        raise PermissionDenied


def overseeing(request: HttpRequest) -> User:
    """Return the official or auditor who looks.

    :raises PermissionDenied: for anybody else.
    """
    user = signed_in(request)
    require(permissions.may_oversee(user))
    return user


def giving(request: HttpRequest) -> User:
    """Return the official who gives support.

    :raises PermissionDenied: for anybody else.
    """
    user = signed_in(request)
    require(permissions.may_give(user))
    return user


def workshop_of(request: HttpRequest, number: str) -> Workshop:
    """Return a workshop that the reader sees.

    :raises Http404: when it does not exist for him.
    """
    return get_object_or_404(visible_to(signed_in(request)), number=number)


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    heading: Any,
    back: str,
    clause: Clause,
    subtitle: str = "",
    button: Any = "",
    hint: Any = "",
) -> HttpResponse:
    """Show a form that is all its page has; `back` is where one came from."""
    context = {
        "form": form,
        "heading": heading,
        "subtitle": subtitle,
        "back": back,
        "clause": clause,
        "hint": hint,
    }
    return render(request, "support/form_page.html", context | {"button": button or _("保存")})
