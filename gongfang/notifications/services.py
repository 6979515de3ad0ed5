"""Telling people: a message in the inbox at once, an e-mail through the outbox.

Rows are written in the transaction of the step they tell of, so that news is never lost and never false.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.conf import settings
from django.db.models import Q, QuerySet

from gongfang.accounts.models import Office, User

from . import texts
from .models import Message
from .texts import News

Recipient: TypeAlias = User | Office

QUIET_ACTIONS = frozenset({"give_opinion", "consult", "declare", "score", "sign_minutes", "score_evaluation"})
"""Steps between the departments or the experts: the applicant is told of what comes of them."""


@dataclass(frozen=True)
class Letter:
    """News for one recipient. `key` is the same whenever the same news would be queued again."""

    to: Recipient
    news: News
    key: str


def announce(*, case: Any, record: Any, offices: Iterable[Office], running: Any, at: datetime) -> None:
    """Tell the holder what has happened, and each of `offices` what it is now to do.

    `running` is the time limit of the state the step led to, or None. Called in the transaction of the step.
    Whoever took the step knows already.
    """
    own = record.user.office_id if record.user is not None else None
    offices = [office for office in offices if office.pk != own]
    holder_id = None if record.action in QUIET_ACTIONS else case.holder_id
    readers = _readers(offices, holder_id)
    letters = []
    if holder := next((user for user in readers if user.pk == holder_id), None):
        news = texts.of_step(case, record, running, language=holder.language, is_task=False)
        letters.append(Letter(holder, news, f"step:{record.seq}"))
    if offices:
        news = texts.of_step(case, record, running, language=settings.LANGUAGE_CODE, is_task=True)
        letters.extend(Letter(office, news, f"step:{record.seq}") for office in offices)
    _write(letters, readers, case=case, at=at)


def _readers(offices: Iterable[Office], holder_id: Any = None) -> list[User]:
    """Return the people of the offices, and the holder, as far as they are active: one query, or none."""
    offices = list(offices)
    if not offices and holder_id is None:
        return []
    is_meant = Q(office_id__in=[office.pk for office in offices])
    if holder_id is not None:
        is_meant |= Q(pk=holder_id)
    found = User.objects.filter(is_meant, is_active=True).order_by()
    return list(found.only("office_id", "email", "language"))


def queue(*, to: Recipient, subject: str, body: str, case: Any, at: datetime, key: str) -> None:
    """Tell a person or an office something, once for each `key`.

    `subject` and `body` must not hold personal data: they leave the house by e-mail.
    """
    post([Letter(to, News(subject, body), key)], case=case, at=at)


def post(letters: Iterable[Letter], *, case: Any, at: datetime) -> None:
    """Write letters to the inbox and the outbox, in two queries; those whose key is known are left out."""
    letters = list(letters)
    readers = _readers(letter.to for letter in letters if isinstance(letter.to, Office))
    _write(letters, readers, case=case, at=at)


def _write(letters: list[Letter], readers: Iterable[User], *, case: Any, at: datetime) -> None:
    people: dict[int, list[User]] = defaultdict(list)
    for user in readers:
        if user.office_id is not None:
            people[user.office_id].append(user)
    rows = [row for letter in letters for row in _rows(letter, people, case, at)]
    if rows:
        Message.objects.bulk_create(rows, ignore_conflicts=True)


def _rows(letter: Letter, people: Mapping[int, list[User]], case: Any, at: datetime) -> Iterator[Message]:
    to, news = letter.to, letter.news
    common = {"case_id": case.pk if case else None, "subject": news.subject, "body": news.body, "created_at": at}
    addressee = {"user": to} if isinstance(to, User) else {"office": to}
    yield Message(channel=Message.Channel.INBOX, key=_key(letter, to, "inbox"), **addressee, **common)
    for user in [to] if isinstance(to, User) else people[to.pk]:
        if user.email:
            key = _key(letter, user, "email")
            yield Message(channel=Message.Channel.EMAIL, key=key, user=user, next_attempt_at=at, **common)


def _key(letter: Letter, to: Recipient, channel: str) -> str:
    kind = "user" if isinstance(to, User) else "office"
    return f"{letter.key}:{kind}:{to.pk}:{channel}"


def mark_read(messages: QuerySet[Message], *, at: datetime) -> int:
    """Mark messages as read, and return how many were not; what an office has read is read for all in it."""
    return messages.filter(read_at=None).update(read_at=at)
