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
    """Return all offices by their keys, with their divisions: the same objects each time, to be read only.

    Read once by each process: offices come with the reference data, and loading that forgets what was read.
    """
    return {office.pk: office for office in Office.objects.select_related("division")}


def offices_over(division_code: str) -> list[Office]:
    """Return the offices of a division and of the one above it, with their divisions."""
    above = {each.division.parent_id for each in offices().values() if each.division_id == division_code}
    return [each for each in offices().values() if each.division_id in {division_code, *above}]
