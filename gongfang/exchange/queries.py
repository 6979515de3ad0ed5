"""Reading registers, matchings, the project library, subsidies and what the departments give."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from gongfang.accounts.models import Division, Office
from gongfang.records.models import Record
from gongfang.regulation.exchange import SubsidyState
from gongfang.workshops.models import Workshop, WorkshopStatus

from .models import (
    ImportState,
    LibraryEntry,
    Matching,
    MatchResult,
    Mismatch,
    MismatchLine,
    PersonCategory,
    RegisterEntry,
    RegisterImport,
    Subsidy,
    SupportPolicy,
)

PAGE = 30
"""Rows of a list."""
NEWEST_FIRST = ("-id",)
LATEST_UPLOAD_FIRST = ("-uploaded_at", "id")
LATEST_RUN_FIRST = ("-run_at", "id")
FIGURES = ("people", "confirmed", "not_found", "left", "doubled")


# ---- the register


def counties_of(office: Office | None) -> list[Division]:
    """Return the counties an office answers for: its own, or all of them; all for who has no office."""
    counties = Division.objects.filter(level=Division.Level.COUNTY).order_by("code")
    if office is None or office.level == Division.Level.PREFECTURE:
        return list(counties)
    return list(counties.filter(pk=office.division_id))


def registered_as_of(office: Office | None) -> date | None:
    """Return the day of the last list that was brought in for a county of this office, or of any."""
    applied = RegisterImport.objects.filter(state=ImportState.APPLIED)
    if office is not None and office.level == Division.Level.COUNTY:
        is_over_it = Q(office__division__level=Division.Level.PREFECTURE)
        applied = applied.filter(is_over_it | Q(office__division=office.division_id))
    return applied.aggregate(last=Max("as_of"))["last"]  # type: ignore[no-any-return]


def holding_on(day: date) -> QuerySet[RegisterEntry]:
    """Return the versions that held on a day."""
    return RegisterEntry.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def registered_by_county(day: date, counties: Iterable[Division]) -> list[dict[str, Any]]:
    """Return how many people of each category each county had registered on a day."""
    rows = holding_on(day).order_by().values("county", "category").annotate(number=Count("pk"))
    found = {(row["county"], row["category"]): row["number"] for row in rows}
    return [
        {"county": county, **{name: found.get((county.code, name), 0) for name in PersonCategory.values}}
        for county in counties
    ]


def imports_of(office: Office | None) -> QuerySet[RegisterImport]:
    """Return the uploads of a county's office; all of them for the prefecture and who has no office."""
    rows = RegisterImport.objects.select_related("office__division")
    if office is None or office.level == Division.Level.PREFECTURE:
        return rows
    return rows.filter(office__division=office.division_id)


# ---- matching


def matchings_of(office: Office | None) -> QuerySet[Matching]:
    """Return the matchings of a county; all of them for the prefecture and for whoever has no office."""
    rows = Matching.objects.select_related("office__division")
    if office is None or office.level == Division.Level.PREFECTURE:
        return rows
    return rows.filter(office__division=office.division_id)


def results_by_workshop(matching: Matching) -> QuerySet[MatchResult]:
    """Return the figures of a run, workshop by workshop and kind by kind."""
    return MatchResult.objects.filter(matching=matching).select_related("workshop__county")


def results_by_county(matching: Matching) -> list[dict[str, Any]]:
    """Return the sums of a run for each county and kind."""
    rows = MatchResult.objects.filter(matching=matching).order_by()
    sums = {f"sum_{name}": Sum(name) for name in FIGURES}
    found: Any = rows.values("workshop__county__name", "workshop__county", "kind").annotate(**sums)
    return [
        {
            "county": row["workshop__county__name"],
            "kind": row["kind"],
            **{name: row[f"sum_{name}"] for name in FIGURES},
        }
        for row in found.order_by("workshop__county", "kind")
    ]


def latest_results(workshop_ids: Iterable[int]) -> QuerySet[MatchResult]:
    """Return the figures of the last run for each of some workshops: what statistics count."""
    newer = MatchResult.objects.filter(
        workshop=OuterRef("workshop"), matching__run_at__gt=OuterRef("matching__run_at")
    )
    rows = MatchResult.objects.filter(~Exists(newer), workshop__in=list(workshop_ids))
    return rows.select_related("matching")


def counts_by_kind(workshop_ids: Iterable[int]) -> Mapping[str, Mapping[str, int]]:
    """Return what the last matching of each workshop says, added up by the kind that rosters give (11(三)).

    By `RosterKind`: `people`, `confirmed`, `not_found`, `left` and `doubled`.
    """
    sums = {f"sum_{name}": Sum(name) for name in FIGURES}
    rows: Any = latest_results(workshop_ids).order_by().values("kind").annotate(**sums)
    return {row["kind"]: {name: row[f"sum_{name}"] for name in FIGURES} for row in rows}


