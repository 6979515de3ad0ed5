"""The world is there for every module, and refusals do not fill the report."""

import logging
from collections.abc import Iterator

import pytest

from tests.world import one_a_module

__all__ = ["one_a_module"]


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    """Refuse in silence: there are thousands of refusals."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
