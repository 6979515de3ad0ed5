"""Planning fairs, inviting, answering, reporting results, placing products (articles 8(五) and 8(六))."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from gongfang.accounts.models import User
from gongfang.cases.services import StepInput, hand_over, open_case, perform, step, take_step
from gongfang.catalogue.models import Product
from gongfang.records.models import Record
from gongfang.records.services import log_access
from gongfang.regulation import clauses
from gongfang.regulation.fair import STAND
from gongfang.regulation.procedure import Actor, StepRefused
from gongfang.regulation.time_limits import beijing_date
from gongfang.support.standing import require_good_standing
from gongfang.workshops.models import Workshop

from . import queries
from .models import Fair, Placement, Stand

decline_invitation = step("decline_invitation")
end_stand = step("end_stand")


@transaction.atomic
def plan_fair(*, by: User, at: datetime, **fields: Any) -> Fair:
    """Record a fair at which there is room for workshops (article 8(五)).

    :raises StepRefused: when its days make no sense.
    """
    if fields["ends_on"] < fields["starts_on"]:
        raise StepRefused("结束日期不能早于开始日期", clauses.CATALOGUE)
    if not beijing_date(at) <= fields["reply_by"] <= fields["ends_on"]:
        raise StepRefused("答复日期应在今天和展会结束之间", clauses.CATALOGUE)
    fair = Fair.objects.create(planned_by=by, planned_at=at, **fields)
    log_access(by=by, action="plan_fair", subject=f"fair:{fair.pk}", at=at)
    return fair


@transaction.atomic
def invite(fair: Fair, workshop: Workshop, *, by: User, at: datetime) -> Stand:
    """Invite a workshop to a fair; it answers on its phone.

    :raises StepRefused: when its recognition is not in force, it was invited before, or the fair is over.
    """
    if Stand.objects.filter(fair=fair, workshop=workshop).exists():
        raise StepRefused("该工坊已经受到邀请", clauses.CATALOGUE)
    case = open_case(
        Stand,
        region=workshop.county,
        holder=workshop.holder,
        at=at,
        title=f"{workshop.name}：{fair.name}"[:120],
        fair=fair,
        workshop=workshop,
    )
    take_step(case, "invite", by=by, at=at, inputs=StepInput(facts={"workshop": workshop.number, "fair": fair.pk}))
    return case


def accept_invitation(
    case: Stand, *, by: User, at: datetime, products: Collection[Product] = (), seen_version: int | None = None
) -> Record:
    """Accept, and say which products on show go to the fair.

    :raises StepRefused: when no product was chosen, the fair is full, or it is over.
    """
    own = set(queries.products_of(case.workshop).values_list("pk", flat=True))
    chosen = [each for each in products if each.pk in own]

    def write() -> None:
        fair = Fair.objects.select_for_update().get(pk=case.fair_id)
        if Stand.objects.filter(fair=fair, state__in=queries.TAKEN).exclude(pk=case.pk).count() >= fair.stands:
            raise StepRefused("展位已满，请与地区文旅部门联系", clauses.CATALOGUE)
        case.products.set(chosen)

    inputs = StepInput(
        given={"products": chosen},
        facts={"products": [each.number for each in chosen]},
        seen_version=seen_version,
    )
    return take_step(case, "accept_invitation", by=by, at=at, inputs=inputs, effect=write)


def allot_stand(
    case: Stand, *, by: User, at: datetime, stand_number: str = "", seen_version: int | None = None
) -> Record:
    """Say which stand a workshop has.

    :raises StepRefused: when another workshop has it.
    """
    number = stand_number.strip()
    taken = Stand.objects.filter(fair=case.fair_id, stand_number=number).exclude(pk=case.pk)
    if number and taken.exists():
        raise StepRefused("这个展位已经安排给其他工坊", clauses.CATALOGUE)

    def write() -> None:
        case.stand_number = number
        case.save(update_fields=["stand_number"])

    given = {"stand_number": number}
    inputs = StepInput(given=given, facts=given, seen_version=seen_version)
    return take_step(case, "allot_stand", by=by, at=at, inputs=inputs, effect=write)


def report_fair_result(
    case: Stand,
    *,
    by: User,
    at: datetime,
    sales: Decimal | None = None,
    orders: Decimal | None = None,
    result: str = "",
    seen_version: int | None = None,
) -> Record:
    """Report what was sold and ordered, in yuan; nothing is an answer too.

    :raises StepRefused: before the fair has begun, or when an amount is missing or below nothing.
    """
    if min(sales or 0, orders or 0) < 0:
        raise StepRefused("金额不能小于 0", clauses.CATALOGUE)

    def write() -> None:
        case.sales, case.orders, case.result = sales, orders, result
        case.save(update_fields=["sales", "orders", "result"])

    facts = {"sales": str(sales), "orders": str(orders)}
    given = {"sales": None if sales is None else str(sales), "orders": None if orders is None else str(orders)}
    texts = {"result": result} if result.strip() else {}
    inputs = StepInput(given=given, texts=texts, facts=facts, seen_version=seen_version)
    return take_step(case, "report_fair_result", by=by, at=at, inputs=inputs, effect=write)


@transaction.atomic
def place(*, by: User, at: datetime, product: Product, **fields: Any) -> Placement:
    """Record that a catalogue product has come into a shop, a scenic area or a historic street (article 8(六)).

    :raises StepRefused: when the workshop is not in good standing, or the product is there already.
    """
    require_good_standing(product.workshop, clauses.PLACEMENT)
    if fields["since"] > beijing_date(at):
        raise StepRefused("进驻日期不能晚于今天", clauses.PLACEMENT)
    try:
        with transaction.atomic():
            placement = Placement.objects.create(
                workshop=product.workshop, product=product, placed_by=by, placed_at=at, **fields
            )
    except IntegrityError:
        raise StepRefused("这件产品已经在这个场所", clauses.PLACEMENT) from None
    log_access(by=by, action="place_product", subject=f"placement:{placement.pk}", at=at)
    return placement


@transaction.atomic
def withdraw_placement(placement: Placement, *, by: User, at: datetime, until: date | None = None) -> None:
    """Record that a product is no longer there; a second time changes nothing."""
    on = max(until or beijing_date(at), placement.since)
    if Placement.objects.filter(pk=placement.pk, until=None).update(until=on):
        log_access(by=by, action="withdraw_placement", subject=f"placement:{placement.pk}", at=at)


def follow_recognition(workshop: Workshop, *, at: datetime) -> None:
    """End what is open of a workshop that has lost its recognition: stands and placements (article 8)."""
    if workshop.holds_recognition:
        return
    for case in _open_stands([workshop]):
        perform(case, "end_stand", by=Actor.SYSTEM, at=at)
    Placement.objects.filter(workshop=workshop, until=None, since__lte=beijing_date(at)).update(
        until=beijing_date(at)
    )


def follow_holder(workshop: Workshop, *, at: datetime) -> None:
    """Hand open stands over to the account that acts for the workshop now."""
    hand_over(_open_stands([workshop]), workshop.holder, at=at)


def _open_stands(workshops: Iterable[Workshop]) -> Any:
    return Stand.objects.filter(workshop__in=list(workshops)).exclude(state__in=["", *STAND.ends])
