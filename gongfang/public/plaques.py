"""What a plaque's QR code answers: how the recognition stands, since when and under which document."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongfang.regulation.clauses import Clause, clause
from gongfang.workshops.models import EventKind, Plaque, PlaqueStatus, WorkshopStatus

_VALID, _SUSPENDED, _REVOKED, _RETURNED, _VOID = "valid", "suspended", "revoked", "returned", "void"
_LABELS = {
    _VALID: _("有效"),
    _SUSPENDED: _("已暂停"),
    _REVOKED: _("已撤销"),
    _RETURNED: _("已交回"),
    _VOID: _("已声明作废"),
}
_MEANINGS = {
    _VALID: _("这块牌匾真实，所载工坊的地区级非遗工坊资格在有效期内。"),
    _SUSPENDED: _("这块牌匾真实，但所载工坊的资格目前已暂停。"),
    _REVOKED: _("所载工坊已被撤销命名，这块牌匾不再有效。"),
    _RETURNED: _("这块牌匾已交回，不再代表所载工坊的资格。"),
    _VOID: _("这块牌匾已声明作废，不再有效。"),
}
_BY_WORKSHOP = {
    WorkshopStatus.SUSPENDED: _SUSPENDED,
    WorkshopStatus.REVOKED: _REVOKED,
    WorkshopStatus.SURRENDERED: _RETURNED,
}
_BY_PLAQUE = {PlaqueStatus.RECOVERED: _RETURNED, PlaqueStatus.VOID: _VOID}
_EVENTS = {
    _VALID: (EventKind.RECOGNISED, EventKind.RESTORED),
    _SUSPENDED: (EventKind.SUSPENDED,),
    _REVOKED: (EventKind.REVOKED,),
    _RETURNED: (EventKind.PLAQUE_RECOVERED, EventKind.SURRENDERED),
    _VOID: (EventKind.PLAQUE_VOID,),
}


@dataclass(frozen=True)
class Answer:
    """The state of a plaque in words. `since` is the day it took effect, `clause` what it rests on."""

    state: str
    label: Promise
    meaning: Promise
    since: date
    clause: Clause | None
    document_number: str


def check(plaque: Plaque) -> Answer:
    """Return how `plaque` stands; a revoked workshop counts before what became of the plaque itself."""
    state = _state_of(plaque)
    event = plaque.workshop.events.filter(kind__in=_EVENTS[state]).order_by("on", "id").last()
    return Answer(
        state,
        _LABELS[state],
        _MEANINGS[state],
        event.on if event else (plaque.ended_on or plaque.awarded_on),
        clause(event.clause_id) if event and event.clause_id else None,
        (event.document_number if event else "") or (plaque.workshop.document_number if state == _VALID else ""),
    )


def _state_of(plaque: Plaque) -> str:
    status = WorkshopStatus(plaque.workshop.status)
    if status == WorkshopStatus.REVOKED:
        return _REVOKED
    of_plaque = _BY_PLAQUE.get(PlaqueStatus(plaque.status))
    return of_plaque or _BY_WORKSHOP.get(status, _VALID)
