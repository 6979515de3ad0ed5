"""Revoking, announcing it, taking the plaque back, and the three years that follow."""

from datetime import date
from typing import Any

import pytest

from gongfang.cases.advance import advance
from gongfang.cases.models import Task
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from gongfang.revocations import decisions, queries
from gongfang.revocations.models import Announcement, Revocation
from gongfang.workshops.models import EventKind, PlaqueStatus, Workshop
from gongfang.workshops.queries import ban_of
from tests.factories import applicant, beijing, head, officer
from tests.revocations import cast

pytestmark = pytest.mark.django_db


def tasks_of(case: Revocation, code: str = "prefecture.culture") -> list[str]:
    level, _, department = code.partition(".")
    rows = Task.objects.filter(case=case.pk, office__department=department, office__division__level=level)
    return sorted(rows.values_list("action", flat=True))


def test_a_revocation_takes_effect_on_its_day_under_its_ground() -> None:
    case = cast.revoked(cast.workshop(credit_code="91350100M000100Y43"))
    workshop = Workshop.objects.get(pk=case.workshop_id)
    assert (case.state, workshop.status, workshop.revoked_on) == ("revoked", "revoked", date(2026, 9, 16))
    event = workshop.events.get(kind=EventKind.REVOKED)
    assert (event.clause_id, event.document_number) == ("10(八)", cast.DOCUMENT)
    assert queries.open_revocation_of(workshop) is None
    ban = ban_of("91350100M000100Y43", "", date(2029, 9, 15))
    assert ban is not None
    assert (ban.free_from, ban.clause.id, ban.document_number) == (date(2029, 9, 16), "10(八)", cast.DOCUMENT)
    assert ban_of("91350100M000100Y43", "", date(2029, 9, 16)) is None


def test_it_is_announced_on_the_same_day() -> None:
    case = cast.revoked()
    found = Announcement.objects.get()
    assert (found.number, found.revoked_on, found.free_from) == (
        "GG2026-001",
        date(2026, 9, 16),
        date(2029, 9, 16),
    )
    assert (found.workshop_name, found.grounds) == (case.workshop.name, ["10(八)"])
    assert found.published_at == cast.DECIDED


@pytest.mark.parametrize("at", [cast.SERVED, cast.LAST_INSTANT])
def test_nothing_is_revoked_while_an_appeal_would_be_in_time(at: Any) -> None:
    case = cast.served()
    with pytest.raises(StepRefused, match="申诉期未满，2026-09-14 24:00 届满"):
        decisions.revoke(case, by=cast.lead(), at=at, document_number=cast.DOCUMENT)
    assert Workshop.objects.get(pk=case.workshop_id).status == "recognised"
    assert not Announcement.objects.exists()


def test_at_the_first_instant_after_it_may_be_revoked() -> None:
    case = cast.served()
    decisions.revoke(case, by=cast.lead(), at=cast.TOO_LATE, document_number=cast.DOCUMENT)
    assert case.state == "revoked"


def test_a_decision_has_a_document() -> None:
    case = cast.served()
    with pytest.raises(StepRefused, match="请填写文号"):
        decisions.revoke(case, by=cast.lead(), at=cast.DECIDED, document_number=" ")


def test_an_appeal_is_dismissed_in_the_same_step() -> None:
    case = cast.agreed(cast.appealed(), at=cast.DECIDED)
    with pytest.raises(StepRefused, match="请填写核查意见"):
        decisions.revoke(case, by=cast.lead(), at=cast.DECIDED, document_number=cast.DOCUMENT)
    decisions.revoke(case, by=cast.lead(), at=cast.DECIDED, document_number=cast.DOCUMENT, **cast.ANSWER)
    assert case.state == "revoked"
    words = {each.name: each.text for each in case.records.latest("seq").statements.all()}
    assert words == cast.ANSWER


def test_an_appeal_is_dismissed_jointly() -> None:
    case = cast.appealed()
    with pytest.raises(StepRefused, match="须三部门一致同意"):
        decisions.revoke(case, by=cast.lead(), at=cast.DECIDED, document_number=cast.DOCUMENT, **cast.ANSWER)


def test_who_has_given_up_a_recognition_cannot_lose_it() -> None:
    case = cast.served()
    Workshop.objects.filter(pk=case.workshop_id).update(status="surrendered")
    with pytest.raises(StepRefused, match="工坊不在认定有效期内"):
        decisions.revoke(case, by=cast.lead(), at=cast.DECIDED, document_number=cast.DOCUMENT)


