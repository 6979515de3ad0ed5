"""Sending the reply to an objector who left an e-mail address; whoever holds the receipt reads it on the site.

A row waits in the outbox from the decision's own transaction on: the reply is never lost and never premature.
Neither address nor words are copied: both are read, decrypted, when the mail goes.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongfang.notifications.delivery import CHUNK, MAX_ATTEMPTS, Delivery
from gongfang.records.models import Statement

from .models import Objection, ReplyMail

_WAIT = timedelta(minutes=5)
_log = logging.getLogger(__name__)


def send(objection: Objection, *, at: datetime) -> None:
    """Put the reply to `objection` into the outbox, if its objector can be reached by e-mail."""
    try:
        validate_email(objection.objector.contact)
    except ValidationError:
        return
    ReplyMail.objects.get_or_create(objection=objection, defaults={"next_attempt_at": at})


def waiting(at: datetime) -> QuerySet[ReplyMail]:
    """Return the mails that are due."""
    return ReplyMail.objects.filter(sent_at=None, next_attempt_at__lte=at)


def deliver(at: datetime) -> Delivery:
    """Send what is due, each mail once; a failed one is tried again, ever later, and given up in the end."""
    keys = list(waiting(at).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    mails = ReplyMail.objects.select_related("objection__objector").in_bulk(keys) if keys else {}
    went = [_went(mail, at) for mail in mails.values() if _is_claimed(mail, at)]
    return Delivery(sum(went), len(went) - sum(went))


def _is_claimed(mail: ReplyMail, at: datetime) -> bool:
    """Take a mail before it goes, so that two runs at once do not both send it."""
    attempts = mail.attempts + 1
    later = at + _WAIT * 2**attempts if attempts < MAX_ATTEMPTS else None
    mine = ReplyMail.objects.filter(pk=mail.pk, attempts=mail.attempts, sent_at=None)
    return bool(mine.update(attempts=attempts, next_attempt_at=later))


def _went(mail: ReplyMail, at: datetime) -> bool:
    try:
        _message(mail.objection).send()
    except (SMTPException, OSError) as error:
        _log.warning("reply %s not sent: %s", mail.pk, type(error).__name__)
        return False
    ReplyMail.objects.filter(pk=mail.pk).update(sent_at=at, next_attempt_at=None)
    return True


def _message(objection: Objection) -> EmailMessage:
    reply = Statement.objects.filter(record__case_id=objection.pk, name="reply").latest("record_id")
    subject = _("关于异议 %(number)s 的答复") % {"number": objection.number}
    message_id = {"Message-ID": f"<{objection.number}.{objection.pk}@gongfang>"}
    return EmailMessage(subject, reply.text, to=[objection.objector.contact], headers=message_id)
