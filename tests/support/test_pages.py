"""The pages of support: who sees which, what they show and offer, and what they cost."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from gongfang.accounts.models import User
from gongfang.cases.services import open_case, perform
from gongfang.support import recommending
from gongfang.support.models import (
    BrandMeasure,
    Course,
    Enrolment,
    HelpRequest,
    Recommendation,
    Succession,
    TrainingPlan,
)
from gongfang.workshops.models import Workshop
from tests.factories import TACHENG_CITY, applicant, auditor, division, head, officer
from tests.workshops.test_pages import signed_in

from . import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW)


def page(user: User, name: str, *args: Any, **query: str) -> str:
    response = signed_in(user).get(reverse(f"support:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def status(user: User, name: str, *args: Any) -> int:
    return signed_in(user).get(reverse(f"support:{name}", args=args)).status_code


def holder_of(target: Workshop) -> User:
    assert target.holder is not None
    return target.holder


def post(user: User, address: str, *args: Any, **data: str) -> Any:
    return signed_in(user).post(reverse(f"support:{address}", args=args), data)


# ---- recommendation


def test_a_call_goes_from_its_page_to_its_result() -> None:
    target = cast.workshop(name="被推荐工坊")
    lead = cast.lead()
    data = {"level": "national", "name": "国家级推荐", "deadline": "2027-04-01", "places": "1"}
    response = post(lead, "open_recommendation", **data)
    call = Recommendation.objects.get()
    assert response.headers["Location"] == reverse("support:candidates", args=[call.number])
    assert target.name in page(lead, "candidates", call.number)
    row = cast.candidate(call, target)
    assert "必填" in post(lead, "candidate", row.pk, reasons="").content.decode()
    assert post(lead, "candidate", row.pk, reasons="评估得分高").status_code == 302
    assert "评估得分高" in signed_in(lead).get(call.get_absolute_url()).content.decode()
    perform(call, "hand_in_candidates", by=lead, at=cast.NOW)
    answer = {"answer": "selected", "answered_on": "2027-03-15", "answer_document": "文旅非遗〔2027〕1号"}
    assert post(lead, "candidate", row.pk, **answer).status_code == 302
    assert "入选" in page(lead, "candidates", call.number, only="on")
    assert "国家级推荐" in page(auditor(), "recommendations")


def test_a_refused_call_keeps_what_was_typed_and_cites_the_clause() -> None:
    data = {"level": "region", "name": "迟到的推荐", "deadline": "2027-03-01", "places": "1"}
    text = post(cast.lead(), "open_recommendation", **data).content.decode()
    assert "已经过去（《办法》第八条第（一）项）" in text
    assert 'value="迟到的推荐"' in text


def test_candidates_are_sorted_and_narrowed() -> None:
    young = cast.workshop(name="新工坊", recognised_on=date(2026, 12, 1), has_plaque=False)
    old = cast.workshop(
        name="老工坊", recognised_on=date(2024, 1, 1), county=division(TACHENG_CITY), has_plaque=False
    )
    call, lead = cast.call(), cast.lead()
    text = page(lead, "candidates", call.number, sort="years")
    assert text.index(old.name) < text.index(young.name)
    text = page(lead, "candidates", call.number, county=TACHENG_CITY, sort="nonsense")
    assert old.name in text
    assert young.name not in text
    assert "没有符合条件的工坊" in page(lead, "candidates", call.number, only="on")


def test_a_choice_is_taken_back_and_the_facts_are_taken_anew_from_the_page() -> None:
    target = cast.workshop()
    call, lead = cast.call(), cast.lead()
    row = cast.chosen(call, target)
    post(lead, "unchoose", row.pk)
    assert not cast.candidate(call, target).is_chosen
    newcomer = cast.workshop()
    post(lead, "refresh", call.number)
    assert call.candidates.filter(workshop=newcomer).exists()
    perform(call, "call_off_recommendation", by=lead, at=cast.NOW, reasons="推迟")
    response = signed_in(lead).post(reverse("support:refresh", args=[call.number]), follow=True)
    assert "已经报送或者取消" in response.content.decode()
    assert "不能再改" in post(lead, "candidate", row.pk, reasons="再试").content.decode()


def test_lists_of_candidates_are_the_prefectures_own() -> None:
    target = cast.workshop()
    call = cast.call()
    row = cast.candidate(call, target)
    for user in (officer("prefecture.hrss"), auditor()):
        assert status(user, "candidate", row.pk) == 200
        assert post(user, "candidate", row.pk, reasons="好").status_code == 403
    for user in (head("county.culture"), holder_of(target)):
        assert status(user, "candidate", row.pk) == 404
        assert status(user, "candidates", call.number) == 404
        assert status(user, "recommendations") == 403


# ---- courses


def test_a_plan_and_a_course_are_opened_and_a_workshop_enrols_from_its_phone() -> None:
    target, lead = cast.workshop(), cast.lead()
    post(lead, "save_plan", year="2027", title="2027年研修培训计划", text="提升设计能力。")
    plan = TrainingPlan.objects.get()
    assert "提升设计能力。" in signed_in(lead).get(reverse("support:save_plan"), {"year": "2027"}).content.decode()
    data = {
        "plan": str(plan.pk),
        "name": "染色培训",
        "course_kind": "training",
        "organiser": "地区文化馆",
        "place": "塔城市",
        "starts_on": "2027-04-01",
        "ends_on": "2027-04-02",
        "enrol_until": "2027-03-25",
        "places": "1",
    }
    late = post(lead, "open_course", **data | {"enrol_until": "2027-04-01"}).content.decode()
    assert "应在开始之前截止（《办法》第八条第（二）项）" in late
    post(lead, "open_course", **data)
    course = Course.objects.get()
    holder = holder_of(target)
    assert "染色培训" in page(holder, "mine")
    url = reverse("support:enrol", args=[course.number])
    client = signed_in(holder)
    assert target.number in client.get(url).content.decode()
    sent = {"workshop": target.number, "participant": "古丽娜尔"}
    assert "报名成功" in client.post(url, sent, follow=True).content.decode()
    assert "列入候补" in client.post(url, sent | {"participant": "叶尔兰"}, follow=True).content.decode()
    assert "已经报名" in client.post(url, sent).content.decode()
    assert "古丽娜尔" in page(holder, "mine")
    assert "染色培训" in page(officer("county.hrss"), "courses", year="2027", state="enrolling")
    assert "没有符合条件的课程" in page(lead, "courses", state="held")


def test_who_reads_the_names_of_those_enrolled() -> None:
    course, target = cast.course(), cast.workshop()
    away = cast.workshop(county=division(TACHENG_CITY), has_plaque=False)
    cast.enrolled(course, target, "古丽娜尔")

    def shown(user: User) -> str:
        return signed_in(user).get(course.get_absolute_url()).content.decode()

    for user in (holder_of(target), officer("county.culture"), cast.lead()):
        assert "古丽娜尔" in shown(user)
    for user in (holder_of(away), officer("prefecture.hrss"), auditor(), officer("county.culture", TACHENG_CITY)):
        assert "古丽娜尔" not in shown(user)
    assert target.name not in shown(holder_of(away))
    assert signed_in(applicant()).get(course.get_absolute_url()).status_code == 404


def test_an_enrolment_is_withdrawn_by_those_who_may_enrol() -> None:
    course, target = cast.course(), cast.workshop()
    row = cast.enrolled(course, target)
    assert post(applicant(), "withdraw_enrolment", row.pk).status_code == 404
    assert post(officer("county.hrss"), "withdraw_enrolment", row.pk).status_code == 403
    post(holder_of(target), "withdraw_enrolment", row.pk)
    assert Enrolment.objects.get().state == "withdrawn"
    response = signed_in(cast.lead()).post(reverse("support:withdraw_enrolment", args=[row.pk]), follow=True)
    assert "不能退出报名" in response.content.decode()


def test_attendance_is_noted_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    course, target = cast.course(), cast.workshop()
    row = cast.enrolled(course, target)
    cast.closed(course)
    lead, url = cast.lead(), reverse("support:attendance", args=[course.number])
    data = {f"came_{row.pk}": "yes", f"result_{row.pk}": "优秀学员"}
    assert "开课以后" in signed_in(lead).post(url, data).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: cast.HELD)
    signed_in(lead).post(url, data)
    row.refresh_from_db()
    assert (row.state, row.result) == ("attended", "优秀学员")
    assert 'value="优秀学员"' in signed_in(lead).get(url).content.decode()
    assert status(officer("prefecture.hrss"), "attendance", course.number) == 403
    step = reverse("cases:step", args=[course.number, "finish_course"])
    signed_in(lead).post(step, {"results": "学会了分色。"})
    course.refresh_from_db()
    assert course.state == "held"
    assert "优秀学员" in page(holder_of(target), "mine")


def test_a_workshop_that_is_suspended_is_told_so_and_offered_nothing() -> None:
    course, target = cast.course(), cast.workshop()
    cast.enrolled(course, target)
    cast.set_status(target, "suspended")
    holder = holder_of(target)
    text = page(holder, "mine")
    assert "正在办理的支持暂停" in text
    assert "第八条" in text
    assert reverse("support:enrol", args=[course.number]) not in text
    assert "没有认定有效的工坊" in page(holder, "enrol", course.number)
    assert post(holder, "enrol", course.number, workshop=target.number, participant="甲").status_code == 200
    assert (
        "不在支持范围" in post(holder, "ask_help", target.number, subject="craft", question="问").content.decode()
    )
    assert "资格中止，暂停" in text


def test_help_is_asked_on_a_phone_and_listed_for_the_offices() -> None:
    target = cast.workshop()
    response = post(holder_of(target), "ask_help", target.number, subject="design", question="包装不好看。")
    case = HelpRequest.objects.get()
    assert response.headers["Location"] == case.get_absolute_url()
    assert case.number in page(cast.lead(), "help_requests", state="asked")
    assert case.number not in page(head("county.culture", TACHENG_CITY), "help_requests")
    assert status(officer("county.culture"), "ask_help", target.number) == 403


# ---- successors and brands


def test_a_studio_is_grown_on_its_page() -> None:
    target, lead = cast.workshop(), cast.lead()
    data = {"kind": "studio", "title": "花毡工作室", "level": "county", "proposed_on": "2027-03-01"}
    post(lead, "propose_succession", target.number, **data)
    row = Succession.objects.get()
    assert "花毡工作室" in page(officer("county.hrss"), "successions", kind="studio")
    held = {"kind": "study", "held_on": "2027-03-10", "title": "染色研习", "participants": "12"}
    post(holder_of(target), "add_activity", row.pk, **held)
    post(lead, "decide_succession", row.pk, is_granted="yes", decided_on="2027-03-12", decision_number="文2号")
    text = page(holder_of(target), "succession", row.pk)
    assert "12 人参加" in text
    assert "文2号" in text
    again = post(lead, "decide_succession", row.pk, is_granted="no", decided_on="2027-03-12").content.decode()
    assert "不能再登记结果（《办法》第八条第（三）项）" in again
    post(lead, "end_succession", row.pk, reasons="搬迁")
    row.refresh_from_db()
    assert row.state == "ended"
    assert status(applicant(), "succession", row.pk) == 404
    assert status(holder_of(target), "end_succession", row.pk) == 403


def test_the_leaders_name_is_for_those_who_may_enrol_for_the_workshop() -> None:
    target = cast.workshop()
    row = cast.studio(target, kind="inheritor", person="阿依努尔")
    assert "阿依努尔" in page(holder_of(target), "succession", row.pk)
    for user in (auditor(), officer("prefecture.hrss")):
        assert "阿依努尔" not in page(user, "succession", row.pk)


def test_a_brand_measure_is_recorded_listed_and_removed() -> None:
    target, lead = cast.workshop(), cast.lead()
    data = {"kind": "trademark", "title": "注册商标", "given_on": "2027-03-01"}
    assert (
        "第八条第（四）项"
        in post(lead, "record_brand", target.number, **data | {"until": "2027-02-01"}).content.decode()
    )
    post(lead, "record_brand", target.number, **data)
    row = BrandMeasure.objects.get()
    assert "注册商标" in page(officer("county.hrss"), "brands", kind="trademark")
    assert "注册商标" not in page(head("county.culture", TACHENG_CITY), "brands")
    assert post(officer("prefecture.hrss"), "remove_brand", row.pk).status_code == 403
    post(lead, "remove_brand", row.pk)
    assert not BrandMeasure.objects.exists()


# ---- who got what


def test_the_page_of_a_workshop_shows_all_support_and_the_portal_nothing_personal() -> None:
    target = cast.workshop()
    course = cast.course()
    cast.enrolled(course, target, "古丽娜尔")
    cast.studio(target, kind="inheritor", title="花毡制作", person="阿依努尔")
    cast.brand(target, result="销售额增长三成")
    perform(cast.asked(target), "answer_help", by=cast.lead(), at=cast.NOW, reply="加明矾。")
    own = signed_in(holder_of(target)).get(target.get_absolute_url()).content.decode()
    public = Client().get(reverse("public:workshop", args=[target.public_id])).content.decode()
    for said in ("花毡设计研修班", "代表性传承人：花毡制作", "授权使用“塔城花毡”", "第八条第（三）项"):
        assert said in own
        assert said in public
    assert "解决难题" in own
    assert "销售额增长三成" in own
    for private in ("古丽娜尔", "阿依努尔", "解决难题", "销售额增长三成", "/cases/"):
        assert private not in public


def test_the_overview_says_who_got_what_and_who_got_nothing() -> None:
    had, nothing = cast.workshop(name="有支持工坊"), cast.workshop(name="无支持工坊")
    away = cast.workshop(name="外县工坊", county=division(TACHENG_CITY), has_plaque=False)
    cast.brand(had)
    lead = cast.lead()
    text = page(lead, "overview")
    assert text.count("尚未享受支持") >= 3
    assert "授权使用“塔城花毡”" in text
    text = page(lead, "overview", had="nothing")
    assert nothing.name in text
    assert had.name not in text
    text = page(lead, "overview", measure="brand", year="2027")
    assert had.name in text
    assert nothing.name not in text
    assert had.name not in page(lead, "overview", measure="brand", year="2026")
    assert "2026 年没有" in page(lead, "overview", year="2026")
    text = page(lead, "overview", county=TACHENG_CITY)
    assert away.name in text
    assert had.name not in text
    assert away.name not in page(officer("county.hrss"), "overview")
    assert status(applicant(), "overview") == 403


def test_an_applicant_without_a_workshop_is_told_so() -> None:
    assert "还没有您的工坊" in page(applicant(), "mine")
    assert status(cast.lead(), "mine") == 403


def more(number: int, plan: TrainingPlan, holder: User) -> None:
    """Write rows for every list, as steps would leave them but without the steps."""
    lead, day = cast.lead(), date(2027, 4, 1)
    said: dict[str, Any] = {"region": division(), "at": cast.NOW, "holder": None}
    dates = {"course_kind": "study", "starts_on": day, "ends_on": day, "enrol_until": cast.ENROL_UNTIL}
    for n in range(number):
        target = cast.workshop(has_plaque=False, name=f"第{n}号工坊", holder=holder)
        open_case(Course, state="enrolling", plan=plan, name=f"课程{n}", places=9, **dates, **said)
        open_case(HelpRequest, state="asked", workshop=target, subject="craft", **said)
        call = {"level": "region", "deadline": day, "places": 1, "facts_at": cast.NOW}
        open_case(Recommendation, state="choosing", name=f"推荐{n}", **call, **said)
        cast.studio(target, by=lead)
        cast.brand(target, by=lead)


def test_lists_are_handed_out_as_they_are_seen_and_without_names() -> None:
    target = cast.workshop(name="被推荐工坊")
    cast.studio(target, kind="inheritor", title="花毡制作", person="阿依努尔")
    call = cast.handed_in(target)
    client = signed_in(cast.lead())
    sheets = {
        reverse("support:overview"): "代表性传承人：花毡制作",
        reverse("support:successions"): "花毡制作",
        reverse("support:candidates", args=[call.number]): "带动就业多，评估好",
    }
    for url, said in sheets.items():
        handed_out = cells(client.post(url))
        assert any(said in each for each in handed_out)
        assert "阿依努尔" not in "".join(handed_out)


def cells(response: Any) -> list[str]:
    """Return the texts of the first sheet that was handed out."""
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    return [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]


LISTS = ("overview", "recommendations", "courses", "help_requests", "successions", "brands")


def costs(client: Client, urls: list[str]) -> list[int]:
    """Return how many queries each page asks."""
    found = []
    client.get(urls[0])
    for url in urls:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        found.append(len(captured))
    return found


@pytest.mark.once
def test_thirty_cost_what_one_costs() -> None:
    plan, holder, lead = cast.plan(), applicant(), cast.lead()
    more(1, plan, holder)
    call, course = cast.call(), Course.objects.get()
    urls = [reverse(f"support:{name}") for name in LISTS]
    urls += [reverse("support:candidates", args=[call.number]), course.get_absolute_url()]
    own = [reverse("support:mine")]
    before = costs(signed_in(lead), urls) + costs(signed_in(holder), own)
    more(30, plan, holder)
    recommending.refresh_facts(call, by=lead, at=cast.NOW)
    for number, target in enumerate(Workshop.objects.filter(holder=holder).select_related("holder")):
        cast.enrolled(course, target, f"学员{number}")
    after = costs(signed_in(lead), urls) + costs(signed_in(holder), own)
    assert [few >= many for few, many in zip(before, after, strict=True)] == [True] * len(before), (before, after)
    assert max(after) <= 45