@pytest.mark.parametrize(
    "somebody", [lambda: officer("prefecture.culture"), lambda: head("prefecture.hrss"), applicant]
)
def test_only_the_head_of_the_lead_revokes(somebody: Any) -> None:
    case = cast.served()
    with pytest.raises(WrongActor):
        decisions.revoke(case, by=somebody(), at=cast.DECIDED, document_number=cast.DOCUMENT)
    assert Revocation.objects.get(pk=case.pk).state == "served"


def test_the_end_of_the_appeal_period_makes_the_decision_a_task() -> None:
    case = cast.served()
    assert tasks_of(case) == []
    advance(cast.TOO_LATE)
    assert tasks_of(case) == ["revoke"]


def test_the_plaque_stays_a_task_until_it_is_dealt_with() -> None:
    case = cast.revoked()
    assert tasks_of(case) == ["recover_plaque"]
    decisions.recover_plaque(case, by=cast.lead(), at=cast.DECIDED, returned_on=cast.DECIDED.date())
    plaque = case.workshop.plaques.get()
    assert (plaque.status, plaque.ended_on) == (PlaqueStatus.RECOVERED, cast.DECIDED.date())
    assert tasks_of(case) == []
    with pytest.raises(StepRefused, match="没有待收回的牌匾"):
        decisions.recover_plaque(case, by=cast.lead(), at=cast.DECIDED, returned_on=cast.DECIDED.date())


def test_a_plaque_that_cannot_be_had_is_declared_void() -> None:
    case = cast.revoked()
    decisions.recover_plaque(case, by=cast.lead(), at=cast.DECIDED, reasons="遗失，两次催交未果。")
    plaque = case.workshop.plaques.get()
    assert (plaque.status, plaque.reason) == (PlaqueStatus.VOID, "遗失，两次催交未果。")


def test_without_a_plaque_nothing_is_to_be_recovered() -> None:
    case = cast.revoked(cast.workshop(has_plaque=False))
    assert tasks_of(case) == []


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "请填写收回日期；无法收回的，写明声明作废的理由"),
        ({"reasons": "  "}, "请填写收回日期；无法收回的，写明声明作废的理由"),
        ({"returned_on": date(2026, 9, 17)}, "收回日期不能晚于今天"),
        ({"returned_on": date(2026, 9, 15)}, "收回日期不能早于撤销命名之日 2026-09-16"),
    ],
)
def test_a_recovery_is_a_day_or_a_reason(given: dict[str, Any], reason: str) -> None:
    case = cast.revoked()
    with pytest.raises(StepRefused) as refused:
        decisions.recover_plaque(case, by=cast.lead(), at=cast.DECIDED, **given)
    assert refused.value.reason == reason
    assert case.workshop.plaques.get().status == PlaqueStatus.ACTIVE


def test_a_plaque_is_recovered_after_the_decision_only() -> None:
    case = cast.served()
    with pytest.raises(WrongState):
        decisions.recover_plaque(case, by=cast.lead(), at=cast.DECIDED, returned_on=date(2026, 9, 16))


def test_two_revocations_of_a_day_have_numbers_of_their_own() -> None:
    cast.revoked()
    cast.revoked()
    assert list(Announcement.objects.values_list("number", flat=True)) == ["GG2026-001", "GG2026-002"]


def test_a_new_recognition_may_be_revoked_again_beside_the_old_case() -> None:
    first = cast.revoked()
    second = cast.opened(cast.workshop(), at=beijing("2026-09-20 10:00"))
    assert (first.is_open, second.is_open) == (False, True)


@pytest.mark.parametrize(
    "ground",
    ["10(一)", "10(二)", "10(三)", "10(四)", "10(五)", "10(六)", "10(七)", "10(八)", "10(九)", "10(十)"],
)
def test_the_register_and_the_announcement_cite_the_ground(ground: str) -> None:
    case = cast.served(grounds=[ground])
    decisions.revoke(case, by=cast.lead(), at=cast.DECIDED, document_number=cast.DOCUMENT)
    event = case.workshop.events.get(kind=EventKind.REVOKED)
    assert (event.clause_id, event.clause.cite) == (ground, f"《办法》第十条第（{ground[3:-1]}）项")
    assert Announcement.objects.get().grounds == [ground]


def test_of_several_grounds_the_first_of_the_article_decides() -> None:
    case = cast.served(grounds=["10(九)", "10(二)"])
    decisions.revoke(case, by=cast.lead(), at=cast.DECIDED, document_number=cast.DOCUMENT)
    assert case.workshop.events.get(kind=EventKind.REVOKED).clause_id == "10(二)"
    assert Announcement.objects.get().grounds == ["10(二)", "10(九)"]
