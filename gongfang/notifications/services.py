"""Telling people: a message in the inbox at once, an e-mail through the outbox.

Rows are written in the transaction of the step they tell of, so that news is never lost and never false.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.conf import settings
from django.db.models import QuerySet

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
    holder = _holder_to_tell(case, record)
    own = record.user.office_id if record.user is not None else None
    offices = [office for office in offices if office.pk != own]
    if holder is None and not offices:
        return
    letters = []
    if holder is not None:
        news = texts.of_step(case, record, running, language=holder.language, is_task=False)
        letters.append(Letter(holder, news, f"step:{record.seq}"))
    if offices:
        news = texts.of_step(case, record, running, language=settings.LANGUAGE_CODE, is_task=True)
        letters.extend(Letter(office, news, f"step:{record.seq}") for office in offices)
    post(letters, case=case, at=at)


def _holder_to_tell(case: Any, record: Any) -> User | None:
    if case.holder_id is None or record.action in QUIET_ACTIONS:
        return None
    holder: User = case.holder
    return holder if holder.is_active else None


def queue(*, to: Recipient, subject: str, body: str, case: Any, at: datetime, key: str) -> None:
    """Tell a person or an office something, once for each `key`.

    `subject` and `body` must not hold personal data: they leave the house by e-mail.
    """
    post([Letter(to, News(subject, body), key)], case=case, at=at)


def post(letters: Iterable[Letter], *, case: Any, at: datetime) -> None:
    """Write letters to the inbox and the outbox, in two queries; those whose key is known are left out."""
    letters = list(letters)
    if not letters:
        return
    people = _people_of([letter.to for letter in letters if isinstance(letter.to, Office)])
    rows = [row for letter in letters for row in _rows(letter, people, case, at)]
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def _people_of(offices: list[Office]) -> dict[int, list[User]]:
    people: dict[int, list[User]] = {office.pk: [] for office in offices}
    if offices:
        for user in User.objects.filter(office__in=offices, is_active=True):
            people[user.office_id].append(user)  # type: ignore[index]  # filtered by office
    return people


def _rows(letter: Letter, people: dict[int, list[User]], case: Any, at: datetime) -> Iterator[Message]:
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
