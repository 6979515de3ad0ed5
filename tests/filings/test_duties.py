"""What a filing asks of each duty of article 7, and who of the departments reads it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.filings.models import AnnualFiling
from gongfang.filings.parts import BY_NAME, missing_by_part
from tests.factories import head

from . import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: cast.AT)


def parts_seen_by(user: User | None, filing: AnnualFiling) -> dict[str, Any]:
    client = Client()
    assert user is not None
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    page = client.get(filing.get_absolute_url())
    return {part["name"]: part["context"] for part in page.context["sections"]}


def test_protection_by_production_is_asked_for() -> None:
    assert BY_NAME["protection"].clause.id == "7(一)"
    assert missing_by_part(cast.owed().pk)["protection"] == ("项目保护与传承情况",)


def test_people_lifted_out_of_poverty_are_counted_from_the_roster() -> None:
    filing = cast.filed()
    assert BY_NAME["people"].clause.id == "7(二)"
    counts = parts_seen_by(head("county.agriculture"), filing)["people"]["counts"]
    assert [(str(label), number) for label, number in counts] == [("脱贫人口", 2)]


def test_people_with_disabilities_are_counted_and_told_of() -> None:
    filing = cast.filled(disability_statement="设无障碍工位一个。")
    filing.roster.filter(pk=filing.roster.all()[0].pk).update(kind="disabled")
    cast.file(filing)
    seen = parts_seen_by(head("county.culture"), filing)["people"]
    assert seen["clause"].id == "7(三)"
    assert ("残疾人", 1) in [(str(label), number) for label, number in seen["counts"]]
    assert seen["filing"].disability_statement == "设无障碍工位一个。"


def test_visits_to_schools_go_with_the_filing() -> None:
    filing = cast.filed()
    assert BY_NAME["activities"].clause.id == "7(五)"
    activities = parts_seen_by(head("prefecture.culture"), filing)["activities"]["activities"]
    assert [each.kind for each in activities] == ["school"]


@pytest.mark.parametrize(
    "code",
    ["county.culture", "county.hrss", "county.agriculture", "prefecture.culture", "prefecture.hrss"],
)
def test_departments_share_employment_and_the_use_of_funds(code: str) -> None:
    """Every department of both levels reads them once filed (article 9(二))."""
    parts = parts_seen_by(head(code), cast.filed(subsidies_remaining=0))
    assert parts["people"]["counts"]
    assert parts["figures"]["filing"].unaccounted == 1
