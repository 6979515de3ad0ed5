"""What a loaded notice does to running time limits, end to end: those that run move, those that ended stay."""

from datetime import date

import pytest

from gongfang.calendars import effects, services
from gongfang.calendars.notice_text import NamedDay, rules_of
from gongfang.calendars.queries import calendar_with
from gongfang.cases import limits
from gongfang.cases.models import RunningLimit, Task
from tests.applications import factories as made
from tests.factories import beijing, head
from tests.notices import cast

pytestmark = pytest.mark.django_db
FEAST = [NamedDay(date(2026, 5, day), True, "古尔邦节") for day in (14, 15)]


def load(days: list[NamedDay], at: str) -> int:
    _notice, moved = services.load_notice(
        scope="local",
        year=2026,
        document_number="测试1号",
        source="",
        days=days,
        by=head("prefecture.culture"),
        at=beijing(at),
    )
    return moved


def test_a_running_limit_moves_and_is_settled() -> None:
    application = made.correcting()
    assert load(FEAST, "2026-05-11 10:00") == 1
    limit = limits.running(application, "correction")
    assert limit is not None
    assert (limit.last_day, limit.is_provisional) == (date(2026, 5, 21), False)
    assert limit.ends_at == beijing("2026-05-22 00:00")
    assert {"day": "2026-05-14", "why": "古尔邦节（测试1号）"} in limit.counted["skipped"]


def test_the_tasks_under_a_limit_move_with_it() -> None:
    objection = cast.objected(cast.on_notice()).objection
    load([NamedDay(date(2026, 6, 12), True, "测试节")], "2026-06-11 10:00")
    limit = limits.running(objection, "objection_review")
    assert limit is not None
    assert set(Task.objects.filter(case=objection.pk).values_list("due_at", flat=True)) == {limit.ends_at}


def test_an_end_that_has_passed_never_moves() -> None:
    application = made.correcting()
    before = RunningLimit.objects.filter(case=application.pk).values().get()
    assert load(FEAST, "2026-05-20 00:00") == 0
    assert RunningLimit.objects.filter(case=application.pk).values().get() == before


def test_the_preview_says_what_loading_will_do_and_changes_nothing() -> None:
    application = made.correcting()
    calendar = calendar_with("local", 2026, rules_of(FEAST, scope="local", citation="测试1号"))
    (moved,) = effects.preview(calendar, at=beijing("2026-05-11 10:00"))
    assert (moved.case_number, moved.label, moved.is_past) == (application.number, "补正期", False)
    assert (moved.old_last_day, moved.new_last_day) == (date(2026, 5, 19), date(2026, 5, 21))
    (staying,) = effects.preview(calendar, at=beijing("2026-05-20 00:00"))
    assert staying.is_past
    limit = limits.running(application, "correction")
    assert limit is not None
    assert limit.last_day == date(2026, 5, 19)
