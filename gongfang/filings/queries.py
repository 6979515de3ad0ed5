"""Reading filings and the log of activities, one workshop at a time or a page of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from gongfang.accounts.models import User
from gongfang.applications.models import RosterKind
from gongfang.cases.models import Case, RunningLimit
from gongfang.cases.permissions import seen_by, visible_to
from gongfang.records.models import EvidenceFile
from gongfang.regulation import edition as editions
from gongfang.regulation.annual_filing import State
from gongfang.regulation.edition import NoEditionInForce
from gongfang.regulation.time_limits import beijing_date, filing_due_on, months_after
from gongfang.workshops.models import HOLDING, Workshop

from .models import Activity, ActivityKind, AnnualFiling, Worker

KIND = "annual_filing"
NEWEST_FIRST = ("-id",)
"""The order of lists of filings, for `web.paging.page_of`."""
LATEST_FIRST = ("-held_on", "id")
"""The order of the log of activities, for `web.paging.page_of`."""
_HANDED_IN = (State.FILED, State.RETURNED, State.ACCEPTED)


# ---- filings


def lacking(at: datetime) -> QuerySet[Workshop]:
    """Return the workshops that owe a filing for the year of `at` and have none yet (reading R13).

    None before the measures are in force, and none once the last day of the year's filing has passed: a filing
    that is opened late is not opened to be missed.
    """
    today = beijing_date(at)
    rows = Workshop.objects.select_related("county", "holder")
    try:
        edition = editions.in_force(today)
    except NoEditionInForce:
        return rows.none()
    if today > filing_due_on(edition, today.year):
        return rows.none()
    present = AnnualFiling.objects.filter(workshop=OuterRef("pk"), year=today.year)
    return rows.filter(~Exists(present), status__in=HOLDING, recognised_on__lt=date(today.year, 1, 1))


def filings_of(workshop: Workshop) -> QuerySet[AnnualFiling]:
    """Return the filings of a workshop, the newest year first."""
    return AnnualFiling.objects.filter(workshop=workshop).order_by("-year")


def last_handed_in(workshop: Workshop, *, before: int) -> AnnualFiling | None:
    """Return the last filing that was handed in for a year before `before`."""
    return filings_of(workshop).filter(state__in=_HANDED_IN, year__lt=before).first()


def latest_accepted(workshop: Workshop) -> AnnualFiling | None:
    """Return the workshop's last filing that was confirmed."""
    return latest_accepted_of([workshop]).get(workshop.pk)


def latest_accepted_of(workshops: Iterable[Workshop]) -> dict[int, AnnualFiling]:
    """Return the last confirmed filing of each workshop that has one, by the workshop's key, in one query."""
    newer = AnnualFiling.objects.filter(
        workshop=OuterRef("workshop"), state=State.ACCEPTED, year__gt=OuterRef("year")
    )
    rows = AnnualFiling.objects.filter(~Exists(newer), workshop__in=_keys(workshops), state=State.ACCEPTED)
    return {filing.workshop_id: filing for filing in rows}


def _keys(workshops: Iterable[Workshop]) -> list[int]:
    return [workshop.pk for workshop in workshops]


def employed_of(filing: AnnualFiling) -> dict[str, int]:
    """Return how many people of each `RosterKind` the filing names."""
    return employed_in([filing])[filing.pk]


def employed_in(filings: Iterable[AnnualFiling]) -> dict[int, dict[str, int]]:
    """Return the counts of `employed_of` for each filing, by its key, in one query."""
    keys = [filing.pk for filing in filings]
    found = {key: dict.fromkeys(RosterKind.values, 0) for key in keys}
    rows = Worker.objects.filter(filing__in=keys).order_by().values("filing", "kind").annotate(number=Count("pk"))
    for row in rows:
        found[row["filing"]][row["kind"]] = row["number"]
    return found


def missed_years(workshop: Workshop) -> list[int]:
    """Return the years for which no filing came, in order."""
    return missed_years_of([workshop]).get(workshop.pk, [])


def missed_years_of(workshops: Iterable[Workshop]) -> dict[int, list[int]]:
    """Return the missed years of each workshop that has some, by the workshop's key, in one query."""
    rows = AnnualFiling.objects.filter(workshop__in=_keys(workshops), state=State.MISSED).order_by("year")
    found: dict[int, list[int]] = defaultdict(list)
    for workshop_id, year in rows.values_list("workshop_id", "year"):
        found[workshop_id].append(year)
    return dict(found)


def missed_run(workshop: Workshop, year: int) -> list[int]:
    """Return the consecutive missed years around `year`, which is one of them (reading R14)."""
    missed = set(missed_years(workshop))
    first = last = year
    while first - 1 in missed:
        first -= 1
    while last + 1 in missed:
        last += 1
    return list(range(first, last + 1))


def last_missed(workshop: Workshop) -> AnnualFiling | None:
    """Return the filing of the last year that a workshop missed."""
    return filings_of(workshop).filter(state=State.MISSED).first()


def open_filings(workshop: Workshop) -> QuerySet[AnnualFiling]:
    """Return the filings of a workshop that are still asked for."""
    return filings_of(workshop).filter(state__in=[State.OWED, State.FILED, State.RETURNED])


