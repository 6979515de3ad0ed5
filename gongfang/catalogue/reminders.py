"""Reminding workshops of enquiries that wait for an answer. A hint: the measures set no limit (article 8(五))."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from gongfang.cases import advance
from gongfang.cases.permissions import stands_in
from gongfang.notifications import services as notifications
from gongfang.notifications import texts
from gongfang.notifications.texts import News
from gongfang.regulation.time_limits import beijing_date
from gongfang.web import dates

from .models import Enquiry
from .queries import late_answers


def register() -> None:
    """Let the daily pass remind workshops, of each enquiry once."""
    advance.opening("enquiry_reminders", _late, remind, stamp=_once_a_day)


def _late(at: datetime) -> QuerySet[Any]:
    return late_answers(beijing_date(at))


def _once_a_day() -> str:
    """Return the same always: nothing comes to be late within a day."""
    return ""


def remind(enquiry: Enquiry, at: datetime) -> None:
    """Tell whoever answers for the workshop that a buyer waits, and note that it was told."""
    Enquiry.objects.filter(pk=enquiry.pk).update(reminded_at=at)
    for reader in [enquiry.holder] if enquiry.holder else stands_in(enquiry):
        language = enquiry.holder.language if enquiry.holder else settings.LANGUAGE_CODE
        news = _news(enquiry, language=language)
        letter = notifications.Letter(reader, news, f"enquiry:{enquiry.pk}:late")
        notifications.post([letter], case=enquiry, at=at)


def _news(enquiry: Enquiry, *, language: str) -> News:
    with translation.override(language):
        assert enquiry.answer_by is not None  # chosen by it
        lines = [
            _("询价编号：%(number)s") % {"number": enquiry.number},
            _("建议答复日期：%(day)s（平台建议，不是法定期限）") % {"day": dates.full_date(enquiry.answer_by)},
            "",
            _("请登录办理：%(url)s") % {"url": texts.url_of(enquiry)},
        ]
        return News(_("买方在等您答复：%(number)s") % {"number": enquiry.number}, "\n".join(lines))
