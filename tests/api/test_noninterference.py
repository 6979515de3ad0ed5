"""Two worlds that differ in secrets alone give the same bytes through the interface, whoever's token asks.

As in `tests.access.test_noninterference`, what reads no changed table is not asked again.
"""

import pytest
from django.test import Client

from tests.access import test_noninterference as secrets
from tests.access.test_noninterference import Read
from tests.access.visiting import stated, written
from tests.api.conftest import TOKENS
from tests.world import ANONYMOUS, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LISTS = (
    *("/workshops?limit=100", "/notices?limit=100", "/products?limit=100", "/statistics"),
    *("/workshops.csv", "/notices.csv", "/products.csv", "/statistics.csv"),
)
OFFICE = ("/cases?limit=100", "/changes?limit=100")


def read(client: Client, path: str) -> tuple[Read, list[str]]:
    """Return what is answered, and the paths of the cases that are listed there."""
    with stated() as statements:
        response = client.get(f"/api/v1{path}")
        body = response.getvalue()
    assert response.status_code == 200, path
    listed = response.json()["items"] if path.startswith("/cases?") else []
    paths = [f"/cases/{each['number']}{more}" for each in listed for more in ("", "/records")]
    return Read(body, frozenset(statements)), paths


def everything(headers: dict[str, str]) -> dict[str, Read]:
    """Return everything that a token reads: the lists, and every case and record in them."""
    client, found = Client(headers=headers), {}
    paths = [*LISTS, *(OFFICE if headers else ())]
    while paths:
        path = paths.pop()
        found[path], more = read(client, path)
        paths += more
    return found


def test_secrets_change_nothing(world: World, headers: dict[str, dict[str, str]]) -> None:
    before = {role: everything(headers[role]) for role in (*TOKENS, ANONYMOUS)}
    assert any("/cases/" in path for path in before["county.culture.head"])
    with written() as tables:
        for change in (secrets.change_sealed_score, secrets.change_roster, secrets.change_objector):
            change(world)
    assert any(page.reads(tables) for page in before["county.culture.head"].values())
    for role, pages in before.items():
        client = Client(headers=headers[role])
        asked = {path: page.body for path, page in pages.items() if page.reads(tables)}
        assert {path: read(client, path)[0].body for path in asked} == asked, role
