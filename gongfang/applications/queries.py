"""Reading rounds and applications."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from gongfang.accounts.encryption import blind_indexes
from gongfang.accounts.models import User
from gongfang.cases.models import Case, RunningLimit
from gongfang.cases.permissions import seen_by, visible_to
from gongfang.records.models import EvidenceFile
from gongfang.records.queries import records_of
from gongfang.regulation.recognition import State
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops import queries as workshops
from gongfang.workshops.models import HeritageItem, Workshop
from gongfang.workshops.queries import Ban

from .materials import MATERIAL_SECTIONS
from .models import Application, Person, PersonRole, Round
from .models.materials import PERSON_ID

NEWEST_FIRST = ("-id",)
"""The order of lists of applications, for `web.paging.page_of`."""


def open_rounds(at: datetime) -> QuerySet[Round]:
    """Return the rounds in which a filing at the instant `at` is in time, the next to close first."""
    still_open = Q(closed_at=None) | Q(closed_at__gt=at)
    return Round.objects.filter(still_open, opens_at__lte=at, closes_at__gt=at).order_by("closes_at", "id")


def applications_of(user: User) -> QuerySet[Application]:
    """Return the applications `user` may see, with round and region."""
    return Application.objects.filter(seen_by(user, "application")).select_related("region", "round")


def listed_for(user: User) -> QuerySet[Case]:
    """Return the cases of the applications `user` may see: a list turns over these, along their index."""
    return visible_to(user, "application")


def due_to_lapse(at: datetime) -> QuerySet[Case]:
    """Return the applications filed online whose correction period has ended (readings R4, R11)."""
    ended = RunningLimit.objects.filter(name="correction", closed_at=None, ends_at__lte=at)
    cases = Case.objects.filter(kind="application", state=State.CORRECTING, pk__in=ended.values("case"))
    return cases.filter(holder__isnull=False)


def as_applications(cases: Sequence[Case]) -> list[Application]:
    """Return the applications of one page of cases, in the same order, by one query."""
    found = Application.objects.select_related("region", "round").in_bulk([case.pk for case in cases])
    return [found[case.pk] for case in cases]


def held_by(user: User) -> QuerySet[Application]:
    """Return the applicant's own applications, drafts too."""
    return Application.objects.filter(holder=user).select_related("region", "round")


def narrowed(
    rows: QuerySet[Case],
    *,
    search: str = "",
    county: str = "",
    state: str = "",
    round: int | None = None,
) -> QuerySet[Case]:
    """Return those of `rows` that fit every filter given; `search` is a part of the name, or a number."""
    if search:
        words = Q(title__icontains=search) | Q(number__iexact=search)
        rows = rows.filter(words | Q(application__operator_name__icontains=search))
    chosen = {"region_id": county, "state": state, "application__round_id": round}
    return rows.filter(**{name: value for name, value in chosen.items() if value})


def responsible_id_index(application_id: int) -> str:
    """Return the keyed index of the responsible person's identity number, empty when it is not given."""
    rows = Person.objects.filter(application_id=application_id, role=PersonRole.RESPONSIBLE)
    return rows.values_list("id_index", flat=True).first() or ""


def responsible_id_indexes(application_id: int) -> list[str]:
    """Return the responsible person's indexes under every key at hand: what to look up while keys change."""
    rows = Person.objects.filter(application_id=application_id, role=PersonRole.RESPONSIBLE)
    person = rows.only("application_id", "id_number").first()
    return blind_indexes(person.id_number, PERSON_ID) if person and person.id_number else []


def ban_on(application: Application, on: date) -> Ban | None:
    """Return the ban under which the operator or the responsible person of a draft could not file (R18)."""
    indexes = responsible_id_indexes(application.pk)
    return workshops.ban_of(application.credit_code, indexes, filed_on(application, on))


def was_disqualified(application_id: int) -> bool:
    """Return whether the same operator or person was disqualified in the same round (reading R5)."""
    filing = Application.objects.only("round_id", "credit_code").get(pk=application_id)
    if filing.round_id is None:
        return False
    same = Q(pk__in=[])
    if filing.credit_code:
        same |= Q(credit_code=filing.credit_code)
    if indexes := responsible_id_indexes(application_id):
        same |= Q(people__role=PersonRole.RESPONSIBLE, people__id_index__in=indexes)
    others = Application.objects.filter(same, round_id=filing.round_id, state=State.DISQUALIFIED)
    return others.exclude(pk=application_id).exists()


def material_files(application_id: int) -> QuerySet[EvidenceFile]:
    """Return the files of the filing, in the order they came in."""
    return EvidenceFile.objects.filter(case_id=application_id, section__in=MATERIAL_SECTIONS)


def workshop_of(application: Application) -> Workshop | None:
    """Return the workshop of the register that this application led to."""
    return Workshop.objects.filter(application_number=application.number).first()


def corrected_at(application: Application) -> datetime | None:
    """Return when the corrections asked for were handed in; nothing while they are still to come."""
    if application.state == State.CORRECTING:
        return None
    handed_in = records_of(application).filter(action="resubmit").order_by("-seq")
    return handed_in.values_list("at", flat=True).first()


def heritage_items(division_codes: list[str]) -> QuerySet[HeritageItem]:
    """Return the published items of the given divisions, those of the highest level first."""
    return HeritageItem.objects.filter(division_id__in=division_codes).order_by("name", "id")


def filed_on(application: Application, on: date) -> date:
    """Return the day the filing counts from: received on paper, or filed here, or else the day `on`."""
    if application.received_on is not None:
        return application.received_on
    return on if application.filed_at is None else beijing_date(application.filed_at)
