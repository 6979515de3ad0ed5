"""What the pages of cases show of an objection, and that it tells the others nothing of who raised it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.notices import sections, services
from gongfang.notices.models import Objection
from tests.factories import applicant, auditor, expert_user, head
from tests.notices.cast import PUBLISHED, SAID, all_agree, objected, on_notice, proposed

pytestmark = pytest.mark.django_db


def test_handlers_see_a_masked_objector_and_the_grounds() -> None:
    objection = objected(on_notice()).objection
    shown = sections.grounds_of_objection(objection, head("prefecture.hrss"))
    assert [field["value"] for field in shown["objector"]] == ["王**", "138****8000"]
    assert all(field["url"] for field in shown["objector"])
    assert shown["grounds"].reasons == SAID["reasons"]


def test_auditor_sees_neither_objector_nor_grounds() -> None:
    objection = objected(on_notice()).objection
    shown = sections.grounds_of_objection(objection, auditor())
    assert [(field["value"], field["url"]) for field in shown["objector"]] == [("***", ""), ("***", "")]
    assert (shown["grounds"], shown["files"]) == (None, [])


@pytest.mark.parametrize(
    ("contact", "masked"),
    [("wang@example.org", "w***@example.org"), ("13800138000", "138****8000"), ("托里县一号", "托****"), ("", "")],
)
def test_contact_is_masked_by_its_kind(contact: str, masked: str) -> None:
    assert sections.mask_contact(contact) == masked


def test_application_page_says_nothing_of_notices_before_there_is_one() -> None:
    assert sections.notice_of_application(proposed(), applicant()) is None


def test_applicant_learns_that_an_objection_is_verified_and_what_came_of_it_but_not_of_leads() -> None:
    application = on_notice()
    objection = objected(application).objection
    objected(application, real_name="")
    objected(application, evidence="")
    all_agree(objection, at=PUBLISHED)
    given = {"findings": "查", "reply": "复"}
    services.dismiss_objection(objection, by=head("prefecture.culture"), at=PUBLISHED, **given)
    shown = sections.notice_of_application(application, application.holder)
    handled = sections.notice_of_application(application, head("prefecture.culture"))
    assert shown is not None
    assert handled is not None
    assert [item["label"] for item in shown["objections"]] == ["异议不成立"]
    assert len(handled["objections"]) == 3


def page(client: Client, user: User, path: str) -> HttpResponse:
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client.get(path)


def test_objection_has_a_page_for_the_prefecture_and_the_auditor_only(client: Client) -> None:
    application = on_notice()
    path = objected(application).objection.get_absolute_url()
    seen = [head("prefecture.culture"), head("prefecture.agriculture"), auditor()]
    unseen = [head("county.culture"), application.holder, expert_user(), applicant()]
    assert [page(client, user, path).status_code for user in seen] == [200, 200, 200]
    assert [page(client, user, path).status_code for user in unseen] == [404, 404, 404, 404]


class Undo(Exception):
    """Ends a world."""


def world(look: Callable[[], bytes], application: Any, **said: Any) -> bytes:
    """Return what is seen in a world where the objection was raised with `said`; nothing of it remains."""
    seen = b""
    try:
        with transaction.atomic():
            objected(application, **said)
            seen = look()
            raise Undo
    except Undo:
        return seen


def test_two_worlds_that_differ_in_the_objector_look_the_same_to_all_who_do_not_handle_it(client: Client) -> None:
    application = on_notice()
    strangers = [application.holder, head("county.culture"), head("county.hrss"), auditor()]
    paths = [application.get_absolute_url(), "/", reverse("public:notice", args=["GS2026-001"])]
    for user in strangers:
        client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")

        def look() -> bytes:
            pages = [client.get(path) for path in paths]
            return b"".join(without_tokens(answer.content) for answer in pages)

        left = world(look, application, real_name="王小明", contact="13800138000")
        right = world(look, application, real_name="阿依古丽·买买提", contact="guli@example.org")
        assert left == right
        assert "核查中".encode() in left or user.role != "applicant"


def without_tokens(content: bytes) -> bytes:
    """Return a page without what differs at every look: the token against forged requests, the time of day."""
    content = re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', b"", content)
    return re.sub("截至[^<]+".encode(), b"", content)


def test_numbers_of_objections_are_those_of_the_prefecture() -> None:
    objection = objected(on_notice()).objection
    assert Objection.objects.get().number == objection.number == "YY2026-0001"
