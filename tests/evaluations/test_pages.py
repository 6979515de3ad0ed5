"""The pages of evaluations: the list, the self-assessment, the score sheet, the sheet for the printer."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.evaluations import assessing
from gongfang.evaluations.models import Evaluation, RectificationOrder, Score, SelfAssessment
from gongfang.evaluations.registry import Evidence, _providers, evidence_from
from gongfang.records.models import AccessEntry, EvidenceFile
from tests.applications import specimen
from tests.factories import TACHENG_CITY, applicant, auditor, head, officer, user

from . import cast
from .cast import DEADLINE, DIMENSIONS, OPENED, SCORED, SELF_ASSESSED, STATEMENTS, TOO_LATE

pytestmark = pytest.mark.django_db
TEXTS = {f"text_{code}": text for code, text in STATEMENTS.items()}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    at = SCORED
    for module in ("cases.views", "evaluations.views", "evaluations.self_assessment_views"):
        monkeypatch.setattr(f"gongfang.{module}.now", lambda: at)


def signed_in(person: User | None) -> Client:
    client = Client()
    assert person is not None
    client.force_login(person, backend="gongfang.accounts.backends.LoginBackend")
    return client


def page(person: User | None, url: str) -> str:
    response = signed_in(person).get(url)
    assert response.status_code == 200
    return response.content.decode()


def address(name: str, case: Evaluation, *more: Any) -> str:
    return reverse(f"evaluations:{name}", args=[case.number, *more])


def content(person: User | None, file: EvidenceFile) -> bytes:
    response: Any = signed_in(person).get(reverse("records:file", args=[file.pk]))
    return bytes(response.getvalue())


def pdf(name: str = "台账.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, specimen.PDF, content_type="application/pdf")


# The self-assessment


def test_form_saves_as_one_types_and_answers_a_second_window() -> None:
    case = cast.due()
    client = signed_in(case.holder)
    form = client.get(address("self_assess", case)).context["form"]
    seen = {"revision": form["revision"].value(), "window": form["window"].value()}
    answer = client.post(address("autosave", case), {**TEXTS, **seen})
    assert answer.json() == {"revision": 1}
    assert SelfAssessment.objects.filter(evaluation=case).count() == 4
    again = client.post(address("autosave", case), {**TEXTS, **seen})
    assert again.status_code == 200
    other = client.post(address("autosave", case), {**TEXTS, "revision": 0, "window": "other"})
    assert other.status_code == 409


def test_form_is_handed_in() -> None:
    case = cast.due()
    client = signed_in(case.holder)
    response = client.post(address("self_assess", case), {**TEXTS, "revision": 0})
    assert response.status_code == 302
    assert response["Location"] == case.get_absolute_url()
    assert Evaluation.objects.get(pk=case.pk).state == "self_assessed"
    assert client.get(address("self_assess", case))["Location"] == case.get_absolute_url()
    assert client.post(address("autosave", case), TEXTS).status_code == 409


def test_incomplete_form_keeps_what_was_typed() -> None:
    case = cast.due()
    response = signed_in(case.holder).post(address("self_assess", case), {"text_funds": "凭证齐全", "revision": 0})
    text = response.content.decode()
    assert "自评不完整" in text
    assert "第九条第（四）项" in text
    assert "凭证齐全" in text
    assert SelfAssessment.objects.get(evaluation=case, dimension="funds").text == "凭证齐全"
    revision = response.context["form"]["revision"].value()
    again = signed_in(case.holder).post(address("self_assess", case), {**TEXTS, "revision": revision})
    assert again.status_code == 302


def test_draft_is_saved_by_its_button_without_being_handed_in() -> None:
    case = cast.due()
    response = signed_in(case.holder).post(
        address("self_assess", case), {"text_funds": "凭证齐全", "revision": 0, "save": "1"}
    )
    assert response.status_code == 302
    assert Evaluation.objects.get(pk=case.pk).state == "due"
    assert "凭证齐全" in page(case.holder, address("self_assess", case))


def test_overtaken_form_says_so_and_can_be_saved_again() -> None:
    case = cast.due()
    known = {"at": OPENED, "seen_revision": 0, "statements": {"funds": "另一个窗口"}}
    assessing.save_self_assessment(case, by=cast.speaker(case), **known)
    client = signed_in(case.holder)
    response = client.post(address("self_assess", case), {**TEXTS, "revision": 0, "window": "old"})
    assert "另一个窗口保存过" in response.content.decode()
    assert STATEMENTS["funds"] in response.content.decode()
    revision = response.context["form"]["revision"].value()
    assert client.post(address("self_assess", case), {**TEXTS, "revision": revision}).status_code == 302


def test_too_long_a_text_is_refused_and_the_rest_saved() -> None:
    case = cast.due()
    response = signed_in(case.holder).post(
        address("self_assess", case), {**TEXTS, "text_funds": "长" * 4001, "revision": 0}
    )
    assert response.status_code == 200
    assert "invalid-feedback" in response.content.decode()
    assert Evaluation.objects.get(pk=case.pk).state == "due"


def test_county_stamps_what_it_enters_on_paper() -> None:
    case = cast.due(is_on_paper=True)
    client = signed_in(officer("county.culture"))
    assert "收到日期" in client.get(address("self_assess", case)).content.decode()
    response = client.post(address("self_assess", case), {**TEXTS, "revision": 0})
    assert response.context["form"].errors["received_on"]
    given = {**TEXTS, "revision": 0, "received_on": "2028-06-23", "entry_reason": "邮寄"}
    assert client.post(address("self_assess", case), given).status_code == 302
    assert str(Evaluation.objects.get(pk=case.pk).received_on) == "2028-06-23"


def test_files_are_added_opened_and_taken_back() -> None:
    case = cast.due()
    client = signed_in(case.holder)
    response = client.post(address("add_files", case, "funds"), {"files": [pdf(), pdf("二.pdf")]})
    assert response["Location"].endswith("#dimension-funds")
    file = EvidenceFile.objects.filter(case=case).first()
    assert file is not None
    assert "台账.pdf" in page(case.holder, address("self_assess", case))
    assert content(case.holder, file) == specimen.PDF
    assert AccessEntry.objects.filter(action="open_file").count() == 1
    assert client.post(address("remove_file", case, file.pk)).status_code == 302
    assert EvidenceFile.objects.filter(case=case).count() == 1
    assert client.post(address("add_files", case, "luck"), {"files": [pdf()]}).status_code == 404


def test_bad_file_and_none_are_told() -> None:
    case = cast.due()
    client = signed_in(case.holder)
    bad = SimpleUploadedFile("x.exe", b"MZ", content_type="application/x-exe")
    for given in ({"files": [bad]}, {}):
        client.post(address("add_files", case, "funds"), given)
        assert "notice-error" in client.get(address("self_assess", case)).content.decode()
    assert not EvidenceFile.objects.filter(case=case).exists()
    kept = assessing.add_file(case, dimension="funds", upload=pdf(), by=cast.speaker(case), at=OPENED)
    perform(case, "self_assess", by=case.holder, at=SELF_ASSESSED, statements=STATEMENTS)
    client.post(address("remove_file", case, kept.pk))
    client.post(address("add_files", case, "funds"), {"files": [pdf()]})
    assert EvidenceFile.objects.filter(case=case).count() == 1


def test_county_colleague_opens_what_was_entered_on_paper() -> None:
    case = cast.due(is_on_paper=True)
    by = officer("county.culture")
    file = assessing.add_file(case, dimension="funds", upload=pdf(), by=by, at=OPENED)
    url = reverse("records:file", args=[file.pk])
    assert content(head("county.culture"), file) == content(cast.lead(), file) == specimen.PDF
    others = [head("county.hrss"), head("prefecture.hrss"), head("county.culture", TACHENG_CITY), auditor()]
    assert [signed_in(person).get(url).status_code for person in others] == [404] * 4


# Who reads what, and when


def test_self_assessment_is_read_once_it_is_handed_in() -> None:
    case = cast.due()
    known = {"at": OPENED, "seen_revision": 0, "statements": {"funds": "尚在斟酌的话"}}
    assessing.save_self_assessment(case, by=cast.speaker(case), **known)
    assessing.add_file(case, dimension="funds", upload=pdf(), by=cast.speaker(case), at=OPENED)
    for person in (cast.lead(), head("county.culture"), auditor()):
        text = page(person, case.get_absolute_url())
        assert "尚在斟酌的话" not in text
        assert "台账.pdf" not in text
    assert "尚在斟酌的话" in page(case.holder, case.get_absolute_url())
    perform(case, "self_assess", by=case.holder, at=SELF_ASSESSED, statements=STATEMENTS)
    text = page(head("county.hrss"), case.get_absolute_url())
    assert STATEMENTS["funds"] in text
    assert "台账.pdf" in text
    assert "/records/files" not in text.split("台账.pdf")[0][-200:]


def test_scores_are_read_by_the_workshop_once_a_result_rests_on_them() -> None:
    case = cast.scored()
    for url in (case.get_absolute_url(), address("sheet", case), case.workshop.get_absolute_url()):
        assert "台账齐全" not in page(case.holder, url)
        assert "台账齐全" not in page(head("county.culture"), url)
    assert "台账齐全" in page(cast.lead(), case.get_absolute_url())
    assert "台账齐全" in page(auditor(), address("sheet", case))
    perform(case, "pass_evaluation", by=cast.lead(), at=SCORED)
    assert "台账齐全" in page(case.holder, case.get_absolute_url())
    assert "80" in page(case.holder, case.workshop.get_absolute_url())


def test_pages_do_not_exist_for_outsiders() -> None:
    case = cast.scored()
    urls = [case.get_absolute_url(), address("sheet", case), address("self_assess", case)]
    for person in (applicant(), head("county.culture", TACHENG_CITY), user("expert")):
        assert [signed_in(person).get(url).status_code for url in urls] == [404] * 3
    assert signed_in(auditor()).get(address("score_evaluation", case)).status_code == 403
    assert signed_in(case.holder).get(address("score_evaluation", case)).status_code == 403
    assert signed_in(cast.lead()).get(address("self_assess", case)).status_code == 403
    assert signed_in(case.holder).get(reverse("evaluations:index")).status_code == 403


# Scoring and deciding


def sheet(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for each in DIMENSIONS:
        given |= {f"points_{each.code}": 20, f"remark_{each.code}": "台账齐全"}
    return given | changes


def test_score_sheet_says_that_it_is_our_proposal_and_saves() -> None:
    case, by = cast.self_assessed(), officer("prefecture.culture")
    text = page(by, address("score_evaluation", case))
    assert "建议评分表" in text
    assert STATEMENTS["funds"] in text
    response = signed_in(by).post(address("score_evaluation", case), sheet(seen_version=case.version))
    assert response.status_code == 302
    assert sorted(Score.objects.values_list("dimension", "points")) == sorted((e.code, 20) for e in DIMENSIONS)


def test_score_sheet_scores_only_what_is_new() -> None:
    case = cast.scored()
    first = Score.objects.get(dimension="quality")
    by = officer("prefecture.culture")
    client = signed_in(by)
    assert client.post(address("score_evaluation", case), sheet(points_funds=5)).status_code == 302
    assert Score.objects.get(dimension="funds").given_by == by
    assert Score.objects.get(dimension="quality").given_by == first.given_by
    response = client.post(address("score_evaluation", case), sheet(points_funds=5))
    assert "没有新的评分" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"points_funds": 26}, "25"),
        ({"points_funds": "x"}, "整数"),
        ({"points_funds": ""}, "请填写得分"),
        ({"remark_funds": " "}, "请写明评分依据"),
        ({"seen_version": 0}, "刚被他人办理过"),
    ],
)
def test_refused_score_sheet_keeps_what_was_typed(changes: dict[str, Any], says: str) -> None:
    case = cast.self_assessed()
    given = sheet(remark_quality="两起投诉均已处理") | changes
    response = signed_in(officer("prefecture.culture")).post(address("score_evaluation", case), given)
    assert response.status_code == 200
    assert says in response.content.decode()
    assert "两起投诉均已处理" in response.content.decode()
    assert not Score.objects.exists()


def test_score_sheet_before_its_time_says_why_not() -> None:
    case = cast.due()
    text = page(officer("prefecture.culture"), address("score_evaluation", case))
    assert "自评期未满" in text
    assert "保存评分" not in text


def test_order_warns_of_a_day_on_which_offices_are_closed() -> None:
    case = cast.scored()
    url = reverse("cases:step", args=[case.number, "order_rectification"])
    client = signed_in(cast.lead())
    saturday = {"problems": "凭证不全", "deadline": "2028-09-02", "seen_version": case.version}
    response = client.post(url, saturday)
    text = response.content.decode()
    assert "不是工作日（周六）" in text
    assert "仍以这一日为限" in text
    assert "凭证不全" in text
    assert not RectificationOrder.objects.exists()
    assert client.post(url, {**saturday, "keeps_rest_day": "on"}).status_code == 302
    assert str(RectificationOrder.objects.get().last_day) == "2028-09-02"


def test_order_by_an_officer_waits_for_the_head() -> None:
    case = cast.scored()
    url = reverse("cases:step", args=[case.number, "order_rectification"])
    given = {"problems": "凭证不全", "deadline": str(DEADLINE), "suspends": "on", "seen_version": case.version}
    signed_in(officer("prefecture.culture")).post(url, given)
    assert not RectificationOrder.objects.exists()
    text = page(cast.lead(), url)
    assert "凭证不全" in text
    assert str(DEADLINE) in text
    assert "checked" in text
    assert signed_in(cast.lead()).post(url, given).status_code == 302
    assert RectificationOrder.objects.get().suspends


def test_workshop_reports_from_its_page() -> None:
    case = cast.ordered()
    url = reverse("cases:step", args=[case.number, "report_rectified"])
    assert "收到日期" not in page(case.holder, url)
    given = {"reply": "已逐笔补齐", "files": [pdf("凭证.pdf")], "seen_version": case.version}
    assert signed_in(case.holder).post(url, given).status_code == 302
    text = page(cast.lead(), case.get_absolute_url())
    assert "已逐笔补齐" in text
    assert "凭证.pdf" in text
    paper = cast.ordered(name="乙", is_on_paper=True)
    assert "收到日期" in page(
        officer("county.culture"), reverse("cases:step", args=[paper.number, "report_rectified"])
    )


# Lists, the workshop's page, evidence


def test_list_is_narrowed_by_state_county_and_year() -> None:
    home, away = cast.scored(name="甲工坊"), cast.due(name="乙工坊", county=TACHENG_CITY)
    url = reverse("evaluations:index")
    everything = page(cast.lead(), url)
    assert "甲工坊" in everything
    assert "乙工坊" in everything
    assert "80" in everything
    for query, shown in (
        ("state=due", {"乙工坊"}),
        (f"county={home.region_id}", {"甲工坊"}),
        ("year=2028", {"甲工坊", "乙工坊"}),
        ("year=1999&state=nonsense&county=x", {"甲工坊", "乙工坊"}),
        ("state=failed", set()),
    ):
        text = page(cast.lead(), f"{url}?{query}")
        assert {name for name in ("甲工坊", "乙工坊") if name in text} == shown
    text = page(head("county.culture"), url)
    assert "甲工坊" in text
    assert "乙工坊" not in text
    assert "county" not in signed_in(head("county.culture")).get(url).context["form"].fields
    assert away.number in page(auditor(), url)


def test_workshop_page_tells_the_last_result_and_the_next_date() -> None:
    row = cast.workshop()
    assert "2028年6月16日" in page(row.holder, row.get_absolute_url())
    case = cast.scored(name="乙")
    assert "第 1 次评估正在进行" in page(case.holder, case.workshop.get_absolute_url())
    perform(case, "pass_evaluation", by=cast.lead(), at=SCORED)
    text = page(case.holder, case.workshop.get_absolute_url())
    assert case.number in text
    assert "2030年6月26日" in text


def test_workshop_page_tells_until_when_to_assess_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.due()
    button = f'class="btn btn-primary" href="{address("self_assess", case)}"'
    monkeypatch.setattr("gongfang.evaluations.presentation.now", lambda: SELF_ASSESSED)
    text = page(case.holder, case.workshop.get_absolute_url())
    assert "自评期" in text
    assert button in text
    assert button not in page(head("county.culture"), case.workshop.get_absolute_url())
    monkeypatch.setattr("gongfang.evaluations.presentation.now", lambda: TOO_LATE)
    assert button not in page(case.holder, case.workshop.get_absolute_url())


def test_evidence_is_shown_beside_its_dimension(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(_providers, "funds", [])

    def accounts(workshop: Any, period: Any) -> list[Evidence]:
        value = f"{period.since} – {period.until}"
        return [Evidence(label="尚未说明使用", value=value, note="年度报备", url="/workshops/", needs_a_look=True)]

    evidence_from("funds", accounts)
    case = cast.self_assessed()
    for url in (case.get_absolute_url(), address("score_evaluation", case), address("sheet", case)):
        text = page(cast.lead(), url)
        assert "尚未说明使用" in text
        assert "需要说明" in text
        assert "2026-06-16 – 2028-06-2" in text


def test_evidence_of_the_register_names_suspensions_of_the_period() -> None:
    case = cast.ordered(suspends=True)
    text = page(case.holder, case.get_absolute_url())
    assert "中止资格" in text


def test_a_list_of_many_costs_what_a_list_of_one_costs() -> None:
    url, client = reverse("evaluations:index"), signed_in(cast.lead())
    cast.scored()
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(29):
        cast.due(name=f"工坊{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) <= len(one) <= 25


def test_case_page_costs_what_it_costs_with_many_files_and_orders() -> None:
    case = cast.ordered()
    client = signed_in(cast.lead())
    client.get(case.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(case.get_absolute_url())
    at, by = datetime.fromisoformat("2028-06-29T10:00:00+08:00"), cast.lead()
    for turn in range(2, 12):
        RectificationOrder.objects.create(
            evaluation=case, turn=turn, problems="x", last_day=DEADLINE, ordered_by=by, ordered_at=at
        )
        EvidenceFile.objects.create(
            case=case, section=f"rectified_{turn}", title="x", file=f"{turn}/x", size=1, uploaded_at=at
        )
        EvidenceFile.objects.create(case=case, section="self_funds", title="x", file="x", size=1, uploaded_at=at)
    with CaptureQueriesContext(connection) as many:
        client.get(case.get_absolute_url())
    assert len(many) <= len(one) <= 60
