"""The directory, a workshop's page and the check of a plaque."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.workshops import services
from gongfang.workshops.models import PlaqueStatus, WorkshopStatus
from gongfang.workshops.services import ReliedItem
from tests.factories import TACHENG_CITY
from tests.public.cast import DOCUMENT, ENTERED, plaque, workshop

pytestmark = pytest.mark.django_db


def names(client: Client, **query: str) -> list[str]:
    page = client.get(reverse("public:directory"), query).context["page"]
    return [each.name for each in page.items]


def test_directory_lists_by_the_pinyin_of_the_name(client: Client) -> None:
    for name in ("裕民工坊", "额敏工坊", "塔城工坊"):
        workshop(name)
    assert names(client) == ["额敏工坊", "塔城工坊", "裕民工坊"]


def test_directory_finds_chinese_words_in_name_and_item(client: Client) -> None:
    workshop("甲工坊", items=[ReliedItem(name="柳编技艺", category="crafts", level="county")], category="crafts")
    workshop("乙毡绣坊", items=[])
    assert names(client, q="柳编") == ["甲工坊"]
    assert names(client, q="毡绣") == ["乙毡绣坊"]


@pytest.mark.parametrize(
    "query",
    [{"county": TACHENG_CITY}, {"category": "crafts"}, {"level": "national"}, {"batch": "2026年第二批"}],
)
def test_directory_is_narrowed_by_each_filter(client: Client, query: dict[str, str]) -> None:
    workshop("甲工坊")
    items = [ReliedItem(name="柳编", category="crafts", level="national")]
    workshop("乙工坊", county=TACHENG_CITY, category="crafts", batch="2026年第二批", items=items)
    assert names(client, **query) == ["乙工坊"]


@pytest.mark.parametrize("query", [{"county": "x' OR 1=1\0"}, {"after": "!!!"}, {"q": "x\0" * 500}, {"view": "?"}])
def test_directory_answers_whatever_is_asked(client: Client, query: dict[str, str]) -> None:
    workshop()
    assert client.get(reverse("public:directory"), query).status_code == 200


def test_directory_shows_cards_or_a_list_and_keeps_the_filters(client: Client) -> None:
    workshop()
    cards = client.get(reverse("public:directory"), {"q": "毡绣"}).content.decode()
    table = client.get(reverse("public:directory"), {"q": "毡绣", "view": "list"}).content.decode()
    assert ("workshop-card" in cards, "<table" in cards) == (True, False)
    assert ("workshop-card" in table, "<table" in table) == (False, True)
    assert "?q=%E6%AF%A1%E7%BB%A3&amp;view=list" in cards


def test_directory_pages_by_the_last_name(client: Client) -> None:
    for n in range(25):
        workshop(f"工坊{n:02}")
    first = client.get(reverse("public:directory")).context["page"]
    second = client.get(reverse("public:directory"), {"after": first.next}).context["page"]
    assert (len(first.items), len(second.items), second.next) == (24, 1, "")


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("view", ["", "list"])
def test_directory_takes_the_same_queries_at_one_and_at_thirty(
    client: Client, number: int, view: str, django_assert_max_num_queries: Any
) -> None:
    for n in range(number):
        workshop(f"工坊{n:02}")
    with django_assert_max_num_queries(8):
        client.get(reverse("public:directory"), {"view": view})


def test_directory_says_when_nothing_fits(client: Client) -> None:
    assert "没有找到这样的工坊" in client.get(reverse("public:directory"), {"q": "无"}).content.decode()


def test_workshop_page_tells_the_recognition_and_what_followed(client: Client) -> None:
    found = plaque().workshop
    services.set_status(workshop=found, status=WorkshopStatus.SUSPENDED, on=date(2026, 11, 1), at=ENTERED)
    page = client.get(reverse("public:workshop", args=[found.public_id])).content.decode()
    for words in (found.name, DOCUMENT, "2026年第一批", "毡绣", "资格中止", "2026-11-01", "查验牌匾 TCGF-001"):
        assert words in page


@pytest.mark.parametrize("address", ["光明路1号", "城关镇光明路1号", "托里县城关镇光明路1号"])
def test_workshop_page_names_the_town_once(client: Client, address: str) -> None:
    found = workshop(town="城关镇", address=address)
    assert (
        client.get(reverse("public:workshop", args=[found.public_id])).context["place"] == "托里县城关镇光明路1号"
    )


def test_workshop_of_a_county_has_no_public_page(client: Client) -> None:
    found = services.enter_county_workshop(
        county=workshop().county,
        name="县级工坊",
        operator_name="某",
        operator_kind="leader",
        credit_code="",
        items=[],
        category="crafts",
        on=date(2026, 5, 1),
        at=ENTERED,
    )
    assert client.get(reverse("public:workshop", args=[found.public_id])).status_code == 404


def check(client: Client, code: str) -> Any:
    return client.get(reverse("public:plaque", args=[code]))


def test_plaque_in_force_is_valid_since_the_recognition(client: Client) -> None:
    page = check(client, plaque().code)
    answer = page.context["answer"]
    assert (str(answer.label), answer.since, answer.document_number) == ("有效", date(2026, 6, 1), DOCUMENT)
    assert answer.clause.id == "6(四)"
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("status", "label", "clause", "document"),
    [
        (WorkshopStatus.SUSPENDED, "已暂停", "9(一)", ""),
        (WorkshopStatus.REVOKED, "已撤销", "10", "塔地文旅〔2026〕99号"),
        (WorkshopStatus.SURRENDERED, "已交回", "7(四)", ""),
    ],
)
def test_plaque_tells_what_became_of_the_workshop(
    client: Client, status: str, label: str, clause: str, document: str
) -> None:
    found, on = plaque(), date(2026, 11, 2)
    services.set_status(workshop=found.workshop, status=status, on=on, at=ENTERED, document_number=document)
    page = check(client, found.code)
    answer = page.context["answer"]
    assert (str(answer.label), answer.since, answer.document_number) == (label, on, document)
    assert answer.clause.id == clause
    assert label in page.content.decode()


@pytest.mark.parametrize(
    ("status", "label"), [(PlaqueStatus.RECOVERED, "已交回"), (PlaqueStatus.VOID, "已声明作废")]
)
def test_plaque_tells_what_became_of_itself(client: Client, status: str, label: str) -> None:
    found, on = plaque(), date(2026, 11, 3)
    services.end_plaque(plaque=found, status=status, on=on, at=ENTERED, reason="换新")
    answer = check(client, found.code).context["answer"]
    assert (str(answer.label), answer.since) == (label, on)


def test_revocation_counts_before_the_recovery_of_the_plaque(client: Client) -> None:
    found, on = plaque(), date(2026, 11, 2)
    services.set_status(workshop=found.workshop, status=WorkshopStatus.REVOKED, on=on, at=ENTERED)
    services.end_plaque(plaque=found, status=PlaqueStatus.RECOVERED, on=date(2026, 11, 9), at=ENTERED)
    assert str(check(client, found.code).context["answer"].label) == "已撤销"


def test_restored_workshop_is_valid_again(client: Client) -> None:
    found = plaque()
    for status, day in ((WorkshopStatus.SUSPENDED, 2), (WorkshopStatus.RECOGNISED, 20)):
        services.set_status(workshop=found.workshop, status=status, on=date(2026, 11, day), at=ENTERED)
    answer = check(client, found.code).context["answer"]
    assert (str(answer.label), answer.since) == ("有效", date(2026, 11, 20))


@pytest.mark.parametrize("code", ["not-a-code", "a.b", "\0", "毡" * 300])
def test_unknown_code_gets_a_page_that_explains(client: Client, code: str) -> None:
    page = check(client, code)
    assert page.status_code == 404
    assert "查无此牌" in page.content.decode()
