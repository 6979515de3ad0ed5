"""The calendar's pages: who may, the preview, the loading, and the counting of deadlines."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.accounts.models import Role, User
from gongfang.calendars import effects
from gongfang.calendars.effects import Moved
from gongfang.calendars.models import CalendarNotice, Scope
from gongfang.calendars.queries import working_calendar
from gongfang.records.models import AccessEntry
from gongfang.regulation.calendar import WorkingCalendar
from tests import factories

from .test_notice_text import workbook

pytestmark = pytest.mark.django_db
NOTICE = {
    "scope": "local",
    "year": "2026",
    "document_number": "新政办明电〔2026〕1号",
    "source": "",
    "rest_days": "2026-05-27 至 2026-05-29 古尔邦节",
    "extra_workdays": "2026-05-31",
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


def culture_head() -> User:
    return factories.head("prefecture.culture")


@pytest.mark.parametrize("page", ["calendars:years", "calendars:deadline"])
def test_officials_and_auditors_read_the_calendar(page: str) -> None:
    for user in (factories.officer("county.hrss"), culture_head(), factories.auditor()):
        assert signed_in(user).get(reverse(page)).status_code == 200
    for user in (factories.applicant(), factories.expert_user(), factories.user(Role.SYSTEM_ADMIN)):
        assert signed_in(user).get(reverse(page)).status_code == 403
    assert Client().get(reverse(page)).status_code == 302


@pytest.mark.parametrize(
    "who", ["prefecture.culture officer", "prefecture.hrss head", "county.culture head", "auditor", "applicant"]
)
def test_only_the_head_of_the_prefectures_culture_office_loads(who: str) -> None:
    code, _, rank = who.partition(" ")
    make = {"officer": factories.officer, "head": factories.head}.get(rank)
    user = make(code) if make else getattr(factories, code)()
    client = signed_in(user)
    assert client.get(reverse("calendars:load")).status_code == 403
    assert client.post(reverse("calendars:load"), NOTICE | {"confirm": "1"}).status_code == 403
    assert not CalendarNotice.objects.filter(scope=Scope.LOCAL, year=2026).exists()


def test_the_preview_loads_nothing() -> None:
    response = signed_in(culture_head()).post(reverse("calendars:load"), NOTICE)
    assert response.status_code == 200
    assert [day.day.isoformat() for day in response.context["days"]] == [
        "2026-05-27",
        "2026-05-28",
        "2026-05-29",
        "2026-05-31",
    ]
    assert not CalendarNotice.objects.filter(scope=Scope.LOCAL, year=2026).exists()


def test_confirming_loads_the_notice_and_records_it() -> None:
    head = culture_head()
    response = signed_in(head).post(reverse("calendars:load"), NOTICE | {"confirm": "1"})
    assert response.status_code == 302
    notice = CalendarNotice.objects.get(scope=Scope.LOCAL, year=2026)
    assert (notice.version, notice.loaded_by, notice.document_number) == (1, head, NOTICE["document_number"])
    assert not working_calendar().is_working_day(date(2026, 5, 28))
    assert working_calendar().is_working_day(date(2026, 5, 31))
    entry = AccessEntry.objects.get(action="load_calendar")
    assert (entry.user, entry.subject) == (head, "notice:local:2026:1")


def test_a_second_notice_is_the_next_version() -> None:
    client = signed_in(culture_head())
    for rest_days in (NOTICE["rest_days"], "2026-05-30 古尔邦节"):
        client.post(reverse("calendars:load"), NOTICE | {"rest_days": rest_days, "confirm": "1"})
    assert list(CalendarNotice.objects.filter(scope="local", year=2026).values_list("version", flat=True)) == [
        2,
        1,
    ]
    assert working_calendar().is_working_day(date(2026, 5, 28))


def test_a_table_is_previewed_and_confirmed_as_text() -> None:
    client = signed_in(culture_head())
    content = workbook([["2026-05-27", "休息", "古尔邦节"]])
    upload = table_upload(content)
    empty = NOTICE | {"rest_days": "", "extra_workdays": ""}
    response = client.post(reverse("calendars:load"), empty | {"workbook": upload})
    lines = {
        "rest_days": response.context["rest_lines"],
        "extra_workdays": response.context["work_lines"],
        "confirm": "1",
    }
    client.post(reverse("calendars:load"), empty | lines)
    assert CalendarNotice.objects.get(scope="local", year=2026).days.count() == 1


def table_upload(content: bytes) -> Any:
    from tests.records.specimens import XLSX, upload

    return upload(content, "通知.xlsx", XLSX)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rest_days": "哪天"}, "rest_days"),
        ({"extra_workdays": "2026-02-30"}, "extra_workdays"),
        ({"rest_days": "", "extra_workdays": ""}, "__all__"),
        ({"year": "1"}, "year"),
        ({"document_number": ""}, "document_number"),
        ({"rest_days": "2028-01-01 元旦"}, "__all__"),
    ],
)
def test_what_cannot_be_read_is_an_error_of_its_field(change: dict[str, str], field: str) -> None:
    response = signed_in(culture_head()).post(reverse("calendars:load"), NOTICE | change | {"confirm": "1"})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not CalendarNotice.objects.filter(scope=Scope.LOCAL, year=2026).exists()


def test_a_hostile_table_is_refused() -> None:
    from tests.records.hostile import HOSTILE
    from tests.records.specimens import upload

    content, _name = HOSTILE["macro sheet"]
    table = {"workbook": upload(content, "通知.xlsx")}
    response = signed_in(culture_head()).post(reverse("calendars:load"), NOTICE | table)
    assert "workbook" in response.context["form"].errors


def test_the_preview_lists_what_moves_and_what_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(calendar: WorkingCalendar, *, at: object) -> list[Moved]:
        assert not calendar.is_working_day(date(2026, 5, 27))  # the preview counts on the notice to come
        return [
            Moved(
                case_number=f"SQ2026-000{is_past:d}",
                case_url="/cases/x/",
                label="公示期",
                old_last_day=date(2026, 5, 28),
                new_last_day=date(2026, 6, 2),
                is_past=is_past,
                is_provisional=False,
            )
            for is_past in (False, True)
        ]

    monkeypatch.setattr(effects, "_registered", [(look, lambda calendar, at: 1)])
    response = signed_in(culture_head()).post(reverse("calendars:load"), NOTICE)
    assert [move.case_number for move in response.context["moving"]] == ["SQ2026-0000"]
    assert [move.case_number for move in response.context["staying"]] == ["SQ2026-0001"]


def test_a_year_shows_every_version() -> None:
    client = signed_in(culture_head())
    client.post(reverse("calendars:load"), NOTICE | {"confirm": "1"})
    client.post(reverse("calendars:load"), NOTICE | {"confirm": "1"})
    response = client.get(reverse("calendars:year", args=[2026]))
    assert [(each.scope, each.version) for each in response.context["notices"]] == [
        ("local", 2),
        ("local", 1),
        ("national", 1),
    ]
    assert client.get(reverse("calendars:year", args=[1999])).status_code == 404


def test_the_list_of_years_costs_the_same_however_many(django_assert_max_num_queries: Any) -> None:
    client = signed_in(culture_head())
    with django_assert_max_num_queries(8):
        client.get(reverse("calendars:years"))


def test_a_deadline_is_counted_and_explained() -> None:
    query = {"start": "2025-06-03", "limit": "working_days", "working_days": "5"}
    response = signed_in(factories.officer("county.culture")).get(reverse("calendars:deadline"), query)
    assert response.context["explained"].last_day == date(2025, 6, 13)
    assert "古尔邦节" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"start": "x", "limit": "public_notice"},
        {"start": "2026-05-06", "limit": "nothing"},
        {"start": "2026-05-06", "limit": "working_days"},
        {"start": "2026-05-06", "limit": "working_days", "working_days": "99999"},
        {"start": "9999-12-31", "limit": "public_notice"},
    ],
)
def test_a_deadline_that_cannot_be_counted_is_an_error_of_the_form(query: dict[str, str]) -> None:
    response = signed_in(factories.officer("county.culture")).get(reverse("calendars:deadline"), query)
    assert response.status_code == 200
    assert response.context["form"].errors
