"""The offices' pages: lists, publishing, papers, who objected and to whom that is shown."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.notices import office_views
from gongfang.notices.models import Notice, Objection
from gongfang.records.models import AccessEntry
from tests.factories import applicant, auditor, beijing, expert_user, head, officer
from tests.notices.cast import SAID, objected, on_notice, proposed, published

pytestmark = pytest.mark.django_db
ENTERED = beijing("2026-06-12 09:30")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_views, "now", lambda: ENTERED)


def page_of(client: Client, user: User, name: str, *args: Any, **query: Any) -> Any:
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client.get(reverse(name, args=args), query)


@pytest.mark.parametrize("name", ["notices:office", "notices:objections", "notices:publish_list"])
def test_lists_are_for_those_who_have_signed_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize(
    ("make", "notices", "objections", "publish"),
    [
        (lambda: head("prefecture.culture"), 200, 200, 200),
        (lambda: officer("prefecture.culture"), 200, 200, 200),
        (lambda: head("prefecture.hrss"), 200, 200, 403),
        (lambda: head("county.culture"), 200, 403, 403),
        (auditor, 200, 200, 403),
        (applicant, 403, 403, 403),
        (expert_user, 403, 403, 403),
    ],
)
def test_pages_by_role(client: Client, make: Any, notices: int, objections: int, publish: int) -> None:
    user = make()
    answers = [
        page_of(client, user, name).status_code
        for name in ("notices:office", "notices:objections", "notices:publish_list")
    ]
    assert answers == [notices, objections, publish]


def fill(number: int) -> None:
    for n in range(number):
        application = proposed(f"工坊{n}")
        published(application)
        objected(application)


@pytest.mark.once
@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("name", ["notices:office", "notices:objections"])
def test_lists_take_the_same_queries_at_one_and_at_thirty(
    client: Client, name: str, number: int, django_assert_max_num_queries: Any
) -> None:
    fill(number)
    user = head("prefecture.culture")
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    with django_assert_max_num_queries(10):
        page = client.get(reverse(name))
    assert page.content.decode().count("<tr>") == number + 1


def test_objections_are_listed_by_state_without_their_objectors(client: Client) -> None:
    objected(on_notice("甲"))
    objected(on_notice("乙"), evidence="")
    page = page_of(client, head("prefecture.hrss"), "notices:objections", state="incomplete").content.decode()
    assert "乙" in page
    assert "YY2026-0001" not in page
    assert SAID["real_name"] not in page


def test_publish_puts_the_chosen_on_one_notice(client: Client) -> None:
    first, _second = proposed("甲"), proposed("乙")
    page = page_of(client, head("prefecture.culture"), "notices:publish", first.number)
    assert "2026年6月22日（星期一） 24:00" in page.content.decode()
    given = {
        "applications": [first.pk],
        "title": "名单公示",
        "text": "正文",
        "office": "局",
        "address": "路",
        "phone": "1",
    }
    response = client.post(reverse("notices:publish_list"), given)
    notice = Notice.objects.get()
    assert response["Location"] == reverse("notices:office")
    assert ([entry.workshop_name for entry in notice.entries.all()], notice.title) == (["甲"], "名单公示")


def test_publish_needs_where_paper_is_handed_in(client: Client) -> None:
    first = proposed()
    page_of(client, head("prefecture.culture"), "notices:publish_list")
    response = client.post(reverse("notices:publish_list"), {"applications": [first.pk], "title": "名单公示"})
    assert {"office", "address", "phone"} == set(response.context["form"].errors)
    assert not Notice.objects.exists()


def test_publish_of_an_application_that_is_not_proposed_does_not_exist(client: Client) -> None:
    application = proposed(state="expert_review")
    assert page_of(client, head("prefecture.culture"), "notices:publish", application.number).status_code == 404


def enter(client: Client, **given: Any) -> Any:
    application = on_notice()
    page_of(client, officer("prefecture.culture"), "notices:paper", application.number)
    return client.post(reverse("notices:paper", args=[application.number]), SAID | given)


def test_paper_is_entered_with_its_stamp_and_gets_a_receipt(client: Client) -> None:
    response = enter(client, received_on="2026-06-11", entry_reason="周四收到，周五录入")
    objection = Objection.objects.get()
    assert (objection.received_on, objection.state) == (date(2026, 6, 11), "verifying")
    assert response["Location"] == reverse("notices:receipt")
    receipt = client.get(response["Location"])
    assert receipt.context["code"] in receipt.content.decode()
    assert objection.get_absolute_url() in receipt.content.decode()
    assert "no-store" in receipt["Cache-Control"]


@pytest.mark.parametrize(
    ("received_on", "entry_reason", "why"),
    [
        ("2026-06-11", "", "事后录入的原因"),
        ("2026-06-13", "", "不能晚于今天"),
        ("2026-06-09", "压件", "早于公示开始"),
    ],
)
def test_implausible_stamp_is_told_and_what_was_typed_is_kept(
    client: Client, received_on: str, entry_reason: str, why: str
) -> None:
    page = enter(client, received_on=received_on, entry_reason=entry_reason).content.decode()
    assert why in page
    assert SAID["reasons"] in page
    assert not Objection.objects.exists()


@pytest.mark.parametrize("code", ["prefecture.hrss", "county.culture"])
def test_paper_is_entered_by_the_lead_only(client: Client, code: str) -> None:
    assert page_of(client, head(code), "notices:paper", on_notice().number).status_code == 403


def reveal(client: Client, user: User, objection: Objection, field: str = "real_name") -> Any:
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client.post(reverse("notices:reveal", args=[objection.objector.pk, field]))


@pytest.mark.parametrize("code", ["prefecture.culture", "prefecture.hrss", "prefecture.agriculture"])
def test_reveal_shows_one_value_to_a_handler_and_is_recorded_without_it(client: Client, code: str) -> None:
    objection, user = objected(on_notice()).objection, head(code)
    response = reveal(client, user, objection)
    entry = AccessEntry.objects.get(action="reveal")
    assert SAID["real_name"] in response.content.decode()
    assert SAID["contact"] not in response.content.decode()
    assert (entry.user, entry.subject) == (user, f"objector:{objection.objector.pk}:real_name")


@pytest.mark.parametrize(
    ("make", "status"),
    [(auditor, 403), (lambda: head("county.culture"), 404), (applicant, 404), (expert_user, 404)],
)
def test_reveal_is_closed_to_all_others_and_leaves_no_trace(client: Client, make: Any, status: int) -> None:
    objection = objected(on_notice()).objection
    response = reveal(client, make(), objection)
    assert response.status_code == status
    assert SAID["real_name"] not in response.content.decode()
    assert not AccessEntry.objects.filter(action="reveal").exists()


def test_reveal_by_get_is_refused(client: Client) -> None:
    objection = objected(on_notice()).objection
    response = page_of(client, head("prefecture.culture"), "notices:reveal", objection.objector.pk, "contact")
    assert response.status_code == 405
