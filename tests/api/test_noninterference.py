"""Two worlds that differ in secrets alone give the same bytes through the interface, whoever's token asks."""

import pytest
from django.test import Client

from tests.access import test_noninterference as secrets
from tests.api.conftest import TOKENS
from tests.world import ANONYMOUS, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LISTS = (
    *("/workshops?limit=100", "/notices?limit=100", "/products?limit=100", "/statistics"),
    *("/workshops.csv", "/notices.csv", "/products.csv", "/statistics.csv"),
)
OFFICE = ("/cases?limit=100", "/changes?limit=100")


def read(headers: dict[str, str]) -> dict[str, bytes]:
    """Return everything that a token reads: the lists, and every case and record in them."""
    client, found = Client(headers=headers), {}
    paths = [*LISTS, *(OFFICE if headers else ())]
    while paths:
        path = paths.pop()
        response = client.get(f"/api/v1{path}")
        assert response.status_code == 200, path
        found[path] = b"".join(response.streaming_content) if response.streaming else response.content
        if path.startswith("/cases?"):
            numbers = [each["number"] for each in response.json()["items"]]
            paths += [f"/cases/{number}{more}" for number in numbers for more in ("", "/records")]
    return found


def test_secrets_change_nothing(world: World, headers: dict[str, dict[str, str]]) -> None:
    before = {role: read(headers[role]) for role in (*TOKENS, ANONYMOUS)}
    assert any("/cases/" in path for path in before["county.culture.head"])
    for change in (secrets.change_sealed_score, secrets.change_roster, secrets.change_objector):
        change(world)
    assert {role: read(headers[role]) for role in (*TOKENS, ANONYMOUS)} == before
