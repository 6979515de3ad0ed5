"""Who makes tokens and webhooks, and what a token may be given."""

from typing import Any

from gongfang.accounts import permissions

from .models import Scope


def may_have_tokens(user: Any) -> bool:
    """Return whether `user` makes tokens: officials, for what their office does."""
    return permissions.is_official(user)


def may_have_webhooks(user: Any) -> bool:
    """Return whether `user` has changes sent to an address: the head of an office."""
    return permissions.is_head(user)


def scopes_for(user: Any) -> list[str]:
    """Return what a token of `user` may be given: what binds an office is for its head."""
    return [scope.value for scope in Scope if scope != Scope.SIGN or permissions.is_head(user)]
