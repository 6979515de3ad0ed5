"""Open data of the catalogue and the figures: what the portal shows, no more, in JSON and CSV."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongfang.catalogue import queries as catalogue
from gongfang.catalogue.models import Product
from tests.world import World

pytestmark = pytest.mark.django_db
CSV_FILES = ("workshops.csv", "notices.csv", "products.csv", "statistics.csv")


def get(path: str) -> dict[str, Any]:
    answer = Client().get(f"/api/v1/{path}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def lines(name: str) -> list[list[str]]:
    answer = Client().get(f"/api/v1/{name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_catalogue_is_that_of_the_portal(world: World) -> None:
    shown = get("products?limit=100")
    assert [each["id"] for each in shown["items"]] == [
        each.public_id for each in catalogue.public_products().order_by("-shown_at", "-id")
    ]
    assert world.home.product.public_id in {each["id"] for each in shown["items"]}
    assert world.home.product_draft.public_id not in {each["id"] for each in shown["items"]}


def test_catalogue_is_narrowed_and_paged(world: World) -> None:
    county = world.home.cast.county.code
    assert {each["county"] for each in get(f"products?county={county}")["items"]} == {county}
    first = get("products?limit=1")
    second = get(f"products?limit=1&after={first['next']}")
    assert first["items"] != second["items"]


def test_product_says_what_its_page_says(world: World) -> None:
    product = Product.objects.get(pk=world.home.product.pk)
    found = get(f"products/{product.public_id}")
    assert (found["name"], found["workshop"]) == (product.shown.name, product.workshop.public_id)
    assert found["url"].endswith(product.get_public_url())


def test_product_that_nobody_published_is_not_there(world: World) -> None:
    answer = Client().get(f"/api/v1/products/{world.home.product_draft.public_id}")
    assert (answer.status_code, answer.json()["detail"]) == (404, "没有，或您看不到")


def test_figures_are_those_of_the_portal(world: World) -> None:
    found = get("statistics")
    page = Client().get(reverse("reports:public")).context
    assert (found["workshops"], found["people"]) == (page["workshops"], page["people"])
    assert [each["workshops"] for each in found["counties"]] == [each["workshops"] for each in page["counties"]]
    assert [each["number"] for each in found["kinds"]] == [number for _kind, number in page["kinds"]]


def test_files_hold_what_the_pages_hold(world: World) -> None:
    assert [row[0] for row in lines("products.csv")[1:]] == [
        each["id"] for each in get("products?limit=100")["items"]
    ]
    assert [row[0] for row in lines("notices.csv")[1:]] == [
        each["number"] for each in get("notices?limit=100")["items"]
    ]
    total = lines("statistics.csv")[1]
    assert total[2] == str(get("statistics")["workshops"])


@pytest.mark.parametrize("name", CSV_FILES)
def test_rows_of_a_file_have_its_columns(world: World, name: str) -> None:
    heading, *rows = lines(name)
    assert rows
    assert {len(row) for row in rows} == {len(heading)}


def test_one_product_more_costs_nothing_more(world: World) -> None:
    def cost(limit: int) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            shown = len(get(f"products?limit={limit}")["items"])
        return shown, len(queries)

    (one, few), (more, as_few) = cost(1), cost(100)
    assert more > one
    assert as_few == few
