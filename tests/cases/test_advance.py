"""What the law does by itself: each step once, reminders once, one broken case does not hold up the rest."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from gongfang.applications.models import Application
from gongfang.cases import advance as advancing
from gongfang.cases import limits, registry
from gongfang.cases.advance import advance, due_steps
from gongfang.cases.models import Case, RunningLimit
from gongfang.notifications.models import Message, Reminder
from gongfang.records.models import Record
from gongfang.regulation.recognition import State
from tests.applications import factories as made
from tests.factories import applicant, beijing, head
from tests.notices import cast

pytestmark = pytest.mark.django_db
# Asked on 6 May 2026, a Wednesday: ten working days (9 May is a make-up day) end on 19 May at 24:00.
LAST_DAY = beijing("2026-05-19 23:59:59")
ENDED = beijing("2026-05-20 00:00")


def state_of(application: Application) -> str:
    return Case.objects.get(pk=application.pk).state


def test_every_step_of_the_system_is_due_by_a_rule() -> None:
    known = {(step.kind, step.action) for step in due_steps()}
    assert {("application", "lapse"), ("application", "close_notice")} <= known


def test_a_correction_lapses_at_the_instant_it_ends() -> None:
    application = made.correcting()
    limit = limits.running(application, "correction")
    assert limit is not None
    assert limit.ends_at == ENDED
    assert not advance(LAST_DAY).taken
    assert state_of(application) == State.CORRECTING
    assert advance(ENDED).taken == {"application.lapse": 1}
    assert state_of(application) == State.NOT_ACCEPTED
    record = Record.objects.filter(case=application.pk).latest("seq")
    assert (record.action, record.actor, record.user, record.at) == ("lapse", "SYSTEM", None, ENDED)


def test_a_second_pass_does_nothing() -> None:
    made.correcting()
    advance(ENDED)
    messages = Message.objects.count()
    again = advance(ENDED)
    assert (dict(again.taken), dict(again.refused), again.reminders) == ({}, {}, 0)
    assert Message.objects.count() == messages


def test_a_notice_closes_when_its_period_is_over() -> None:
    application = cast.on_notice()
    assert not advance(cast.LAST_INSTANT).taken
    assert advance(cast.TOO_LATE).taken == {"application.close_notice": 1}
    assert state_of(application) == State.CONFIRMING


def test_an_open_objection_holds_the_notice_and_is_no_error() -> None:
    application = cast.on_notice()
    cast.objected(application)
    report = advance(cast.TOO_LATE)
    assert report.is_clean
    assert not report.taken
    assert state_of(application) == State.PUBLIC_NOTICE


def test_a_refused_step_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    application, ended = made.correcting(), made.correcting()
    RunningLimit.objects.filter(case=application.pk).update(ends_at=ENDED + timedelta(days=1))
    monkeypatch.setitem(
        advancing._selects, ("application", "lapse"), lambda at: Case.objects.filter(kind="application")
    )
    report = advance(ENDED)
    assert (report.taken, report.refused) == ({"application.lapse": 1}, {"application.lapse": 1})
    assert report.is_clean
    assert (state_of(application), state_of(ended)) == (State.CORRECTING, State.NOT_ACCEPTED)
    assert application.number in report.notes[0]


def test_a_case_that_fails_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = made.correcting(), made.correcting()
    services = registry.kind_of("application").services
    lapse = services["lapse"]

    def fail_on_one(case: Case, **fields: Any) -> object:
        if case.pk == broken.pk:
            Case.objects.filter(pk=case.pk).update(title="半途")
            raise RuntimeError("personal data 13800000000")
        return lapse(case, **fields)

    monkeypatch.setitem(services, "lapse", fail_on_one)
    report = advance(ENDED)
    assert (report.taken, report.failed) == ({"application.lapse": 1}, {"application.lapse": 1})
    assert not report.is_clean
    assert "13800000000" not in "".join(report.notes)
    assert (state_of(broken), state_of(sound)) == (State.CORRECTING, State.NOT_ACCEPTED)
    assert Case.objects.get(pk=broken.pk).title != "半途"


def test_more_than_one_chunk_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advancing, "CHUNK", 2)
    for _ in range(5):
        made.correcting()
    seen: list[tuple[str, int, int]] = []
    report = advance(ENDED, progress=lambda what, done, of: seen.append((what, done, of)))
    assert report.taken == {"application.lapse": 5}
    lapses = [(done, of) for what, done, of in seen if what == "application.lapse"]
    assert lapses == [(2, 5), (4, 5), (5, 5)]


@pytest.fixture
def many_open_cases() -> int:
    """Three hundred cases on which a limit runs that ends far ahead."""
    first = made.correcting()
    limit = limits.running(first, "correction")
    assert limit is not None
    rows = [
        Case(
            number=f"SQ2026-9{number:03d}",
            kind="application",
            state=State.CORRECTING,
            edition_id=first.edition_id,
            region=first.region,
            opened_at=first.opened_at,
            state_since=first.state_since,
        )
        for number in range(300)
    ]
    cases = Case.objects.bulk_create(rows)
    RunningLimit.objects.bulk_create(
        RunningLimit(
            case=case,
            name="correction",
            trigger=limit.trigger,
            last_day=limit.last_day,
            ends_at=limit.ends_at,
            is_provisional=False,
            counted={},
            started_at=limit.started_at,
        )
        for case in cases
    )
    return len(cases)


def test_nothing_due_costs_a_few_queries_however_many_cases_are_open(
    many_open_cases: int, django_assert_max_num_queries: Any
) -> None:
    long_before, in_between = beijing("2026-03-16 09:00"), beijing("2026-05-07 09:00")
    advance(in_between)
    opened_today = 2  # what was opened up to which stamp, and the stamp: nothing more until something changes
    advance(long_before)
    waiting = 1  # mail, replies, uploads and addresses to tell: asked together
    with django_assert_max_num_queries(1 + opened_today + waiting):
        assert not advance(long_before).taken
    advance(in_between)
    with django_assert_max_num_queries(7 + opened_today + waiting):
        assert not advance(in_between).taken


def reminders() -> list[str]:
    return list(Reminder.objects.order_by("pk").values_list("stage", flat=True))


def test_the_applicant_is_reminded_three_days_and_one_day_before_the_end() -> None:
    holder = applicant()
    made.correcting(holder)
    steps = {
        "2026-05-06 12:00": [],
        "2026-05-13 09:00": [],
        "2026-05-14 09:00": ["three_days"],  # 15, 18 and 19 May are left
        "2026-05-15 09:00": ["three_days"],
        "2026-05-18 09:00": ["three_days", "one_day"],
        "2026-05-19 09:00": ["three_days", "one_day"],
    }
    for instant, expected in steps.items():
        advance(beijing(instant))
        advance(beijing(instant))
        assert reminders() == expected, instant
    keys = Message.objects.filter(user=holder, key__startswith="limit:").values_list("key", flat=True)
    assert len(keys) == 2
    assert "还剩 3 个工作日" in Message.objects.get(key__contains="three_days").subject


def test_a_limit_that_began_today_is_not_reminded_of() -> None:
    application = made.correcting()
    began = beijing("2026-05-14 08:00")
    RunningLimit.objects.filter(case=application.pk).update(started_at=began)
    advance(beijing("2026-05-14 09:00"))
    assert reminders() == []


def overdue_objection() -> tuple[Case, Any]:
    objection = cast.objected(cast.on_notice()).objection
    limit = limits.running(objection, "objection_review")
    assert limit is not None
    return objection, limit


def test_offices_are_reminded_of_what_is_overdue_once() -> None:
    objection, limit = overdue_objection()
    advance(limit.ends_at - timedelta(minutes=1))
    assert "overdue" not in reminders()
    advance(limit.ends_at)
    advance(limit.ends_at + timedelta(days=1))
    told = Message.objects.filter(key__contains=":overdue:", channel="inbox")
    assert {each.office.code for each in told if each.office} == {
        "prefecture.culture",
        "prefecture.hrss",
        "prefecture.agriculture",
    }
    assert all("已超期" in each.subject and objection.number in each.subject for each in told)
    assert Reminder.objects.filter(limit=limit, stage="overdue").count() == 1


def test_the_mail_goes_out_with_the_pass() -> None:
    holder = applicant()
    holder.email = "holder@example.org"
    holder.save(update_fields=["email"])
    application = made.correcting(holder)
    report = advance(beijing("2026-05-06 12:00"))
    assert report.delivery.sent == len(mail.outbox) > 0
    assert all(application.number in message.subject for message in mail.outbox)
    assert advance(beijing("2026-05-06 12:01")).delivery.sent == 0


def test_the_head_confirms_after_the_system_has_closed() -> None:
    """The step of SYSTEM leaves the case where the offices go on."""
    cast.on_notice()
    advance(cast.TOO_LATE)
    office = head("prefecture.culture").office
    assert office is not None
    assert office.tasks.filter(action="give_opinion").exists()
