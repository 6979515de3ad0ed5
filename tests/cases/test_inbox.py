"""待办: who lands where, what is shown in which order, and what a page costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.accounts.models import Role, User
from gongfang.cases import drafts, inbox, limits
from gongfang.cases.models import NO_DUE_DATE, Case, RunningLimit, Task
from gongfang.cases.services import perform
from gongfang.cases.tasks import refresh
from gongfang.notices.models import Objection
from tests import factories
from tests.applications import factories as made
from tests.factories import beijing
from tests.notices import cast
from tests.panels import cast as panels

pytestmark = pytest.mark.django_db
URL = "/cases/inbox/"
NOW = beijing("2026-05-06 15:00")


@pytest.fixture(autouse=True)
def _at_a_fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "now", lambda: NOW)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


def rows(user: User, **query: str) -> list[tuple[str, str]]:
    response = signed_in(user).get(URL, query)
    assert response.status_code == 200
    return [(item.case.number, steps(item)) for item in response.context["items"]]


def steps(item: Any) -> str:
    return "、".join(step.label for step in item.steps)


def test_everybody_has_to_sign_in() -> None:
    response = Client().get(URL)
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


@pytest.mark.parametrize(
    ("role", "start"),
    [
        (Role.APPLICANT, "applications:mine"),
        (Role.EXPERT, "panels:workspace"),
        (Role.AUDITOR, "applications:index"),
        (Role.AUDIT_ADMIN, "records:access_log"),
        (Role.SYSTEM_ADMIN, "accounts:people"),
        (Role.SECURITY_ADMIN, "accounts:people"),
    ],
)
def test_others_go_on_to_their_own_start_page(role: str, start: str) -> None:
    client = signed_in(factories.user(role))
    response = client.get(URL)
    assert (response.status_code, response["Location"]) == (302, reverse(start))
    assert client.get(response["Location"]).status_code == 200


def test_an_office_sees_what_waits_for_it_and_no_other() -> None:
    application = made.submitted()
    assert rows(factories.officer("county.culture")) == [(application.number, "受理")]
    for stranger in (
        factories.officer("county.hrss"),
        factories.officer("county.culture", factories.TACHENG_CITY),
        factories.officer("prefecture.culture"),
    ):
        assert rows(stranger) == []


def test_a_joint_stage_waits_for_each_department() -> None:
    application = made.in_county_review()
    for department in made.DEPARTMENTS:
        assert rows(factories.head(f"county.{department}")) == [(application.number, "出具意见")]
    perform(application, "give_opinion", by=factories.head("county.hrss"), at=NOW, agree=True)
    assert rows(factories.head("county.hrss")) == []


def test_what_waits_for_others_has_its_own_tab() -> None:
    application = made.in_county_review()
    perform(application, "give_opinion", by=factories.head("county.culture"), at=NOW, agree=True)
    response = signed_in(factories.officer("county.culture")).get(URL, {"tab": "others"})
    waiting = {item.waits_for for item in response.context["items"]}
    assert waiting == {factories.office("county.hrss").name, factories.office("county.agriculture").name}
    assert rows(factories.officer("county.culture", factories.TACHENG_CITY), tab="others") == []
    assert len(rows(factories.officer("prefecture.hrss"), tab="others")) == 2


def test_an_application_before_a_panel_waits_for_the_panel() -> None:
    """The office has organised the review: what it does now, it does on the panel's own case."""
    application = panels.application()
    refresh(application, at=panels.ANNOUNCED)
    lead = factories.officer("prefecture.culture")
    assert rows(lead) == [(application.number, "组织专家评审")]
    panels.experts(9)
    panel = panels.announced(application)
    assert rows(lead) == [(panel.number, "随机抽取专家")]
    for reader in (lead, factories.officer("prefecture.hrss"), factories.officer("county.culture")):
        response = signed_in(reader).get(URL, {"tab": "others", "kind": "application"})
        waiting = [(steps(item), item.waits_for) for item in response.context["items"]]
        assert waiting == [("专家评审进行中", "评审专家组")]


def test_the_next_to_fall_due_comes_first_and_what_has_no_end_last() -> None:
    culture = factories.office("county.culture")
    numbers = []
    for days in (3, 1, 2):
        application = made.submitted()
        Task.objects.filter(case=application.pk, office=culture).update(due_at=NOW + timedelta(days=days))
        numbers.append(application.number)
    endless = made.submitted()
    assert Task.objects.get(case=endless.pk, office=culture).due_at == NO_DUE_DATE
    found = [number for number, _label in rows(factories.officer("county.culture"))]
    assert found == [numbers[1], numbers[2], numbers[0], endless.number]


