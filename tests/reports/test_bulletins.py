"""A bulletin from its figures to its archive, and every refusal on the way (article 11(一))."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongfang.cases.models import Task
from gongfang.cases.services import StepConflict, perform
from gongfang.notifications.models import Message
from gongfang.records.models import Record
from gongfang.records.verification import verify
from gongfang.regulation.bulletin import BULLETIN
from gongfang.regulation.procedure import StepRefused
from gongfang.reports import queries, services
from gongfang.reports.models import Bulletin, Period
from tests.factories import head, officer
from tests.reports import cast
from tests.reports.cast import NOW, bulletin, fresh, lead

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
NUMBER = "塔地文旅发〔2028〕31号"


def issued(**changes: Any) -> Bulletin:
    case = bulletin(**changes)
    services.issue_bulletin(case, by=lead(), at=LATER, document_number=NUMBER)
    return case


def waiting(case: Bulletin) -> set[str]:
    return {task.office.department for task in Task.objects.filter(case=case).select_related("office__division")}


def test_text_tells_the_figures_in_paragraphs() -> None:
    cast.filed(cast.workshop(), at=cast.LAST_YEAR, people=4)
    cast.filed(cast.workshop(), people=2)
    paragraphs = queries.bulletin_paragraphs(bulletin())
    assert paragraphs[0] == "现将2028年上半年塔城地区非遗工坊建设情况通报如下（数据截至2028年6月30日）。"
    assert "全地区经认定的地区级非遗工坊共2家，与上年末持平" in paragraphs[2]
    assert "分县（市）看：托里县2家。" in paragraphs
    assert "共吸纳就业6人，比上年末增加2人（50.0%）。其中脱贫人口6人；" in "".join(paragraphs)
    assert "线上80万元、线下140万元" in "".join(paragraphs)


def test_figures_stay_as_they_were_taken() -> None:
    shop = cast.workshop()
    case = bulletin()
    cast.filed(shop, at=NOW)
    found = fresh(case)
    assert found.figures == case.figures
    assert sum(row["people"] for row in found.figures["counties"]) == 0
    assert (found.taken_at, found.period_label) == (NOW, "2028年上半年")


def test_officer_edits_and_head_issues() -> None:
    case = bulletin()
    services.edit_bulletin(case, by=officer("prefecture.culture"), at=NOW, text="第一段\n\n  第二段  ")
    services.issue_bulletin(case, by=lead(), at=LATER, document_number=NUMBER)
    found = fresh(case)
    assert queries.bulletin_paragraphs(found) == ["第一段", "第二段"]
    assert (found.state, found.document_number, found.issued_at) == ("issued", NUMBER, LATER)
    record = Record.objects.get(case=case, action="issue_bulletin")
    assert record.statements.get().text == found.text
    assert json.loads(record.body)["facts"] == {"document_number": NUMBER}
    assert verify(with_files=False).is_sound


def test_officer_does_not_sign() -> None:
    case = bulletin()
    with pytest.raises(StepRefused, match="须由本部门负责人签发"):
        services.issue_bulletin(case, by=officer("prefecture.culture"), at=LATER, document_number=NUMBER)
    assert fresh(case).document_number == ""


def test_both_departments_are_asked_and_archive_it() -> None:
    case = issued()
    assert waiting(case) == {"hrss", "agriculture"}
    told = Message.objects.filter(case=case, channel="inbox").values_list("office__department", flat=True)
    assert {"hrss", "agriculture"} <= set(told)
    perform(case, "acknowledge_bulletin", by=officer("prefecture.hrss"), at=LATER)
    assert (fresh(case).state, waiting(case)) == ("issued", {"agriculture"})
    with pytest.raises(StepRefused, match="本部门已签收"):
        perform(case, "acknowledge_bulletin", by=head("prefecture.hrss"), at=LATER)
    perform(case, "acknowledge_bulletin", by=head("prefecture.agriculture"), at=LATER)
    assert (fresh(case).state, waiting(case)) == ("archived", set())


@pytest.mark.parametrize("action", ["edit_bulletin", "issue_bulletin", "drop_bulletin"])
def test_an_issued_one_stands(action: str) -> None:
    given = {
        "edit_bulletin": {"text": "改"},
        "issue_bulletin": {"document_number": "另号"},
        "drop_bulletin": {"reasons": "错"},
    }
    case = issued()
    before = fresh(case).text
    with pytest.raises(StepRefused, match="不能"):
        perform(case, action, by=lead(), at=LATER, **given[action])
    assert (fresh(case).text, fresh(case).document_number, fresh(case).is_current) == (before, NUMBER, True)


def test_dropped_draft_makes_room_for_another() -> None:
    first = bulletin()
    with pytest.raises(StepRefused, match="该统计期已有通报"):
        bulletin()
    perform(first, "drop_bulletin", by=lead(), at=NOW, reasons="数据有误")
    assert fresh(first).state == "dropped"
    assert bulletin().number != first.number


@pytest.mark.parametrize("period", ["h2", "q3", "year"])
def test_period_that_runs_is_refused(period: str) -> None:
    with pytest.raises(StepRefused, match="期满后再编制"):
        bulletin(period=period)
    assert not Bulletin.objects.exists()


@pytest.mark.parametrize("code", ["prefecture.hrss", "prefecture.agriculture", "county.culture"])
def test_only_the_lead_draws_one_up(code: str) -> None:
    with pytest.raises(StepRefused, match="由地区文化和旅游部门编制"):
        services.draw_up_bulletin(by=head(code), at=NOW, year=2028, period="h1")


def test_number_is_used_once() -> None:
    issued()
    other = bulletin(period="q1")
    with pytest.raises(StepRefused, match="这个文号已用于另一份通报"):
        services.issue_bulletin(other, by=lead(), at=LATER, document_number=NUMBER)


def test_text_changed_meanwhile_is_not_issued_unseen() -> None:
    case = bulletin()
    seen = case.version
    services.edit_bulletin(fresh(case), by=lead(), at=NOW, text="另一稿")
    with pytest.raises(StepConflict):
        services.issue_bulletin(case, by=lead(), at=LATER, document_number=NUMBER, seen_version=seen)


def test_the_law_stands_in_the_database() -> None:
    case = bulletin()
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=case.pk).update(document_number=NUMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=case.pk).update(period="q9")


@pytest.mark.parametrize("period", Period)
def test_periods_follow_the_months(period: Period) -> None:
    first, last = period.first_day(2028), period.last_day(2028)
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1
    assert (last - first).days in (90, 91, 181, 183, 365)


def test_the_culture_department_reports_to_the_two_others_under_article_11() -> None:
    """11(一): the bulletin is drawn up and issued by culture, and acknowledged by the two other departments."""
    assert {step.clause.id for step in BULLETIN.steps} == {"11(一)"}
    read_by = {actor for step in BULLETIN.rows("acknowledge_bulletin") for actor in step.by}
    assert {actor.department for actor in read_by} == {"hrss", "agriculture"}
