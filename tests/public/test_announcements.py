"""What the portal says of a revocation at once, and what it never says."""

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.revocations import decisions
from gongfang.revocations.models import Announcement
from tests.revocations import cast

pytestmark = pytest.mark.django_db


def text(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"public:{name}", args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_revocation_is_announced_with_its_ground_and_document(client: Client) -> None:
    case = cast.revoked()
    listed = text(client, "announcements")
    shown = text(client, "announcement", "GG2026-001")
    for page in (listed, shown):
        for words in ("GG2026-001", case.workshop.name, cast.DOCUMENT, "第十条第（八）项"):
            assert words in page
    assert "2029年9月16日" in shown


@pytest.mark.parametrize("name", ["home", "notices"])
def test_the_announcements_are_linked(client: Client, name: str) -> None:
    assert reverse("public:announcements") in text(client, name)


def test_without_one_the_list_says_so(client: Client) -> None:
    assert "还没有撤销命名的公告" in text(client, "announcements")
    assert client.get(reverse("public:announcement", args=["GG2026-001"])).status_code == 404


def test_what_is_only_proposed_is_not_public(client: Client) -> None:
    case = cast.served()
    assert not Announcement.objects.exists()
    listed, shown = text(client, "announcements"), text(client, "workshop", case.workshop.public_id)
    assert "还没有撤销命名的公告" in listed
    assert case.workshop.name not in listed
    assert case.number not in shown
    assert "撤销" not in shown


def test_the_workshops_page_and_its_plaque_say_so_at_once(client: Client) -> None:
    case = cast.revoked()
    plaque = case.workshop.plaques.get()
    shown = text(client, "workshop", case.workshop.public_id)
    for words in ("已于 2026年9月16日（星期三） 撤销命名", "第十条第（八）项", cast.DOCUMENT, "GG2026-001"):
        assert words in shown
    for _ in range(2):  # before the plaque is recovered, and after
        shown = text(client, "plaque", plaque.code)
        for words in ("已撤销", "2026年9月16日", "第十条第（八）项", cast.DOCUMENT):
            assert words in shown
        if case.workshop.plaques.filter(status="active").exists():
            decisions.recover_plaque(case, by=cast.lead(), at=cast.DECIDED, reasons="遗失。")


def test_a_workshop_in_good_standing_shows_no_such_thing(client: Client) -> None:
    workshop = cast.workshop()
    assert "已于" not in text(client, "workshop", workshop.public_id)


def test_no_facts_and_no_names_are_public(client: Client) -> None:
    case = cast.agreed(cast.appealed(), at=cast.DECIDED)
    decisions.revoke(case, by=cast.lead(), at=cast.DECIDED, document_number=cast.DOCUMENT, **cast.ANSWER)
    plaque = case.workshop.plaques.get()
    pages = [
        text(client, "announcements"),
        text(client, "announcement", "GG2026-001"),
        text(client, "workshop", case.workshop.public_id),
        text(client, "plaque", plaque.code),
    ]
    secret = ["仓库失火", cast.SAID["contact"], cast.SAID["reasons"], *cast.ANSWER.values(), case.number]
    assert case.holder is not None
    for page in pages:
        assert not [words for words in (*secret, case.holder.display_name) if words in page]


@pytest.mark.once
@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_the_same_queries(
    client: Client, number: int, django_assert_max_num_queries: object
) -> None:
    for place in range(number):
        case = cast.served(cast.workshop(has_plaque=False))
        decisions.revoke(case, by=cast.lead(), at=cast.DECIDED, document_number=f"文号{place}")
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        page = text(client, "announcements")
    assert page.count("<tr>") == min(number, 20) + 1
