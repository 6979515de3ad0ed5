"""The filing's pages: saved as one types, nothing overwritten unseen, rows and files one by one."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.applications.models import Application, Person, RosterEntry
from gongfang.applications.services import MissingItem
from gongfang.cases.services import perform
from gongfang.records.models import EvidenceFile
from gongfang.workshops.models import HeritageItem
from tests import factories as people
from tests.applications import factories as made
from tests.applications import specimen

pytestmark = pytest.mark.django_db
STEPS = ("workshop", "heritage", "employment", "operations", "evidence")
HTMX = {"HTTP_HX_REQUEST": "true"}
ID_NUMBER = "11010519491231002X"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


@pytest.fixture
def application() -> Application:
    return made.draft(at=timezone.now())


@pytest.fixture
def client(application: Application) -> Client:
    return signed_in(application.holder)


def url(name: str, application: Application, *args: Any) -> str:
    return reverse(f"applications:{name}", args=[application.number, *args])


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def pdf(name: str = "证明.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, specimen.PDF, content_type="application/pdf")


@pytest.mark.parametrize("step", STEPS)
def test_step_shows_its_lists_files_and_findings(client: Client, application: Application, step: str) -> None:
    page = client.get(url("step", application, step))
    assert page.status_code == 200
    assert {shown.kind.step for shown in page.context["lists"]} <= {step}
    assert len(page.context["findings"]) == 9
    assert page.context["missing"] == []


def test_edit_goes_on_where_the_filing_is_incomplete() -> None:
    draft = made.draft(missing=("operations",))
    page = signed_in(draft.holder).get(url("edit", draft))
    assert page.url == url("step", draft, "operations")


@pytest.mark.parametrize("name", ["edit", "precheck"])
def test_filing_does_not_exist_for_others(application: Application, name: str) -> None:
    for user in (people.applicant(), people.head("county.culture"), people.expert_user(), people.auditor()):
        assert signed_in(user).get(url(name, application)).status_code == 404


def test_submitted_filing_is_closed() -> None:
    application = made.submitted()
    client = signed_in(application.holder)
    assert client.get(url("step", application, "workshop")).status_code == 403
    assert client.post(url("autosave", application, "workshop"), {"title": "另一名称"}).status_code == 403
    assert client.post(url("add_file", application, "other"), {"file": pdf()}).status_code == 403
    assert fresh(application).title == "样例花毡工坊"


# saving


def save(client: Client, application: Application, step: str = "operations", **data: Any) -> Any:
    return client.post(url("autosave", application, step), data)


def test_autosave_keeps_what_is_typed(client: Client, application: Application) -> None:
    answer = save(client, application, sales_statement="线上年销 40 万元", sells_online="True", revision=0)
    assert answer.json() == {"revision": 1, "problems": {}, "warnings": {}}
    assert fresh(application).sales_statement == "线上年销 40 万元"
    assert fresh(application).sells_offline is None


def test_autosave_keeps_the_rest_of_a_form_with_a_mistake(client: Client, application: Application) -> None:
    given = {"title": "新名称", "site_area_m2": "六十", "founded_on": "2018-02-30"}
    answer = save(client, application, "workshop", revision=0, **given).json()
    assert set(answer["problems"]) == {"site_area_m2", "founded_on"}
    assert fresh(application).title == "新名称"
    assert fresh(application).site_area_m2 == application.site_area_m2


def test_autosave_changes_nothing_but_the_step(client: Client, application: Application) -> None:
    """Everything else of the model is posted too, as somebody might."""
    forged = {"state": "awarded", "holder": "", "number": "X", "truth_declared_at": "", "corrections_asked": 5}
    save(client, application, revision=0, sales_statement="新", title="新", **forged)
    before = Application.objects.filter(pk=application.pk).values("state", "holder", "number", "title").get()
    assert before == {
        "state": "draft",
        "holder": application.holder_id,
        "number": application.number,
        "title": application.title,
    }


def test_another_window_is_not_overwritten_unseen(client: Client, application: Application) -> None:
    save(client, application, sales_statement="一", revision=0, window="a")
    answer = save(client, application, sales_statement="二", revision=0, window="b")
    assert answer.status_code == 409
    assert fresh(application).sales_statement == "一"


def test_a_window_whose_answer_was_lost_goes_on(client: Client, application: Application) -> None:
    save(client, application, sales_statement="一", revision=0, window="a")
    answer = save(client, application, sales_statement="二", revision=0, window="a")
    assert answer.json()["revision"] == 2
    assert fresh(application).sales_statement == "二"


def test_steps_do_not_overtake_each_other(client: Client, application: Application) -> None:
    save(client, application, sales_statement="一", revision=0)
    assert save(client, application, "evidence", successors_statement="二", revision=0).status_code == 200


def test_saving_by_the_button_leads_on(client: Client, application: Application) -> None:
    page = client.post(url("step", application, "operations"), {"sales_statement": "好", "revision": 0})
    assert page.url == url("step", application, "evidence")
    assert fresh(application).sales_statement == "好"


def test_an_autosave_that_arrives_after_the_button_overwrites_nothing(
    client: Client, application: Application
) -> None:
    given = {"sales_statement": "改好的", "revision": 0, "window": "a"}
    client.post(url("step", application, "operations"), given)
    late = save(client, application, sales_statement="没改完", revision=0, window="a")
    assert late.status_code == 409
    assert fresh(application).sales_statement == "改好的"


def test_a_refused_save_keeps_what_was_typed_and_may_be_repeated(client: Client, application: Application) -> None:
    save(client, application, sales_statement="别处的", revision=0, window="a")
    given = {"sales_statement": "这里的", "revision": 0, "window": "b"}
    page = client.post(url("step", application, "operations"), given)
    assert "另一个窗口" in page.content.decode()
    assert page.context["form"]["sales_statement"].value() == "这里的"
    client.post(
        url("step", application, "operations"), given | {"revision": page.context["form"]["revision"].value()}
    )
    assert fresh(application).sales_statement == "这里的"


def test_a_mistake_keeps_what_was_typed(client: Client, application: Application) -> None:
    page = client.post(
        url("step", application, "workshop"), {"title": "新名称", "site_area_m2": "六十", "revision": 0}
    )
    assert page.context["form"]["site_area_m2"].value() == "六十"
    assert page.context["form"].errors.keys() == {"site_area_m2"}


def test_credit_code_with_a_wrong_checksum_warns_and_is_kept(client: Client, application: Application) -> None:
    code = "91350211M0000XUF46"
    answer = save(client, application, "workshop", credit_code=" 91350211-M0000XUF46", revision=0).json()
    assert "校验位" in answer["warnings"]["credit_code"]
    assert fresh(application).credit_code == code
    answer = save(
        client, application, "workshop", credit_code=code, credit_code_override_reason="与执照一致", revision=1
    ).json()
    assert answer["warnings"] == {}


def test_side_panel_follows_what_was_saved(client: Client, application: Application) -> None:
    save(client, application, "workshop", site_area_m2="45", revision=0)
    panel = client.get(url("precheck", application)).content.decode()
    assert "45" in panel
    assert "少于 60" in panel


# rows


def test_row_is_added_changed_and_removed(client: Client, application: Application) -> None:
    client.post(url("add_row", application, "practitioner"), {"name": "巴合提", "craft": "刺绣"})
    row = application.practitioners.get(name="巴合提")
    client.post(url("change_row", application, "practitioner", row.pk), {"name": "巴合提", "craft": "擀毡"})
    assert application.practitioners.get(pk=row.pk).craft == "擀毡"
    client.post(url("remove_row", application, "practitioner", row.pk))
    assert not application.practitioners.filter(pk=row.pk).exists()


def test_row_with_a_mistake_keeps_what_was_typed(client: Client, application: Application) -> None:
    answer = client.post(url("add_row", application, "practitioner"), {"name": "巴合提"}, **HTMX)
    assert answer.context["list"].form["name"].value() == "巴合提"
    assert answer.context["list"].is_open
    page = client.post(url("add_row", application, "practitioner"), {"name": "巴合提"})
    assert page.context["form"]["name"].value() == "巴合提"


def test_added_row_is_told_to_the_side_panel(client: Client, application: Application) -> None:
    answer = client.post(url("add_row", application, "practitioner"), {"name": "甲", "craft": "刺绣"}, **HTMX)
    assert answer["HX-Trigger"] == "gongfang:saved"


def test_row_of_another_filing_does_not_exist(client: Client, application: Application) -> None:
    foreign = made.draft().practitioners.first()
    assert client.post(url("remove_row", application, "practitioner", foreign.pk)).status_code == 404
    assert client.get(url("change_row", application, "practitioner", foreign.pk)).status_code == 404


def test_heritage_item_fills_in_what_was_left_blank(client: Client, application: Application) -> None:
    item = HeritageItem.objects.create(
        name="毡绣布绣", code="Ⅶ-9", category="fine_arts", level="region", division_id=people.PREFECTURE
    )
    client.post(url("add_row", application, "heritage"), {"item": item.pk})
    use = application.heritage.get(item=item)
    assert (use.name, use.category, use.level, use.code) == ("毡绣布绣", "fine_arts", "region", "Ⅶ-9")


def test_second_responsible_person_is_refused(client: Client, application: Application) -> None:
    data = {"role": "responsible", "name": "又一人", "id_number": ID_NUMBER, "phone": "13900139000"}
    page = client.post(url("add_row", application, "person"), data)
    assert "已经填过" in page.content.decode()
    assert Person.objects.filter(application=application).count() == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [("110105194912310020", "校验位"), ("11010519491331002X", "出生日期"), ("1101", "18位")],
)
def test_identity_number_is_checked(client: Client, application: Application, number: str, words: str) -> None:
    data = {"name": "某人", "id_number": number, "kind": "poverty", "mode": "home"}
    page = client.post(url("add_row", application, "roster"), data)
    assert words in page.content.decode()
    assert application.roster.count() == 6


def test_same_person_on_the_roster_twice_is_refused(client: Client, application: Application) -> None:
    data = {"name": "某人", "id_number": ID_NUMBER, "kind": "poverty", "mode": "home"}
    client.post(url("add_row", application, "roster"), data)
    page = client.post(url("add_row", application, "roster"), data | {"id_number": ID_NUMBER.lower()})
    assert "已经填过" in page.content.decode()
    assert application.roster.count() == 7


def test_a_changed_row_keeps_the_numbers_that_were_left_blank(client: Client, application: Application) -> None:
    entry = application.roster.first()
    page = client.get(url("change_row", application, "roster", entry.pk))
    assert entry.id_number not in page.content.decode()
    data = {"kind": "disabled", "mode": "home", "name": "", "id_number": ""}
    client.post(url("change_row", application, "roster", entry.pk), data)
    changed = RosterEntry.objects.get(pk=entry.pk)
    assert (changed.kind, changed.name, changed.id_number) == ("disabled", entry.name, entry.id_number)


def test_an_activity_that_lies_ahead_is_refused(client: Client, application: Application) -> None:
    ahead = (timezone.now() + timedelta(days=3)).date().isoformat()
    page = client.post(
        url("add_row", application, "activity"), {"kind": "training", "held_on": ahead, "title": "培训"}
    )
    assert "不能晚于今天" in page.content.decode()


# files


def test_files_are_added_and_removed_before_filing(client: Client, application: Application) -> None:
    client.post(url("add_file", application, "licence"), {"file": [pdf("一.pdf"), pdf("二.pdf")]})
    files = EvidenceFile.objects.filter(case_id=application.pk, section="licence")
    assert sorted(files.values_list("title", flat=True)) == ["一.pdf", "二.pdf"]
    removed = files.first()
    client.post(url("remove_file", application, removed.pk))
    assert files.count() == 1


def test_removed_file_is_gone_from_the_disk(
    client: Client, application: Application, django_capture_on_commit_callbacks: Any
) -> None:
    client.post(url("add_file", application, "licence"), {"file": pdf()})
    file = EvidenceFile.objects.get(section="licence")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("remove_file", application, file.pk))
    assert not file.file.storage.exists(file.file.name)


def test_refused_file_is_named_and_the_others_stay(client: Client, application: Application) -> None:
    harmful = SimpleUploadedFile("坏.exe", b"MZ", content_type="application/octet-stream")
    answer = client.post(url("add_file", application, "licence"), {"file": [harmful, pdf()]}, **HTMX)
    assert "坏.exe" in answer.content.decode()
    assert EvidenceFile.objects.filter(section="licence").count() == 1


def test_files_on_people_are_for_handlers_only(client: Client, application: Application) -> None:
    client.post(url("add_file", application, "labour"), {"file": pdf()})
    assert EvidenceFile.objects.get(section="labour").access == EvidenceFile.Access.HANDLERS


def test_submitted_file_stays_during_corrections_and_new_ones_may_go() -> None:
    application = made.correcting()
    client = signed_in(application.holder)
    submitted = EvidenceFile.objects.get(case_id=application.pk)
    client.post(url("remove_file", application, submitted.pk))
    assert EvidenceFile.objects.filter(pk=submitted.pk).exists()
    client.post(url("add_file", application, "other"), {"file": pdf("补正.pdf")})
    added = EvidenceFile.objects.get(title="补正.pdf")
    client.post(url("remove_file", application, added.pk))
    assert not EvidenceFile.objects.filter(pk=added.pk).exists()


def test_corrections_are_shown_at_their_step() -> None:
    application = made.submitted()
    missing = [MissingItem(4, "补充纳税证明")]
    perform(application, "request_correction", by=people.head("county.culture"), at=made.AT, missing=missing)
    client = signed_in(application.holder)
    assert "补充纳税证明" in client.get(url("step", application, "operations")).content.decode()
    assert "补充纳税证明" not in client.get(url("step", application, "heritage")).content.decode()
