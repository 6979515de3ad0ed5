"""The steps of the annual filing, and what follows from years that are missed (readings R13, R14)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongfang.accounts.models import User
from gongfang.applications.keeping import lock
from gongfang.cases import services as cases
from gongfang.cases.services import StepInput, open_case, step, take_step
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.regulation.time_limits import beijing_date, filing_due_on
from gongfang.revocations import queries as revocations
from gongfang.revocations.services import keep_suspended, open_revocation
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop

from . import queries, starting
from .models import Activity, AnnualFiling, FilingCorrection
from .parts import BY_NAME, SECTIONS

MISSED_TWICE = clauses.GROUNDS[6]
"""Article 10(七)."""
accept_filing = step("accept_filing")
waive_filing = step("waive_filing")


@dataclass(frozen=True)
class MissingItem:
    """One thing a filing lacks. `part` is a part of the filing, empty for none of them."""

    part: str
    note: str

    def __str__(self) -> str:
        return f"{BY_NAME[self.part].label}：{self.note}" if self.part in BY_NAME else self.note


@transaction.atomic
def open_filing(workshop: Workshop, *, by: User | Actor, at: datetime, year: int | None = None) -> AnnualFiling:
    """Open the filing that a workshop owes for a year, by default that of `at` (reading R13).

    It starts from the last filing's figures and people, at first from those of the application.

    :raises StepRefused: for the year of recognition, when the workshop is no longer recognised, or when the year's
        filing is there already.
    """
    owed_for = year or beijing_date(at).year
    known = AnnualFiling.objects.filter(workshop=workshop, year=owed_for).first()
    if known is not None:
        raise StepRefused(f"{owed_for} 年度的报备 {known.number} 已经建立", clauses.ANNUAL_FILING)
    filing = open_case(
        AnnualFiling,
        region=workshop.county,
        holder=workshop.holder,
        at=at,
        title=f"{workshop.name}（{owed_for} 年度）",
        workshop=workshop,
        year=owed_for,
    )
    inputs = StepInput(
        facts={"workshop": workshop.number, "year": owed_for},
        trigger=date(owed_for, 1, 1),
        last_day=filing_due_on(filing.edition, owed_for),
    )
    take_step(
        filing,
        "open_filing",
        by=by,
        at=at,
        inputs=inputs,
        effect=lambda: starting.fill_in(filing, workshop, at=at),
    )
    return filing


@transaction.atomic
def file(
    case: AnnualFiling,
    *,
    by: User | Actor,
    at: datetime,
    truth_declared: bool = False,
    received_on: date | None = None,
    entry_reason: str = "",
    seen_version: int | None = None,
) -> Record:
    """Hand in a year's filing (articles 7(四) and 9(一)).

    `received_on` is the stamp of one on paper, which the county enters for a workshop without an account; it
    counts from that day (reading R11).

    :raises StepRefused: when it is late or incomplete, the declaration lacks, or the stamp is not plausible.
    """
    lock(case)
    row = AnnualFiling.objects.get(pk=case.pk)
    _check_stamp(row, received_on)
    changes: dict[str, Any] = {"received_on": received_on, "entry_reason": entry_reason.strip()}
    if truth_declared:
        changes["truth_declared_at"] = at
    _update(case, **changes)
    inputs = StepInput(
        given={"entry_reason": entry_reason},
        documents=list(queries.files_of(case.pk, SECTIONS)),
        facts=_filed_facts(row, received_on),
        seen_version=seen_version,
    )
    return take_step(case, "file", by=by, at=at, inputs=inputs, effect=lambda: _mark_filed(case, at))


def _check_stamp(filing: AnnualFiling, received_on: date | None) -> None:
    """Refuse a stamp on what an account files, and a filing by the county without one."""
    if received_on is not None and not filing.is_on_paper:
        raise WrongActor("本件由工坊在线报备，收到日期由受理机关填写", clauses.ANNUAL_FILING)
    if received_on is None and filing.is_on_paper:
        raise StepRefused("请填写纸质材料的收到日期", clauses.ANNUAL_FILING)


def _filed_facts(filing: AnnualFiling, received_on: date | None) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "year": filing.year,
        "roster": filing.roster.count(),
        "activities": queries.activities_for(filing).count(),
    }
    return facts if received_on is None else facts | {"received_on": received_on.isoformat()}


def _mark_filed(filing: AnnualFiling, at: datetime) -> None:
    """Make part of the filing what it reports of the log."""
    reported = list(queries.reportable(filing).values_list("pk", flat=True))
    Activity.objects.filter(pk__in=reported).update(filing=filing)
    _update(filing, filed_at=at)


def _update(filing: AnnualFiling, **changes: Any) -> None:
    """Write columns of the filing alone: those of the case change through `take_step`."""
    AnnualFiling.objects.filter(pk=filing.pk).update(**changes)
    for name, value in changes.items():
        setattr(filing, name, value)


def return_filing(
    case: AnnualFiling,
    *,
    by: User,
    at: datetime,
    missing: Sequence[MissingItem] | str,
    seen_version: int | None = None,
) -> Record:
    """Send a filing back with the list of what it lacks; the correction period starts (reading R13).

    :raises StepRefused: when the list is empty, or another level confirms filings.
    """
    items = [MissingItem("", missing)] if isinstance(missing, str) else list(missing)

    def note_down() -> None:
        FilingCorrection.objects.filter(filing=case).delete()
        FilingCorrection.objects.bulk_create(
            FilingCorrection(filing=case, part=item.part, note=item.note, asked_at=at) for item in items
        )
        _update(case, truth_declared_at=None)

    words = "\n".join(map(str, items))
    inputs = StepInput(given={"missing": words}, seen_version=seen_version)
    return take_step(case, "return_filing", by=by, at=at, inputs=inputs, effect=note_down)


def miss(case: AnnualFiling, *, by: User | Actor, at: datetime, seen_version: int | None = None) -> Record:
    """Record that a year's filing did not come, and draw the consequence of several in a row (reading R14).

    :raises StepRefused: while it, or its correction, would still be in time.
    """
    filing = AnnualFiling.objects.select_related("workshop").get(pk=case.pk)
    inputs = StepInput(facts={"year": filing.year}, seen_version=seen_version)
    return take_step(case, "miss", by=by, at=at, inputs=inputs, effect=lambda: _draw_consequences(filing, at))


def _draw_consequences(filing: AnnualFiling, at: datetime) -> None:
    """Suspend the workshop and open its revocation when the years in a row are as many as the edition says."""
    workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=filing.workshop_id)
    run = queries.missed_run(workshop, filing.year)
    if len(run) < filing.edition.missed_filings_suspend or not workshop.holds_recognition:
        return
    said = f"连续 {len(run)} 年（{'、'.join(map(str, run))} 年度）未报备登记信息。"
    workshops.suspend(workshop, at=at, clause=MISSED_TWICE, note=said)
    running = revocations.open_revocation_of(workshop)
    if running is not None:
        keep_suspended(running)
    else:
        open_revocation(workshop, by=Actor.SYSTEM, at=at, grounds=[MISSED_TWICE.id], facts=said)


def follow_status(workshop: Workshop, *, at: datetime) -> None:
    """Ask no longer for what a workshop owes that is no longer recognised; act on what was put off where it is."""
    if workshop.is_in_force:
        _draw_what_was_put_off(workshop, at)
    elif not workshop.holds_recognition:
        for filing in queries.open_filings(workshop):
            waive_filing(filing, by=Actor.SYSTEM, at=at)


def _draw_what_was_put_off(workshop: Workshop, at: datetime) -> None:
    """Open the revocation that missed years call for, and that another one which ran at the time put off (R14)."""
    last = queries.last_missed(workshop)
    if last is not None and not revocations.was_considered(workshop, MISSED_TWICE.id, since=last.state_since):
        _draw_consequences(last, at)


def hand_over(workshop: Workshop, *, at: datetime) -> None:
    """Let the account that acts for the workshop now see and carry on its filings."""
    cases.hand_over(queries.filings_of(workshop), workshop.holder, at=at)


SERVICES: dict[str, Callable[..., Any]] = {
    "open_filing": open_filing,
    "file": file,
    "return_filing": return_filing,
    "accept_filing": accept_filing,
    "miss": miss,
    "waive_filing": waive_filing,
}
