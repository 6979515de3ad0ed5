"""The pages of a visit: who sees which, filling in on the spot, drafts, conflicts, signing, bounded queries."""

import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases.services import open_case, perform
from gongfang.inspections import checklist, services
from gongfang.inspections.models import ReportDraft, ReportSignature, Visit, VisitPhoto
from tests import factories
from tests.factories import TACHENG_CITY
from tests.inspections.conftest import FILED, VISITED, Scene
from tests.workshops.test_pages import signed_in
from tests.workshops.test_photos import picture

VISITS = "/inspections/"


def url(name: str, visit: Visit) -> str:
    return reverse(f"inspections:{name}", args=[visit.pk])


def filled(visit: Visit, **changes: str) -> dict[str, str]:
    answers = {f"answer_{code}": "yes" for code in checklist.CODES}
    usual = {
        "seen_revision": str(visit.revision),
        "visited_on": "2026-05-22",
        "measured_area_m2": "83.5",
        "findings": "现场有十一人在擀毡。",
        "conclusion": "consistent",
    }
    return answers | usual | changes


def test_the_lead_plans_a_visit_on_its_page(scene: Scene) -> None:
    client = signed_in(scene.lead)
    page = reverse("inspections:plan", args=[scene.case.number])
    assert "样例镇样例村 1 号" in client.get(page).content.decode()
    data = {
        "planned_on": "2100-01-01",
        "place": "库甫乡",
        "inspectors": [str(person.pk) for person in scene.inspectors],
    }
    assert client.post(page, data).status_code == 302
    assert Visit.objects.get().place == "库甫乡"


def test_a_plan_with_too_few_inspectors_says_so_with_the_clause(scene: Scene) -> None:
    data = {"planned_on": "2100-01-01", "place": "库甫乡", "inspectors": [str(scene.inspectors[0].pk)]}
    page = signed_in(scene.lead).post(reverse("inspections:plan", args=[scene.case.number]), data)
    assert "地区部门的核查人员不得少于 2 名（《办法》第六条第（二）项）" in page.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize("code", ["prefecture.hrss", "county.culture"])
def test_other_offices_do_not_plan(scene: Scene, code: str) -> None:
    page = reverse("inspections:plan", args=[scene.case.number])
    assert signed_in(factories.head(code)).get(page).status_code == 403


def test_a_foreign_county_finds_nothing(scene: Scene) -> None:
    visit = scene.signed_visit()
    client = signed_in(factories.head("county.culture", TACHENG_CITY))
    assert client.get(reverse("inspections:plan", args=[scene.case.number])).status_code == 404
    for name in ("report", "print"):
        assert client.get(url(name, visit)).status_code == 404
    for name in ("report", "draft", "add_photo", "sign"):
        assert client.post(url(name, visit)).status_code == 404


def test_the_applicant_sees_the_appointment_and_not_the_report(scene: Scene) -> None:
    visit = scene.signed_visit()
    client = signed_in(scene.applicant)
    page = client.get(scene.case.get_absolute_url()).content.decode()
    assert "托里县库甫乡某村" in page
    assert "十一人" not in page
    assert scene.inspectors[0].display_name not in page
    assert client.get(url("report", visit)).status_code == 403
    assert client.get(url("print", visit)).status_code == 403
    assert client.get(VISITS).status_code == 403


def test_an_inspector_fills_in_the_report_and_signs_it(scene: Scene) -> None:
    visit = scene.plan()
    client = signed_in(scene.inspectors[0])
    assert client.post(url("report", visit), filled(visit)).status_code == 302
    visit.refresh_from_db()
    assert visit.checklist["fire"] == {"answer": "yes", "note": ""}
    page = client.get(url("report", visit)).content.decode()
    assert 'data-confirm="sign-report"' in page
    assert client.post(url("sign", visit), {"seen_revision": visit.revision}).status_code == 302
    assert ReportSignature.objects.get().inspector.user == scene.inspectors[0]


