"""The steps of recognition through their services: success, each refusal, each wrong role (articles 5 and 6)."""

import pytest

from tests.applications import factories as made

pytestmark = pytest.mark.django_db


def test_prefecture_review_is_reached() -> None:
    application = made.in_prefecture_review()
    application.refresh_from_db()
    assert application.state == "prefecture_review"
