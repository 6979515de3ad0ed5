"""Successors, studios, transmission places (article 8(三)) and brands (article 8(四))."""

from datetime import date
from typing import Any

import pytest

from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.support import growing
from gongfang.support.models import BrandMeasure, Succession
from gongfang.support.standing import NotInGoodStanding
from tests.factories import applicant, head, officer

from . import cast

pytestmark = pytest.mark.django_db


def test_a_leader_is_proposed_and_granted_with_documents() -> None:
    row = cast.studio(
        cast.workshop(), kind="inheritor", title="花毡制作", person="古丽娜尔", document_number="文1号"
    )
    said: dict[str, Any] = {"by": cast.lead(), "at": cast.NOW, "decided_on": date(2027, 3, 10)}
    growing.decide_succession(row, is_granted=True, decision_number="新文旅〔2027〕3号", **said)
    row.refresh_from_db()
    assert (row.state, row.decision_number, row.person) == ("granted", "新文旅〔2027〕3号", "古丽娜尔")
    with pytest.raises(StepRefused, match="不能再登记结果"):
        growing.decide_succession(row, is_granted=False, **said)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "inheritor"},
        {"proposed_on": date(2027, 3, 16)},
        {"by": "county"},
    ],
    ids=["nameless leader", "day ahead", "not the lead"],
)
def test_a_proposal_is_refused(changes: dict[str, Any]) -> None:
    if "by" in changes:
        changes = {"by": head("county.culture")}
    with pytest.raises(StepRefused) as refused:
        cast.studio(cast.workshop(), **changes)
    assert refused.value.clause == clauses.SUCCESSORS
    assert not Succession.objects.exists()


@pytest.mark.parametrize("day", [date(2027, 2, 28), date(2027, 3, 16)], ids=["too early", "ahead"])
def test_a_decision_is_made_between_the_proposal_and_today(day: date) -> None:
    row = cast.studio(cast.workshop())
    with pytest.raises(StepRefused):
        growing.decide_succession(row, by=cast.lead(), at=cast.NOW, is_granted=True, decided_on=day)


def test_activities_are_noted_by_the_workshop_and_the_culture_offices() -> None:
    target = cast.workshop()
    row = cast.studio(target)
    said: dict[str, Any] = {"at": cast.NOW, "kind": "study", "held_on": date(2027, 3, 10), "title": "染色研习"}
    for person in (target.holder, officer("county.culture"), cast.lead()):
        growing.add_activity(row, by=person, **said)
    for stranger in (applicant(), officer("prefecture.hrss")):
        with pytest.raises(WrongActor):
            growing.add_activity(row, by=stranger, **said)
    with pytest.raises(StepRefused, match="晚于今天"):
        growing.add_activity(row, by=cast.lead(), **said | {"held_on": date(2027, 3, 16)})
    assert row.activities.count() == 3


def test_what_has_ended_takes_no_activity_and_ends_once() -> None:
    row = cast.studio(cast.workshop())
    with pytest.raises(StepRefused, match="终止原因"):
        growing.end_succession(row, by=cast.lead(), at=cast.NOW, reasons=" ")
    growing.end_succession(row, by=cast.lead(), at=cast.NOW, reasons="场地收回")
    said: dict[str, Any] = {"by": cast.lead(), "at": cast.NOW}
    with pytest.raises(StepRefused, match="不能登记活动"):
        growing.add_activity(row, kind="study", held_on=date(2027, 3, 10), title="染色研习", **said)
    with pytest.raises(StepRefused, match="不能终止"):
        growing.end_succession(row, reasons="再次", **said)
    with pytest.raises(WrongActor):
        growing.end_succession(row, reasons="他人", by=applicant(), at=cast.NOW)


def test_suspension_freezes_and_the_end_of_a_recognition_ends() -> None:
    target = cast.workshop()
    row = cast.studio(target)
    brand, media = cast.brand(target), cast.brand(target, kind="media", title="电视专题")
    cast.set_status(target, "suspended")
    said: dict[str, Any] = {"by": cast.lead(), "at": cast.NOW}
    for service, given in (
        (growing.decide_succession, {"is_granted": True, "decided_on": date(2027, 3, 10)}),
        (growing.add_activity, {"kind": "study", "held_on": date(2027, 3, 10), "title": "研习"}),
    ):
        with pytest.raises(NotInGoodStanding):
            service(row, **said | given)
    for refused in (cast.studio, cast.brand):
        with pytest.raises(NotInGoodStanding):
            refused(target)
    row.refresh_from_db()
    assert row.state == "proposed"
    cast.set_status(target, "revoked")
    for each in (row, brand, media):
        each.refresh_from_db()
    assert (row.state, row.ended_on, row.ended_why) == ("ended", cast.NOW.date(), "认定终止")
    assert (brand.until, media.until) == (cast.NOW.date(), None)


def test_a_brand_measure_is_recorded_and_taken_out_by_the_lead() -> None:
    target = cast.workshop()
    with pytest.raises(StepRefused, match="有效期") as refused:
        cast.brand(target, until=date(2027, 3, 1))
    assert refused.value.clause == clauses.BRAND
    with pytest.raises(WrongActor):
        cast.brand(target, by=head("county.culture"))
    brand = cast.brand(target, document_number="商标第1号", result="销售增长")
    with pytest.raises(WrongActor):
        growing.remove_brand(brand, by=applicant(), at=cast.NOW)
    growing.remove_brand(brand, by=cast.lead(), at=cast.NOW)
    assert not BrandMeasure.objects.exists()