def objection_at(instant: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the context of the inbox that handles an objection received on 10 June 2026, at `instant`."""
    cast.objected(cast.on_notice())
    monkeypatch.setattr(inbox, "now", lambda: beijing(instant))
    return signed_in(factories.officer("prefecture.hrss")).get(URL)


def test_days_left_are_working_days(monkeypatch: pytest.MonkeyPatch) -> None:
    response = objection_at("2026-06-12 09:00", monkeypatch)
    due = response.context["items"][0].due
    assert (due.days_left, due.is_overdue, due.is_provisional) == (3, False, True)
    assert response.context["overdue"] == 0


def test_an_overdue_task_says_by_how_much(monkeypatch: pytest.MonkeyPatch) -> None:
    response = objection_at("2026-06-18 00:00", monkeypatch)
    due = response.context["items"][0].due
    assert (due.is_overdue, due.days_over, response.context["overdue"]) == (True, 1, 1)
    assert "is-overdue" in response.content.decode()


def test_a_step_prepared_by_the_officer_waits_for_the_head() -> None:
    application = made.in_county_review()
    officer, head = factories.officer("county.hrss"), factories.head("county.hrss")
    drafts.prepare(case=application, action="give_opinion", by=officer, data={"agree": "yes"}, at=NOW)
    assert "待负责人签发" in signed_in(officer).get(URL).content.decode()
    assert "待您签发" in signed_in(head).get(URL).content.decode()
    assert "签发" not in signed_in(factories.head("county.agriculture")).get(URL).content.decode()


def ready_to_decide() -> Objection:
    """Return an objection that the three departments have verified: it is upheld or dismissed."""
    objection = cast.objected(cast.on_notice()).objection
    cast.all_agree(objection, at=cast.PUBLISHED)
    return objection


def test_the_ways_on_of_a_case_stand_on_one_line() -> None:
    objection = ready_to_decide()
    lead, others = factories.head("prefecture.culture"), factories.officer("prefecture.hrss")
    officer = factories.officer("prefecture.culture")
    drafts.prepare(case=objection, action="dismiss_objection", by=officer, data={"findings": "属实"}, at=NOW)
    (item,) = signed_in(lead).get(URL).context["items"]
    assert item.case.number == objection.number
    assert [(step.label, step.url, step.is_drafted) for step in item.steps] == [
        ("认定异议成立", f"/cases/{objection.number}/uphold_objection/", False),
        ("认定异议不成立", f"/cases/{objection.number}/dismiss_objection/", True),
    ]
    (item,) = signed_in(others).get(URL, {"tab": "others"}).context["items"]
    assert (item.waits_for, [step.url for step in item.steps]) == (
        factories.office("prefecture.culture").name,
        ["", ""],
    )


def test_a_line_with_several_steps_is_overdue_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ready_to_decide()
    monkeypatch.setattr(inbox, "now", lambda: beijing("2026-06-18 00:00"))
    assert signed_in(factories.officer("prefecture.culture")).get(URL).context["overdue"] == 1


def test_work_yet_to_be_done_has_no_page_of_its_step() -> None:
    application = panels.application()
    refresh(application, at=panels.ANNOUNCED)
    (item,) = signed_in(factories.head("prefecture.culture")).get(URL).context["items"]
    assert [(step.label, step.url) for step in item.steps] == [("组织专家评审", "")]


def test_the_list_is_narrowed_by_kind() -> None:
    cast.objected(cast.on_notice())
    user = factories.officer("prefecture.culture")
    everything = rows(user)
    assert {number[:2] for number, _label in rows(user, kind="objection")} == {"YY"}
    assert rows(user, kind="nothing") == everything
    assert len(rows(user, kind="objection")) < len(everything) or {n[:2] for n, _l in everything} == {"YY"}


def crowd(size: int) -> None:
    """Give the county's culture office `size` tasks with a running limit each."""
    pattern = made.submitted()
    limited = made.correcting()
    limit = limits.running(limited, "correction")
    assert limit is not None
    culture = factories.office("county.culture")
    for number in range(size):
        case = Case.objects.create(
            number=f"SQ2026-8{number:03d}",
            kind="application",
            state="submitted",
            edition_id=pattern.edition_id,
            region=pattern.region,
            opened_at=NOW,
            state_since=NOW,
        )
        RunningLimit.objects.create(
            case=case,
            name="correction",
            trigger=limit.trigger,
            last_day=limit.last_day,
            ends_at=limit.ends_at,
            is_provisional=False,
            counted=limit.counted,
            started_at=NOW,
        )
        for action in ("accept", "decline"):  # two steps, one line
            Task.objects.create(case=case, office=culture, action=action, due_at=limit.ends_at, since=NOW)


@pytest.mark.parametrize("tab", ["mine", "others"])
@pytest.mark.parametrize("size", [1, 30])
def test_a_page_costs_the_same_with_one_row_and_with_thirty(
    tab: str, size: int, django_assert_max_num_queries: Any
) -> None:
    crowd(size)
    user = factories.officer("county.culture" if tab == "mine" else "prefecture.culture")
    client = signed_in(user)
    client.get(URL, {"tab": tab})
    with django_assert_max_num_queries(14):
        response = client.get(URL, {"tab": tab})
    assert len(response.context["items"]) == min(size + 1, inbox.PAGE_SIZE)


def test_pages_follow_one_another_without_gap_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "PAGE_SIZE", 4)
    crowd(9)
    client = signed_in(factories.officer("county.culture"))
    found, url = [], URL
    while url:
        response = client.get(url)
        found += [item.case.number for item in response.context["items"]]
        url = response.context["next"] and URL + response.context["next"]
    assert len(found) == len(set(found)) == 10
    back = client.get(URL + response.context["previous"])
    assert [item.case.number for item in back.context["items"]] == found[4:8]
