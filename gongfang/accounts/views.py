"""Pages of one's own account that allauth does not bring."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.accounts import forms, services
from gongfang.accounts.models import User


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own data."""
    user = request.user
    assert isinstance(user, User)
    form = forms.ProfileForm(request.POST or None, instance=user)
    if not form.is_valid():
        return render(request, "accounts/profile.html", {"form": form})
    services.update_profile(user=user, **form.cleaned_data)
    messages.success(request, _("个人资料已保存。"))
    response = redirect("accounts:profile")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, httponly=True, samesite="Lax")
    return response


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say which personal data are processed, what for, on which ground and for how long."""
    return render(request, "accounts/privacy.html")


@sensitive_post_parameters("login")
@require_http_methods(["GET", "POST"])
def request_password_reset(request: HttpRequest) -> HttpResponse:
    """Send a link by e-mail; the answer is the same whether or not there is such an account."""
    form = forms.PasswordResetForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/password_reset.html", {"form": form})
    login = form.cleaned_data["login"]
    refusal: HttpResponse | None = ratelimit.consume_or_429(request, action="reset_password", key=login.lower())
    if refusal:
        return refusal
    services.send_password_reset(login=login, site_url=settings.GONGFANG_SITE_URL, path_of=_reset_path)
    return redirect("account_reset_password_done")


def _reset_path(account: str, token: str) -> str:
    return reverse("accounts:set_new_password", args=[account, token])


@require_safe
def password_reset_requested(request: HttpRequest) -> HttpResponse:
    """Say what happens now, and where to turn without an e-mail address on file."""
    return render(request, "accounts/password_reset_done.html")


class SetNewPasswordView(PasswordResetConfirmView):
    """Set a new password by the link of an e-mail; signing in is another step, with the second factor."""

    form_class = forms.NewPasswordForm
    template_name = "accounts/set_new_password.html"
    success_url = reverse_lazy(settings.LOGIN_URL)
    post_reset_login = False


set_new_password = SetNewPasswordView.as_view()
