"""A world with tokens: one for each kind of owner."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from gongfang.accounts.models import User
from gongfang.api import services
from gongfang.api.permissions import scopes_for
from tests import world as worlds
from tests.world import one_a_module

__all__ = ["one_a_module"]
TOKENS = (
    "county.culture.officer",
    "county.culture.head",
    "county.hrss.head",
    "prefecture.culture.officer",
    "prefecture.culture.head",
    "prefecture.hrss.head",
    "other_county.head",
    "county.agriculture.head",
    "prefecture.agriculture.head",
)
"""Whose tokens there are: every office that the world has somebody in, and agriculture, which exchanges most."""
Bearer = Callable[..., dict[str, str]]


def bearer_of(user: User, scopes: Any = None) -> dict[str, str]:
    """Return the header that opens the interface for `user`, with everything a token of theirs may have."""
    asked = scopes_for(user) if scopes is None else scopes
    expires = (worlds.NOW + timedelta(days=30)).date()
    _, secret = services.create_token(by=user, name="测试", scopes=asked, expires_on=expires, at=worlds.NOW)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture(scope="module")
def headers(world: worlds.World) -> dict[str, dict[str, str]]:
    """Return the header of each owner's token, and nothing for nobody."""
    made = {role: bearer_of(world.people[role]) for role in TOKENS}
    return made | {worlds.ANONYMOUS: {}}
