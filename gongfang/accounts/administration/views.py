"""Pages of the system and the security administrator."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts import permissions, queries
from gongfang.accounts.administration import exports, forms, services
from gongfang.accounts.models import User
from gongfang.accounts.services import LoginTaken
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of

View = Callable[..., HttpResponse]


def only_for(*predicates: Callable[[Any], bool]) -> Callable[[View], View]:
    """Let through whom one of `predicates` accepts; 403 for others, sign-in for the anonymous."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(predicate(request.user) for predicate in predicates):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


keepers_only = only_for(permissions.is_system_admin, permissions.is_security_admin)
system_admin_only = only_for(permissions.is_system_admin)
security_admin_only = only_for(permissions.is_security_admin)


def _by(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _kept_account(username: str) -> User:
    """Return an account administrators may act on, or 404."""
    people = queries.with_offices().exclude(role__in=permissions.ADMINISTRATOR_ROLES)
    return get_object_or_404(people, username=username)


@exported(exports.PEOPLE)
@keepers_only
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List accounts, newest first."""
    form = forms.SearchForm(request.GET)
    criteria = form.cleaned_data if form.is_valid() else {}
    page = page_of(queries.people(**criteria), order=["-created_at", "-id"], cursor=request.GET.get("cursor"))
    context = {
        "form": form,
        "people": page.items,
        "previous": _address(criteria, page.previous),
        "next": _address(criteria, page.next),
        "is_system_admin": permissions.is_system_admin(request.user),
        "administrator_roles": permissions.ADMINISTRATOR_ROLES,
    }
    return TemplateResponse(request, "accounts/people.html", context)


def _address(criteria: dict[str, str], cursor: str) -> str:
    return "?" + urlencode({**criteria, "cursor": cursor}) if cursor else ""


@keepers_only
@require_safe
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Show one account and what this administrator may do with it."""
    account = _kept_account(username)
    current = {"role": account.role, "office": account.office}
    context = {
        "account": account,
        # Two forms of one page: the second has ids of its own.
        "reason_form": forms.ReasonForm(auto_id="id_second_%s"),
        "assign_form": forms.AssignForm(initial=current),
        "is_system_admin": permissions.is_system_admin(request.user),
        "is_assignable": account.role in services.ASSIGNABLE_ROLES,
    }
    return render(request, "accounts/person.html", context)


@system_admin_only
@require_http_methods(["GET", "POST"])
@sensitive_variables("password")
def create_account(request: HttpRequest) -> HttpResponse:
    """Open an account and show its one-time password, this once."""
    form = forms.CreateAccountForm(request.POST or None)
    if form.is_valid():
        try:
            user, password = services.create_account(by=_by(request), at=timezone.now(), **form.cleaned_data)
        except LoginTaken:
            form.add_error("login", _("该账号已存在。"))
        else:
            return _one_time_password(request, user, password)
    return render(request, "accounts/create_account.html", {"form": form})


@system_admin_only
@require_POST
def disable(request: HttpRequest, username: str) -> HttpResponse:
    """Close an account."""
    account = _kept_account(username)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return _refused(request, account, _("停用账号须填写理由。"))
    services.disable(by=_by(request), user=account, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("账号已停用，其登录状态立即失效。"))
    return redirect("accounts:person", account.username)


@system_admin_only
@require_POST
def enable(request: HttpRequest, username: str) -> HttpResponse:
    """Open a closed account again."""
    account = _kept_account(username)
    try:
        services.enable(by=_by(request), user=account, at=timezone.now())
    except services.RoleRefused:
        return _refused(request, account, _("该账号尚待安全管理员授权，不能启用。"))
    messages.success(request, _("账号已启用。"))
    return redirect("accounts:person", account.username)


@system_admin_only
@require_POST
@sensitive_variables("password")
def reset_password(request: HttpRequest, username: str) -> HttpResponse:
    """Give an account a new one-time password and show it, this once."""
    account = _kept_account(username)
    password = services.reset_password(by=_by(request), user=account, at=timezone.now())
    return _one_time_password(request, account, password)


@security_admin_only
@require_POST
def assign(request: HttpRequest, username: str) -> HttpResponse:
    """Decide role and office of an account."""
    account = _kept_account(username)
    form = forms.AssignForm(request.POST)
    if not form.is_valid():
        return _refused(request, account, " ".join(_errors(form)))
    try:
        services.assign(by=_by(request), user=account, at=timezone.now(), **form.cleaned_data)
    except services.RoleRefused:
        return _refused(request, account, _("申报主体的账号不能授予其他角色。"))
    messages.success(request, _("角色和单位已确定。"))
    return redirect("accounts:person", account.username)


@security_admin_only
@require_POST
def reset_second_factor(request: HttpRequest, username: str) -> HttpResponse:
    """Forget a lost second factor."""
    account = _kept_account(username)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        return _refused(request, account, _("重置动态口令须填写理由。"))
    services.reset_second_factor(by=_by(request), user=account, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("动态口令已重置，该账号下次登录时须重新绑定。"))
    return redirect("accounts:person", account.username)


def _errors(form: forms.AssignForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def _refused(request: HttpRequest, account: User, text: str) -> HttpResponse:
    messages.error(request, text)
    return redirect("accounts:person", account.username)


def _one_time_password(request: HttpRequest, account: User, password: str) -> HttpResponse:
    context = {"account": account, "password": password}
    return render(request, "accounts/one_time_password.html", context)
