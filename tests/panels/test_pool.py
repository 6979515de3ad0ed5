"""The expert pool: kept by hand, imported whole or not at all, its personal data masked and encrypted."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from gongfang.panels import pool
from gongfang.panels.models import Expert, Relation
from gongfang.records.models import AccessEntry
from tests.factories import expert_user, head

from . import cast

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GOOD = (
    "张某某",
    "地区",
    "传统技艺",
    "塔城学院",
    "副教授",
    "是",
    12,
    "13800138000",
    "甲合作社；乙公司",
    "",
    "李某",
)


def workbook(*rows: tuple[object, ...], columns: tuple[str, ...] = pool.COLUMNS) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([columns, *rows]):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("experts.xlsx", buffer.getvalue(), XLSX)


def keeper() -> Client:
    client = Client()
    client.force_login(cast.lead())
    return client


def imported(*rows: tuple[object, ...]) -> str:
    answer = keeper().post("/panels/experts/import/", {"file": workbook(*rows)}, follow=True)
    return answer.content.decode()


def test_import_adds_experts_with_their_relations() -> None:
    shown = imported(GOOD)
    assert "新增 1 名" in shown
    expert = Expert.objects.get()
    assert (expert.pool, expert.has_senior_title, expert.relevant_years) == ("prefecture", True, 12)
    assert expert.phone == "13800138000"
    assert sorted(relation.value for relation in expert.relations.all()) == sorted(["甲合作社", "乙公司", "李某"])


def test_import_again_updates_and_replaces_relations() -> None:
    imported(GOOD)
    shown = imported((*GOOD[:6], 20, GOOD[7], "丙公司", "", ""))
    assert "更新 1 名" in shown
    expert = Expert.objects.get()
    assert expert.relevant_years == 20
    assert [relation.value for relation in expert.relations.all()] == ["丙公司"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({0: ""}, "姓名"),
        ({1: "全国"}, "专家库应为"),
        ({3: ""}, "工作单位"),
        ({5: "也许"}, "副高以上职称应填"),
        ({6: "很多"}, "相关工作年限"),
        ({6: 120}, "相关工作年限"),
    ],
)
def test_wrong_row_is_named_and_nothing_is_written(changes: dict[int, object], reason: str) -> None:
    wrong = tuple(changes.get(column, cell) for column, cell in enumerate(GOOD))
    shown = imported(GOOD, ("王某", *wrong[1:]) if 0 not in changes else wrong)
    assert "第 3 行" in shown
    assert reason in shown
    assert not Expert.objects.exists()


def test_row_given_twice_is_refused() -> None:
    assert "与第 2 行重复" in imported(GOOD, GOOD)


def test_template_is_read_back_and_its_example_skipped() -> None:
    upload = SimpleUploadedFile("experts.xlsx", keeper().get("/panels/experts/template/").content, XLSX)
    keeper().post("/panels/experts/import/", {"file": upload})
    assert not Expert.objects.exists()


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (SimpleUploadedFile("experts.xlsx", b"not a workbook", XLSX), "内容不是"),
        (SimpleUploadedFile("experts.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"), "无法读取"),
        (workbook(GOOD, columns=("甲", "乙")), "表头与模板不一致"),
    ],
)
def test_what_is_no_workbook_of_ours_is_refused(upload: SimpleUploadedFile, reason: str) -> None:
    upload.seek(0)
    answer = keeper().post("/panels/experts/import/", {"file": upload})
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    assert not Expert.objects.exists()


def expert_form(**changes: object) -> dict[str, object]:
    return {
        "name": "赵某",
        "pool": "region",
        "speciality": "传统美术",
        "employer": "自治区博物馆",
        "title": "研究馆员",
        "has_senior_title": "on",
        "relevant_years": 15,
        "phone": "13900139000",
        "user": "",
        "is_active": "on",
        "relations-TOTAL_FORMS": 1,
        "relations-INITIAL_FORMS": 0,
        "relations-0-kind": "credit_code",
        "relations-0-value": "91350100M000100Y43",
        **changes,
    }


def test_expert_is_added_and_changed_on_the_page() -> None:
    client, account = keeper(), expert_user("赵某")
    assert client.post("/panels/experts/new/", expert_form(user=account.pk)).status_code == 302
    expert = Expert.objects.get()
    assert expert.user == account
    assert expert.relations.get().value == "91350100M000100Y43"
    changes = {
        "is_active": "",
        "user": account.pk,
        "relations-INITIAL_FORMS": 1,
        "relations-0-id": expert.relations.get().pk,
        "relations-0-DELETE": "on",
    }
    client.post(f"/panels/experts/{expert.pk}/", expert_form(**changes))
    expert.refresh_from_db()
    assert not expert.is_active
    assert not expert.relations.exists()


def test_phone_is_masked_and_each_look_is_recorded() -> None:
    imported(GOOD)
    expert, client = Expert.objects.get(), keeper()
    shown = client.get("/panels/experts/").content.decode()
    assert "13800138000" not in shown
    assert "138****8000" in shown
    looks = AccessEntry.objects.filter(action="reveal").count()
    assert "13800138000" in client.post(f"/panels/experts/{expert.pk}/phone/").content.decode()
    assert AccessEntry.objects.filter(action="reveal").count() == looks + 1
    assert client.get(f"/panels/experts/{expert.pk}/phone/").status_code == 405
    other = Client()
    other.force_login(head("prefecture.hrss"))
    assert other.post(f"/panels/experts/{expert.pk}/phone/").status_code == 403


def saved_expert() -> Expert:
    expert = cast.expert("赵某", phone="13900139000")
    Relation.objects.create(expert=expert, kind="person", value="李某某")
    return expert


def change(expert: Expert, **changes: object) -> str:
    """Send the form as a browser has it that was told neither the phone nor the relation."""
    untouched = {
        "phone": "",
        "user": expert.user_id,
        "relations-INITIAL_FORMS": 1,
        "relations-0-id": expert.relations.get().pk,
        "relations-0-kind": "person",
        "relations-0-value": "",
    }
    given = expert_form(**(untouched | changes))
    shown = keeper().post(f"/panels/experts/{expert.pk}/", given).content.decode()
    expert.refresh_from_db()
    return shown


def test_page_of_an_expert_is_masked_and_opening_it_is_no_look() -> None:
    expert = saved_expert()
    shown = keeper().get(f"/panels/experts/{expert.pk}/").content.decode()
    assert "13900139000" not in shown
    assert "李某某" not in shown
    assert "139****9000" in shown
    assert "李**" in shown
    assert not AccessEntry.objects.exists()


def test_what_is_left_blank_stays_as_it_was_saved() -> None:
    expert = saved_expert()
    change(expert, title="研究员")
    assert (expert.title, expert.phone) == ("研究员", "13900139000")
    assert expert.relations.get().value == "李某某"


def test_phone_and_relation_are_replaced() -> None:
    expert = saved_expert()
    change(expert, phone="13700137000", **{"relations-0-value": "王某某"})
    assert expert.phone == "13700137000"
    assert expert.relations.get().value == "王某某"


def test_phone_is_deleted_when_that_is_asked_for() -> None:
    expert = saved_expert()
    change(expert, forget_phone="on")
    assert expert.phone == ""
    assert "forget_phone" not in keeper().get(f"/panels/experts/{expert.pk}/").content.decode()


def test_phone_is_not_both_replaced_and_deleted() -> None:
    expert = saved_expert()
    shown = change(expert, phone="13700137000", forget_phone="on")
    assert "只能选择一项" in shown
    assert "139****9000" in shown
    assert expert.phone == "13900139000"


def test_relation_is_uncovered_by_a_recorded_look() -> None:
    relation = saved_expert().relations.get()
    path = f"/panels/experts/relations/{relation.pk}/"
    assert "李某某" in keeper().post(path).content.decode()
    look = AccessEntry.objects.get()
    assert (look.action, look.subject) == ("reveal", f"relation:{relation.pk}:value")
    assert keeper().get(path).status_code == 405


def test_phone_and_relations_are_encrypted_at_rest() -> None:
    imported(GOOD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM panels_expert")
        stored = [bytes(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT value FROM panels_relation")
        stored += [bytes(row[0]) for row in cursor.fetchall()]
    assert len(stored) == 1 + Relation.objects.count()
    assert not any(b"13800138000" in value or "甲合作社".encode() in value for value in stored)


def test_pool_is_searched_by_name_employer_and_pool() -> None:
    cast.expert("钱某", employer="塔城学院")
    cast.expert("孙某", employer="石河子大学", pool="region")
    client = keeper()
    assert "孙某" not in client.get("/panels/experts/?q=塔城").content.decode()
    assert "钱某" not in client.get("/panels/experts/?pool=region").content.decode()
    assert "没有找到专家" in client.get("/panels/experts/?q=周").content.decode()
