"""Look-ups of people. A login is found by its blind index only."""

from functools import lru_cache

from django.db.models import Q, QuerySet

from gongfang.accounts.encryption import blind_indexes
from gongfang.accounts.models import Office, User


def user_by_login(login: str) -> User | None:
    """Return the account with this phone number, e-mail address or account name."""
    return User.objects.filter(login_index__in=blind_indexes(login, "login")).first()


def is_login_taken(login: str) -> bool:
    """Return whether an account, active or not, has this login."""
    return User.objects.filter(login_index__in=blind_indexes(login, "login")).exists()


def with_offices() -> QuerySet[User]:
    """Return all accounts with office and division, so that `office.code` needs no further query."""
    return User.objects.select_related("office__division")


def people(*, search: str = "", role: str = "") -> QuerySet[User]:
    """Return accounts with their offices; `search` is a whole login or a part of a name."""
    found = with_offices()
    if role:
        found = found.filter(role=role)
    if search:
        is_named = Q(display_name__icontains=search)
        found = found.filter(is_named | Q(login_index__in=blind_indexes(search, "login")))
    return found


@lru_cache(maxsize=1)
def offices() -> dict[int, Office]:
    """Return all offices by their keys, with their divisions: the same objects each time, to be read only."""
    return {office.pk: office for office in Office.objects.select_related("division")}


@lru_cache(maxsize=256)
def offices_over(division_code: str) -> tuple[Office, ...]:
    """Return the offices of a division and of the one above it, with their divisions."""
    here_or_above = Q(division_id=division_code) | Q(division__divisions=division_code)
    return tuple(Office.objects.filter(here_or_above).select_related("division").distinct())


def forget_offices() -> None:
    """Let offices be read again: each process reads them once, for they come with the reference data."""
    offices.cache_clear()
    offices_over.cache_clear()
