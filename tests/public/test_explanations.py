"""The readings, the clauses, the time limits and the procedure, as the portal explains them."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.public import explanations
from gongfang.regulation import clauses, edition
from gongfang.regulation.readings import READINGS
from gongfang.regulation.recognition import RECOGNITION
from tests.factories import applicant
from tests.public.test_privacy import PLAIN

pytestmark = pytest.mark.django_db
DRAFT = edition.get("2026-draft")


def html(client: Client, name: str, **query: str) -> str:
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_readings_show_every_reading_with_its_alternative(client: Client) -> None:
    page = html(client, "public:readings")
    for reading in READINGS:
        assert f'id="{reading.id}"' in page
        assert reading.adopted in page
        assert reading.alternative in page


def test_readings_show_every_parameter_of_the_edition(client: Client) -> None:
    page = html(client, "public:readings")
    assert [parameter.label for parameter in DRAFT.parameters if parameter.label not in page] == []


def test_every_clause_has_an_anchor_for_its_citations(client: Client) -> None:
    page = html(client, "public:readings")
    assert [clause.id for clause in clauses.ALL if f'id="clause-{clause.id}"' not in page] == []


def test_values_of_an_edition_are_told_in_words(client: Client) -> None:
    page = html(client, "public:readings")
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", page)
    assert not [cell for cell in cells if re.search(r"[a-z]{4,}", cell)]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "是"),
        (False, "否"),
        ((), ""),
        ({}, "无"),
        ({"region": 2, "prefecture": 3}, "自治区 2、地区 3"),
        ("24:00", "24:00"),
        (("culture", "hrss"), "文化和旅游部门、人力资源和社会保障部门"),
        (DRAFT.rubric[0], "核心技艺与传承 25 分"),
    ],
)
def test_a_value_in_words(value: Any, words: str) -> None:
    assert explanations.in_words(value) == words


def test_edition_is_the_one_in_force_or_the_first_to_come_or_the_one_asked_for() -> None:
    assert explanations.edition_for(date(2026, 5, 1)).id == "2026-draft"
    assert explanations.edition_for(date(2020, 1, 1)).id == "2026-draft"
    assert explanations.edition_for(date(2026, 5, 1), "no-such").id == "2026-draft"


def test_time_limits_show_each_with_its_clause(client: Client) -> None:
    page = html(client, "public:time_limits")
    for words in ("补正期", "申请回避期", "公示期", "异议核查期", "申诉期", "申诉复核期", "第六条第（三）项"):
        assert words in page


def test_time_limit_is_counted_day_by_day_over_the_holidays(client: Client) -> None:
    page = html(client, "public:time_limits", start="2025-06-03", limit="public_notice")
    assert "2025年6月13日（星期五） 24:00" in page
    assert "古尔邦节" in page


@pytest.mark.parametrize("query", [{"start": "soon", "limit": "appeal"}, {"start": "2026-06-01", "limit": "x"}])
def test_time_limit_that_cannot_be_counted_is_told(client: Client, query: dict[str, str]) -> None:
    response = client.get(reverse("public:time_limits"), query)
    assert response.context["counted"] is None
    assert response.context["form"].errors


def test_procedure_shows_every_way_a_step_of_the_table_leads() -> None:
    shown = explanations.stages(DRAFT)
    ways = {way.label for stage in shown for way in (*stage.onward, *stage.aside)}
    on_the_line = {step.label for step in RECOGNITION.steps if isinstance(step.target, str)}
    assert on_the_line - ways == {"提交补正材料", "逾期未补正"}  # from the detour, which is shown where it leaves
    assert [stage.label for stage in shown][:2] == ["草稿", "待受理"]
    assert shown[-1].onward == ()


def test_pages_are_kept_by_a_visitor_and_asked_anew_by_who_is_signed_in(client: Client) -> None:
    path = reverse("public:readings")
    assert client.get(path)["Cache-Control"] == "private, max-age=600"
    client.force_login(applicant(), backend="gongfang.accounts.backends.LoginBackend")
    assert "max-age=600" not in client.get(path)["Cache-Control"]


def test_robots_may_read_the_portal_only(client: Client) -> None:
    text = html(client, "public:robots")
    assert "Disallow: /\n" in text
    assert "Allow: /directory/" in text


@pytest.mark.parametrize("name", [name for name in PLAIN if name != "robots"])
def test_page_has_a_title_a_description_and_what_a_shared_link_shows(client: Client, name: str) -> None:
    page = html(client, f"public:{name}")
    title = re.search(r"<title>\s*([^<]+?)\s*</title>", page)
    assert title
    assert page.count("<h1") == 1
    for mark in ('<meta name="description" content="', '<meta property="og:title" content="'):
        assert re.search(re.escape(mark) + r"[^\"]+\"", page)


def test_english_is_offered_on_every_page(client: Client) -> None:
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert '<html lang="en">' in html(client, "public:procedure")
