"""Opening the interface with a token: `Authorization: Bearer gf_…`."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from gongfang.cases.pages import now
from gongfang.regulation.time_limits import beijing_date

from . import queries
from .models import Scope, Token


class MissingScope(Exception):
    """The token is not for this."""


class OfficeToken(HttpBearer):
    """Lets in whoever holds a token with `scope`; the request is then its owner's, whatever session it has."""

    def __init__(self, scope: Scope = Scope.READ) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Return the token, or None (401) when it opens nothing.

        :raises MissingScope: when it is one without the scope (403).
        """
        at = now()
        found = queries.token_of(token, at=at)
        if found is None:
            return None
        if self.scope.value not in found.scopes:
            raise MissingScope(self.scope.label)
        if found.last_used_on != (today := beijing_date(at)):
            Token.objects.filter(pk=found.pk).update(last_used_on=today)
        request.user = found.user
        return found


def may_sign(token: Token) -> bool:
    """Return whether a token takes steps that bind its office."""
    return Scope.SIGN.value in token.scopes
