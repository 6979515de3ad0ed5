"""Objections during the notice (article 6(三), readings R10–R12)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from gongfang.cases import limits
from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.notices import queries, services
from gongfang.notices.models import Objection, Objector
from gongfang.notices.receipts import receipt_digest
from gongfang.records.models import EvidenceFile, Record, Statement
from gongfang.records.uploads import UploadRefused
from gongfang.regulation.procedure import Actor, StepRefused
from tests.factories import beijing, head
from tests.notices.cast import (
    LAST_INSTANT,
    PUBLISHED,
    SAID,
    TOO_LATE,
    all_agree,
    objected,
    on_notice,
    proposed,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def test_complete_objection_starts_the_verification_on_the_day_of_receipt() -> None:
    objection = objected(on_notice(), at=beijing("2026-06-12 16:00")).objection
    review = limits.running(objection, "objection_review")
    assert objection.state == "verifying"
    assert review is not None
    assert (review.trigger, review.last_day) == (date(2026, 6, 12), date(2026, 6, 22))


def test_objection_belongs_to_the_prefecture_and_keeps_the_edition_of_the_application() -> None:
    application = on_notice()
    objection = objected(application).objection
    assert (objection.region_id, objection.edition_id) == ("654200", application.edition_id)


def test_objection_at_the_last_instant_of_the_notice_is_in_time() -> None:
    assert objected(on_notice(), at=LAST_INSTANT).objection.state == "verifying"


def test_objection_at_midnight_is_late_and_kept_as_a_lead() -> None:
    objection = objected(on_notice(), at=TOO_LATE).objection
    assert objection.state == "inadmissible"
    assert objection.grounds.reasons == SAID["reasons"]


def test_anonymous_objection_is_kept_as_a_lead_and_holds_nothing_up() -> None:
    application = on_notice()
    assert objected(application, real_name="").objection.state == "inadmissible"
    assert queries.facts_of_application(application)["open_objections"] == 0


@pytest.mark.parametrize("element", ["contact", "reasons", "evidence"])
def test_objection_without_an_element_waits_for_it(element: str) -> None:
    objection = objected(on_notice(), **{element: "  "}).objection
    assert objection.state == "incomplete"
    assert limits.running(objection, "objection_review") is None


def test_file_stands_for_the_evidence_and_is_for_the_handlers_only() -> None:
    files = [SimpleUploadedFile("证据.pdf", PDF, content_type="application/pdf")]
    objection = objected(on_notice(), evidence="", files=files).objection
    stored = EvidenceFile.objects.get(case=objection)
    assert (objection.state, stored.access) == ("verifying", EvidenceFile.Access.HANDLERS)


def test_file_of_another_kind_refuses_the_whole_objection() -> None:
    application = on_notice()
    with pytest.raises(UploadRefused):
        objected(application, files=[SimpleUploadedFile("a.html", b"<script>", content_type="text/html")])
    assert not Objection.objects.exists()


def test_objection_to_an_application_never_on_notice_is_refused() -> None:
    with pytest.raises(StepRefused, match="尚未公示"):
        objected(proposed())
    assert not Objection.objects.exists()


def test_completion_within_the_notice_starts_the_verification_on_its_own_day() -> None:
    objection = objected(on_notice(), evidence="").objection
    services.complete_objection(objection, by=Actor.PUBLIC, at=LAST_INSTANT, evidence="照片")
    review = limits.running(objection, "objection_review")
    assert objection.state == "verifying"
    assert review is not None
    assert review.trigger == date(2026, 6, 17)


def test_completion_after_the_notice_is_refused_and_not_kept() -> None:
    objection = objected(on_notice(), evidence="").objection
    with pytest.raises(StepRefused, match="不能再补充"):
        services.complete_objection(objection, by=Actor.PUBLIC, at=TOO_LATE, evidence="照片")
    stored = Objection.objects.get(pk=objection.pk)
    assert (stored.state, stored.grounds.evidence) == ("incomplete", "")


def test_completion_of_a_paper_objection_counts_when_it_comes_not_when_the_paper_came() -> None:
    paper = {"received_on": date(2026, 6, 12), "entry_reason": "周末收件"}
    entered = SAID | {"evidence": ""} | paper
    at = beijing("2026-06-15 09:00")
    objection = services.object_to(on_notice(), by=head("prefecture.culture"), at=at, **entered).objection
    with pytest.raises(StepRefused, match="不能再补充"):
        services.complete_objection(objection, by=Actor.PUBLIC, at=TOO_LATE, evidence="照片")


def test_completion_that_still_lacks_something_is_refused() -> None:
    objection = objected(on_notice(), evidence="", contact="").objection
    with pytest.raises(StepRefused, match="联系方式"):
        services.complete_objection(objection, by=Actor.PUBLIC, at=PUBLISHED, evidence="照片")


def test_paper_received_in_time_and_entered_late_is_verified_and_bars_confirmation() -> None:
    application = on_notice()
    services.close_notice(application, by=Actor.SYSTEM, at=TOO_LATE)
    paper = {"received_on": date(2026, 6, 17), "entry_reason": "邮件周四才转到本科室"}
    entered = services.object_to(
        application, by=head("prefecture.culture"), at=beijing("2026-06-19 09:00"), **SAID, **paper
    )
    review = limits.running(entered.objection, "objection_review")
    assert entered.objection.state == "verifying"
    assert review is not None
    assert review.trigger == date(2026, 6, 17)
    assert queries.facts_of_application(application)["open_objections"] == 1


@pytest.mark.parametrize(
    ("received_on", "entry_reason", "why"),
    [
        (date(2026, 6, 16), "", "事后录入的原因"),
        (date(2026, 6, 18), "", "不能晚于今天"),
        (date(2026, 6, 9), "压件", "早于公示开始"),
    ],
)
def test_implausible_stamp_of_a_paper_is_refused(received_on: date, entry_reason: str, why: str) -> None:
    application, by = on_notice(), head("prefecture.culture")
    given = SAID | {"received_on": received_on, "entry_reason": entry_reason}
    with pytest.raises(StepRefused, match=why):
        services.object_to(application, by=by, at=beijing("2026-06-17 09:00"), **given)
    assert not Objection.objects.exists()


def test_public_cannot_say_when_its_objection_was_received() -> None:
    with pytest.raises(StepRefused, match="受理机关"):
        objected(on_notice(), at=TOO_LATE, received_on=date(2026, 6, 17))


@pytest.mark.parametrize("code", ["county.culture", "prefecture.hrss", "prefecture.agriculture"])
def test_paper_is_entered_by_no_other_office(code: str) -> None:
    application = on_notice()
    with pytest.raises(StepRefused):
        services.object_to(application, by=head(code), at=PUBLISHED, **SAID)
    assert not Objector.objects.exists()


@pytest.mark.parametrize("action", ["uphold_objection", "dismiss_objection"])
def test_decision_needs_the_three_departments(action: str) -> None:
    objection = objected(on_notice()).objection
    with pytest.raises(StepRefused, match="三部门一致"):
        perform(objection, action, by=head("prefecture.culture"), at=PUBLISHED, findings="查", reply="复")


@pytest.mark.parametrize("missing", ["findings", "reply"])
def test_decision_needs_findings_and_reply_in_the_same_step(missing: str) -> None:
    objection = objected(on_notice()).objection
    all_agree(objection, at=PUBLISHED)
    given = {"findings": "查", "reply": "复"} | {missing: " "}
    with pytest.raises(StepRefused):
        services.dismiss_objection(objection, by=head("prefecture.culture"), at=PUBLISHED, **given)


def test_upheld_objection_makes_the_cancellation_a_task_of_the_lead() -> None:
    application = on_notice()
    objection = objected(application).objection
    all_agree(objection, at=PUBLISHED)
    services.uphold_objection(objection, by=head("prefecture.culture"), at=PUBLISHED, findings="查", reply="复")
    assert queries.facts_of_application(application)["upheld_objections"] == 1
    assert Task.objects.filter(case_id=application.pk, action="cancel").exists()


def test_receipt_opens_its_own_objection_only_and_is_kept_as_a_digest() -> None:
    application = on_notice()
    first, second = objected(application), objected(application)
    assert queries.by_receipt(first.objection.number, first.code.lower().replace("-", " ")) == first.objection
    assert queries.by_receipt(first.objection.number, second.code) is None
    assert first.objection.receipt_digest == receipt_digest(first.code)
    assert len(first.code.replace("-", "")) * 5 >= 128


def test_what_was_said_stands_nowhere_in_clear() -> None:
    objection = objected(on_notice()).objection
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_objector")
        rows = cursor.fetchall()
        cursor.execute("SELECT * FROM notices_grounds")
        rows += cursor.fetchall()
    stored = repr([bytes(value) if isinstance(value, memoryview) else value for row in rows for value in row])
    told = stored + "".join(Record.objects.filter(case=objection).values_list("body", flat=True))
    told += "".join(Statement.objects.values_list("text", flat=True))
    assert not [words for words in SAID.values() if words in told or repr(words.encode())[2:-1] in told]
