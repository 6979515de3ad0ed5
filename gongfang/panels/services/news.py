"""What experts and applicants are told. Mail leaves the house: it names no expert and no score."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import User
from gongfang.notifications.services import queue

from ..models import Entry, Panel, RecusalRequest, Seat


def tell_of_seats(panel: Panel, seats: Sequence[Seat], *, at: datetime) -> None:
    """Invite the experts who were seated, and tell the applicants that names are to be read (R7)."""
    _invite(panel, seats, at=at)
    first_seats = {seat.entry_id: seat for seat in reversed(seats)}
    for entry in Entry.objects.filter(pk__in=first_seats).select_related("application__holder"):
        seat = first_seats[entry.pk]
        _tell_applicant(
            entry,
            at=at,
            key=f"panel:named:{seat.pk}",
            subject=_("%(number)s：评审专家名单"),
            body=_("评审专家名单有变动，请查看递补的专家；如有利害关系，可书面申请回避。")
            if seat.is_replacement
            else _("评审专家已随机抽取产生，请查看名单；如有利害关系，可在申请回避期内书面申请回避。"),
        )


def _invite(panel: Panel, seats: Iterable[Seat], *, at: datetime) -> None:
    told = set()
    for seat in seats:
        expert = seat.candidate.expert
        if expert.user is None or expert.pk in told:
            continue
        told.add(expert.pk)
        with translation.override(expert.user.language):
            queue(
                to=expert.user,
                subject=str(_("%(number)s：邀请参加专家评审")) % {"number": panel.number},
                body=str(_("您被随机抽取为评审专家。请先声明有无利害关系，再独立打分：%(url)s"))
                % {"url": f"{settings.GONGFANG_SITE_URL.rstrip('/')}{reverse('panels:workspace')}"},
                case=panel,
                at=at,
                key=f"panel:seated:{seat.pk}",
            )


def tell_of_decision(panel: Panel, request: RecusalRequest, *, at: datetime) -> None:
    """Tell the applicant what was decided on its request."""
    granted, denied = _("您申请的回避已获准，由下一顺位专家递补。"), _("您申请的回避未获准，理由见办理页面。")
    body = granted if request.is_granted else denied
    _tell_applicant(
        request.entry, at=at, key=f"panel:recusal:{request.pk}", subject=_("%(number)s：回避申请的决定"), body=body
    )


def tell_of_conclusion(panel: Panel, entries: Iterable[Entry], *, at: datetime) -> None:
    """Tell the applicants that the review has come to a conclusion."""
    for entry in entries:
        _tell_applicant(
            entry,
            at=at,
            key=f"panel:concluded:{entry.pk}",
            subject=_("%(number)s：专家评审已形成结论"),
            body=_("专家评审已形成结论，请查看结果。"),
        )


def _tell_applicant(entry: Entry, *, at: datetime, key: str, subject: Promise, body: Promise) -> None:
    application, holder = entry.application, entry.application.holder
    if not isinstance(holder, User):  # a paper application has no account
        return
    with translation.override(holder.language):
        queue(
            to=holder,
            subject=str(subject) % {"number": application.number},
            body=f"{body}\n{settings.GONGFANG_SITE_URL.rstrip('/')}{application.get_absolute_url()}",
            case=application,
            at=at,
            key=key,
        )
