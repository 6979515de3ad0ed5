"""Look-ups of people. A login is found by its blind index only."""

from django.db.models import Q, QuerySet

from gongfang.accounts.encryption import blind_indexes
from gongfang.accounts.models import User

PAGE_SIZE = 50


def user_by_login(login: str) -> User | None:
    """Return the account with this phone number, e-mail address or account name."""
    return User.objects.filter(login_index__in=blind_indexes(login, "login")).first()


def is_login_taken(login: str) -> bool:
    """Return whether an account, active or not, has this login."""
    return User.objects.filter(login_index__in=blind_indexes(login, "login")).exists()


def with_offices() -> QuerySet[User]:
    """Return all accounts with office and division, so that `office.code` needs no further query."""
    return User.objects.select_related("office__division")


def page_of_people(*, search: str = "", role: str = "", after: User | None = None) -> list[User]:
    """Return up to `PAGE_SIZE` + 1 accounts, newest first; one too many tells that there is another page.

    `search` is a whole login or a part of a name; `after` is the last account of the page before.
    """
    people = with_offices().order_by("-created_at", "-id")
    if role:
        people = people.filter(role=role)
    if search:
        people = people.filter(
            Q(display_name__icontains=search) | Q(login_index__in=blind_indexes(search, "login"))
        )
    if after:
        people = people.filter(
            Q(created_at__lt=after.created_at) | Q(created_at=after.created_at, id__lt=after.id)
        )
    return list(people[: PAGE_SIZE + 1])
