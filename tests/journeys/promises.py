"""What must hold on the database after every step, lawful or refused."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from gongfang.applications.models import Application
from gongfang.cases import limits
from gongfang.cases.facts import facts_of
from gongfang.cases.models import Case, RunningLimit, Task
from gongfang.cases.pages import as_own_kind
from gongfang.cases.registry import kind_of
from gongfang.cases.tasks import OFFICES, stand_ins
from gongfang.notices.models import Objection
from gongfang.panels.models import Declaration, Entry, Panel
from gongfang.records.models import Record
from gongfang.regulation.expectations import expected_of_applicant, expected_steps
from gongfang.regulation.procedure import Actor, all_departments_agree
from gongfang.regulation.recognition import State
from gongfang.workshops.models import Plaque, Workshop

RECOGNISED = (State.RECOGNISED, State.AWARDED)
PAST_REVIEW = (State.PROPOSED, State.PUBLIC_NOTICE, State.CONFIRMING, *RECOGNISED)
TIMED = frozenset({"draw"})
"""What an office is expected to do from an instant on, without a step in between."""


def all_rows() -> dict[str, Any]:
    """Return the picture of the database by which a refused step is shown to have changed nothing."""
    return {
        "counts": _counts(),
        "cases": list(Case.objects.order_by("pk").values()),
        "limits": list(RunningLimit.objects.order_by("pk").values()),
        "tasks": list(Task.objects.order_by("pk").values("case_id", "office_id", "action", "due_at")),
    }


def _counts() -> list[Any]:
    """Return how many rows each model has, by one query."""
    tables = (connection.ops.quote_name(model._meta.db_table) for model in _models())
    counts = (f"SELECT {place}, COUNT(*) FROM {table}" for place, table in enumerate(tables))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return sorted(cursor.fetchall())


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("gongfang.")]


def hold(at: datetime) -> None:
    """Assert every promise about every case."""
    records = records_by_case()
    for row in Case.objects.order_by("pk"):
        state_is_that_of_the_records(row, records[row.pk])
        joint_steps_were_joint(row, records[row.pk])
        tasks_are_those_expected(row, at)
    for application in Application.objects.all():
        recognition_followed_an_undisputed_notice(application)
        review_was_lawful(application)
    for panel in Panel.objects.exclude(drawn_at=None):
        panel_is_lawful(panel)


def records_by_case() -> Mapping[int, list[Record]]:
    found: dict[int, list[Record]] = defaultdict(list)
    for record in Record.objects.order_by("seq"):
        found[record.case_id].append(record)
    return found


def state_is_that_of_the_records(row: Case, records: list[Record]) -> None:
    state = "draft" if row.kind == "application" else ""
    for record in records:
        assert record.source == state, f"{row.number}: {record.action} 应从 {state} 出发，记录为 {record.source}"
        state = record.target
    assert row.state == state
    assert row.version == len(records)


def joint_steps_were_joint(row: Case, records: list[Record]) -> None:
    procedure = kind_of(row.kind).procedure
    joint = [step for step in procedure.steps if all_departments_agree in step.guards]
    taken_jointly = {(step.action, source) for step in joint for source in step.sources}
    taken = [record for record in records if (record.action, record.source) in taken_jointly]
    opinions = list(row.opinions.select_related("office__division")) if taken else []
    for record in taken:
        said = [each for each in opinions if each.stage == record.source and each.signed_at <= record.at]
        last = [each for each in said if each.round == max(each.round for each in said)]
        agreed = {each.department for each in last if each.agrees}
        heard = [(each.round, each.department, each.agrees, each.signed_at) for each in said]
        assert agreed == set(row.edition.joint_departments), (record, record.at, heard)
        assert {opinion.office.level for opinion in last} == {record.actor.partition(".")[0]}


def tasks_are_those_expected(row: Case, at: datetime) -> None:
    case = as_own_kind(row)
    facts = facts_of(case, actor=Actor.SYSTEM, at=at)
    wanted = {
        (each.actor.value, each.step.action, each.is_under_way)
        for each in expected_steps(case.procedure, facts, OFFICES)
    }
    wanted |= tasks_for_applicants(case, facts)
    tasks = {
        (task.office.code, task.action, task.is_under_way) for task in row.tasks.select_related("office__division")
    }
    assert {task for task in tasks ^ wanted if task[1] not in TIMED} == set(), f"{row.number} {row.state}"


def tasks_for_applicants(case: Any, facts: Any) -> set[tuple[str, str, bool]]:
    """Return what the office does for an applicant without an account."""
    expected = expected_of_applicant(case.procedure, facts)
    return {(office.code, each.step.action, False) for office in stand_ins(case) for each in expected}


def somebody_acts_for_every_applicant(row: Case, at: datetime) -> None:
    """What is expected of an applicant without an account is a task of the office that acts for it."""
    case = as_own_kind(row)
    wanted = tasks_for_applicants(case, facts_of(case, actor=Actor.SYSTEM, at=at))
    tasks = {(task.office.code, task.action, task.is_under_way) for task in row.tasks.select_related("office")}
    assert wanted <= tasks, f"{row.number} {row.state}"


def recognition_followed_an_undisputed_notice(application: Application) -> None:
    workshop = Workshop.objects.filter(application_number=application.number).first()
    assert (workshop is not None) == (application.state in RECOGNISED)
    assert Plaque.objects.filter(workshop=workshop).exists() == (application.state == State.AWARDED)
    if workshop is None:
        return
    notice = limits.latest(application, "public_notice")
    confirmed = Record.objects.get(case=application, action="confirm")
    assert notice is not None
    assert confirmed.at >= notice.ends_at
    for objection in Objection.objects.filter(against=application):
        assert objection.state not in ("verifying", "upheld")


def review_was_lawful(application: Application) -> None:
    if application.state not in PAST_REVIEW:
        return
    entry = Entry.objects.select_related("panel").get(application=application, released_at=None)
    assert entry.has_passed
    assert entry.panel.state == "concluded"
    sitting = entry.seats.filter(left_at=None).values("candidate__expert_id")
    sheets = entry.sheets.filter(submitted_at__isnull=False, expert_id__in=sitting).count()
    assert sheets >= 5
    assert sheets % 2 == 1
    assert entry.votes_total == sheets


def panel_is_lawful(panel: Panel) -> None:
    for entry in panel.entries.filter(released_at=None):
        seats = list(entry.seats.filter(left_at=None).select_related("candidate__expert"))
        is_exhausted = len(seats) < panel.size
        assert is_exhausted or (len(seats) >= 5 and len(seats) % 2 == 1)
        assert not (is_exhausted and panel.state in ("deliberating", "concluded"))
        recused = Declaration.objects.filter(entry=entry, is_clear=False).values_list("expert_id", flat=True)
        for seat in seats:
            expert = seat.candidate.expert
            assert expert.has_senior_title or expert.relevant_years >= panel.edition.expert_years_min
            assert expert.employer != entry.application.operator_name
            assert not expert.relations.exists()
            assert expert.pk not in set(recused)
