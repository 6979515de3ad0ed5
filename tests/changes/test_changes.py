"""Changes of a registration: each step, each refusal, each wrong role; what the register says before and after."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gongfang.cases.models import Case
from gongfang.cases.permissions import visible_to
from gongfang.cases.services import perform
from gongfang.changes import queries, services
from gongfang.changes.models import Change, ChangedField, Responsible
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.revocations import services as revocations
from gongfang.workshops import queries as register
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop, WorkshopEvent
from tests.applications import specimen
from tests.changes.cast import (
    AT,
    CODE,
    FELT,
    ID_NUMBER,
    LATER,
    WHY,
    approved,
    confirmed,
    held,
    index,
    plaque,
    recognised,
    requested,
    revoked,
)
from tests.factories import TACHENG_CITY, applicant, auditor, head, officer

pytestmark = pytest.mark.django_db
OPERATOR = {"name": "托里县毡绣有限公司", "kind": "company", "credit_code": ""}
PLACE = {"town": "库甫乡", "address": "团结路8号"}
ITEMS = [{"name": "毡绣", "category": "fine_arts", "level": ""}]


def fresh(workshop: Workshop) -> Workshop:
    return Workshop.objects.select_related("operator", "county", "holder").get(pk=workshop.pk)


def refusal(case: Any, action: str, **given: Any) -> str:
    with pytest.raises(StepRefused) as refused:
        perform(case, action, **given)
    return str(refused.value)


def ask(workshop: Workshop, **wanted: Any) -> str:
    """Return why a request is refused; nothing of it may stay."""
    with pytest.raises(StepRefused) as refused:
        services.request_change(workshop, by=workshop.holder, at=AT, **WHY | wanted)
    assert not Change.objects.filter(workshop=workshop).exclude(is_open=True).exists()
    return str(refused.value)


def test_a_name_is_changed_when_both_levels_have_confirmed_it() -> None:
    workshop = held()
    change = requested(workshop)
    assert (change.number, change.state, change.title) == ("BG2026-0001", "requested", "库甫花毡工坊")
    perform(change, "confirm_change", by=officer("county.culture"), at=AT)
    assert fresh(workshop).name == "库甫花毡工坊"
    perform(
        change, "approve_change", by=head("prefecture.culture"), at=LATER, document_number="塔地文旅函〔2026〕3号"
    )
    after = fresh(workshop)
    assert (change.state, after.name) == ("confirmed", "库甫毡绣工坊")
    assert after.name_sort_key.startswith("ku4 fu3 zhan1 xiu4")
    assert register.directory(search="毡绣工坊").get() == after
    event = after.events.get(kind="changed")
    assert (event.on, event.clause_id, event.document_number) == (
        date(2026, 7, 20),
        "7(四)",
        "塔地文旅函〔2026〕3号",
    )
    assert event.note == "工坊名称；原名称：库甫花毡工坊"


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        ({"operator": OPERATOR}, lambda w: (w.operator.name, w.operator.kind, w.operator.credit_code)),
        ({"place": PLACE}, lambda w: (w.town, w.address)),
        ({"main_business": "毡绣"}, lambda w: w.main_business),
        ({"items": ITEMS}, lambda w: [(i.name, i.category, i.level) for i in w.relied_on.all()]),
    ],
)
def test_every_part_of_an_entry_can_be_changed(wanted: dict[str, Any], read: Any) -> None:
    workshop = held()
    approved(workshop, **wanted)
    (value,) = wanted.values()
    new = [tuple(value[0].values())] if isinstance(value, list) else value
    assert read(fresh(workshop)) == (tuple(value.values()) if isinstance(value, dict) else new)


def test_the_category_follows_the_first_item() -> None:
    workshop = held()
    approved(workshop, items=ITEMS)
    assert fresh(workshop).category == "fine_arts"


def test_an_operator_of_no_code_is_succeeded_and_not_renamed() -> None:
    workshop = held()
    before = workshop.operator
    approved(workshop, operator=OPERATOR)
    before.refresh_from_db()
    assert before.name == "托里县花毡专业合作社"


def test_an_operator_renamed_under_its_code_is_found_by_its_new_name_everywhere() -> None:
    workshop, other = held(), recognised(name="同一主体的另一家")
    approved(workshop, operator={"name": "新名合作社", "kind": "cooperative", "credit_code": CODE})
    assert set(register.directory(search="新名合作社")) == {workshop, other}


def test_a_new_responsible_person_is_who_a_ban_meets() -> None:
    workshop = held()
    approved(workshop, responsible_name="王小明", responsible_id=ID_NUMBER.lower())
    assert fresh(workshop).responsible_id_index == index(ID_NUMBER)
    workshops.set_status(workshop=workshop, status="revoked", on=date(2026, 8, 1), at=LATER)
    assert register.banned_until("", [index(ID_NUMBER)], date(2026, 9, 1)) == date(2029, 8, 1)


def test_what_held_on_a_day_can_be_read() -> None:
    workshop = held()
    approved(workshop, name="第二个名称", main_business="第二种业务")
    approved(fresh(workshop), at=LATER.replace(day=25), name="第三个名称")
    now = fresh(workshop)
    said = {day: queries.registered_on(now, date(2026, 7, day))["name"] for day in (10, 19, 20, 24, 25)}
    assert list(said.values()) == ["库甫花毡工坊", "库甫花毡工坊", "第二个名称", "第二个名称", "第三个名称"]
    assert queries.registered_on(now, date(2026, 7, 24))["main_business"] == "第二种业务"
    assert [row.field for row in queries.former(now)] == ["name", "main_business", "name"]


def test_what_stands_in_the_register_when_it_is_approved_is_what_history_keeps() -> None:
    workshop = held()
    change = confirmed(workshop, main_business="毡绣")
    Workshop.objects.filter(pk=workshop.pk).update(main_business="期间更正")
    perform(change, "approve_change", by=head("prefecture.culture"), at=LATER)
    assert change.changed.get().old == "期间更正"


def test_evidence_is_kept_and_on_a_person_for_the_handlers_only() -> None:
    def pdf() -> Any:
        return SimpleUploadedFile("证.pdf", specimen.PDF, content_type="application/pdf")

    workshop = held()
    change = requested(workshop, name="甲", files=[pdf()])
    assert change.files.get().access == EvidenceFile.Access.CASE
    perform(change, "withdraw_change", by=workshop.holder, at=AT)
    change = requested(workshop, responsible_name="王小明", responsible_id=ID_NUMBER, files=[pdf()])
    assert change.files.get().access == EvidenceFile.Access.HANDLERS


def test_the_record_names_fields_and_no_values() -> None:
    change = requested(held(), name="新名", responsible_name="王小明", responsible_id=ID_NUMBER)
    body = Record.objects.get(case=change).body
    assert "responsible" in body
    assert "王小明" not in body


def test_nothing_changes_is_refused() -> None:
    workshop = held()
    assert "没有需要变更" in ask(workshop)
    assert "没有需要变更" in ask(
        workshop, name=" 库甫花毡工坊 ", items=[{"name": FELT.name, "category": "crafts", "level": "region"}]
    )


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"name": " "}, "名称不能为空"),
        ({"operator": {**OPERATOR, "name": ""}}, "经营主体名称不能为空"),
        ({"items": []}, "至少保留一个"),
        ({"responsible_name": "王小明"}, "同时填写"),
        ({"responsible_id": ID_NUMBER}, "同时填写"),
        ({"name": "新名", "reasons": " "}, "请填写理由"),
    ],
)
def test_an_incomplete_request_is_refused(wanted: dict[str, Any], why: str) -> None:
    assert why in ask(held(), **wanted)


def test_a_second_request_is_refused_while_one_is_open_and_not_after() -> None:
    workshop = held()
    first = requested(workshop)
    assert "在办" in ask(workshop, name="另一个")
    perform(first, "withdraw_change", by=workshop.holder, at=AT)
    assert requested(workshop, name="另一个").state == "requested"


def test_the_database_holds_one_open_request_a_workshop() -> None:
    workshop = held()
    requested(workshop)
    other = requested(held(name="另一家", credit_code=""))
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=other.pk).update(workshop=workshop)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangedField.objects.filter(change=other).update(field="status")


def open_revocation(workshop: Workshop) -> Any:
    return revocations.open_revocation(
        workshop, by=head("prefecture.culture"), at=AT, grounds=["10(三)"], facts="涉嫌违法"
    )


@pytest.mark.parametrize(
    "wanted",
    [
        {"operator": OPERATOR},
        {"responsible_name": "王小明", "responsible_id": ID_NUMBER},
        {"surrender": True},
    ],
)
def test_nobody_slips_away_from_a_revocation(wanted: dict[str, Any]) -> None:
    workshop = held()
    inquiry = open_revocation(workshop)
    change = confirmed(workshop, **wanted)  # an inquiry is not told by a refusal
    assert "撤销命名程序在办" in refusal(change, "approve_change", by=head("prefecture.culture"), at=LATER)
    perform(change, "refuse_change", by=head("prefecture.culture"), at=LATER, reasons="撤销命名在办")
    Case.objects.filter(pk=inquiry.pk).update(state="proposed")
    assert "撤销命名程序在办" in refusal_of_request(workshop, **wanted)


def refusal_of_request(workshop: Workshop, **wanted: Any) -> str:
    with pytest.raises(StepRefused) as refused:
        requested(workshop, **wanted)
    return str(refused.value)


def test_an_address_may_change_while_a_revocation_runs() -> None:
    workshop = held()
    open_revocation(workshop)
    assert approved(workshop, place=PLACE).state == "confirmed"


def test_a_banned_successor_is_refused_until_the_ban_is_over() -> None:
    revoked(credit_code="91350211M0000XUF46", responsible_id_index=index(ID_NUMBER))
    workshop = held()
    banned = {"name": "某", "kind": "company", "credit_code": "91350211m0000xuf46"}
    assert "2029-07-01 起方可变更" in ask(workshop, operator=banned)
    assert "2029-07-01" in ask(workshop, responsible_name="某", responsible_id=ID_NUMBER)
    change = confirmed(workshop, operator=OPERATOR)
    assert change.state == "county_confirmed"


def test_only_a_recognised_workshop_changes_and_a_suspended_one_may() -> None:
    workshop = held()
    workshops.set_status(workshop=workshop, status="suspended", on=AT.date(), at=AT)
    assert approved(fresh(workshop)).state == "confirmed"
    workshops.set_status(workshop=workshop, status="revoked", on=LATER.date(), at=LATER)
    assert "不在认定有效期" in refusal_of_request(fresh(workshop), name="另一个")
    new = workshops.NewRegistration(name="x")
    with pytest.raises(StepRefused, match="不能变更登记"):
        workshops.change_registration(workshop=workshop, new=new, on=LATER.date(), at=LATER)


def test_a_request_lapses_when_the_workshop_is_revoked() -> None:
    workshop = held()
    change = confirmed(workshop)
    workshops.set_status(workshop=workshop, status="suspended", on=AT.date(), at=AT)
    assert Change.objects.get(pk=change.pk).is_open
    workshops.set_status(workshop=workshop, status="revoked", on=LATER.date(), at=LATER)
    change = Change.objects.get(pk=change.pk)
    assert (change.state, change.is_open) == ("lapsed", False)


def test_the_county_or_the_prefecture_refuses_for_a_reason() -> None:
    workshop = held()
    change = requested(workshop)
    assert "理由" in refusal(change, "refuse_change", by=head("county.culture"), at=AT, reasons="")
    perform(change, "refuse_change", by=head("county.culture"), at=AT, reasons="证照不符")
    assert (change.state, fresh(workshop).name) == ("refused", "库甫花毡工坊")
    change = confirmed(workshop)
    perform(change, "refuse_change", by=head("prefecture.culture"), at=AT, reasons="证照不符")
    assert change.state == "refused"
    assert not ChangedField.objects.exclude(applied_on=None).exists()


WRONG = [
    ("confirm_change", lambda: head("county.culture", TACHENG_CITY)),
    ("confirm_change", lambda: head("county.hrss")),
    ("confirm_change", lambda: head("prefecture.culture")),
    ("approve_change", lambda: head("county.culture")),
    ("approve_change", lambda: head("prefecture.hrss")),
    ("approve_change", applicant),
    ("refuse_change", applicant),
    ("withdraw_change", applicant),
    ("withdraw_change", lambda: head("county.culture")),
    ("lapse_change", lambda: head("prefecture.culture")),
]


@pytest.mark.parametrize(("action", "who"), WRONG)
def test_steps_belong_to_those_the_table_names(action: str, who: Any) -> None:
    workshop = held()
    change = requested(workshop) if action == "confirm_change" else confirmed(workshop)
    state = change.state
    with pytest.raises(WrongActor):
        perform(change, action, by=who(), at=AT, **({"reasons": "x"} if action == "refuse_change" else {}))
    assert Change.objects.get(pk=change.pk).state == state


def test_an_officer_prepares_and_the_head_signs() -> None:
    change = confirmed(held())
    with pytest.raises(WrongActor, match="负责人签发"):
        perform(change, "approve_change", by=officer("prefecture.culture"), at=AT)


@pytest.mark.parametrize("who", [applicant, lambda: head("prefecture.culture"), lambda: Actor.PUBLIC])
def test_only_its_account_asks_for_a_workshop(who: Any) -> None:
    with pytest.raises(WrongActor):
        services.request_change(held(), by=who(), at=AT, name="x", **WHY)
    assert not Change.objects.exists()


def test_the_county_asks_for_a_workshop_without_an_account_and_no_other_county() -> None:
    workshop = recognised()
    for who in (head("county.culture", TACHENG_CITY), head("county.hrss")):
        with pytest.raises(WrongActor):
            services.request_change(workshop, by=who, at=AT, name="x", **WHY)
    change = services.request_change(workshop, by=officer("county.culture"), at=AT, name="x", **WHY)
    assert (change.holder, change.state) == (None, "requested")
    perform(change, "withdraw_change", by=officer("county.culture"), at=AT)


def test_a_request_is_seen_by_its_workshop_its_county_and_the_prefecture() -> None:
    change = requested(held())
    sees = [change.holder, head("county.hrss"), head("prefecture.hrss"), auditor()]
    does_not = [applicant(), head("county.culture", TACHENG_CITY)]
    assert [visible_to(user, "change").exists() for user in (*sees, *does_not)] == [True] * 4 + [False] * 2


# surrender


def test_a_recognition_is_given_up_and_the_plaque_returned() -> None:
    workshop = held()
    hanging = plaque(workshop)
    change = confirmed(workshop, surrender=True)
    lead = head("prefecture.culture")
    assert "牌匾已交回" in refusal(change, "approve_change", by=lead, at=LATER)
    for day in (date(2026, 6, 30), date(2026, 7, 21)):
        given = {"plaque_end": "recovered", "plaque_ended_on": day}
        assert "之间" in refusal(change, "approve_change", by=lead, at=LATER, **given)
    perform(change, "approve_change", by=lead, at=LATER, plaque_end="recovered", plaque_ended_on=date(2026, 7, 18))
    hanging.refresh_from_db()
    assert (hanging.status, hanging.ended_on) == ("recovered", date(2026, 7, 18))
    after = fresh(workshop)
    assert (after.status, change.state) == ("surrendered", "confirmed")
    assert after.events.get(kind="surrendered").clause_id == "7(四)"
    assert register.banned_until(CODE, [], LATER.date()) is None


def test_a_lost_plaque_is_void_for_a_reason() -> None:
    workshop = held()
    hanging = plaque(workshop)
    change = confirmed(workshop, surrender=True)
    lead = head("prefecture.culture")
    assert "原因" in refusal(change, "approve_change", by=lead, at=LATER, plaque_end="void")
    perform(change, "approve_change", by=lead, at=LATER, plaque_end="void", plaque_reason="搬迁中遗失")
    hanging.refresh_from_db()
    assert (hanging.status, hanging.reason) == ("void", "搬迁中遗失")


def test_without_a_plaque_nothing_is_asked_of_it() -> None:
    workshop = held()
    approved(workshop, surrender=True, name="不起作用")
    assert (fresh(workshop).status, fresh(workshop).name) == ("surrendered", "库甫花毡工坊")


# the account that acts


def test_the_account_of_a_workshop_is_assigned_with_what_is_under_way() -> None:
    workshop, new = recognised(), applicant()
    change = services.request_change(workshop, by=head("county.culture"), at=AT, name="x", **WHY)
    workshops.assign_holder(workshop=workshop, holder=new, by=head("prefecture.culture"), at=AT, reason="委托书")
    change = Change.objects.get(pk=change.pk)
    assert (fresh(workshop).holder, change.holder) == (new, new)
    with pytest.raises(WrongActor):
        perform(change, "withdraw_change", by=head("county.culture"), at=AT)
    perform(change, "withdraw_change", by=new, at=AT)
    assert not WorkshopEvent.objects.filter(workshop=workshop).exclude(kind="recognised").exists()


@pytest.mark.parametrize("who", [lambda: head("county.culture"), lambda: inactive()])
def test_only_an_applicants_account_in_use_can_act(who: Any) -> None:
    workshop = recognised()
    with pytest.raises(StepRefused, match="申报账号"):
        workshops.assign_holder(workshop=workshop, holder=who(), by=head("prefecture.culture"), at=AT, reason="x")
    assert fresh(workshop).holder is None


def inactive() -> Any:
    closed = applicant()
    closed.is_active = False
    closed.save()
    return closed


def test_who_was_responsible_before_is_read_from_the_last_change() -> None:
    workshop = held()
    first = approved(workshop, responsible_name="王小明", responsible_id=ID_NUMBER)
    assert queries.responsible_before(first) is None
    second = requested(fresh(workshop), responsible_name="李大明", responsible_id=ID_NUMBER)
    assert queries.responsible_before(second) == Responsible.objects.get(change=first)