def facts_of_mismatch(case: Any) -> Mapping[str, Any]:
    """Return how many people are to be explained, and whether the register was looked at."""
    row = Mismatch.objects.select_related("workshop").get(pk=case.pk)
    return {
        "is_still_recognised": row.workshop.holds_recognition,
        "open_lines": open_lines(row).count(),
        "is_register_checked": row.is_register_checked,
    }


def open_lines(case: Mismatch) -> QuerySet[MismatchLine]:
    """Return the people of a case that are still to be explained."""
    return MismatchLine.objects.filter(mismatch=case, explained_at=None, gone_at=None)


# ---- the project library


def facts_of_library_entry(case: Any) -> Mapping[str, Any]:
    """Return how the recognition stands, and whether the workshop is in the library by another entry."""
    row = LibraryEntry.objects.select_related("workshop").get(pk=case.pk)
    others = LibraryEntry.objects.filter(workshop=row.workshop_id, is_current=True).exclude(pk=row.pk)
    return {
        "is_in_good_standing": row.workshop.is_in_force,
        "is_still_recognised": row.workshop.holds_recognition,
        "is_in_library": others.exists(),
    }


def eligible() -> QuerySet[Workshop]:
    """Return the workshops that could be offered to the library: in good standing, and not offered yet."""
    offered = LibraryEntry.objects.filter(workshop=OuterRef("pk"), is_current=True)
    rows = Workshop.objects.filter(~Exists(offered), status=WorkshopStatus.RECOGNISED)
    return rows.select_related("operator", "county").prefetch_related("relied_on")


def library_entries(*, state: str = "") -> QuerySet[LibraryEntry]:
    """Return what was offered to the library, in the order of its last change."""
    rows = LibraryEntry.objects.exclude(state="").select_related(
        "workshop__operator", "workshop__county", "region"
    )
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("state_since", "pk")


def library_changes(*, since: int) -> QuerySet[Any]:
    """Return the entries with a step after record `since`, in the order of their last, which is their `seq`.

    Records are numbered in the order in which they are committed: nothing comes in before what was read.
    """
    last = Record.objects.filter(case=OuterRef("pk")).order_by("-seq").values("seq")[:1]
    rows = library_entries().annotate(seq=Subquery(last)).filter(seq__gt=since)
    return rows.prefetch_related("workshop__relied_on").order_by("seq")


# ---- subsidies


def facts_of_subsidy(case: Any) -> Mapping[str, Any]:
    """Return what a subsidy says of itself."""
    row = Subsidy.objects.select_related("workshop", "office__division").get(pk=case.pk)
    return {
        "is_in_good_standing": row.workshop.is_in_force,
        "granted_by": row.office.code,
        **{name: getattr(row, name) for name in ("granted_on", "account_by", "amount", "unspent")},
    }


def subsidies(*, state: str = "", county: str = "", is_overdue_on: date | None = None) -> QuerySet[Subsidy]:
    """Return subsidies that fit every filter; `is_overdue_on` those whose account was due before that day."""
    rows = Subsidy.objects.select_related("workshop", "region", "office")
    chosen = {"state": state, "region": county}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    if is_overdue_on is not None:
        rows = rows.filter(state=SubsidyState.RUNNING, account_by__lt=is_overdue_on, unspent__gt=0)
    return rows


def sums_of(rows: QuerySet[Subsidy]) -> dict[str, Decimal]:
    """Return what was given, spent, repaid and not accounted for, in yuan."""
    found = rows.order_by().aggregate(amount=Sum("amount"), unspent=Sum("unspent"), repaid=Sum("repaid"))
    cents = {name: Decimal(total or 0).quantize(Decimal("0.01")) for name, total in found.items()}
    given, unspent, repaid = (cents[name] for name in ("amount", "unspent", "repaid"))
    return {"given": given, "spent": given - unspent - repaid, "repaid": repaid, "unspent": unspent}


def overdue_accounts(workshops: Iterable[int], today: date) -> Mapping[int, Mapping[str, Any]]:
    """Return what each workshop owes an account of whose day has passed: fields of `monitoring.Signs` (10(五))."""
    rows = subsidies(is_overdue_on=today).filter(workshop__in=list(workshops)).order_by()
    sums = rows.values("workshop").annotate(since=Min("account_by"), total=Sum("unspent"))
    return {
        row["workshop"]: {"subsidy_overdue_since": row["since"], "subsidy_unspent": row["total"]} for row in sums
    }


# ---- employment


def policies(*, on: date | None = None) -> QuerySet[SupportPolicy]:
    """Return the support policies, or those in effect on a day, with how many workshops had something of each."""
    rows = SupportPolicy.objects.select_related("office")
    if on is not None:
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
    return rows.annotate(workshop_count=Count("grants__workshop", distinct=True))
