"""Recognition, plaque and status: what the services do, what they refuse, what the database holds by itself."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongfang.regulation.procedure import StepRefused
from gongfang.workshops import services
from gongfang.workshops.models import Plaque, Workshop, WorkshopEvent
from gongfang.workshops.services import ReliedItem
from tests.factories import beijing, division
from tests.workshops.conftest import FELT, Maker

AT = beijing("2026-07-10 10:00")


def test_recognise_enters_the_workshop_with_items_operator_and_history(workshop: Workshop) -> None:
    assert workshop.status == "recognised"
    assert workshop.number == "GF2026-0001"
    assert workshop.operator.name == "托里县花毡专业合作社"
    assert [item.name for item in workshop.relied_on.all()] == ["哈萨克族毡绣和布绣"]
    event = workshop.events.get()
    assert (event.kind, event.clause_id, event.document_number) == (
        "recognised",
        "6(四)",
        "塔地文旅发〔2026〕12号",
    )


def test_recognise_twice_for_one_application_gives_the_same_workshop(make_workshop: Maker) -> None:
    first = make_workshop(application_number="SQ2026-0900")
    assert make_workshop(application_number="SQ2026-0900", name="另一个名字") == first
    assert Workshop.objects.count() == 1


def test_recognise_enters_an_item_named_twice_once(make_workshop: Maker) -> None:
    assert make_workshop(items=[FELT, FELT]).relied_on.count() == 1


def test_workshops_of_one_credit_code_have_one_operator_under_its_newest_name(make_workshop: Maker) -> None:
    first = make_workshop(credit_code="91350100M000100Y43", operator_name="旧名")
    second = make_workshop(credit_code="91350100M000100Y43", operator_name="新名")
    assert first.operator_id == second.operator_id
    assert second.operator.name == "新名"


def test_workshops_without_a_credit_code_do_not_share_an_operator(make_workshop: Maker) -> None:
    assert make_workshop().operator_id != make_workshop().operator_id


def test_public_addresses_carry_128_random_bits(make_workshop: Maker) -> None:
    assert len({make_workshop().public_id for _ in range(5)}) == 5
    assert len(make_workshop().public_id) >= 22


def test_enter_county_workshop_lists_it_without_a_recognition(db: None) -> None:
    workshop = services.enter_county_workshop(
        county=division(),
        name="铁厂沟刺绣坊",
        operator_name="某合作社",
        operator_kind="cooperative",
        credit_code="",
        items=[ReliedItem(name="刺绣", category="fine_arts")],
        category="fine_arts",
        on=date(2025, 5, 1),
        document_number="托文旅字〔2025〕3号",
        at=AT,
    )
    assert (workshop.status, workshop.recognised_on, workshop.document_number) == ("county", None, "")
    assert workshop.events.get().clause_id == "3(二)"


def award(workshop: Workshop, number: str = "TC-001", awarded_on: date = date(2026, 7, 10)) -> Plaque:
    return services.award_plaque(workshop=workshop, number=number, awarded_on=awarded_on, at=AT)


def test_award_plaque_gives_a_valid_plaque_and_notes_it(workshop: Workshop) -> None:
    plaque = award(workshop)
    assert plaque.is_valid
    assert len(plaque.code) >= 22
    assert workshop.events.filter(kind="awarded", note="TC-001").exists()


def test_award_plaque_refuses_a_second_active_plaque(workshop: Workshop) -> None:
    award(workshop)
    with pytest.raises(StepRefused, match="已有一块有效牌匾"):
        award(workshop, "TC-002")
    assert workshop.plaques.count() == 1


def test_award_plaque_refuses_a_number_in_use(make_workshop: Maker) -> None:
    award(make_workshop())
    second = make_workshop()
    with pytest.raises(StepRefused, match="TC-001 已经使用"):
        award(second)
    assert second.plaques.count() == 0


def test_award_plaque_refuses_a_day_before_the_recognition(workshop: Workshop) -> None:
    with pytest.raises(StepRefused, match="不得早于认定日期"):
        award(workshop, awarded_on=date(2026, 6, 29))


def test_award_plaque_refuses_a_workshop_that_is_suspended(workshop: Workshop) -> None:
    services.set_status(workshop=workshop, status="suspended", on=AT.date(), at=AT)
    with pytest.raises(StepRefused, match="资格中止"):
        award(workshop)


def test_a_plaque_may_follow_one_that_was_declared_void(workshop: Workshop) -> None:
    lost = award(workshop)
    services.end_plaque(plaque=lost, status="void", on=date(2026, 8, 1), at=AT, reason="遗失")
    assert award(workshop, "TC-002", date(2026, 8, 2)).is_valid


def test_end_plaque_refuses_a_void_without_a_reason(workshop: Workshop) -> None:
    plaque = award(workshop)
    with pytest.raises(StepRefused, match="须写明原因"):
        services.end_plaque(plaque=plaque, status="void", on=AT.date(), at=AT, reason=" ")
    plaque.refresh_from_db()
    assert plaque.status == "active"


def test_end_plaque_refuses_one_that_has_ended(workshop: Workshop) -> None:
    plaque = award(workshop)
    services.end_plaque(plaque=plaque, status="recovered", on=date(2026, 8, 1), at=AT)
    with pytest.raises(StepRefused, match="已收回"):
        services.end_plaque(plaque=plaque, status="recovered", on=date(2026, 8, 2), at=AT)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (["suspended"], "suspended"),
        (["suspended", "recognised"], "restored"),
        (["revoked"], "revoked"),
        (["suspended", "revoked"], "revoked"),
        (["surrendered"], "surrendered"),
    ],
)
def test_set_status_follows_the_table_and_notes_the_event(workshop: Workshop, path: list[str], kind: str) -> None:
    for status in path:
        services.set_status(workshop=workshop, status=status, on=date(2026, 9, 1), at=AT)
    workshop.refresh_from_db()
    assert workshop.status == path[-1]
    assert WorkshopEvent.objects.filter(workshop=workshop).last().kind == kind  # type: ignore[union-attr]
    assert workshop.revoked_on == (date(2026, 9, 1) if path[-1] == "revoked" else None)


@pytest.mark.parametrize("status", ["recognised", "suspended", "surrendered", "county"])
def test_set_status_refuses_to_bring_back_a_revoked_workshop(workshop: Workshop, status: str) -> None:
    services.set_status(workshop=workshop, status="revoked", on=date(2026, 9, 1), at=AT)
    with pytest.raises(StepRefused):
        services.set_status(workshop=workshop, status=status, on=date(2026, 9, 2), at=AT)
    workshop.refresh_from_db()
    assert workshop.status == "revoked"


@pytest.mark.parametrize("status", ["suspended", "revoked", "surrendered"])
def test_a_plaque_is_not_valid_once_the_recognition_does_not_hold(workshop: Workshop, status: str) -> None:
    plaque = award(workshop)
    services.set_status(workshop=workshop, status=status, on=date(2026, 9, 1), at=AT)
    assert not Plaque.objects.select_related("workshop").get(pk=plaque.pk).is_valid


def change(row: Any, **values: Any) -> None:
    """Write past the services, as a bug would."""
    with transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"document_number": ""},
        {"recognised_on": None},
        {"status": "county"},
        {"status": "revoked"},
        {"revoked_on": date(2026, 8, 1)},
        {"status": "revoked", "revoked_on": date(2026, 1, 1)},
        {"status": "gone"},
        {"category": "cooking"},
    ],
)
def test_the_database_refuses_a_workshop_that_contradicts_itself(
    workshop: Workshop, values: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        change(workshop, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"number": ""},
        {"ended_on": date(2026, 8, 1)},
        {"status": "recovered"},
        {"status": "void", "ended_on": date(2026, 8, 1)},
        {"status": "recovered", "ended_on": date(2026, 1, 1)},
    ],
)
def test_the_database_refuses_a_plaque_that_contradicts_itself(workshop: Workshop, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        change(award(workshop), **values)


def test_the_database_refuses_two_active_plaques_and_two_equal_numbers(make_workshop: Maker) -> None:
    first, second = make_workshop(), make_workshop()
    award(first)
    for values in ({"workshop": first, "number": "TC-002"}, {"workshop": second, "number": "TC-001"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Plaque.objects.create(awarded_on=date(2026, 7, 10), **values)


def test_the_database_refuses_two_workshops_of_one_application(make_workshop: Maker) -> None:
    first, second = make_workshop(), make_workshop()
    with pytest.raises(IntegrityError):
        change(second, application_number=first.application_number)
