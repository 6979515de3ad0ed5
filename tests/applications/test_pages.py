"""Ending a filing, lists, rounds and the parts of the case page: who sees what, in how many queries."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.applications.models import Application, Round
from gongfang.cases import registry
from gongfang.cases.advance import advance
from gongfang.cases.services import perform
from gongfang.notifications.models import Message
from gongfang.records.models import AccessEntry, Record
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.regulation.recognition import State
from tests import factories as people
from tests.applications import factories as made
from tests.applications import specimen
from tests.applications.factories import COUNTY
from tests.applications.test_wizard import signed_in, url
from tests.factories import TACHENG_CITY, beijing

pytestmark = pytest.mark.django_db
PREFECTURE = "prefecture.culture"


def state_of(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


# ending a filing


def test_submitting_needs_the_declaration() -> None:
    application = made.draft(at=timezone.now())
    client = signed_in(application.holder)
    page = client.post(url("submit", application), {"seen_version": 0})
    assert "truth_declared" in page.context["form"].errors
    answer = client.post(url("submit", application), {"seen_version": 0, "truth_declared": "on"})
    assert answer.url == application.get_absolute_url()
    assert state_of(application) == State.SUBMITTED


def test_submit_page_says_why_it_would_be_refused() -> None:
    application = made.draft(at=timezone.now(), missing=("operations",))
    Application.objects.filter(pk=application.pk).update(truth_declared_at=None)
    page = signed_in(application.holder).get(url("submit", application))
    assert "第4目" in page.context["refusal"].reason
    complete = made.draft(at=timezone.now())
    Application.objects.filter(pk=complete.pk).update(truth_declared_at=None)
    assert signed_in(complete.holder).get(url("submit", complete)).context["refusal"] is None


def test_refused_submission_keeps_the_form_and_cites_the_clause() -> None:
    application = made.draft(at=timezone.now(), missing=("operations",))
    page = signed_in(application.holder).post(url("submit", application), {"truth_declared": "on"})
    assert "第六条" in str(page.context["form"].non_field_errors())
    assert page.context["form"]["truth_declared"].value()


def test_resubmitting_by_its_page() -> None:
    application = made.correcting()
    Application.objects.filter(pk=application.pk).update(truth_declared_at=None)
    ends_at = application.limits.get(closed_at=None)
    ends_at.ends_at = timezone.now() + timedelta(days=3)
    ends_at.save()
    client = signed_in(application.holder)
    assert client.get(url("resubmit", application)).status_code == 200
    client.post(url("resubmit", application), {"truth_declared": "on"})
    assert state_of(application) == State.SUBMITTED
    assert Application.objects.get(pk=application.pk).truth_declared_at is not None


@pytest.mark.parametrize("action", ["submit", "enter_paper"])
def test_ending_belongs_to_those_the_table_names(action: str) -> None:
    application = made.draft(at=timezone.now())
    assert signed_in(people.applicant()).get(url(action, application)).status_code == 404
    submitted = made.submitted()
    assert signed_in(people.head("county.hrss")).get(url(action, submitted)).status_code == 403


# paper


def paper(by: User, *, received_on: str = "2026-05-06") -> Application:
    opened = specimen.open_round(at=made.AT)
    data = {"round": opened.pk, "title": "纸上的工坊", "received_on": received_on}
    answer = signed_in(by).post(reverse("applications:start_paper"), data)
    application = Application.objects.get(title="纸上的工坊")
    assert answer.url == application.get_edit_url()
    return application


def fill_from_paper(application: Application, by: User) -> None:
    specimen.fill(application, specimen.Specimen(name="纸上的工坊"), at=made.AT)
    scan = SimpleUploadedFile("扫描件.pdf", specimen.PDF, content_type="application/pdf")
    signed_in(by).post(url("add_file", application, "paper"), {"file": scan})


def test_county_enters_a_filing_on_paper_as_of_its_receipt() -> None:
    officer = people.officer(COUNTY)
    application = paper(officer)
    fill_from_paper(application, officer)
    Round.objects.update(closes_at=made.AT + timedelta(hours=1))
    data = {"received_on": "2026-05-06", "truth_declared": "on"}
    signed_in(officer).post(url("enter_paper", application), data)
    assert state_of(application) == State.SUBMITTED
    assert application.holder_id is None


def test_paper_received_after_the_round_is_late() -> None:
    officer = people.officer(COUNTY)
    application = paper(officer)
    fill_from_paper(application, officer)
    Round.objects.update(closes_at=made.AT + timedelta(hours=1))
    data = {"received_on": "2026-05-07", "truth_declared": "on"}
    page = signed_in(officer).post(url("enter_paper", application), data)
    assert "批次" in str(page.context["form"].non_field_errors())
    assert state_of(application) == State.DRAFT


def test_paper_needs_its_scan() -> None:
    officer = people.officer(COUNTY)
    application = paper(officer)
    specimen.fill(application, at=made.AT)
    page = signed_in(officer).post(
        url("enter_paper", application), {"received_on": "2026-05-06", "truth_declared": "on"}
    )
    assert "扫描件" in str(page.context["form"].non_field_errors())


def test_paper_draft_is_the_countys_own() -> None:
    application = paper(people.officer(COUNTY))
    others = (people.officer(COUNTY, TACHENG_CITY), people.head(PREFECTURE), people.officer("county.hrss"))
    assert [signed_in(each).get(url("step", application, "workshop")).status_code for each in others] == [404] * 3


def test_an_applicants_draft_cannot_be_entered_as_paper() -> None:
    application = made.draft()
    with pytest.raises(Exception, match="在线填报"):
        perform(
            application,
            "enter_paper",
            by=people.officer(COUNTY),
            at=made.AT,
            received_on=made.AT.date(),
        )


def correcting_on_paper(officer: User) -> Application:
    """Return a filing on paper of which corrections were asked on 6 May 2026: they are due on the 19th."""
    application = paper(officer)
    fill_from_paper(application, officer)
    perform(application, "enter_paper", by=officer, at=made.AT, received_on=made.AT.date())
    perform(application, "request_correction", by=officer, at=made.AT, missing="场地照片")
    return application


def test_county_hands_in_corrections_for_paper() -> None:
    officer = people.officer(COUNTY)
    application = correcting_on_paper(officer)
    assert signed_in(officer).get(url("step", application, "workshop")).status_code == 200
    later = made.AT + timedelta(days=1)
    with pytest.raises(StepRefused, match="收到补正材料的日期"):
        perform(application, "resubmit", by=officer, at=later)
    perform(application, "resubmit", by=officer, at=later, received_on=later.date())
    assert state_of(application) == State.SUBMITTED


def test_correction_on_paper_is_entered_late_as_of_its_receipt() -> None:
    officer = people.officer(COUNTY)
    application = correcting_on_paper(officer)
    client = signed_in(officer)
    assert "received_on" in client.get(url("resubmit", application)).context["form"].fields
    given = {"received_on": "2026-05-19", "entry_reason": "", "truth_declared": "on"}
    page = client.post(url("resubmit", application), given)
    assert "事后录入" in str(page.context["form"].non_field_errors())
    client.post(url("resubmit", application), given | {"entry_reason": "收发室次日转办"})
    assert state_of(application) == State.SUBMITTED
    record = Record.objects.filter(case=application.pk).latest("seq")
    assert json.loads(record.body)["facts"]["received_on"] == "2026-05-19"
    assert record.statements.get().text == "收发室次日转办"


def test_correction_on_paper_received_too_late_is_refused() -> None:
    officer = people.officer(COUNTY)
    application = correcting_on_paper(officer)
    given = {"received_on": "2026-05-20", "entry_reason": "邮件延误", "truth_declared": "on"}
    page = signed_in(officer).post(url("resubmit", application), given)
    assert "补正期限" in str(page.context["form"].non_field_errors())
    assert state_of(application) == State.CORRECTING


def test_day_of_receipt_is_not_asked_of_an_applicant_online() -> None:
    application = made.correcting()
    assert (
        "received_on" not in signed_in(application.holder).get(url("resubmit", application)).context["form"].fields
    )
    with pytest.raises(StepRefused, match="系统接收时间"):
        perform(application, "resubmit", by=application.holder, at=made.AT, received_on=made.AT.date())


def test_filing_on_paper_does_not_lapse_by_itself_and_its_county_is_reminded() -> None:
    officer = people.officer(COUNTY)
    application = correcting_on_paper(officer)
    report = advance(beijing("2026-05-20 09:00"))
    assert (dict(report.taken), dict(report.refused), report.reminders) == ({}, {}, 1)
    assert state_of(application) == State.CORRECTING
    message = Message.objects.filter(key__startswith="limit:").latest("pk")
    assert message.office == officer.office


def test_county_ends_a_filing_on_paper_that_was_not_corrected() -> None:
    application, head = correcting_on_paper(people.officer(COUNTY)), people.head(COUNTY)
    late = beijing("2026-05-20 09:00")
    with pytest.raises(WrongActor, match="负责人"):
        perform(application, "lapse", by=people.officer(COUNTY), at=late, reasons="未收到")
    with pytest.raises(StepRefused, match="未满"):
        perform(application, "lapse", by=head, at=beijing("2026-05-19 23:59"), reasons="未收到")
    signed_in(head).post(reverse("cases:step", args=[application.number, "lapse"]), {"reasons": "期内未收到"})
    assert state_of(application) == State.NOT_ACCEPTED


# lists


def queries_of(client: Any, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_lists_take_as_many_queries_for_thirty_rows_as_for_one() -> None:
    holder = people.applicant()
    made.correcting(holder)
    mine, index = reverse("applications:mine"), reverse("applications:index")
    applicant, county = signed_in(holder), signed_in(people.head(COUNTY))
    before = queries_of(applicant, mine), queries_of(county, index)
    for _ in range(29):
        made.correcting(holder)
    assert (queries_of(applicant, mine), queries_of(county, index)) == before
    assert max(before) <= 16


def test_index_is_narrowed_by_county_state_round_and_words() -> None:
    here, there = made.submitted(name="花毡甲"), made.draft(name="刺绣乙", county=TACHENG_CITY)
    perform(there, "submit", by=there.holder, at=made.AT)
    client = signed_in(people.head(PREFECTURE))

    def found(**chosen: Any) -> list[str]:
        page = client.get(reverse("applications:index"), chosen)
        return [row["application"].title for row in page.context["rows"]]

    assert found() == ["刺绣乙", "花毡甲"]
    assert found(county=TACHENG_CITY) == ["刺绣乙"]
    assert found(search="花毡") == ["花毡甲"]
    assert found(search=there.number.lower()) == ["刺绣乙"]
    assert found(state="county_review") == []
    assert found(round=here.round_id) == ["刺绣乙", "花毡甲"]
    assert found(round="x", county="650000") == ["刺绣乙", "花毡甲"]


def test_county_lists_its_own_only_and_no_drafts() -> None:
    made.submitted()
    made.draft()
    rows = signed_in(people.head(COUNTY)).get(reverse("applications:index")).context["rows"]
    assert len(rows) == 1
    elsewhere = signed_in(people.head(COUNTY, TACHENG_CITY)).get(reverse("applications:index"))
    assert elsewhere.context["rows"] == []


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("index", {"county", "prefecture", "auditor"}),
        ("mine", {"applicant"}),
        ("start", {"applicant"}),
        ("start_paper", {"county"}),
        ("rounds", {"county", "prefecture", "auditor"}),
        ("open_round", {"prefecture"}),
    ],
)
def test_pages_are_for_their_roles(page: str, allowed: set[str]) -> None:
    who = {
        "applicant": people.applicant(),
        "county": people.head(COUNTY),
        "prefecture": people.head(PREFECTURE),
        "expert": people.expert_user(),
        "auditor": people.auditor(),
    }
    codes = {name: signed_in(user).get(reverse(f"applications:{page}")).status_code for name, user in who.items()}
    assert codes == {name: 200 if name in allowed else 403 for name in who}


def test_starting_a_filing() -> None:
    opened = specimen.open_round(at=timezone.now())
    holder = people.applicant()
    data = {"round": opened.pk, "region": people.TUOLI, "title": "新工坊"}
    answer = signed_in(holder).post(reverse("applications:start"), data)
    application = Application.objects.get(holder=holder)
    assert answer.url == application.get_edit_url()
    assert application.state == State.DRAFT


def test_no_filing_starts_outside_a_round() -> None:
    closed = specimen.open_round(at=made.AT - timedelta(days=700))
    data = {"round": closed.pk, "region": people.TUOLI, "title": "新工坊"}
    page = signed_in(people.applicant()).post(reverse("applications:start"), data)
    assert "round" in page.context["form"].errors
    assert not Application.objects.exists()


# rounds


def opening(**changed: str) -> dict[str, str]:
    now = timezone.localtime()
    start, end = now - timedelta(hours=1), now + timedelta(days=30)
    return {
        "name": "2026 年第一批",
        "opens_at": f"{start:%Y-%m-%dT%H:%M}",
        "closes_at": f"{end:%Y-%m-%dT%H:%M}",
        "call_text": "欢迎申报。",
    } | changed


def test_round_is_opened_and_ended_early_with_a_reason() -> None:
    client = signed_in(people.head(PREFECTURE))
    client.post(reverse("applications:open_round"), opening())
    opened = Round.objects.get()
    assert opened.is_open(timezone.now())
    page = client.post(reverse("applications:close_round", args=[opened.pk]), {"reason": ""})
    assert "reason" in page.context["form"].errors
    client.post(reverse("applications:close_round", args=[opened.pk]), {"reason": "名额已满"})
    assert not Round.objects.get().is_open(timezone.now())
    assert list(AccessEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "open_round",
        "close_round",
    ]


def test_round_that_ends_before_it_begins_is_refused_and_kept_on_the_form() -> None:
    page = signed_in(people.head(PREFECTURE)).post(
        reverse("applications:open_round"), opening(closes_at="2020-01-01T00:00")
    )
    assert "closes_at" in page.context["form"].errors
    assert page.context["form"]["call_text"].value() == "欢迎申报。"
    assert not Round.objects.exists()


@pytest.mark.parametrize("by", ["officer", "county", "hrss"])
def test_round_is_opened_by_the_head_of_the_prefectures_culture_office(by: str) -> None:
    user = {
        "officer": lambda: people.officer(PREFECTURE),
        "county": lambda: people.head(COUNTY),
        "hrss": lambda: people.head("prefecture.hrss"),
    }[by]()
    assert signed_in(user).post(reverse("applications:open_round"), opening()).status_code == 403
    assert not Round.objects.exists()


# the case page


def test_case_page_shows_the_filing_to_those_who_handle_it() -> None:
    application = made.in_county_review()
    for user in (application.holder, people.head(COUNTY), people.auditor()):
        page = signed_in(user).get(application.get_absolute_url())
        assert page.status_code == 200
        names = {part["name"] for part in page.context["sections"]}
        assert {"workshop", "heritage", "operations", "files", "roster", "precheck"} <= names


def test_case_page_takes_a_bounded_number_of_queries() -> None:
    application = made.in_county_review(poverty_workers=1, trainings=1, practitioners=1)
    client = signed_in(people.head(COUNTY))
    before = queries_of(client, application.get_absolute_url())
    larger = made.in_county_review(poverty_workers=30, trainings=10, practitioners=30)
    assert queries_of(client, larger.get_absolute_url()) == before


def test_request_correction_form_asks_for_a_complete_list() -> None:
    application = made.submitted()
    client = signed_in(people.head(COUNTY))
    path = reverse("cases:step", args=[application.number, "request_correction"])
    page = client.post(path, {"set_1": " \n", "seen_version": application.version})
    assert "逐项写明" in str(page.context["form"].non_field_errors())
    client.post(path, {"set_1": "营业执照\n场地证明", "set_4": "报表", "general": "签章"})
    items = Application.objects.get(pk=application.pk).correction_items
    assert sorted(items.values_list("material_set", "note")) == [
        (0, "签章"),
        (1, "场地证明"),
        (1, "营业执照"),
        (4, "报表"),
    ]


def test_corrections_are_folded_away_once_they_are_handed_in() -> None:
    application = made.correcting(missing="营业执照复印件")
    client, path = signed_in(application.holder), application.get_absolute_url()
    asked = client.get(path).content.decode()
    assert ("已补正" in asked, "营业执照复印件" in asked) == (False, True)
    perform(application, "resubmit", by=application.holder, at=beijing("2026-05-08 09:30"))
    done = client.get(path).content.decode()
    assert "2026年5月8日（星期五） 09:30 提交补正材料" in done
    folded = re.search(r'<details class="note-done">.*?</details>', done, re.DOTALL)
    assert folded
    assert "营业执照复印件" in folded[0]


def test_corrections_never_made_are_not_called_done() -> None:
    application = made.correcting()
    perform(application, "lapse", by=Actor.SYSTEM, at=made.AT + timedelta(days=60))
    assert "已补正" not in signed_in(application.holder).get(application.get_absolute_url()).content.decode()


def test_disqualify_form_takes_the_evidence() -> None:
    application = made.in_county_review()
    path = reverse("cases:step", args=[application.number, "disqualify"])
    client = signed_in(people.head(COUNTY))
    assert "evidence" in client.post(path, {"reasons": "虚构名单"}).context["form"].errors
    evidence = SimpleUploadedFile("笔录.pdf", specimen.PDF, content_type="application/pdf")
    client.post(path, {"reasons": "虚构名单", "evidence": evidence})
    assert state_of(application) == State.DISQUALIFIED


def test_kind_is_registered_with_a_service_for_every_action_of_its_own() -> None:
    kind = registry.kind_of("application")
    others = {"publish_notice", "close_notice"}
    assert set(kind.procedure.actions) - others <= set(kind.services)
