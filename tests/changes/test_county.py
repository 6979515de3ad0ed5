"""The counties' own registers: entries, corrections, withdrawals, and how the levels hang together (3(二))."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from gongfang.applications.models import Application
from gongfang.changes import county
from gongfang.records.models import AccessEntry
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.workshops import county_register
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop
from tests.applications import factories as made
from tests.changes.cast import AT, CODE, LATER, recognised
from tests.changes.test_pages import page, signed_in, text_of
from tests.factories import TACHENG_CITY, TUOLI, applicant, auditor, division, head, officer

pytestmark = pytest.mark.django_db
ITEMS = [{"name": "毡绣", "category": "crafts", "level": "county"}]
ENTRY: dict[str, Any] = {
    "name": "托里县“老毡匠”工坊",
    "operator_name": "托里县花毡专业合作社",
    "operator_kind": "cooperative",
    "credit_code": CODE,
    "town": "铁厂沟镇",
    "address": "",
    "main_business": "花毡",
    "document_number": "托文旅字〔2025〕3号",
    "on": date(2025, 5, 1),
    "items": ITEMS,
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


def entered(**changes: Any) -> Workshop:
    return county.enter(by=officer("county.culture"), at=AT, **ENTRY | changes)


def form_of(**changes: Any) -> dict[str, Any]:
    plain = {name: value for name, value in ENTRY.items() if name != "items"}
    rows = {f"items-0-{name}": value for name, value in ITEMS[0].items()}
    return plain | {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0"} | rows | changes


def test_an_entry_keeps_the_countys_document() -> None:
    entry = entered()
    assert (entry.status, entry.county_document_number, entry.county_recognised_on) == (
        "county",
        "托文旅字〔2025〕3号",
        date(2025, 5, 1),
    )
    assert (entry.recognised_on, entry.document_number, entry.county_id) == (None, "", TUOLI)
    assert entry.events.get().document_number == "托文旅字〔2025〕3号"
    assert AccessEntry.objects.get().action == "enter_county_workshop"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"items": []}, "依托"),
        ({"on": date(2026, 7, 11)}, "不得晚于今天"),
        ({"name": "托里县“老毡匠” 工坊"}, "已有"),
    ],
)
def test_what_cannot_stand_in_the_register_is_refused(changes: dict[str, Any], why: str) -> None:
    entered()
    with pytest.raises(StepRefused, match=why):
        entered(**{"name": "另一家"} | changes)
    assert Workshop.objects.count() == 1


def test_two_counties_may_have_a_workshop_of_one_name() -> None:
    entered()
    other = county.enter(by=head("county.culture", TACHENG_CITY), at=AT, **ENTRY)
    assert other.county_id == TACHENG_CITY


def test_the_database_holds_a_name_once_in_a_register() -> None:
    entered()
    other = entered(name="另一家")
    with pytest.raises(IntegrityError), transaction.atomic():
        Workshop.objects.filter(pk=other.pk).update(name=ENTRY["name"])


@pytest.mark.parametrize("code", ["county.hrss", "prefecture.culture"])
def test_only_the_countys_culture_office_keeps_its_register(code: str) -> None:
    entry = entered()
    who = head(code)
    for act in (
        lambda: county.enter(by=who, at=AT, **ENTRY | {"name": "x"}),
        lambda: county.correct(workshop=entry, by=who, at=AT, **ENTRY),
        lambda: county.withdraw(workshop=entry, by=who, at=AT, reasons="x"),
        lambda: county.confirm(by=who, at=AT),
    ):
        with pytest.raises(WrongActor):
            act()


def test_another_county_corrects_and_withdraws_nothing() -> None:
    entry, who = entered(), head("county.culture", TACHENG_CITY)
    with pytest.raises(WrongActor):
        county.correct(workshop=entry, by=who, at=AT, **ENTRY)
    with pytest.raises(WrongActor):
        county.withdraw(workshop=entry, by=who, at=AT, reasons="x")


def test_an_entry_is_corrected_and_keeps_the_name_it_had() -> None:
    entry = entered()
    changed = ENTRY | {"name": "新名", "operator_name": "新主体", "document_number": "托文旅字〔2025〕9号"}
    county.correct(workshop=entry, by=officer("county.culture"), at=LATER, **changed)
    entry = Workshop.objects.get()
    assert (entry.name, entry.operator.name, entry.county_document_number) == (
        "新名",
        "新主体",
        "托文旅字〔2025〕9号",
    )
    assert entry.name_sort_key.startswith("xin1")
    assert entry.events.get(kind="changed").note == f"原登记名称：{ENTRY['name']}"
    county.correct(workshop=entry, by=officer("county.culture"), at=LATER, **changed | {"credit_code": ""})
    assert Workshop.objects.get().operator.credit_code == ""


def test_a_county_renames_no_operator_of_a_recognised_workshop() -> None:
    recognised()
    entry = entered(operator_name="别的写法")
    assert entry.operator.name == "托里县花毡专业合作社"
    county.correct(workshop=entry, by=officer("county.culture"), at=AT, **ENTRY | {"operator_name": "又一种写法"})
    assert Workshop.objects.get(pk=entry.pk).operator.name == "托里县花毡专业合作社"


def test_an_entry_is_withdrawn_for_a_reason_once() -> None:
    entry = entered()
    with pytest.raises(StepRefused, match="原因"):
        county.withdraw(workshop=entry, by=officer("county.culture"), at=LATER, reasons=" ")
    county.withdraw(workshop=entry, by=officer("county.culture"), at=LATER, reasons="停产")
    entry = Workshop.objects.get()
    assert (entry.status, entry.events.get(kind="withdrawn").note) == ("withdrawn", "停产")
    for again in (
        lambda: county.withdraw(workshop=entry, by=officer("county.culture"), at=LATER, reasons="x"),
        lambda: county.correct(workshop=entry, by=officer("county.culture"), at=LATER, **ENTRY),
    ):
        with pytest.raises(StepRefused, match="不是在册"):
            again()
    assert entered().status == "county"
    assert Client().get(reverse("public:workshop", args=[entry.public_id])).status_code == 404


# the levels


def test_a_recognition_rests_on_the_entry_of_its_code_or_its_name() -> None:
    entry = entered()
    assert recognised().county_entry == entry
    assert recognised(name="托里县老毡匠工坊", credit_code="").county_entry == entry
    assert recognised(name="不相干", credit_code="").county_entry is None
    assert recognised(county=TACHENG_CITY).county_entry is None


def test_of_two_entries_of_one_operator_the_name_tells() -> None:
    entered()
    second = entered(name="库甫花毡工坊")
    assert recognised().county_entry == second


def test_a_withdrawn_entry_carries_no_recognition() -> None:
    county.withdraw(workshop=entered(), by=officer("county.culture"), at=AT, reasons="停产")
    assert recognised().county_entry is None


def test_an_entry_that_comes_later_is_linked_if_its_document_is_older() -> None:
    first, other = recognised(), recognised(name="不相干", credit_code="")
    entered(name="晚于认定", on=date(2026, 7, 1))
    first.refresh_from_db()
    assert first.county_entry is None
    entry = entered()
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.county_entry, other.county_entry) == (entry, None)


def test_both_pages_show_the_other_level() -> None:
    entry = entered()
    workshop = recognised()
    client = signed_in(head("prefecture.culture"))
    assert workshop.number in text_of(client, entry.get_absolute_url())
    shown = text_of(client, workshop.get_absolute_url())
    assert entry.number in shown
    assert "托文旅字〔2025〕3号" in shown
    own = text_of(signed_in(officer("county.culture")), entry.get_absolute_url())
    assert page("edit", entry.number) in own
    assert page("edit", entry.number) not in text_of(client, entry.get_absolute_url())


def test_an_entry_of_a_county_has_no_changes_and_no_account() -> None:
    entry = entered()
    with pytest.raises(StepRefused, match="不经账号"):
        workshops.assign_holder(
            workshop=entry, holder=applicant(), by=head("prefecture.culture"), at=AT, reason="x"
        )
    for name in ("request", "surrender", "history", "assign"):
        assert signed_in(head("prefecture.culture")).get(page(name, entry.number)).status_code == 404


def hint(application: Application, user: Any) -> str:
    shown = text_of(signed_in(user), application.get_absolute_url())
    return shown[shown.index("县级名录核对") :][:1500] if "县级名录核对" in shown else ""


def test_the_county_sees_beside_the_precheck_whether_its_register_has_the_workshop() -> None:
    application = made.in_county_review(name="毡匠工坊", county_recognised=True)
    Application.objects.filter(pk=application.pk).update(route="county", county_document="托文旅字〔2024〕1号")
    application = Application.objects.get(pk=application.pk)
    assert "没有找到" in hint(application, head("county.culture"))
    entry = entered(name="毡匠 工坊", credit_code="")
    shown = hint(application, head("county.culture"))
    assert entry.number in shown
    assert "不一致" in shown
    assert hint(application, auditor())
    assert not hint(application, application.holder)
    Application.objects.filter(pk=application.pk).update(route="former")
    assert not hint(Application.objects.get(pk=application.pk), head("county.culture"))


# pages


def test_one_workshop_is_entered_and_corrected_by_its_form() -> None:
    client = signed_in(officer("county.culture"))
    assert client.post(page("enter"), form_of()).url == page("county")
    entry = Workshop.objects.get()
    assert ENTRY["name"] in text_of(client, page("county"))
    assert "托文旅字〔2025〕3号" in text_of(client, page("edit", entry.number))
    client.post(page("edit", entry.number), form_of(name="新名") | {"items-INITIAL_FORMS": "1"})
    assert Workshop.objects.get().name == "新名"
    assert client.get(page("county"), {"search": "新名"}).context["rows"]
    assert client.get(page("county"), {"search": "没有"}).context["rows"] == []


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"on": ""}, {"items-0-name": ""}, {"credit_code": "1"}, {"on": "2027-01-01"}]
)
def test_a_refused_entry_keeps_what_was_typed(changes: dict[str, Any]) -> None:
    answer = signed_in(officer("county.culture")).post(page("enter"), form_of(main_business="毡房配件", **changes))
    assert answer.status_code == 200
    assert "毡房配件" in answer.content.decode()
    assert not Workshop.objects.exists()


def test_an_entry_is_withdrawn_by_its_page() -> None:
    entry = entered()
    client = signed_in(officer("county.culture"))
    assert client.post(page("withdraw", entry.number), {"reasons": ""}).status_code == 200
    assert client.post(page("withdraw", entry.number), {"reasons": "停产"}).url == page("county")
    assert "县级已撤回" in text_of(client, page("county"))
    assert client.get(page("withdraw", entry.number)).status_code == 404


@pytest.mark.parametrize("name", ["county", "enter", "import", "template"])
def test_the_register_is_kept_by_the_countys_culture_office_alone(name: str) -> None:
    users = (applicant(), head("county.hrss"), head("prefecture.culture"), auditor())
    assert [signed_in(user).get(page(name)).status_code for user in users] == [403] * 4


def test_names_are_compared_as_lists_write_them() -> None:
    written = [
        "托里县“老毡匠”工坊",
        '托里县"老毡匠"工坊',
        "托里县（老毡匠） 工坊",
        "托里县老毡匠工坊",
        "托里县「老毡匠」·工坊",
    ]
    assert len(set(map(county_register.same_name, written))) == 1
    assert county_register.entry_for(county=division(), name="x", credit_code="") is None
