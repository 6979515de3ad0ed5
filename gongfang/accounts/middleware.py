"""What holds for every request of somebody who is signed in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gongfang.accounts import permissions

LAST_SEEN = "last_seen"
# The session is written at most this often, so that reading pages costs no database write each.
REFRESH_SECONDS = 60
# Pages open to somebody who must first set a password or a second factor.
UNGUARDED = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "set_language",
    }
)


class SessionGuardMiddleware:
    """Ends idle and orphaned sessions, demands what is missing, and keeps pages out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or send the visitor to the sign-in page."""
        was_signed_in = SESSION_KEY in request.session
        refusal = _end_if_over(request, timezone.now()) if was_signed_in else None
        response = refusal or self.get_response(request)
        if was_signed_in or request.user.is_authenticated:
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        """Send somebody who lacks a password of their own or a second factor to set it."""
        match = request.resolver_match
        if not request.user.is_authenticated or match is None or match.view_name in UNGUARDED:
            return None
        if request.user.must_change_password:
            messages.info(request, _("您使用的是一次性密码，请先设置自己的密码。"))
            return _sent_to(request, "account_change_password")
        if _lacks_second_factor(request):
            messages.info(request, _("您的账号须启用动态口令（第二因素）后才能办理业务。"))
            return _sent_to(request, "mfa_activate_totp")
        return None


def _lacks_second_factor(request: HttpRequest) -> bool:
    required = settings.GONGFANG_REQUIRE_TOTP and permissions.needs_two_factors(request.user)
    return required and not is_mfa_enabled(request.user, types=["totp"])


def _end_if_over(request: HttpRequest, at: datetime) -> HttpResponseBase | None:
    """Log out an idle session or that of a disabled account; keep a live one alive."""
    if not request.user.is_authenticated:
        request.session.flush()
        return _signed_out(request, _("登录状态已失效，请重新登录。"))
    idle_seconds = at.timestamp() - request.session.get(LAST_SEEN, at.timestamp())
    if idle_seconds > settings.SESSION_IDLE_SECONDS:
        logout(request)
        minutes = settings.SESSION_IDLE_SECONDS // 60
        text = _("您已超过 %(minutes)d 分钟未操作，为保护信息安全已自动退出，请重新登录。")
        return _signed_out(request, text % {"minutes": minutes})
    if LAST_SEEN not in request.session or idle_seconds >= REFRESH_SECONDS:
        request.session[LAST_SEEN] = at.timestamp()
    return None


def _signed_out(request: HttpRequest, text: str) -> HttpResponseBase:
    messages.warning(request, text)
    return _sent_to(request, settings.LOGIN_URL, back_to=request.get_full_path())


def _sent_to(request: HttpRequest, url_name: str, back_to: str = "") -> HttpResponseBase:
    """Redirect; a part of a page that htmx asked for takes the whole page along."""
    url = reverse(url_name)
    if back_to and request.method == "GET" and "HX-Request" not in request.headers:
        url = f"{url}?{urlencode({REDIRECT_FIELD_NAME: back_to})}"
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