def due_to_miss(at: datetime) -> QuerySet[Case]:
    """Return the filings whose year has ended, and with it the correction period of those that were sent back."""
    ended = RunningLimit.objects.filter(
        closed_at=None, ends_at__lte=at, name__in=["annual_filing", "filing_correction"]
    )
    year_runs = RunningLimit.objects.filter(case=OuterRef("pk"), name="annual_filing", ends_at__gt=at)
    cases = Case.objects.filter(~Exists(year_runs), kind=KIND, pk__in=ended.values("case"))
    return cases.filter(state__in=[State.OWED, State.RETURNED])


def listed_for(user: User) -> QuerySet[Case]:
    """Return the cases of the filings `user` may see: a list turns over these, along their index."""
    return visible_to(user, KIND)


def narrowed(
    rows: QuerySet[Case], *, year: int | None = None, state: str = "", county: str = "", search: str = ""
) -> QuerySet[Case]:
    """Return those of `rows` that fit every filter given."""
    chosen = {"annualfiling__year": year, "state": state, "region_id": county, "title__icontains": search}
    return rows.filter(**{name: value for name, value in chosen.items() if value})


def counts_by_state(rows: QuerySet[Case]) -> dict[str, int]:
    """Return how many of `rows` are in each state, by one query."""
    found = rows.order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in found}


def as_filings(cases: Sequence[Case]) -> list[AnnualFiling]:
    """Return the filings of one page of cases, in the same order, by one query."""
    found = AnnualFiling.objects.select_related("region", "workshop").in_bulk([case.pk for case in cases])
    return [found[case.pk] for case in cases]


def years() -> list[int]:
    """Return the years there are filings of, the newest first."""
    return list(AnnualFiling.objects.order_by("-year").values_list("year", flat=True).distinct())


def visible_filings(user: User) -> QuerySet[AnnualFiling]:
    """Return the filings `user` may see, as filings."""
    return AnnualFiling.objects.filter(seen_by(user, KIND))


def held_by(user: User) -> QuerySet[AnnualFiling]:
    """Return what an applicant owes and has filed."""
    return AnnualFiling.objects.filter(holder=user).select_related("region", "workshop")


def files_of(filing_id: int, sections: Sequence[str]) -> QuerySet[EvidenceFile]:
    """Return the files of the filing, in the order they came in."""
    return EvidenceFile.objects.filter(case_id=filing_id, section__in=sections)


def ends_of(case: Case) -> dict[str, datetime]:
    """Return when the limits of a filing end or ended, the last started of each name, by one query."""
    names = ("annual_filing", "filing_correction")
    rows = RunningLimit.objects.filter(case_id=case.pk, name__in=names).order_by("started_at", "id")
    return dict(rows.values_list("name", "ends_at"))


# ---- activities


def activities_of(workshop: Workshop) -> QuerySet[Activity]:
    """Return the log of a workshop, the latest first."""
    return Activity.objects.filter(workshop=workshop).select_related("filing")


def activities_for(filing: AnnualFiling) -> QuerySet[Activity]:
    """Return what a filing reports; while it is being kept, what it would report."""
    if filing.state in (State.FILED, State.ACCEPTED):
        return Activity.objects.filter(filing=filing)
    return reportable(filing)


def reportable(filing: AnnualFiling) -> QuerySet[Activity]:
    """Return the activities of the filing's year and the year before that no other filing has reported."""
    years = {"held_on__gte": date(filing.year - 1, 1, 1), "held_on__lte": date(filing.year, 12, 31)}
    unreported = Q(filing=None, **years)
    return Activity.objects.filter(Q(filing=filing) | unreported, workshop=filing.workshop_id)


def activity_counts(workshop: Workshop, *, since: date, until: date) -> dict[str, int]:
    """Return how many activities of each kind were held from `since` to `until`."""
    rows = Activity.objects.filter(workshop=workshop, held_on__gte=since, held_on__lte=until).order_by()
    found = dict.fromkeys(ActivityKind.values, 0)
    return found | {row["kind"]: row["number"] for row in rows.values("kind").annotate(number=Count("pk"))}


def window_start(today: date) -> date:
    """Return from which day on article 4 counts activities, looking back from `today` (reading R2)."""
    return months_after(today, -editions.in_force(today).count_window_months)


def last_activity_on(workshop: Workshop) -> date | None:
    """Return the day of the last recorded activity of a workshop (article 10(四), reading R16)."""
    return last_activity_of([workshop]).get(workshop.pk)


def last_activity_of(workshops: Iterable[Workshop]) -> Mapping[int, Any]:
    """Return the day of the last activity of each workshop that has one, by the workshop's key, in one query."""
    rows = Activity.objects.filter(workshop__in=_keys(workshops)).order_by()
    found = rows.values("workshop").annotate(last=Max("held_on"))
    return {row["workshop"]: row["last"] for row in found}


def with_last_activity(workshops: QuerySet[Workshop]) -> QuerySet[Any]:
    """Return the workshops with `last_activity_on`, for a list that sorts or filters by it."""
    return workshops.annotate(last_activity_on=Max(F("activities__held_on")))
