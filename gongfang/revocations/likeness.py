"""Who resembles a revoked workshop: a hint to officials, never a refusal (article 10, reading R18)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import User
from gongfang.accounts.permissions import is_auditor, is_official
from gongfang.applications.models import Application, Person
from gongfang.applications.queries import filed_on
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop, WorkshopStatus
from gongfang.workshops.queries import free_from

_SAME_ADDRESS, _SAME_PEOPLE, _SAME_NAME = _("地址相同"), _("管理人员相同"), _("经营主体名称相同")
SHOWN = 10


@dataclass(frozen=True)
class Likeness:
    """A revoked workshop whose ban still runs, and in what an application resembles it."""

    workshop: Workshop
    free_from: date
    why: tuple[Promise, ...]


def near_matches(application: Application) -> list[Likeness]:
    """Return the revoked workshops an application resembles while their ban runs, the latest revoked first."""
    on = filed_on(application, beijing_date(application.opened_at))
    people = set(_indexes(application).values_list("id_index", flat=True))
    led_by_them = _numbers_led_by(people, application)
    condition = Q(application_number__in=led_by_them) | Q(responsible_id_index__in=people)
    if application.operator_name.strip():
        condition |= Q(operator__name__iexact=application.operator_name.strip())
    if application.address.strip():
        condition |= Q(county=application.region_id, address__iexact=application.address.strip())
    rows = Workshop.objects.filter(condition, status=WorkshopStatus.REVOKED).select_related("operator")
    found = (
        _likeness(each, application, people, led_by_them, on)
        for each in rows.order_by("-revoked_on", "-pk")[:SHOWN]
    )
    return [each for each in found if each is not None]


def _indexes(application: Application) -> QuerySet[Person]:
    return Person.objects.filter(application=application).exclude(id_index="")


def _numbers_led_by(people: Iterable[str], application: Application) -> set[str]:
    """Return the numbers of the applications that name one of `people` and led to a workshop since revoked."""
    revoked = Workshop.objects.filter(status=WorkshopStatus.REVOKED).exclude(application_number="")
    same = Person.objects.filter(id_index__in=people, application__number__in=revoked.values("application_number"))
    others = same.exclude(application=application)
    return set(others.values_list("application__number", flat=True))


def _likeness(
    workshop: Workshop, application: Application, people: set[str], led_by_them: set[str], on: date
) -> Likeness | None:
    free = free_from(workshop.revoked_on) if workshop.revoked_on else None
    if free is None or on >= free:
        return None
    held = {
        _SAME_ADDRESS: _is_same(workshop.address, application.address)
        and workshop.county_id == application.region_id,
        _SAME_PEOPLE: workshop.application_number in led_by_them or workshop.responsible_id_index in people,
        _SAME_NAME: _is_same(workshop.operator.name, application.operator_name),
    }
    return Likeness(workshop, free, tuple(why for why, holds in held.items() if holds))


def _is_same(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def likeness_of_application(case: Any, user: User) -> Mapping[str, Any] | None:
    """Return the hint for officials and the auditor; nothing where there is no likeness."""
    if not (is_official(user) or is_auditor(user)):
        return None
    found = near_matches(case)
    return {"matches": found} if found else None
