"""Opening a revocation: on which grounds, by whom, and what it does at once."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.revocations import queries, services
from gongfang.revocations.models import Revocation
from gongfang.workshops.models import Workshop, WorkshopStatus
from tests.factories import beijing, head
from tests.revocations import cast

pytestmark = pytest.mark.django_db


def test_an_inquiry_begins_unseen_by_the_workshop() -> None:
    workshop = cast.workshop()
    case = cast.opened(workshop)
    assert (case.number, case.state, case.holder) == ("CX2026-0001", "investigating", None)
    assert queries.open_revocation_of(workshop) == case
    assert Workshop.objects.get(pk=workshop.pk).status == WorkshopStatus.RECOGNISED
    assert case.files.get().access == "handlers"


def test_two_missed_years_propose_at_once_and_suspend() -> None:
    workshop = cast.workshop()
    case = cast.automatic(workshop)
    assert (case.state, case.holder, case.is_automatic) == ("proposed", workshop.holder, True)
    row = Workshop.objects.get(pk=workshop.pk)
    assert row.status == WorkshopStatus.SUSPENDED
    assert row.events.last().clause_id == "9(一)"


def test_a_failed_evaluation_begins_with_an_inquiry() -> None:
    given: dict[str, Any] = {"grounds": ["10(九)"], "facts": "整改未达标。"}
    case = services.open_revocation(cast.workshop(), by=Actor.SYSTEM, at=cast.OPENED, **given)
    assert (case.state, case.holder, case.is_automatic) == ("investigating", None, False)


def test_grounds_stand_in_the_order_of_the_article() -> None:
    case = cast.opened(grounds=["10(十)", "10(三)", "10(十)"])
    assert case.grounds == ["10(三)", "10(十)"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"grounds": []}, "请选择撤销命名所依据的情形"),
        ({"grounds": ["9(一)"]}, "撤销命名只能依据第十条列明的情形"),
        ({"facts": "  "}, "请写明有关事实"),
    ],
)
def test_what_lacks_a_ground_or_facts_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(StepRefused) as refused:
        cast.opened(**changes)
    assert refused.value.reason == reason
    assert not Revocation.objects.exists()


def test_one_runs_at_a_time() -> None:
    workshop = cast.workshop()
    first = cast.opened(workshop)
    with pytest.raises(StepRefused, match="已有撤销命名程序在办"):
        cast.opened(workshop)
    assert list(Revocation.objects.all()) == [first]


def test_the_database_knows_that_one_runs_at_a_time() -> None:
    first, second = cast.opened(), cast.opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revocation.objects.filter(pk=second.pk).update(workshop=first.workshop)


def test_what_is_not_recognised_cannot_lose_it() -> None:
    workshop = cast.workshop()
    Workshop.objects.filter(pk=workshop.pk).update(status=WorkshopStatus.SURRENDERED)
    with pytest.raises(StepRefused, match="工坊不在认定有效期内"):
        cast.opened(workshop)


@pytest.mark.parametrize("code", ["county.culture", "prefecture.hrss", "prefecture.agriculture"])
def test_only_the_prefectures_culture_department_opens(code: str) -> None:
    with pytest.raises(WrongActor):
        cast.opened(by=head(code))


def test_a_file_that_is_none_we_take_leaves_nothing_behind() -> None:
    with pytest.raises(StepRefused):
        cast.opened(files=[SimpleUploadedFile("a.exe", b"MZ", content_type="application/pdf")])
    assert not Revocation.objects.exists()


def test_a_supplement_calls_for_new_opinions() -> None:
    case = cast.agreed(cast.opened())
    at = beijing("2026-09-02 10:00")
    services.supplement_revocation(case, by=cast.lead(), at=at, grounds=["10(三)"], facts="负责人被查处。")
    assert (case.grounds, case.opinion_round) == (["10(三)", "10(八)"], 2)
    with pytest.raises(StepRefused, match="须三部门一致同意"):
        services.propose_revocation(case, by=cast.lead(), at=at)


def test_a_supplement_before_any_opinion_keeps_the_round() -> None:
    case = cast.opened()
    services.supplement_revocation(case, by=cast.lead(), at=cast.OPENED, files=[cast.pdf()])
    assert (case.opinion_round, case.files.count()) == (1, 2)


def test_a_supplement_that_adds_nothing_is_refused() -> None:
    case = cast.opened()
    with pytest.raises(StepRefused, match="请补充情形、事实或者证据材料"):
        services.supplement_revocation(case, by=cast.lead(), at=cast.OPENED, grounds=[cast.SAFETY])


def test_a_proposal_needs_evidence_and_all_departments() -> None:
    case = cast.agreed(cast.opened(files=[]))
    with pytest.raises(StepRefused, match="请先附上证明有关事实的证据材料"):
        services.propose_revocation(case, by=cast.lead(), at=cast.PROPOSED)
    case = cast.agreed(cast.opened())
    services.propose_revocation(case, by=cast.lead(), at=cast.PROPOSED)
    assert (case.state, case.proposed_on, case.holder) == ("proposed", cast.PROPOSED.date(), None)


def test_a_dropped_inquiry_makes_room_for_another() -> None:
    case = cast.opened()
    with pytest.raises(StepRefused, match="请填写理由"):
        services.drop_revocation(case, by=cast.lead(), at=cast.PROPOSED)
    services.drop_revocation(case, by=cast.lead(), at=cast.PROPOSED, reasons="未查实。")
    assert (case.state, case.holder, queries.open_revocation_of(case.workshop)) == ("dropped", None, None)
    assert cast.opened(case.workshop).state == "investigating"
