"""Enquiries and demands: received, brought to workshops, answered, and what came of them (article 8(五))."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction

from gongfang.accounts.models import Division, User
from gongfang.calendars.queries import working_calendar
from gongfang.cases import tasks
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, open_case, perform, step, take_step
from gongfang.notices.receipts import new_receipt_code, receipt_digest
from gongfang.records import chain
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation.enquiry import OPEN
from gongfang.regulation.procedure import Actor, StepRefused
from gongfang.regulation.time_limits import beijing_date
from gongfang.support.standing import require_good_standing
from gongfang.workshops.models import Workshop

from .models import Buyer, Demand, Enquiry, Outcome, Product

answer_enquiry = step("answer_enquiry")
conclude_demand = step("conclude_demand")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a buyer says of himself and of what he wants; he has agreed that the workshop may know."""

    name: str
    contact: str
    message: str
    organisation: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the buyer is given: the case, and the code that is told once and kept as a digest only."""

    case: Enquiry | Demand
    code: str


@transaction.atomic
def enquire(
    *,
    products: Sequence[Product],
    words: Words,
    at: datetime,
    quantity: int | None = None,
    by: Actor = Actor.PUBLIC,
) -> Receipt:
    """Receive an enquiry about products of one workshop.

    :raises StepRefused: when the workshop is not in good standing.
    :raises ValueError: when there is no product, or they are of several workshops.
    """
    if len({product.workshop_id for product in products}) != 1:
        raise ValueError("an enquiry is about products of one workshop")
    workshop = products[0].workshop
    title = f"询价：{products[0].title}{'等' if len(products) > 1 else ''}"[:120]
    fields: dict[str, Any] = {"workshop": workshop, "quantity": quantity}
    case = open_case(Enquiry, region=workshop.county, holder=None, at=at, title=title, **fields)
    case.products.set(products)
    code, digest = _written_down(case, words, at=at)
    facts = {"workshop": workshop.number, "products": [each.number for each in products], "message": digest}
    take_step(case, "enquire", by=by, at=at, inputs=StepInput(facts=facts))
    return Receipt(case, code)


def _written_down(case: Case, words: Words, *, at: datetime) -> tuple[str, str]:
    """Keep who asks and in which words; return the code of the receipt, and the digest for the record."""
    code, salt = new_receipt_code(), chain.new_salt()
    Buyer.objects.create(
        case_id=case.pk,
        name=words.name,
        organisation=words.organisation,
        contact=words.contact,
        message=words.message,
        salt=salt,
        consented_at=at,
        receipt_digest=receipt_digest(code),
    )
    return code, chain.salted(salt, words.message)


def forward_enquiry(case: Enquiry, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Bring an enquiry to the workshop that is asked; from now on it sees who asks.

    :raises StepRefused: when the workshop is not in good standing any more.
    """
    inputs = StepInput(seen_version=seen_version)
    return take_step(case, "forward_enquiry", by=by, at=at, inputs=inputs, effect=lambda: _hand_on(case, at))


def _hand_on(case: Enquiry, at: datetime) -> None:
    """Give an enquiry to its workshop's account, with the day by which an answer is hoped for."""
    case.holder, case.answer_by = case.workshop.holder, answer_hoped_for(beijing_date(at))
    Case.objects.filter(pk=case.pk).update(holder=case.holder)
    Enquiry.objects.filter(pk=case.pk).update(answer_by=case.answer_by)


def answer_hoped_for(forwarded_on: date) -> date:
    """Return by which day an answer is hoped for: so many working days on, a setting and no time limit."""
    days = working_calendar().working_days_from(forwarded_on + timedelta(days=1))
    return next(islice(days, settings.GONGFANG_ENQUIRY_WORKING_DAYS - 1, None))


def order_enquiry(
    case: Enquiry,
    *,
    by: User,
    at: datetime,
    amount: Decimal | None = None,
    quantity: int | None = None,
    ordered_on: date | None = None,
    seen_version: int | None = None,
) -> Record:
    """Note that an enquiry has led to an order: `amount` in yuan, pieces, and the day.

    :raises StepRefused: when one of them is missing or not plausible.
    """
    given = {"amount": amount, "quantity": quantity, "ordered_on": ordered_on}
    facts = {"amount": str(amount), "quantity": quantity, "ordered_on": str(ordered_on)}

    def write() -> None:
        row = {"amount": amount, "ordered_quantity": quantity, "ordered_on": ordered_on}
        Enquiry.objects.filter(pk=case.pk).update(**row)
        _tell_demand(case, at)

    inputs = StepInput(given=given, facts=facts, seen_version=seen_version)
    return take_step(case, "order_enquiry", by=by, at=at, inputs=inputs, effect=write)


