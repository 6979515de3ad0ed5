"""The pages of daily supervision: who sees which, what they show and offer, and what they cost."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.inspections.models import Visit
from gongfang.oversight import queries
from gongfang.oversight.models import Campaign, Finding, WorkshopCheck
from gongfang.regulation.clauses import clause
from gongfang.regulation.draw import verify_draw
from tests.factories import TACHENG_CITY, applicant, auditor, beijing, division, head, officer
from tests.revocations import cast as revocations
from tests.workshops.test_pages import signed_in

from . import cast

pytestmark = pytest.mark.django_db
NOW = beijing("2027-03-15 10:00")


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def page(user: User, name: str, *args: Any, **query: str) -> str:
    response = signed_in(user).get(reverse(f"oversight:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def status(user: User, name: str, *args: Any) -> int:
    return signed_in(user).get(reverse(f"oversight:{name}", args=args)).status_code


def test_monitoring_says_the_rule_and_the_figures_of_each_flag() -> None:
    cast.workshop(recognised_on=date(2026, 4, 20), name="久无音讯工坊")
    cast.failed(cast.workshop(name="整改不力工坊"))
    text = page(cast.lead(), "monitoring")
    assert "有 1 个问题经复查整改不到位" in text
    assert "第十条第（九）项" in text
    assert "仅提示" in text
    assert clause("9(二)").cite.removeprefix("《办法》") in text


def test_monitoring_is_narrowed_by_flag_and_county() -> None:
    flagged = cast.workshop(name="有问题工坊")
    cast.finding(flagged)
    away = cast.workshop(name="塔城市工坊", county=division(TACHENG_CITY))
    user = cast.lead()
    assert away.name not in page(user, "monitoring", flag="findings")
    assert flagged.name in page(user, "monitoring", flag="findings")
    assert flagged.name not in page(user, "monitoring", county=TACHENG_CITY)
    assert away.name in page(user, "monitoring", county=TACHENG_CITY, flag="nonsense")


def test_a_county_monitors_its_own_workshops_and_others_none() -> None:
    here, away = cast.workshop(name="本县工坊"), cast.workshop(name="外县工坊", county=division(TACHENG_CITY))
    text = page(officer("county.agriculture"), "monitoring")
    assert here.name in text
    assert away.name not in text
    assert away.name in page(auditor(), "monitoring")
    assert status(applicant(), "monitoring") == 403


def test_monitoring_leaves_out_who_is_recognised_no_longer() -> None:
    gone = cast.end_recognition(cast.workshop(name="已放弃工坊"))
    assert gone.name not in page(cast.lead(), "monitoring")


def more(number: int) -> None:
    for n in range(number):
        target = cast.workshop(has_plaque=False, name=f"第{n}号工坊")
        cast.ordered(target)
        cast.check(target)
        cast.campaign(name=f"计划{n}", selection="county", counties=[TACHENG_CITY])


@pytest.mark.once
@pytest.mark.parametrize("name", ["monitoring", "campaigns", "checks", "findings"])
def test_thirty_cost_what_one_costs(name: str) -> None:
    cast.workshop(county=division(TACHENG_CITY))
    client, url, costs = signed_in(cast.lead()), reverse(f"oversight:{name}"), []
    for number in (1, 30):
        more(number)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        costs.append(len(captured))
    assert costs[1] <= costs[0] <= 36


def plan_data(**changes: Any) -> dict[str, Any]:
    usual = {
        "name": "2027年上半年定期检查",
        "starts_on": "2027-03-20",
        "ends_on": "2027-06-30",
        "selection": "all",
        "tells_workshops": "on",
    }
    return usual | changes


def test_a_plan_is_shown_before_it_is_made() -> None:
    target = cast.workshop()
    client, url = signed_in(cast.lead()), reverse("oversight:plan_campaign")
    text = client.post(url, plan_data(preview="1")).content.decode()
    assert "符合条件的工坊 1 家" in text
    assert target.number in text
    assert not Campaign.objects.exists()
    response = client.post(url, plan_data())
    campaign = Campaign.objects.get()
    assert response.headers["Location"] == campaign.get_absolute_url()
    assert "共 1 家，已检查 0 家，待检查 1 家" in client.get(campaign.get_absolute_url()).content.decode()


def test_a_refused_plan_keeps_what_was_typed_and_cites_the_clause() -> None:
    cast.workshop()
    data = plan_data(selection="random", draw_size="5", draw_at="2027-03-20T12:00", public_source="排列5")
    text = signed_in(cast.lead()).post(reverse("oversight:plan_campaign"), data).content.decode()
    assert "符合条件的只有 1 家（《办法》第九条第（三）项）" in text
    assert 'value="排列5"' in text
    assert not Campaign.objects.exists()


def test_who_sees_the_plans() -> None:
    for user in (officer("prefecture.hrss"), auditor()):
        assert (status(user, "campaigns"), status(user, "plan_campaign")) == (200, 403)
    assert (status(head("county.culture"), "campaigns"), status(applicant(), "campaigns")) == (403, 403)
    assert status(officer("prefecture.culture"), "plan_campaign") == 200


def test_the_file_of_a_draw_is_offered_on_the_page_of_its_plan() -> None:
    for _ in range(3):
        cast.workshop()
    campaign = cast.announced(1)
    client = signed_in(auditor())
    url = reverse("oversight:draw_document", args=[campaign.number])
    assert url in client.get(campaign.get_absolute_url()).content.decode()
    assert "reveals" not in client.get(url).json()
    cast.drawn(campaign)
    assert verify_draw(json.loads(client.get(url).content)).is_valid
    assert status(head("county.culture"), "draw_document", campaign.number) == 404
    plain = cast.campaign()
    assert status(auditor(), "draw_document", plain.number) == 404


def test_a_passed_over_rank_is_said() -> None:
    workshops = {workshop.number: workshop for workshop in (cast.workshop() for _ in range(2))}
    campaign = cast.announced(1)
    first = queries.document_of(campaign, "3 1 4 1 5")["ranking"][""][0]
    cast.end_recognition(workshops[first])
    cast.drawn(campaign)
    text = signed_in(cast.lead()).get(campaign.get_absolute_url()).content.decode()
    assert "第 1 顺位的工坊认定已终止" in text


def test_checks_are_listed_by_plan_and_state_and_by_county() -> None:
    here, away = cast.workshop(name="本县工坊"), cast.workshop(name="外县工坊", county=division(TACHENG_CITY))
    campaign = cast.campaign()
    cast.check(cast.workshop(name="单独检查工坊"))
    user = cast.lead()
    text = page(user, "checks", campaign=campaign.number, state="planned")
    assert here.name in text
    assert away.name in text
    assert "单独检查工坊" not in text
    assert "没有这样的检查" in page(user, "checks", state="done")
    assert away.name not in page(head("county.culture"), "checks")


def test_a_check_is_planned_from_the_page_of_a_workshop() -> None:
    target = cast.workshop()
    client, url = signed_in(cast.lead()), reverse("oversight:plan_check", args=[target.number])
    assert url in client.get(target.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    client.post(url, {})
    assert WorkshopCheck.objects.get().holder is None
    assert status(officer("prefecture.hrss"), "plan_check", target.number) == 403
    assert status(target.holder, "plan_check", target.number) == 403  # type: ignore[arg-type]
    gone = cast.end_recognition(target)
    assert "不在认定有效期内" in client.post(url, {}).content.decode()
    assert url not in client.get(gone.get_absolute_url()).content.decode()


def test_a_check_is_reported_on_the_page_of_visits_with_its_own_questions() -> None:
    case = cast.check()
    visit = cast.visit(case, signatures=0)
    inspector = visit.inspectors.first()
    assert inspector is not None
    client = signed_in(inspector.user)
    url = reverse("inspections:report", args=[visit.pk])
    text = client.get(url).content.decode()
    assert "定期检查报告" in text
    assert "牌匾悬挂在显著位置" in text
    assert "未测量的可以不填" in text
    assert "名单" not in text
    data = {f"answer_{code}": "yes" for code in cast.CODES} | {
        "seen_revision": str(visit.revision),
        "visited_on": "2027-03-10",
        "findings": "五人在岗。",
        "conclusion": "mostly",
    }
    assert client.post(url, data).status_code == 302
    assert Visit.objects.get().conclusion == "mostly"
    assert "有轻微问题，已当场改正" in client.get(reverse("inspections:print", args=[visit.pk])).content.decode()
    assert case.title in client.get(reverse("inspections:visits")).content.decode()


def test_a_visit_of_a_check_is_planned_on_the_page_of_visits() -> None:
    case = cast.check(cast.workshop(town="库甫乡", address="1 号"))
    client, url = signed_in(cast.lead()), reverse("inspections:plan", args=[case.number])
    assert "托里县库甫乡1 号" in client.get(url).content.decode()
    finding = cast.finding()
    assert client.get(reverse("inspections:plan", args=[finding.number])).status_code == 404


def test_a_finding_is_noted_from_a_check_with_a_photograph() -> None:
    check = cast.done()
    client, url = signed_in(cast.lead()), reverse("oversight:note_finding_of_check", args=[check.number])
    assert url in client.get(check.get_absolute_url()).content.decode()
    data = {"aspect": "site", "problems": "消防通道堆放毛料。", "files": [cast.photo()]}
    response = client.post(url, data)
    case = Finding.objects.get()
    assert response.headers["Location"] == case.get_absolute_url()
    assert case.check_case == check
    assert case.number in client.get(check.get_absolute_url()).content.decode()
    assert status(officer("prefecture.hrss"), "note_finding_of_check", check.number) == 403
    assert status(head("county.culture", TACHENG_CITY), "note_finding_of_check", check.number) == 404


def test_a_refused_file_is_an_error_of_the_form() -> None:
    target = cast.workshop()
    client, url = signed_in(cast.lead()), reverse("oversight:note_finding", args=[target.number])
    junk = SimpleUploadedFile("照片.jpg", b"MZ", "image/jpeg")
    data = {"aspect": "site", "problems": "消防通道堆放毛料。", "files": [junk]}
    text = client.post(url, data).content.decode()
    assert "第九条第（三）项" in text
    assert "消防通道堆放毛料。" in text
    assert not Finding.objects.exists()


def test_the_order_points_out_a_last_day_on_which_nobody_works() -> None:
    case = cast.finding()
    client, url = signed_in(cast.lead()), reverse("cases:step", args=[case.number, "order_rectification"])
    data = {"problems": "清理消防通道。", "deadline": "2027-04-10"}
    text = client.post(url, data).content.decode()
    assert "2027-04-10 不是工作日" in text
    assert client.post(url, data | {"keeps_rest_day": "on", "suspends": "on"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.is_suspending) == ("rectifying", True)


def test_an_officer_drafts_the_order_and_the_head_signs_it() -> None:
    case = cast.finding()
    url = reverse("cases:step", args=[case.number, "order_rectification"])
    data = {"problems": "清理消防通道。", "deadline": "2027-04-09"}
    signed_in(officer("prefecture.culture")).post(url, data)
    client = signed_in(cast.lead())
    assert "清理消防通道。" in client.get(url).content.decode()
    client.post(url, data)
    case.refresh_from_db()
    assert case.state == "rectifying"


def test_the_holder_replies_on_the_page_of_the_step() -> None:
    case = cast.ordered()
    assert case.holder
    client, url = signed_in(case.holder), reverse("cases:step", args=[case.number, "report_rectified"])
    assert 'accept="image/jpeg,image/png,application/pdf"' in client.get(url).content.decode()
    junk = SimpleUploadedFile("照片.jpg", b"MZ", "image/jpeg")
    text = client.post(url, {"reply": "已清理。", "files": [junk]}).content.decode()
    assert "第九条第（三）项" in text
    assert (
        client.post(url, {"reply": "已清理。", "files": [cast.photo(), cast.photo("二.jpg")]}).status_code == 302
    )
    text = client.get(case.get_absolute_url()).content.decode()
    assert text.count("/records/files/") == 2


def test_the_holder_finds_checks_and_findings_on_the_page_of_the_workshop() -> None:
    target = cast.workshop()
    shown, hidden = cast.check(target), cast.check(target, tells_workshop=False)
    case = cast.finding(target)
    assert target.holder
    text = signed_in(target.holder).get(target.get_absolute_url()).content.decode()
    assert shown.number in text
    assert case.number in text
    assert hidden.number not in text
    assert "记录问题" not in text


def test_a_workshop_with_nothing_to_show_shows_its_holder_no_part() -> None:
    target = cast.workshop()
    assert target.holder
    assert "日常监督" not in signed_in(target.holder).get(target.get_absolute_url()).content.decode()


def test_a_failed_finding_offers_the_form_of_a_revocation_on_its_ground(monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.failed()
    monkeypatch.setattr(timezone, "now", lambda: cast.TOO_LATE)
    client = signed_in(cast.lead())
    url = reverse("revocations:open", args=[case.workshop.number]) + "?ground=10%28%E4%B9%9D%29"
    assert url in client.get(case.get_absolute_url()).content.decode()
    assert 'value="10(九)" ' in client.get(url).content.decode()
    assert url not in signed_in(officer("prefecture.hrss")).get(case.get_absolute_url()).content.decode()
    revocations.opened(case.workshop, at=cast.TOO_LATE)
    assert url not in client.get(case.get_absolute_url()).content.decode()


def test_findings_are_listed_with_their_deadlines() -> None:
    case = cast.ordered()
    assert "已超期" not in page(cast.lead(), "findings")
    assert case.number in page(head("county.culture"), "findings", state="rectifying")
    assert case.number not in page(head("county.culture", TACHENG_CITY), "findings")
    assert case.number not in page(cast.lead(), "findings", state="closed")
    assert status(applicant(), "findings") == 403


def test_an_overdue_finding_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.ordered()
    user = cast.lead()
    monkeypatch.setattr(timezone, "now", lambda: cast.TOO_LATE)
    assert "已超期" in page(user, "findings")
    assert "整改期限 2027-04-09 已过" in page(user, "monitoring")
