"""Drawing up a bulletin, correcting, issuing and acknowledging it (article 11(一))."""

from datetime import datetime

from django.db import transaction

from gongfang.accounts.models import User
from gongfang.cases.services import StepConflict, StepInput, open_case, step, take_step
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.bulletin import has_a_bulletin, still_runs
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.regulation.time_limits import beijing_date

from . import drafting, permissions, queries, snapshot
from .figures import Scope
from .models import TEXT_MAX, Bulletin, Period, Reading


@transaction.atomic
def draw_up_bulletin(*, by: User, at: datetime, year: int, period: str) -> Bulletin:
    """Take the figures of a period and write the draft of its bulletin (article 11(一)).

    :raises StepRefused: when the period still runs, has a bulletin already, or `by` writes none.
    """
    if not permissions.may_draw_up(by) or by.office is None:
        raise WrongActor("统计通报由地区文化和旅游部门编制", clauses.STATISTICS)
    chosen = Period(period)
    first, last = chosen.first_day(year), chosen.last_day(year)
    _check_period(chosen, year, at)
    scope = Scope(last)
    figures = snapshot.take(scope, since=first) | snapshot.take_times(by, since=snapshot.midnight(first), at=at)
    label = f"{year}年{chosen.label}"
    case = open_case(
        Bulletin,
        region=by.office.division,
        holder=None,
        at=at,
        title=drafting.title_of(label),
        year=year,
        period=chosen,
        starts_on=first,
        ends_on=last,
        figures=figures,
        taken_at=at,
        text=drafting.text_of(figures, period_label=label, edition=editions.in_force(beijing_date(at))),
    )
    facts = {"year": year, "period": str(chosen)}
    take_step(case, "draw_up_bulletin", by=by, at=at, inputs=StepInput(facts=facts))
    return case


def _check_period(period: Period, year: int, at: datetime) -> None:
    """Refuse what the database would refuse before a guard could say why."""
    has_another = queries.bulletins_of(year, period).exists()
    problem = still_runs(period.last_day(year), beijing_date(at)) or has_a_bulletin(has_another)
    if problem:
        raise StepRefused(problem, clauses.STATISTICS)


def edit_bulletin(case: Bulletin, *, by: User, at: datetime, text: str, seen_version: int | None = None) -> Record:
    """Replace the text of a draft; its figures stay as they were taken.

    :raises StepRefused: when there is no text, it is too long, or somebody changed it meanwhile.
    """
    if len(text) > TEXT_MAX:
        raise StepRefused(f"文稿不得超过 {TEXT_MAX} 字", clauses.STATISTICS)

    def write() -> None:
        case.text = text
        Bulletin.objects.filter(pk=case.pk).update(text=text)

    inputs = StepInput(given={"text": text}, facts={"characters": len(text)}, seen_version=seen_version)
    return take_step(case, "edit_bulletin", by=by, at=at, inputs=inputs, effect=write)


def issue_bulletin(
    case: Bulletin, *, by: User, at: datetime, document_number: str, seen_version: int | None = None
) -> Record:
    """Issue a bulletin to the other departments: its text enters the record as a digest.

    :raises StepRefused: when the number is missing or taken.
    """
    number = document_number.strip()
    if number and Bulletin.objects.filter(document_number=number).exclude(pk=case.pk).exists():
        raise StepRefused("这个文号已用于另一份通报", clauses.STATISTICS)

    def issue() -> None:
        if Bulletin.objects.values_list("text", flat=True).get(pk=case.pk) != text:
            raise StepConflict("文稿刚被他人修改过，请核对后再签发", clauses.STATISTICS)
        case.document_number, case.issued_at = number, at
        Bulletin.objects.filter(pk=case.pk).update(document_number=number, issued_at=at)

    text = Bulletin.objects.values_list("text", flat=True).get(pk=case.pk)
    inputs = StepInput(
        given={"document_number": number},
        texts={"text": text},
        facts={"document_number": number},
        seen_version=seen_version,
    )
    return take_step(case, "issue_bulletin", by=by, at=at, inputs=inputs, effect=issue)


def acknowledge_bulletin(case: Bulletin, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Acknowledge a bulletin for one's department; with the last of them it is archived.

    `seen_version` is not compared: another department may acknowledge meanwhile.
    """

    def acknowledge() -> None:
        assert by.office is not None  # the table gives this step to offices only
        Reading.objects.create(bulletin_id=case.pk, office=by.office, by=by, at=at)

    return take_step(case, "acknowledge_bulletin", by=by, at=at, effect=acknowledge)


_drop = step("drop_bulletin")


@transaction.atomic
def drop_bulletin(
    case: Bulletin, *, by: User, at: datetime, reasons: str = "", seen_version: int | None = None
) -> Record:
    """Drop a draft, so that the period may have another."""
    record = _drop(case, by=by, at=at, reasons=reasons, seen_version=seen_version)
    Bulletin.objects.filter(pk=case.pk).update(is_current=False)
    return record
