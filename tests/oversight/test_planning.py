"""Plans of inspections: whom they select, the draw anybody recomputes, the checks that come of them (9(三))."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongfang import cli
from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.oversight import planning, queries, services
from gongfang.oversight.models import Campaign, WorkshopCheck
from gongfang.regulation.draw import commitment, list_root, verify_draw
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from tests.factories import TACHENG_CITY, TUOLI, beijing, division, head

from . import cast

pytestmark = pytest.mark.django_db


def names(campaign: Campaign) -> list[str]:
    return [check.title for check in WorkshopCheck.objects.filter(plan=campaign).order_by("pk")]


def test_a_plan_opens_a_check_for_every_recognised_workshop() -> None:
    first, second = cast.workshop(), cast.workshop()
    cast.end_recognition(cast.workshop())
    campaign = cast.campaign()
    assert (campaign.state, campaign.number, campaign.population) == ("running", "JH2027-0001", 2)
    checks = WorkshopCheck.objects.filter(plan=campaign).order_by("pk")
    assert [(each.number, each.workshop, each.state, each.holder) for each in checks] == [
        ("JC2027-0001", first, "planned", first.holder),
        ("JC2027-0002", second, "planned", second.holder),
    ]
    assert {cast.recorded(case=each, action="plan_check")["campaign"] for each in checks} == {campaign.number}


def test_a_plan_by_county_selects_its_workshops_alone() -> None:
    cast.workshop()
    there = cast.workshop(county=division(TACHENG_CITY))
    assert names(cast.campaign(selection="county", counties=[TACHENG_CITY])) == [there.name]


def test_a_plan_by_risk_selects_those_with_one_of_the_flags() -> None:
    risky = cast.workshop()
    cast.workshop()
    cast.finding(risky)
    assert names(cast.campaign(selection="risk", risks=["findings", "revocation"])) == [risky.name]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"selection": "county"}, "请选择县"),
        ({"selection": "risk"}, "请选择风险提示"),
        ({"selection": "random"}, "抽取数量、抽取时间和公开随机值来源"),
        ({"selection": "county", "counties": [TACHENG_CITY]}, "没有符合条件的工坊"),
        ({"ends_on": date(2027, 2, 28)}, "不得早于第一日"),
        ({"starts_on": date(2027, 1, 1), "ends_on": date(2027, 2, 28)}, "已经过去"),
    ],
)
def test_an_unlawful_plan_is_refused_and_leaves_nothing(changes: dict[str, Any], message: str) -> None:
    cast.workshop()
    with pytest.raises(StepRefused, match=message) as refused:
        cast.campaign(**changes)
    assert refused.value.clause.id == "9(三)"
    assert not Campaign.objects.exists()
    assert not WorkshopCheck.objects.exists()


@pytest.mark.parametrize(
    "by", [lambda: head("prefecture.hrss"), lambda: head("county.culture"), lambda: Actor.SYSTEM]
)
def test_only_the_lead_office_plans(by: Any) -> None:
    cast.workshop()
    with pytest.raises(WrongActor):
        cast.campaign(by=by())
    assert not Campaign.objects.exists()


def test_a_plan_that_does_not_tell_shows_its_checks_when_they_are_over() -> None:
    target = cast.workshop()
    cast.campaign(tells_workshops=False)
    check = WorkshopCheck.objects.get()
    assert check.holder is None
    cast.visit(check)
    services.finish_check(check, by=cast.lead(), at=cast.VISITED)
    assert WorkshopCheck.objects.get().holder == target.holder


def test_an_announced_draw_freezes_the_list_and_commits_to_the_nonce() -> None:
    workshops = [cast.workshop() for _ in range(3)]
    campaign = cast.announced()
    numbers = sorted(workshop.number for workshop in workshops)
    assert (campaign.state, campaign.frozen, campaign.seed) == ("announced", numbers, "")
    assert campaign.list_root == list_root({"": numbers})
    assert campaign.commitment == commitment(campaign.number, campaign.nonce)
    facts = cast.recorded(action="plan_campaign")
    assert (facts["root"], facts["commitment"]) == (campaign.list_root, campaign.commitment)
    assert campaign.nonce not in json.dumps(queries.announcement_of(campaign))
    assert Task.objects.get(case_id=campaign.pk).is_ready is False


def test_a_draw_is_recomputed_from_what_is_published() -> None:
    for _ in range(5):
        cast.workshop()
    campaign = cast.drawn(cast.announced(2))
    document = json.loads(json.dumps(queries.document_of(campaign, campaign.public_value)))
    check = verify_draw(document)
    assert (check.is_valid, check.withheld) == (True, ())
    drawn = WorkshopCheck.objects.filter(plan=campaign).order_by("rank")
    assert [(each.rank, each.workshop.number) for each in drawn] == list(
        enumerate(document["ranking"][""][:2], start=1)
    )
    assert campaign.state == "running"
    assert cast.recorded(action="draw_workshops")["seed"] == document["seed"]


def test_the_command_line_checks_the_published_file(tmp_path: Path) -> None:
    for _ in range(3):
        cast.workshop()
    campaign = cast.drawn(cast.announced(1))
    document = queries.document_of(campaign, campaign.public_value)
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert cli.main(["draw", "verify", str(file)]) == 0
    file.write_text(json.dumps(document | {"public_value": "2 7 1 8 2"}), encoding="utf-8")
    assert cli.main(["draw", "verify", str(file)]) == 1


def test_a_workshop_that_is_recognised_no_longer_gives_its_turn_to_the_next_rank() -> None:
    workshops = {workshop.number: workshop for workshop in (cast.workshop() for _ in range(3))}
    campaign = cast.announced(1)
    ranking = queries.document_of(campaign, "3 1 4 1 5")["ranking"][""]
    cast.end_recognition(workshops[ranking[0]])
    cast.drawn(campaign)
    check = WorkshopCheck.objects.get()
    assert (check.workshop.number, check.rank) == (ranking[1], 2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"draw_size": 2}, "符合条件的只有 1 家"), ({"draw_at": cast.PLANNED}, "应晚于公布名单的时间")],
)
def test_an_impossible_draw_is_refused(changes: dict[str, Any], message: str) -> None:
    cast.workshop()
    with pytest.raises(StepRefused, match=message):
        cast.announced(**{"size": 1} | changes if "draw_size" not in changes else {"size": changes["draw_size"]})


def test_a_draw_waits_for_its_time_and_for_the_public_value() -> None:
    cast.workshop()
    campaign = cast.announced(1)
    with pytest.raises(StepRefused, match="抽取时间未到"):
        planning.draw_workshops(campaign, by=cast.lead(), at=beijing("2027-03-01 11:59"), public_value="1")
    with pytest.raises(StepRefused, match="公开随机值"):
        planning.draw_workshops(campaign, by=cast.lead(), at=beijing("2027-03-01 12:00"), public_value=" ")
    with pytest.raises(WrongActor):
        planning.draw_workshops(
            campaign, by=head("prefecture.hrss"), at=beijing("2027-03-01 12:00"), public_value="1"
        )
    assert not WorkshopCheck.objects.exists()


def test_a_plan_ends_when_all_its_checks_are_over() -> None:
    cast.workshop(), cast.workshop()
    campaign = cast.campaign()
    first, second = WorkshopCheck.objects.order_by("pk")
    perform(first, "call_off_check", by=cast.lead(), at=cast.VISITED, reasons="已于上月检查")
    with pytest.raises(StepRefused, match="还有 1 家"):
        perform(campaign, "end_campaign", by=cast.lead(), at=cast.VISITED)
    cast.visit(second)
    perform(second, "finish_check", by=cast.lead(), at=cast.VISITED)
    perform(campaign, "end_campaign", by=cast.lead(), at=cast.VISITED)
    assert Campaign.objects.get().state == "ended"


def test_a_workshop_is_checked_once_in_a_plan() -> None:
    target = cast.workshop()
    campaign = cast.campaign()
    with pytest.raises(IntegrityError), transaction.atomic():
        planning.plan_check(target, by=cast.lead(), at=cast.PLANNED, campaign=campaign)


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": date(2027, 1, 1)},
        {"selection": "guess"},
        {"selection": "random"},
        {"seed": "0" * 64},
        {"draw_size": 3},
    ],
)
def test_the_database_holds_what_a_plan_promises(changes: dict[str, Any]) -> None:
    cast.workshop()
    campaign = cast.campaign(selection="county", counties=[TUOLI])
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(**changes)
