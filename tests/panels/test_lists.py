"""Pages read in a number of queries that does not grow with what they show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongfang.panels import queries, services
from gongfang.panels.models import Panel
from tests.factories import applicant

from . import cast

pytestmark = pytest.mark.django_db
Bound = Callable[[int], Any]


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("number", [1, 30])
def test_pool(number: int, django_assert_max_num_queries: Bound) -> None:
    cast.experts(number)
    client = client_of(cast.lead())
    with django_assert_max_num_queries(9):
        shown = client.get("/panels/experts/").content.decode()
    assert shown.count("某学院") == number


@pytest.mark.parametrize("number", [1, 30])
def test_panels(number: int, django_assert_max_num_queries: Bound) -> None:
    cast.experts(5)
    for each in range(number):
        cast.announced(cast.application(f"工坊{each}"))
    client = client_of(cast.lead())
    with django_assert_max_num_queries(9):
        shown = client.get("/panels/").content.decode()
    assert shown.count("每件 5 名") == number


@pytest.mark.parametrize("number", [1, 30])
def test_announcement(number: int, django_assert_max_num_queries: Bound) -> None:
    for each in range(number):
        cast.application(f"工坊{each}")
    client = client_of(cast.lead())
    with django_assert_max_num_queries(10):
        shown = client.get("/panels/announce/").content.decode()
    assert shown.count('name="applications"') == number


def of_many(number: int) -> Panel:
    holder = applicant()
    panel = cast.drawn(*(cast.application(f"工坊{each}", holder=holder) for each in range(number)))
    cast.clear_all(panel)
    return panel


@pytest.mark.parametrize("number", [1, 30])
def test_page_of_a_panel(number: int, django_assert_max_num_queries: Bound) -> None:
    panel, client = of_many(number), client_of(cast.lead())
    with django_assert_max_num_queries(75):
        shown = client.get(panel.get_absolute_url()).content.decode()
    assert shown.count("seat-table") == number


@pytest.mark.parametrize("number", [1, 30])
def test_workspace_of_an_expert(number: int, django_assert_max_num_queries: Bound) -> None:
    panel = of_many(number)
    client = client_of(cast.seated(cast.entry_of(panel))[0].user)
    with django_assert_max_num_queries(16):
        shown = client.get("/panels/mine/").content.decode()
    assert shown.count("待评分") >= number


@pytest.mark.parametrize("number", [1, 30])
def test_tasks_of_an_expert(number: int, django_assert_max_num_queries: Bound) -> None:
    panel = of_many(number)
    user = cast.seated(cast.entry_of(panel))[0].user
    assert user is not None
    with django_assert_max_num_queries(4):
        tasks = queries.tasks_for_expert(user)
    assert [task.action for task in tasks] == ["score"] * number


@pytest.mark.parametrize("number", [1, 12])
def test_facts_of_a_panel(number: int, django_assert_max_num_queries: Bound) -> None:
    panel = of_many(number)
    expert = cast.seated(cast.entry_of(panel))[0]
    with django_assert_max_num_queries(48):
        services.score(
            panel,
            by=expert.user,
            at=cast.AFTER,
            application=cast.entry_of(panel).application,
            items=cast.FULL,
        )


def test_expert_is_told_what_to_do_next() -> None:
    panel = cast.drawn()
    expert = cast.seated(cast.entry_of(panel))[0]
    user = expert.user
    assert user is not None
    assert [task.action for task in queries.tasks_for_expert(user)] == ["declare"]
    services.declare(panel, by=user, at=cast.WITHIN)
    assert [task.action for task in queries.tasks_for_expert(user)] == ["score"]
    for each in cast.seated(cast.entry_of(panel))[1:]:
        services.declare(panel, by=each.user, at=cast.WITHIN)
    cast.score_all(panel)
    assert queries.tasks_for_expert(user) == []
    services.close_scoring(panel, by=cast.lead(), at=cast.AFTER)
    services.write_minutes(panel, by=cast.lead(), at=cast.AFTER, minutes="记录")
    assert [task.action for task in queries.tasks_for_expert(user)] == ["sign_minutes"]
    cast.sign(panel, expert)
    assert queries.tasks_for_expert(user) == []
