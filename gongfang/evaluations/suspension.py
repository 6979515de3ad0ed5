"""The suspension of a workshop while it puts things right, where the lead has ordered it."""

from datetime import datetime

from gongfang.regulation import clauses
from gongfang.regulation.time_limits import beijing_date
from gongfang.revocations.queries import open_revocation_of
from gongfang.workshops.models import Workshop, WorkshopStatus
from gongfang.workshops.services import set_status

from .models import Evaluation, RectificationOrder


def impose(order: RectificationOrder, *, at: datetime) -> None:
    """Suspend the workshop under article 9(四), unless it is suspended already."""
    workshop = Workshop.objects.get(evaluations=order.evaluation_id)
    if workshop.status != WorkshopStatus.RECOGNISED:
        return
    _set(workshop, WorkshopStatus.SUSPENDED, at)
    order.has_suspended = True
    order.save(update_fields=["has_suspended"])


def lift(case: Evaluation, *, at: datetime) -> None:
    """End the suspension that an order of this evaluation brought, unless a revocation still keeps it up (R14)."""
    orders = RectificationOrder.objects.filter(evaluation_id=case.pk, has_suspended=True, lifted_on=None)
    workshop = Workshop.objects.get(pk=case.workshop_id)
    if not orders.exists() or open_revocation_of(workshop) is not None:
        return
    if workshop.status == WorkshopStatus.SUSPENDED:
        _set(workshop, WorkshopStatus.RECOGNISED, at)
    orders.update(lifted_on=beijing_date(at))


def lift_for(order: RectificationOrder, at: datetime) -> None:
    """Lift a suspension whose evaluation has ended, once the revocation that kept it up has ended too."""
    lift(order.evaluation, at=at)


def take_over(workshop: Workshop) -> None:
    """Let a running order that suspends answer for a suspension whose first reason is gone: its end lifts it."""
    orders = RectificationOrder.objects.filter(evaluation__workshop=workshop, evaluation__ended_on=None)
    last = orders.filter(suspends=True).order_by("-turn").first()
    if last is not None:
        last.has_suspended = True
        last.save(update_fields=["has_suspended"])


def _set(workshop: Workshop, status: str, at: datetime) -> None:
    set_status(workshop=workshop, status=status, on=beijing_date(at), at=at, clause=clauses.EVALUATION)
