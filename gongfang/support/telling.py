"""Telling the accounts of workshops what becomes of their support."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from gongfang.accounts.models import User
from gongfang.notifications import services as notifications
from gongfang.notifications.services import Letter
from gongfang.notifications.texts import News
from gongfang.regulation.clauses import Clause
from gongfang.workshops.models import Workshop


@dataclass(frozen=True, kw_only=True)
class Words:
    """A letter in Chinese, marked for translation: `%(name)s` is the workshop, `%(title)s` what it is about.

    No personal data: letters leave the house by e-mail.
    """

    key: str
    subject: str
    body: str
    clause: Clause


def tell(
    workshops: Iterable[Workshop], words: Words, *, title: str, key: str, at: datetime, case: Any = None
) -> None:
    """Write to the account of each workshop that has one; the same `key` is told once."""
    letters = []
    for workshop in workshops:
        if workshop.holder is not None and workshop.holder.is_active:
            news = _news(workshop, workshop.holder, words, title)
            letters.append(Letter(workshop.holder, news, f"support:{words.key}:{key}:{workshop.pk}"))
    notifications.post(letters, case=case, at=at)


def _news(workshop: Workshop, holder: User, words: Words, title: str) -> News:
    given = {"name": workshop.name, "title": title}
    with override(holder.language):
        return News(_(words.subject) % given, f"{_(words.body) % given}（{words.clause.cite}）")
