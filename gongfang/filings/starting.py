"""What a new filing starts from: the figures and the people of the last one, at first those of the application."""

from collections.abc import Iterable
from datetime import datetime

from gongfang.applications.models import Application, RosterPerson
from gongfang.workshops.models import Workshop

from .models import AnnualFiling, Worker
from .queries import last_handed_in

COPIED = (
    "disability_statement",
    "output_value",
    "sales_online",
    "sales_offline",
    "profit",
    "operations_statement",
    "protection_statement",
)
"""What is carried over; of subsidies only what was left of them."""
_OF_A_PERSON = ("name", "id_number", "kind", "mode", "monthly_pay", "since")


def fill_in(filing: AnnualFiling, workshop: Workshop, *, at: datetime) -> None:
    """Fill in a new filing; everything may be changed before it is handed in."""
    last = last_handed_in(workshop, before=filing.year)
    if last is not None:
        _carry_over(filing, last)
        _copy_people(filing, last.roster.all(), at=at)
        return
    application = Application.objects.filter(number=workshop.application_number).first()
    if workshop.application_number and application is not None:
        filing.protection_statement = application.protection_statement
        filing.save(update_fields=["protection_statement"])
        _copy_people(filing, application.roster.all(), at=at)


def _carry_over(filing: AnnualFiling, last: AnnualFiling) -> None:
    filing.previous = last
    for name in COPIED:
        setattr(filing, name, getattr(last, name))
    filing.subsidies_carried = last.subsidies_remaining
    filing.save(update_fields=["previous", "subsidies_carried", *COPIED])


def _copy_people(filing: AnnualFiling, people: Iterable[RosterPerson], *, at: datetime) -> None:
    """Copy people under keys of their own: what is encrypted is bound to its row."""
    Worker.objects.bulk_create(
        Worker(filing=filing, added_at=at, **{name: getattr(person, name) for name in _OF_A_PERSON})
        for person in people
    )
