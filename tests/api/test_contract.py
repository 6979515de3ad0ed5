"""The interface keeps what its OpenAPI description promises, whoever asks, whatever is sent (schemathesis)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from gongfang.api.site import api
from gongfang.wsgi import application
from tests import world as worlds
from tests.api.conftest import TOKENS

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CHECKS = (
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
)
DESCRIPTION = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
SCHEMA.app = application
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Let requests leave the connection of the test open, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def examples(number: int) -> Any:
    return settings(
        max_examples=number,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize("role", [*TOKENS, worlds.ANONYMOUS])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_answer_breaks_the_contract(
    operation: Any, role: str, world: worlds.World, headers: dict[str, dict[str, str]]
) -> None:
    @examples(6)
    @given(case=operation.as_strategy())
    def sent(case: Any) -> None:
        case.call_and_validate(headers=headers[role], checks=CHECKS)

    sent()
