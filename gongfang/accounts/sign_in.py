"""The sign-in page; in the demonstration it lists the accounts one may try."""

from typing import Any

from allauth.account.views import LoginView as AllauthLoginView
from django.conf import settings

from gongfang.accounts import demonstration


class LoginView(AllauthLoginView):  # type: ignore[misc]
    """Sign in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the accounts of the demonstration, in the demonstration only."""
        accounts = demonstration.demo_accounts() if settings.GONGFANG_DEMO else []
        return {**super().get_context_data(**kwargs), "demo_accounts": accounts}


login = LoginView.as_view()
