"""What the tests of accounts share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_rate_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def key_folder(settings: Any, tmp_path: Path) -> Path:
    """Keys of this test alone, so that it may add, lose or spoil them."""
    settings.GONGFANG_KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"
