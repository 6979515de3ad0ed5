"""The reply goes by e-mail to an objector who left an address."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from gongfang.cases.advance import advance
from gongfang.notices import replies, services
from gongfang.notices.models import Objection, ReplyMail
from gongfang.notifications.delivery import Delivery
from tests.factories import head
from tests.notices.cast import PUBLISHED, all_agree, objected, on_notice

pytestmark = pytest.mark.django_db
ADDRESS = "wang@example.org"


def decided(contact: str) -> Objection:
    objection = objected(on_notice(), contact=contact).objection
    all_agree(objection, at=PUBLISHED)
    given = {"findings": "内部意见", "reply": "经核查，异议不成立。"}
    services.dismiss_objection(objection, by=head("prefecture.culture"), at=PUBLISHED, **given)
    return objection


def test_reply_goes_once_to_the_address_and_holds_the_reply_only() -> None:
    objection = decided(ADDRESS)
    assert [replies.deliver(PUBLISHED).sent, replies.deliver(PUBLISHED).sent] == [1, 0]
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    assert message.body == "经核查，异议不成立。"
    assert objection.number in message.subject


def test_reply_waits_in_the_outbox_without_address_or_words() -> None:
    decided(ADDRESS)
    row = ReplyMail.objects.values().get()
    assert ADDRESS not in str(row)
    assert "不成立" not in str(row)
    assert not mail.outbox


@pytest.mark.parametrize("contact", ["13800138000", "托里县某路1号", ""])
def test_objector_without_an_address_gets_no_mail(contact: str) -> None:
    objection = objected(on_notice(), contact=contact).objection
    replies.send(objection, at=PUBLISHED)
    assert not ReplyMail.objects.exists()


def test_failed_mail_is_tried_again_later(settings: Any) -> None:
    decided(ADDRESS)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert replies.deliver(PUBLISHED) == Delivery(sent=0, failed=1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert replies.deliver(PUBLISHED) == Delivery()
    assert replies.deliver(PUBLISHED + timedelta(hours=1)) == Delivery(sent=1)


def test_daily_command_delivers_replies() -> None:
    decided(ADDRESS)
    assert advance(PUBLISHED + timedelta(minutes=1)).delivery.sent == 1
    assert ADDRESS in [message.to[0] for message in mail.outbox]
