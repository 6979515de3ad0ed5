"""Consultation (article 11): called, held, and what an office is to do afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongfang.accounts.models import Office, User
from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.consultations import services
from gongfang.consultations.models import Assignment, Meeting
from gongfang.consultations.services import Called
from gongfang.notifications.models import Message
from gongfang.regulation.procedure import StepRefused
from tests.factories import TACHENG_CITY, applicant, auditor, beijing, head, office

pytestmark = pytest.mark.django_db
AT = beijing("2026-06-08 10:00")
DAY = date(2026, 6, 12)
HELD = beijing("2026-06-12 17:00")
BACKEND = "gongfang.accounts.backends.LoginBackend"


def lead() -> User:
    return head("prefecture.culture")


def asked() -> list[Office]:
    return [office(f"prefecture.{name}") for name in ("culture", "hrss", "agriculture")]


def meeting(**changes: Any) -> Meeting:
    usual: dict[str, Any] = {
        "title": "第二季度会商",
        "held_on": DAY,
        "place": "地区文旅局",
        "offices": asked(),
        "topics": ["用工培训怎样衔接"],
    }
    return services.call_meeting(by=lead(), at=AT, called=Called(**usual | changes))


def recorded() -> Meeting:
    found = meeting()
    perform(found, "record_meeting", by=lead(), at=HELD, minutes="人社部门牵头培训，农业农村部门提供名单。")
    return found


def assigned(to: str = "prefecture.hrss", county: str = "") -> Assignment:
    owner = office(to, county) if county else office(to)
    due = DAY + timedelta(days=14)
    return services.assign(recorded(), by=lead(), at=HELD, text="制定培训计划", office=owner, due_on=due)


def test_every_department_is_told_of_the_meeting() -> None:
    meeting()
    told = Message.objects.filter(channel="inbox", subject__startswith="会商通知").values_list("office", flat=True)
    assert set(told) == {each.pk for each in asked()}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"held_on": date(2026, 6, 7)}, "不能早于今天"),
        ({"offices": []}, "至少有两个部门"),
        ({"topics": ["  "]}, "至少列入一个议题"),
    ],
)
def test_a_meeting_of_nobody_or_about_nothing_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(StepRefused, match=why) as refused:
        meeting(**changes)
    assert refused.value.clause.id == "11"
    assert not Meeting.objects.exists()


def test_minutes_wait_for_the_day_and_are_needed() -> None:
    found = meeting()
    with pytest.raises(StepRefused, match="尚未举行"):
        perform(found, "record_meeting", by=lead(), at=AT, minutes="……")
    with pytest.raises(StepRefused, match="请填写"):
        perform(found, "record_meeting", by=lead(), at=HELD)
    with pytest.raises(StepRefused, match="请填写"):
        perform(found, "call_off_meeting", by=lead(), at=AT)


def test_an_assignment_waits_in_the_inbox_of_its_owner_alone_until_it_is_done() -> None:
    case = assigned()
    assert [task.office for task in Task.objects.filter(case=case)] == [office("prefecture.hrss")]
    assert Task.objects.get(case=case).due_at == beijing("2026-06-27 00:00")
    with pytest.raises(StepRefused, match="承办部门"):
        perform(case, "report_done", by=head("prefecture.agriculture"), at=HELD, results="办了")
    with pytest.raises(StepRefused, match="请填写"):
        perform(case, "report_done", by=head("prefecture.hrss"), at=HELD)
    perform(case, "report_done", by=head("prefecture.hrss"), at=HELD, results="计划已印发")
    assert Assignment.objects.get().state == "done"
    assert not Task.objects.filter(case=case).exists()


def test_an_assignment_of_a_county_is_for_that_county() -> None:
    case = assigned("county.hrss", TACHENG_CITY)
    assert [task.office for task in Task.objects.filter(case=case)] == [office("county.hrss", TACHENG_CITY)]


def test_nothing_is_assigned_before_the_minutes_or_for_yesterday() -> None:
    given: dict[str, Any] = {"by": lead(), "at": HELD, "text": "培训", "office": office("prefecture.hrss")}
    with pytest.raises(StepRefused, match="登记会商纪要以后"):
        services.assign(meeting(), due_on=DAY, **given)
    with pytest.raises(StepRefused, match="不能早于今天"):
        services.assign(recorded(), due_on=date(2026, 6, 11), **given)


# ---- pages


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: HELD)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_pages_call_record_and_assign() -> None:
    client = signed_in(lead())
    form = {
        "title": "第三季度会商",
        "held_on": "2026-06-12",
        "place": "地区文旅局",
        "offices": [each.pk for each in asked()],
        "topics": "销路\n培训",
    }
    wrong = client.post("/consultations/call/", form | {"offices": [asked()[0].pk]}).content.decode()
    assert "至少有两个部门" in wrong
    assert 'value="第三季度会商"' in wrong
    page = client.post("/consultations/call/", form)["Location"]
    assert "销路" in client.get(page).content.decode()
    found = Meeting.objects.get()
    client.post(f"/cases/{found.number}/record_meeting/", {"minutes": "同意"})
    due = {"text": "对接商场", "office": office("prefecture.agriculture").pk, "due_on": "2026-06-30"}
    client.post(f"/consultations/{found.number}/assign/", due)
    assert "对接商场" in client.get(page).content.decode()
    listed = signed_in(head("prefecture.agriculture")).get("/consultations/").content.decode()
    assert "第三季度会商" in listed
    assert "对接商场" in listed


def test_a_county_sees_the_meetings_it_is_asked_to() -> None:
    near, far = office("county.culture"), office("county.culture", TACHENG_CITY)
    found = meeting(offices=[*asked(), near])
    assert signed_in(head("county.culture")).get(found.get_absolute_url()).status_code == 200
    assert signed_in(head("county.culture", TACHENG_CITY)).get(found.get_absolute_url()).status_code == 404
    assert far not in found.offices.all()
    assert signed_in(applicant()).get(found.get_absolute_url()).status_code == 404
    assert signed_in(auditor()).get("/consultations/").status_code == 200


def test_thirty_cost_what_one_costs() -> None:
    client = signed_in(lead())

    def cost() -> int:
        client.get("/consultations/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/consultations/").status_code == 200
        return len(queries)

    assigned()
    one = cost()
    for number in range(29):
        meeting(title=f"会商{number}")
    assert cost() == one
