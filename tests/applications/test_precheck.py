"""Articles 3 and 4 on a filing as it stands: which of its statements and rows speak to which limb."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongfang.applications import precheck
from gongfang.applications.models import Activity, Application, HeritageUse, Operations, Round
from gongfang.cases.services import perform
from tests.applications import factories as made
from tests.applications.factories import AT
from tests.factories import TACHENG_CITY, TUOLI

pytestmark = pytest.mark.django_db


def outcomes(application: Application, **call: Any) -> dict[str, str]:
    findings = precheck.findings_of(application, at=call.get("at", AT))
    return {finding.clause.id: finding.outcome.value for finding in findings}


def test_lawful_filing_meets_or_awaits_judgement_on_every_limb() -> None:
    assert set(outcomes(made.draft()).values()) == {"met", "needs_judgement"}


@pytest.mark.parametrize(
    ("facts", "clause"),
    [
        ({"site_area": Decimal("59.99")}, "4(二)"),
        ({"has_site_conditions": False}, "4(二)"),
        ({"wages_on_time": False}, "4(一)"),
        ({"no_violations": False}, "4(一)"),
        ({"poverty_workers": 0}, "4(三)"),
        ({"trainings": 1}, "4(四)"),
        ({"practitioners": 1}, "4(五)"),
        ({"core_craft": False}, "4(五)"),
        ({"welfare_activities": 1}, "4(六)"),
        ({"has_sales": False}, "4(七)"),
    ],
)
def test_each_limb_follows_its_own_statement(facts: dict[str, Any], clause: str) -> None:
    found = outcomes(made.draft(**facts))
    assert [limb for limb, outcome in found.items() if outcome == "not_met"] == [clause]


def test_a_craft_of_no_list_is_for_a_person_to_judge() -> None:
    assert outcomes(made.draft(heritage_level=""))["3(一)"] == "needs_judgement"


def test_former_workshops_of_a_poverty_county_need_no_county_recognition() -> None:
    facts = {"county_recognised": False, "former_poverty_workshop": True}
    assert outcomes(made.draft(county=TUOLI, **facts))["3(三)"] == "met"
    assert outcomes(made.draft(county=TACHENG_CITY, **facts))["3(三)"] == "not_met"


def test_activities_before_the_window_do_not_count() -> None:
    application = made.draft(trainings=2)
    Activity.objects.filter(application=application, kind="training").update(held_on=date(2025, 5, 6))
    assert outcomes(application)["4(四)"] == "met"
    Activity.objects.filter(application=application, kind="training").update(held_on=date(2025, 5, 5))
    assert outcomes(application)["4(四)"] == "not_met"


def test_the_window_stays_that_of_the_filing() -> None:
    application = made.draft(trainings=2)
    Activity.objects.filter(application=application, kind="training").update(held_on=date(2025, 5, 6))
    perform(application, "submit", by=application.holder, at=AT)
    assert outcomes(Application.objects.get(pk=application.pk), at=AT + timedelta(days=200))["4(四)"] == "met"


def test_precheck_takes_a_fixed_number_of_queries() -> None:
    few, many = made.draft(poverty_workers=1), made.draft(poverty_workers=20, trainings=9, practitioners=9)
    counts = []
    for application in (few, many):
        with CaptureQueriesContext(connection) as caught:
            precheck.findings_of(application, at=AT)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 8


# what the database refuses even where a form or a service would fail to


def refused_by_the_database(write: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_database_holds_what_the_filing_promises() -> None:
    application = made.draft()
    rows = Application.objects.filter(pk=application.pk)
    for wrong in ({"route": "x"}, {"operator_kind": "x"}, {"site_tenure": "x"}, {"site_area_m2": 0}):
        refused_by_the_database(lambda wrong=wrong: rows.update(**wrong))
    year = application.operations.get()
    refused_by_the_database(
        lambda: Operations.objects.create(application=application, year=year.year, added_at=AT)
    )
    refused_by_the_database(lambda: Operations.objects.update(subsidies_spent=-1))
    refused_by_the_database(lambda: HeritageUse.objects.update(category="x"))
    refused_by_the_database(lambda: application.people.update(role="x"))


def test_database_holds_what_a_round_promises() -> None:
    opened = made.draft().round
    rows = Round.objects.filter(pk=opened.pk)
    refused_by_the_database(lambda: rows.update(closes_at=opened.opens_at))
    refused_by_the_database(lambda: rows.update(closed_at=AT))