def test_a_report_with_gaps_is_saved_and_says_what_is_missing(scene: Scene) -> None:
    visit = scene.plan()
    client = signed_in(scene.inspectors[0])
    client.post(url("report", visit), filled(visit, findings="", answer_fire=""))
    page = client.get(url("report", visit)).content.decode()
    assert "核查情况；核查清单还有 1 项" in page
    assert 'data-confirm="sign-report"' not in page


@pytest.mark.parametrize("area", ["0", "-5", "大约八十", "1e99"])
def test_an_area_that_is_none_is_refused(scene: Scene, area: str) -> None:
    visit = scene.plan()
    answer = signed_in(scene.inspectors[0]).post(url("report", visit), filled(visit, measured_area_m2=area))
    assert answer.status_code == 200
    visit.refresh_from_db()
    assert visit.measured_area_m2 is None


def test_what_was_typed_survives_a_conflict_and_a_second_save_prevails(scene: Scene) -> None:
    visit = scene.plan()
    stale = filled(visit, findings="我写的")
    scene.report(visit)
    client = signed_in(scene.inspectors[1])
    answer = client.post(url("report", visit), stale)
    assert "报告刚被他人修改" in answer.content.decode()
    assert "我写的" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.findings == "现场有十一人在擀毡。"
    stale["seen_revision"] = str(visit.revision)
    assert client.post(url("report", visit), stale).status_code == 302
    visit.refresh_from_db()
    assert visit.findings == "我写的"


def test_typing_is_kept_and_comes_back(scene: Scene) -> None:
    visit = scene.plan()
    client = signed_in(scene.inspectors[0])
    typed = {"findings": "还没写完", "measured_area_m2": "大约", "answer_fire": "no", "unknown": "x"}
    assert client.post(url("draft", visit), typed).status_code == 204
    assert ReportDraft.objects.get().data == {
        "findings": "还没写完",
        "measured_area_m2": "大约",
        "answer_fire": "no",
    }
    page = client.get(url("report", visit)).content.decode()
    assert "还没写完" in page
    assert "未保存的填写" in page


def test_typing_into_a_finished_report_is_refused_loudly(scene: Scene) -> None:
    visit = scene.signed_visit()
    perform(scene.case, "finish_inspection", by=scene.lead, at=VISITED)
    answer = signed_in(scene.inspectors[0]).post(url("draft", visit), {"findings": "x"})
    assert answer.status_code == 409


@pytest.mark.parametrize("who", ["companion", "lead"])
def test_those_who_do_not_write_get_the_report_to_read(scene: Scene, who: str) -> None:
    visit = scene.report(scene.plan())
    person: User = getattr(scene, who)
    client = signed_in(person)
    page = client.get(url("report", visit)).content.decode()
    assert "现场有十一人在擀毡" in page
    assert "data-autosave" not in page
    assert client.post(url("report", visit), filled(visit)).status_code == 403
    assert client.post(url("draft", visit), {}).status_code == 403


def test_who_was_not_sent_neither_signs_nor_adds_photographs(scene: Scene) -> None:
    visit = scene.report(scene.plan())
    client = signed_in(factories.officer("prefecture.agriculture"))
    for name in ("sign", "add_photo"):
        assert client.post(url(name, visit), {"seen_revision": visit.revision}).status_code == 403
    assert not ReportSignature.objects.exists()


def test_signing_another_revision_than_the_one_shown_is_refused(scene: Scene) -> None:
    visit = scene.report(scene.plan())
    client = signed_in(scene.inspectors[0])
    answer = client.post(url("sign", visit), {"seen_revision": visit.revision - 1}, follow=True)
    assert "报告刚被他人修改" in answer.content.decode()
    assert not ReportSignature.objects.exists()


def upload(client: Client, visit: Visit, content: bytes, **data: str) -> Any:
    file = SimpleUploadedFile("a.jpg", content, "image/jpeg")
    return client.post(url("add_photo", visit), {"file": file, "caption": "擀毡现场", **data})


def test_a_companion_adds_a_photograph_with_its_position(scene: Scene) -> None:
    visit = scene.plan()
    client = signed_in(scene.companion)
    answer = upload(client, visit, picture().getvalue(), latitude="45.936512", longitude="83.604321")
    assert answer.status_code == 302
    assert str(VisitPhoto.objects.get().file.latitude) == "45.936512"
    page = client.get(url("report", visit)).content.decode()
    assert "擀毡现场" in page
    assert "45.936512, 83.604321" in page


