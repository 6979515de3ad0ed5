"""Reading the register: the public directory, one workshop, a plaque, a ban."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongfang.cases.registry import kinds
from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.clauses import Clause
from gongfang.regulation.edition import Edition, NoEditionInForce
from gongfang.regulation.time_limits import anniversary

from . import searching
from .models import OF_COUNTY, EventKind, Plaque, Workshop, WorkshopEvent, WorkshopItem, WorkshopStatus

LISTED = (WorkshopStatus.RECOGNISED, WorkshopStatus.SUSPENDED)
"""What the public directory lists; of the rest a workshop's own page tells what became of it."""
BY_NAME = ("name_sort_key", "id")
"""The order of the directory, for `web.paging.page_of`."""
NOT_PUBLIC = ("responsible_id_index", "application_number", "search")


def register() -> QuerySet[Workshop]:
    """Return every workshop with its operator, county and items, by the pinyin of its name."""
    rows = Workshop.objects.select_related("operator", "county").prefetch_related("relied_on")
    return rows.order_by(*BY_NAME)


def directory(
    *,
    search: str = "",
    county: str | None = None,
    category: str | None = None,
    level: str | None = None,
    batch: str | None = None,
) -> QuerySet[Workshop]:
    """Return the recognised workshops that the public may list, by the pinyin of their names, with photos.

    `county` is a division code, `level` that of an item relied on; None and "" select all.
    """
    rows = register().filter(status__in=LISTED).prefetch_related("photos").defer(*NOT_PUBLIC)
    return narrowed(rows, search=search, county=county, category=category, level=level, batch=batch)


def narrowed(
    rows: QuerySet[Workshop],
    *,
    search: str = "",
    county: str | None = None,
    category: str | None = None,
    level: str | None = None,
    batch: str | None = None,
    status: str | None = None,
) -> QuerySet[Workshop]:
    """Return those of `rows` that fit every filter given."""
    chosen = {"county_id": county, "category": category, "batch": batch, "status": status}
    rows = rows.filter(searching.matching(search), **{name: value for name, value in chosen.items() if value})
    if level:
        rows = rows.filter(Exists(WorkshopItem.objects.filter(workshop=OuterRef("pk"), level=level)))
    return rows


def cases_about(workshop: Workshop) -> Q:
    """Return the condition on a case to be about `workshop`: every kind that is opened on one names it."""
    condition = Q(pk__in=[])
    for kind in kinds():
        if kind.procedure.is_about_a_workshop:
            condition |= Q(pk__in=kind.model.objects.filter(workshop=workshop).values("pk"))
    return condition


def batches() -> list[str]:
    """Return the batches that the directory can be narrowed to, the newest first."""
    found = Workshop.objects.filter(status__in=LISTED).exclude(batch="")
    return list(found.order_by("-batch").values_list("batch", flat=True).distinct())


def public_workshop(public_id: str) -> Workshop | None:
    """Return a workshop that the prefecture has recognised at some time, for its public page."""
    rows = register().exclude(status__in=OF_COUNTY).prefetch_related("photos", "plaques", "events")
    return rows.defer(*NOT_PUBLIC).filter(public_id=public_id).first()


def by_plaque_code(code: str) -> Plaque | None:
    """Return the plaque whose QR code carries `code`, with its workshop, operator and county."""
    rows = Plaque.objects.select_related("workshop__operator", "workshop__county")
    return rows.filter(code=code).first()


def banned_until(
    credit_code: str, id_indexes: Collection[str], on: date, *, edition: Edition | None = None
) -> date | None:
    """Return the first day on which a filing is allowed again, or None when it is allowed on the day `on`.

    `ban_of` says more of it.
    """
    ban = ban_of(credit_code, id_indexes, on, edition=edition)
    return ban.free_from if ban else None


@dataclass(frozen=True)
class Ban:
    """A revocation after which nothing may be filed before `free_from`; its clause is the ground it rests on."""

    free_from: date
    revoked_on: date
    clause: Clause
    document_number: str


def ban_of(
    credit_code: str, id_indexes: Collection[str], on: date, *, edition: Edition | None = None
) -> Ban | None:
    """Return the ban that ends last of those that run on the day `on`, or None when none does.

    A revocation follows the credit code and the responsible person's identity number (reading R18), which is
    given by its indexes under every key. The years are those of `edition`, by default the one in force on the day
    of the revocation.
    """
    same = Q(pk__in=[])
    if credit_code:
        same |= Q(operator__credit_code=credit_code)
    if id_indexes:
        same |= Q(responsible_id_index__in=id_indexes)
    revoked = Workshop.objects.filter(same, status=WorkshopStatus.REVOKED, revoked_on__isnull=False)
    days = [(free_from(each.revoked_on, edition), each) for each in revoked.only("revoked_on") if each.revoked_on]
    running = [(day, each) for day, each in days if day is not None and on < day]
    if not running:
        return None
    day, workshop = max(running, key=lambda found: (found[0], found[1].pk))
    return _ban(workshop, day)


def _ban(workshop: Workshop, day: date) -> Ban:
    event = workshop.events.filter(kind=EventKind.REVOKED).last()
    assert workshop.revoked_on is not None  # chosen by it
    return Ban(
        day,
        workshop.revoked_on,
        event.clause if event else clauses.REVOCATION,
        event.document_number if event else "",
    )


def free_from(revoked_on: date, edition: Edition | None = None) -> date | None:
    """Return the first free day after a revocation (R18); None where the measures were not in force yet."""
    try:
        years = (edition or editions.in_force(revoked_on)).ban_years
    except NoEditionInForce:  # revoked before the measures: they set no ban (article 13)
        return None
    return anniversary(revoked_on, years)


def last_event() -> int:
    """Return a number that changes with every entry of a workshop and every change of one."""
    return WorkshopEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
