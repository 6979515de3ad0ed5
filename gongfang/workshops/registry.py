"""What apps above the register add to a workshop's page, and what they do when its status changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from gongfang.accounts.models import User

from .models import Workshop

ContextOf = Callable[[Workshop, User], Mapping[str, Any] | None]
StatusChanged = Callable[..., object]


@dataclass(frozen=True)
class Section:
    """One part of a workshop's page. `context` returns None where the person is not to see it."""

    name: str
    label: str | Promise
    template: str
    context: ContextOf
    order: int = 50


_sections: list[Section] = []
_followers: list[StatusChanged] = []
_holder_followers: list[StatusChanged] = []
_holds: list[Callable[[Workshop], bool]] = []


def section(part: Section) -> None:
    """Add a part to the page of a workshop."""
    _sections.append(part)
    _sections.sort(key=lambda each: each.order)


def sections_for(workshop: Workshop, user: User) -> list[tuple[Section, Mapping[str, Any]]]:
    """Return the parts of the page that `user` is to see, each with its context."""
    found = [(part, part.context(workshop, user)) for part in _sections]
    return [(part, context) for part, context in found if context is not None]


def follow_status(follower: StatusChanged) -> None:
    """Let `follower(workshop, at=…)` draw the consequences of a new status, in the transaction that sets it."""
    _followers.append(follower)


def keep_suspended(holds: Callable[[Workshop], bool]) -> None:
    """Let `holds(workshop)` say whether an app knows a reason for which a recognition is suspended."""
    _holds.append(holds)


def is_kept_suspended(workshop: Workshop) -> bool:
    """Return whether there is still a reason for which the recognition of `workshop` is suspended."""
    return any(holds(workshop) for holds in _holds)


def status_changed(workshop: Workshop, *, at: datetime) -> None:
    """Tell every follower that the status of `workshop` is a new one."""
    for follower in _followers:
        follower(workshop, at=at)


def follow_holder(follower: StatusChanged) -> None:
    """Let `follower(workshop, at=…)` hand open cases over to the account that acts for the workshop now."""
    _holder_followers.append(follower)


def holder_changed(workshop: Workshop, *, at: datetime) -> None:
    """Tell every follower that another account acts for `workshop`."""
    for follower in _holder_followers:
        follower(workshop, at=at)
