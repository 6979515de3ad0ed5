"""Human resources records support policies and skill trainings, and which workshop had which (article 11(二))."""

from datetime import date
from typing import Any

import pytest

from gongfang.exchange import employment, queries
from gongfang.exchange.models import PolicyGrant, SkillTraining, SupportPolicy, TrainingShare
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.support.registry import given_to
from gongfang.workshops import services as register
from tests.exchange.cast import AT
from tests.factories import head
from tests.filings.cast import workshop

pytestmark = pytest.mark.django_db


def policy(**changes: Any) -> SupportPolicy:
    usual: dict[str, Any] = {
        "by": head("prefecture.hrss"),
        "at": AT,
        "title": "社会保险补贴",
        "document_number": "塔地人社〔2027〕3号",
        "starts_on": date(2027, 1, 1),
        "ends_on": date(2027, 12, 31),
        "beneficiaries": "吸纳脱贫人口的工坊",
        "content": "按规定给予补贴",
    }
    return employment.record_policy(**usual | changes)


def training(**changes: Any) -> SkillTraining:
    usual: dict[str, Any] = {
        "by": head("prefecture.hrss"),
        "at": AT,
        "title": "毡绣技能培训班",
        "occupation": "手工刺绣",
        "place": "托里县",
        "starts_on": date(2027, 5, 10),
        "ends_on": date(2027, 5, 20),
        "hours": 60,
    }
    return employment.record_training(**usual | changes)


def test_policy_and_what_a_workshop_had_of_it() -> None:
    shop, row, by = workshop(), policy(), head("county.hrss")
    given: dict[str, Any] = {"workshop": shop, "by": by, "at": AT, "on": date(2027, 5, 1), "what": "补贴三人"}
    grant = employment.grant_policy(row, **given, people=3)
    assert list(row.grants.all()) == [grant]
    [(measure, found)] = given_to([shop.pk])[shop.pk]
    assert (measure.clause, found.text, found.result) == (
        clauses.EMPLOYMENT_POLICY,
        "社会保险补贴：补贴三人",
        "惠及 3 人",
    )
    with pytest.raises(StepRefused, match="已经登记"):
        employment.grant_policy(row, **given)
    for on, reason in ((date(2026, 12, 31), "不在政策执行期间"), (date(2027, 6, 2), "不能晚于今天")):
        with pytest.raises(StepRefused, match=reason):
            employment.grant_policy(row, **given | {"on": on})


def test_policies_in_effect_are_those_of_the_day() -> None:
    row = policy()
    policy(title="旧政策", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    assert list(queries.policies(on=AT.date())) == [row]
    assert queries.policies().count() == 2


def test_training_and_who_took_part() -> None:
    shop, row = workshop(), training()
    given = {"workshop": shop, "by": head("county.hrss"), "at": AT, "participants": 8}
    with pytest.raises(StepRefused, match="不能超过参训人数"):
        employment.share_training(row, **given, certified=9)
    employment.share_training(row, **given, certified=6)
    assert TrainingShare.objects.get().certified == 6
    with pytest.raises(StepRefused, match="已经登记"):
        employment.share_training(row, **given)
    assert [found.result for _measure, found in given_to([shop.pk])[shop.pk]] == ["参训 8 人，取得证书 6 人"]


def test_only_human_resources_records_and_only_good_standing_has_support() -> None:
    with pytest.raises(WrongActor):
        policy(by=head("prefecture.culture"))
    with pytest.raises(StepRefused, match="不能早于开始日期"):
        training(ends_on=date(2027, 5, 1))
    shop, row = workshop(), policy()
    register.suspend(shop, at=AT, clause=clauses.INVESTIGATION, note="")
    with pytest.raises(StepRefused, match="不在支持范围内"):
        employment.grant_policy(
            row, workshop=shop, by=head("county.hrss"), at=AT, on=date(2027, 5, 1), what="补贴"
        )
    assert not PolicyGrant.objects.exists()
