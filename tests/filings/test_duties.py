"""What article 7 asks of a workshop has its place in the year's filing, with its clause."""

import pytest
from django.test import Client
from django.urls import reverse

from gongfang.filings.models import ActivityKind
from gongfang.filings.parts import BY_NAME
from tests.filings import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("part", "clause_id"), [("protection", "7(一)"), ("people", "7(二)"), ("activities", "7(五)")]
)
def test_a_duty_has_its_part_of_the_filing(client: Client, part: str, clause_id: str) -> None:
    filing = cast.owed()
    client.force_login(cast.keeper(filing))
    page = client.get(reverse("filings:part", args=[filing.number, part]))
    assert BY_NAME[part].clause.id == clause_id
    assert BY_NAME[part].clause.cite.removeprefix("《办法》") in page.content.decode()


def test_people_with_disabilities_are_counted_apart(client: Client) -> None:
    """Article 7(三): whom the workshop employs is told by kind."""
    filing = cast.filled()
    client.force_login(cast.keeper(filing))
    page = client.get(reverse("filings:part", args=[filing.number, "people"]))
    assert "残疾" in page.content.decode()


def test_visits_to_schools_are_logged_as_such() -> None:
    """Article 7(五)."""
    assert "school" in {kind.value for kind in ActivityKind}
