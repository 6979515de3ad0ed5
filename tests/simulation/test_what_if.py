"""What other figures of article 4 would change for those who hold a recognition or ask for one (R2)."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongfang.cases.services import perform
from gongfang.cli import main
from gongfang.filings.models import Activity
from gongfang.regulation import edition as editions
from gongfang.regulation.edition import EDITIONS
from gongfang.regulation.what_if import Effect
from gongfang.simulation.comparing import Comparison, compare
from gongfang.workshops.models import Workshop, WorkshopStatus
from tests.applications import factories as made
from tests.factories import head
from tests.workshops.conftest import Maker

pytestmark = pytest.mark.django_db
NOW = editions.get("2026-draft")
ON = made.AT.date()
BACKEND = "gongfang.accounts.backends.LoginBackend"


def recognised(make_workshop: Maker, **facts: Any) -> Workshop:
    """Return a workshop whose filing stated `facts`; the filing itself has ended."""
    filing = made.submitted(**facts)
    perform(filing, "decline", by=head("county.culture"), at=made.AT, reasons="另行登记")
    return make_workshop(application_number=filing.number, name=facts.get("name", "库甫花毡工坊"))


def compared(**figures: Any) -> Comparison:
    return compare(NOW, replace(NOW, **figures), on=ON)


def test_a_smaller_workshop_falls_out_and_is_named_with_what_it_lacks(make_workshop: Maker) -> None:
    small, large = (recognised(make_workshop, site_area=area, name=f"{area}平米工坊") for area in (70, 120))
    found = compared(site_area_min_m2=80).workshops
    (line,) = found.lines
    assert (line.subject.number, line.outlook.shortfalls[0].missing) == (small.number, 10)
    assert found.counts == {Effect.FALLS_OUT: 1, Effect.STAYS_IN: 1}
    assert large.number != line.subject.number


def test_a_filing_under_way_may_come_in_and_one_that_ended_is_left_out() -> None:
    under_way = made.submitted(site_area=50)
    perform(made.submitted(site_area=50), "decline", by=head("county.culture"), at=made.AT, reasons="材料不全")
    found = compared(site_area_min_m2=40).filings
    assert [line.subject.number for line in found.lines] == [under_way.number]
    assert found.counts == {Effect.COMES_IN: 1}


def test_trainings_count_up_to_the_day_with_what_was_logged_since(make_workshop: Maker) -> None:
    workshop = recognised(make_workshop, trainings=2)
    assert compared(trainings_min=3).workshops.counts == {Effect.FALLS_OUT: 1}
    Activity.objects.create(
        workshop=workshop,
        kind="training",
        held_on=ON,
        title="毡绣培训",
        added_at=made.AT,
        added_by=head("county.culture"),
    )
    assert compared(trainings_min=3).workshops.counts == {Effect.STAYS_IN: 1}


def test_a_shorter_window_counts_fewer_activities(make_workshop: Maker) -> None:
    recognised(make_workshop)
    assert compared(count_window_months=0).workshops.counts == {Effect.FALLS_OUT: 1}


def test_whom_nothing_is_known_of_is_counted_apart(make_workshop: Maker) -> None:
    make_workshop(application_number="")
    found = compared(site_area_min_m2=80)
    assert (found.workshops.total, found.unknown) == (0, 1)


def test_a_revoked_workshop_is_not_counted(make_workshop: Maker) -> None:
    workshop = recognised(make_workshop)
    Workshop.objects.filter(pk=workshop.pk).update(status=WorkshopStatus.SURRENDERED)
    assert compared(site_area_min_m2=80).workshops.total == 0


def test_thirty_cost_what_one_costs(make_workshop: Maker) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            compared(site_area_min_m2=80)
        return len(queries)

    recognised(make_workshop)
    made.submitted()
    one = cost()
    source = made.submitted()
    for number in range(29):
        make_workshop(application_number=source.number if not number else "")
    assert cost() == one


def page(client: Client, **figures: Any) -> Any:
    return client.get("/simulation/", figures)


@pytest.fixture
def official(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(timezone, "now", lambda: made.AT)
    client.force_login(head("prefecture.agriculture"), backend=BACKEND)
    return client


FORM = {
    "site_area_min_m2": 80,
    "trainings_min": 2,
    "practitioners_min": 2,
    "welfare_activities_min": 2,
    "count_window_months": 12,
    "route_limbs": "cumulative",
}


def test_page_names_the_figures_the_counts_and_who_falls_out(official: Client, make_workshop: Maker) -> None:
    recognised(make_workshop, site_area=70, name="七十平米工坊")
    answer = page(official, **FORM)
    text = answer.content.decode()
    assert "七十平米工坊" in text
    assert "场地 70 ㎡，少于 80 ㎡" in text
    assert [each["data"] for each in answer.context["chart"]["what_if"]["series"]] == [
        [0, 0],
        [1, 0],
        [0, 0],
        [0, 0],
    ]


def test_page_without_figures_compares_nothing(official: Client, make_workshop: Maker) -> None:
    recognised(make_workshop)
    answer = page(official)
    assert "comparison" not in answer.context
    assert 'value="60"' in answer.content.decode()


def test_page_keeps_a_wrong_figure_and_says_what_is_wrong(official: Client) -> None:
    answer = page(official, **FORM | {"site_area_min_m2": -1})
    assert "comparison" not in answer.context
    assert 'value="-1"' in answer.content.decode()
    assert answer.context["form"].errors["site_area_min_m2"]


def test_command_compares_with_the_edition_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, make_workshop: Maker
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: made.AT)
    recognised(make_workshop, site_area=70)
    text = (EDITIONS / "2026-draft.toml").read_text(encoding="utf-8")
    other = tmp_path / "stricter.toml"
    other.write_text(
        text.replace('id = "2026-draft"', 'id = "stricter"', 1).replace(
            "[site_area_min_m2]\nvalue = 60", "[site_area_min_m2]\nvalue = 100"
        ),
        encoding="utf-8",
    )
    assert main(["simulate", "--edition", str(other), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["changed"] == [{"label": "场地面积下限（㎡）", "now": 60, "other": 100}]
    assert said["workshops"]["counts"] == {"falls_out": 1}
    assert said["workshops"]["lines"][0]["missing"] == {"site_area_min_m2": "30.00"}
    assert main(["simulate", "--edition", str(other)]) == 0
    assert "不再符合 1" in capsys.readouterr().out


def test_command_names_an_edition_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--edition", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err