def _tell_demand(case: Enquiry, at: datetime) -> None:
    """Let the office of a demand see that one of its workshops has a result."""
    if case.of_demand_id is not None:
        tasks.refresh(Demand.objects.select_related("region").get(pk=case.of_demand_id), at=at)


def _closing(action: str, usual: Outcome) -> Callable[..., Record]:
    def service(
        case: Enquiry,
        *,
        by: User | Actor,
        at: datetime,
        outcome: str = usual,
        reasons: str = "",
        seen_version: int | None = None,
    ) -> Record:
        """Close an enquiry without an order, and say why."""

        def write() -> None:
            Enquiry.objects.filter(pk=case.pk).update(outcome=outcome)
            _tell_demand(case, at)

        inputs = StepInput(given={"reasons": reasons}, facts={"outcome": str(outcome)}, seen_version=seen_version)
        return take_step(case, action, by=by, at=at, inputs=inputs, effect=write)

    service.__name__ = action
    return service


close_enquiry = _closing("close_enquiry", Outcome.OTHER)
withdraw_enquiry = _closing("withdraw_enquiry", Outcome.WITHDRAWN)
lapse_enquiry = _closing("lapse_enquiry", Outcome.LAPSED)


@transaction.atomic
def send_demand(
    *,
    words: Words,
    at: datetime,
    category: str = "",
    quantity: int | None = None,
    needed_by: date | None = None,
    by: Actor = Actor.PUBLIC,
) -> Receipt:
    """Receive a demand of somebody who has not chosen a product."""
    fields: dict[str, Any] = {"category": category, "quantity": quantity, "needed_by": needed_by}
    region = Division.objects.get(level=Division.Level.PREFECTURE)
    case = open_case(Demand, region=region, holder=None, at=at, title="采购需求", **fields)
    code, digest = _written_down(case, words, at=at)
    inputs = StepInput(facts={"category": category, "message": digest})
    take_step(case, "send_demand", by=by, at=at, inputs=inputs)
    return Receipt(case, code)


@transaction.atomic
def match_demand(
    case: Demand,
    *,
    by: User,
    at: datetime,
    workshops: Collection[Workshop] = (),
    seen_version: int | None = None,
) -> Record:
    """Bring a demand to workshops: each gets an enquiry of its own, and sees who asks.

    :raises StepRefused: when none is chosen, or one of them is not in good standing or was asked before.
    """

    def open_each() -> None:
        asked = set(Enquiry.objects.filter(of_demand=case).values_list("workshop", flat=True))
        for workshop in workshops:
            require_good_standing(workshop, clauses.CATALOGUE)
            if workshop.pk in asked:
                raise StepRefused(f"“{workshop.name}”已经对接过", clauses.CATALOGUE)
            _match(case, workshop, by=by, at=at)

    inputs = StepInput(
        given={"workshops": list(workshops)},
        facts={"workshops": [workshop.number for workshop in workshops]},
        seen_version=seen_version,
    )
    return take_step(case, "match_demand", by=by, at=at, inputs=inputs, effect=open_each)


def _match(demand: Demand, workshop: Workshop, *, by: User, at: datetime) -> None:
    fields: dict[str, Any] = {"workshop": workshop, "of_demand": demand, "quantity": demand.quantity}
    title = f"采购需求 {demand.number}"
    case = open_case(Enquiry, region=workshop.county, holder=workshop.holder, at=at, title=title, **fields)
    inputs = StepInput(facts={"demand": demand.number, "workshop": workshop.number})
    take_step(case, "match_enquiry", by=by, at=at, inputs=inputs, effect=lambda: _hand_on(case, at))


@transaction.atomic
def close_demand(
    case: Demand, *, by: User, at: datetime, reasons: str = "", seen_version: int | None = None
) -> Record:
    """Close a demand, and with it what is still open with workshops."""
    inputs = StepInput(given={"reasons": reasons}, seen_version=seen_version)

    def close() -> None:
        for enquiry in _open_under(case):
            perform(enquiry, "close_enquiry", by=by, at=at, reasons=reasons)

    return take_step(case, "close_demand", by=by, at=at, inputs=inputs, effect=close)


@transaction.atomic
def withdraw_demand(case: Demand, *, by: Actor, at: datetime, seen_version: int | None = None) -> Record:
    """Let the buyer take a demand back, and with it what is still open with workshops."""

    def withdraw() -> None:
        for enquiry in _open_under(case):
            perform(enquiry, "withdraw_enquiry", by=by, at=at)

    inputs = StepInput(seen_version=seen_version)
    return take_step(case, "withdraw_demand", by=by, at=at, inputs=inputs, effect=withdraw)


def _open_under(demand: Demand) -> list[Enquiry]:
    rows = Enquiry.objects.filter(of_demand=demand, state__in=OPEN)
    return list(rows.select_related("region", "workshop"))
