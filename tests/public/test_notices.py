"""Notices, their archive and the calls on the portal (article 6(三), readings R9, R21)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.applications.models import Round
from gongfang.cases.models import RunningLimit
from gongfang.cases.services import perform
from gongfang.notices import services
from gongfang.public import views
from gongfang.regulation.procedure import Actor
from tests.factories import applicant, beijing, head
from tests.notices.cast import (
    LAST_INSTANT,
    PUBLISHED,
    TOO_LATE,
    all_agree,
    objected,
    on_notice,
    proposed,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the clock that the pages read."""

    def set_to(at: Any) -> None:
        monkeypatch.setattr(views, "now", lambda: at)

    set_to(PUBLISHED)
    return set_to


def page_of(client: Client, number: str = "GS2026-001") -> Any:
    return client.get(reverse("public:notice", args=[number]))


def test_notice_prints_both_dates_and_how_they_were_counted(client: Client) -> None:
    on_notice()
    page = page_of(client).content.decode()
    for words in (
        "2026年6月10日（星期三）",
        "2026年6月17日（星期三） 24:00",
        "发布当日不计入",
        "第 5 个工作日",
        "不计：周六",
    ):
        assert words in page


def test_notice_prints_its_entries_and_where_paper_is_handed_in(client: Client) -> None:
    on_notice("驼绒工坊")
    page = page_of(client).content.decode()
    for words in ("驼绒工坊有限公司", "托里县", "毡绣（自治区级）", "文化路1号", "0901-6222222"):
        assert words in page


def test_notice_offers_objections_until_its_last_instant(client: Client, clock: Any) -> None:
    path = reverse("notices:object", args=[on_notice().number])
    clock(LAST_INSTANT)
    assert path in page_of(client).content.decode()
    clock(TOO_LATE)
    assert path not in page_of(client).content.decode()


def test_notice_tells_what_came_of_an_entry_but_nothing_of_objections(client: Client) -> None:
    application = on_notice()
    objection = objected(application).objection
    before = page_of(client).content.decode()
    all_agree(objection, at=PUBLISHED)
    lead = head("prefecture.culture")
    services.uphold_objection(objection, by=lead, at=PUBLISHED, findings="查", reply="复")
    perform(application, "cancel", by=lead, at=PUBLISHED, reasons="异议成立")
    assert "核查中" not in before
    assert objection.number not in before
    assert "取消拟认定资格" in page_of(client).content.decode()


def test_notice_says_that_its_end_was_moved_by_a_later_calendar(client: Client) -> None:
    on_notice()
    RunningLimit.objects.update(ends_at=beijing("2026-06-19 00:00"), last_day=date(2026, 6, 18))
    page = page_of(client).content.decode()
    assert "2026年6月18日（星期四） 24:00" in page
    assert "公告印发时计算至 2026年6月17日" in page


def test_unknown_notice_does_not_exist(client: Client) -> None:
    assert page_of(client, "GS2026-999").status_code == 404


def test_notices_are_running_until_their_end_and_archived_after(client: Client, clock: Any) -> None:
    on_notice()
    for at, running, archived in ((LAST_INSTANT, 1, 0), (TOO_LATE, 0, 1)):
        clock(at)
        context = client.get(reverse("public:notices")).context
        assert (len(context["running"]), len(context["archive"])) == (running, archived)


@pytest.mark.parametrize(("at", "days"), [(PUBLISHED, 5), (beijing("2026-06-13 12:00"), 3), (LAST_INSTANT, 0)])
def test_notices_tell_the_working_days_left(client: Client, clock: Any, at: Any, days: int) -> None:
    on_notice()
    clock(at)
    assert client.get(reverse("public:notices")).context["running"][0].days_left == days


@pytest.mark.once
@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("name", ["public:notices", "public:home"])
def test_lists_take_the_same_queries_at_one_and_at_thirty(
    client: Client, clock: Any, name: str, number: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(number):
        published(proposed(f"工坊{n}"))
        call(f"{n}")
    with django_assert_max_num_queries(10):
        client.get(reverse(name))


@pytest.mark.parametrize("number", [1, 30])
def test_notice_takes_the_same_queries_at_one_entry_and_at_thirty(
    client: Client, number: int, django_assert_max_num_queries: Any
) -> None:
    published(*(proposed(f"工坊{n}") for n in range(number)))
    with django_assert_max_num_queries(6):
        page_of(client)


def test_confirming_application_takes_no_more_objections_on_the_portal(client: Client, clock: Any) -> None:
    application = on_notice()
    services.close_notice(application, by=Actor.SYSTEM, at=TOO_LATE)
    assert "提出异议" not in page_of(client).content.decode().split("<table")[1].split("</table>")[0]


def call(name: str = "2026年第一批", **fields: Any) -> Round:
    given = {
        "year": 2026,
        "opens_at": beijing("2026-06-01 00:00"),
        "closes_at": beijing("2026-07-01 00:00"),
        "call_text": "现开展申报工作。",
        "opened_at": beijing("2026-05-20 10:00"),
    }
    return Round.objects.create(name=name, **(given | fields))


@pytest.mark.parametrize(
    ("at", "state"),
    [("2026-05-31 23:59:59", "coming"), ("2026-06-01 00:00", "open"), ("2026-07-01 00:00", "closed")],
)
def test_call_is_open_from_its_first_instant_to_its_last(client: Client, clock: Any, at: str, state: str) -> None:
    clock(beijing(at))
    page = client.get(reverse("public:call", args=[call().pk]))
    assert page.context["call"].state == state
    assert ("登录申报" in page.content.decode()) == (state == "open")


@pytest.mark.parametrize(("make", "offered"), [(applicant, True), (lambda: head("county.culture"), False)])
def test_filing_is_offered_to_applicants_only(client: Client, make: Any, offered: bool) -> None:
    path = reverse("public:call", args=[call().pk])
    client.force_login(make(), backend="gongfang.accounts.backends.LoginBackend")
    assert ("登录申报" in client.get(path).content.decode()) == offered
    assert ("我要申报" in client.get("/").content.decode()) == offered


def test_call_that_was_closed_early_is_closed(client: Client, clock: Any) -> None:
    early = {"closed_at": beijing("2026-06-05 12:00"), "closing_reason": "名额已满"}
    assert client.get(reverse("public:call", args=[call(**early).pk])).context["call"].state == "closed"


def test_home_shows_open_calls_and_running_notices_with_the_instant(client: Client) -> None:
    call()
    on_notice()
    page = client.get("/").content.decode()
    for words in ("2026年第一批", "拟认定名单公示", "截至 2026年6月10日（星期三） 10:00"):
        assert words in page