def test_a_small_copy_of_a_photograph_goes_to_those_who_read_the_report(scene: Scene) -> None:
    visit = scene.plan()
    upload(signed_in(scene.inspectors[0]), visit, picture((1600, 1200)).getvalue())
    preview = reverse("inspections:preview", args=[VisitPhoto.objects.get().pk])
    answer = signed_in(scene.lead).get(preview)
    assert Image.open(io.BytesIO(answer.content)).size == (800, 600)
    assert signed_in(scene.applicant).get(preview).status_code == 403
    assert signed_in(factories.head("county.culture", TACHENG_CITY)).get(preview).status_code == 404


@pytest.mark.parametrize("position", [{"latitude": "45.9"}, {"latitude": "", "longitude": ""}])
def test_a_photograph_without_a_whole_position_has_none(scene: Scene, position: dict[str, str]) -> None:
    visit = scene.plan()
    assert upload(signed_in(scene.inspectors[0]), visit, picture().getvalue(), **position).status_code == 302
    assert VisitPhoto.objects.get().file.latitude is None


def test_a_file_that_is_no_photograph_is_refused_with_a_reason(scene: Scene) -> None:
    visit = scene.plan()
    answer = upload(signed_in(scene.inspectors[0]), visit, b"MZ not a picture")
    assert answer.status_code == 200
    assert "invalid-feedback" in answer.content.decode()
    assert not VisitPhoto.objects.exists()


def test_a_writer_takes_a_photograph_out_and_a_companion_does_not(scene: Scene) -> None:
    visit = scene.plan()
    file = SimpleUploadedFile("a.jpg", picture().getvalue(), "image/jpeg")
    added = services.add_photo(visit, by=scene.inspectors[0], at=VISITED, upload=file, caption="x")
    remove = reverse("inspections:remove_photo", args=[added.pk])
    assert signed_in(scene.companion).post(remove).status_code == 403
    assert signed_in(scene.inspectors[1]).post(remove).status_code == 302
    assert not VisitPhoto.objects.exists()


def test_the_case_page_shows_who_signed_and_whose_signature_lapsed(scene: Scene) -> None:
    visit = scene.signed_visit()
    client = signed_in(scene.lead)
    assert client.get(scene.case.get_absolute_url()).content.decode().count("已签") == 2
    scene.report(visit, measured_area_m2=58)
    page = client.get(scene.case.get_absolute_url()).content.decode()
    assert page.count("签字后内容有改动，须重新签字") == 2
    assert "少于 60 ㎡" in page
    assert "申报 85.00 ㎡" in page


def test_the_list_shows_what_waits_for_a_visit_to_the_lead_only(scene: Scene) -> None:
    assert "待安排核查" in signed_in(scene.lead).get(VISITS).content.decode()
    assert "待安排核查" not in signed_in(scene.inspectors[1]).get(VISITS).content.decode()
    scene.plan()
    page = signed_in(scene.inspectors[0]).get(VISITS).content.decode()
    assert "由我核查" in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_a_bounded_number_of_queries(
    scene: Scene, rows: int, django_assert_max_num_queries: Any
) -> None:
    scene.plan()
    for number in range(rows - 1):
        _another_visit(scene, number)
    client = signed_in(scene.lead)
    client.get(VISITS)
    with django_assert_max_num_queries(13):
        assert client.get(VISITS).content.decode().count("visit-case") == rows


def _another_visit(scene: Scene, number: int) -> None:
    case = open_case(
        Application,
        region=scene.case.region,
        holder=None,
        at=FILED,
        title=f"工坊{number}",
        state="inspecting",
    )
    replace(scene, case=case).plan()


def test_the_list_shows_a_county_its_own_visits_only(scene: Scene) -> None:
    scene.plan()
    client = signed_in(factories.officer("county.hrss", TACHENG_CITY))
    assert scene.case.number not in client.get(VISITS).content.decode()
