"""The world is built once a module; what a test changes in it is undone with the test's own transaction."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import world as worlds
from tests.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), worlds.world() as built:
        yield built
