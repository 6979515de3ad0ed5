"""Whom a case waits for: told plainly on its page, to each reader in his own words."""

from datetime import datetime, timedelta

import pytest

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases.models import Case
from gongfang.cases.services import perform
from gongfang.cases.tasks import refresh
from gongfang.cases.waiting import waits_of
from gongfang.panels import services as panel_services
from tests import factories as people
from tests.applications import factories as made
from tests.applications.test_wizard import signed_in
from tests.notices import cast
from tests.panels import cast as panels

pytestmark = pytest.mark.django_db


def told(case: Case, user: User, at: datetime = made.AT) -> list[tuple[str, bool]]:
    return [(wait.text, wait.is_yours) for wait in waits_of(case, user, at=at)]


def name_of(code: str) -> str:
    return people.office(code).name


def test_an_applicant_reads_which_office_his_filing_waits_for() -> None:
    application = made.submitted()
    assert told(application, application.holder) == [(f"等待{name_of('county.culture')}受理", False)]
    assert told(application, people.officer("prefecture.hrss")) == told(application, application.holder)
    assert told(application, people.officer("county.culture")) == [("等待本单位受理", True)]


def test_what_is_the_applicants_to_do_is_told_as_his() -> None:
    draft, correcting = made.draft(missing=("operations",)), made.correcting()
    (wait,) = waits_of(draft, draft.holder, at=made.AT)
    assert (wait.text, wait.is_yours) == ("等待您提交申报", True)
    assert "第4目" in wait.why
    assert told(correcting, correcting.holder) == [("等待您提交补正材料", True)]
    assert told(correcting, people.officer("county.culture")) == [("等待申报单位提交补正材料", False)]


def test_corrections_that_come_too_late_wait_for_the_law() -> None:
    application = made.correcting()
    (wait,) = waits_of(application, application.holder, at=made.AT + timedelta(days=60))
    assert (wait.text, wait.is_yours, wait.why) == ("等待系统办理“逾期未补正”", False, "")


def test_the_county_enters_a_paper_filing_and_its_corrections() -> None:
    paper = made.correcting()
    Application.objects.filter(pk=paper.pk).update(holder=None)
    paper.refresh_from_db()
    assert told(paper, people.officer("county.culture")) == [("等待您提交补正材料", True)]
    Application.objects.filter(pk=paper.pk).update(state="draft")
    paper.refresh_from_db()
    assert told(paper, people.officer("county.culture")) == []


def test_departments_with_the_same_to_do_share_a_line() -> None:
    application = made.in_county_review()
    perform(application, "give_opinion", by=people.head("county.culture"), at=made.AT, agree=True)
    hrss, agriculture = name_of("county.hrss"), name_of("county.agriculture")
    (wait,) = waits_of(application, application.holder, at=made.AT)
    assert wait.text in (f"等待{hrss}、{agriculture}出具意见", f"等待{agriculture}、{hrss}出具意见")
    assert told(application, people.head("county.hrss")) == [(f"等待本单位、{agriculture}出具意见", True)]


def test_ways_on_are_alternatives() -> None:
    objection = cast.objected(cast.on_notice()).objection
    cast.all_agree(objection, at=cast.PUBLISHED)
    expected = f"等待{name_of('prefecture.culture')}认定异议成立或认定异议不成立"
    assert told(objection, people.auditor(), cast.PUBLISHED) == [(expected, False)]


def test_an_incomplete_objection_waits_for_whoever_raised_it() -> None:
    objection = cast.objected(cast.on_notice(), evidence="").objection
    (wait,) = waits_of(objection, people.auditor(), at=cast.PUBLISHED)
    assert (wait.text, wait.is_yours, wait.why) == ("等待异议提出人补充异议材料", False, "尚缺：佐证材料")


def test_a_notice_says_why_it_does_not_end_yet() -> None:
    application = cast.on_notice()
    (running,) = waits_of(application, application.holder, at=cast.PUBLISHED)
    assert (running.text, running.is_yours) == ("等待系统办理“公示期满”", False)
    assert "届满" in running.why
    cast.objected(application)
    (ended,) = waits_of(application, application.holder, at=cast.TOO_LATE)
    assert ended.why == "尚有 1 件异议未办结"


def test_an_application_before_a_panel_is_told_to_be_under_review() -> None:
    application = panels.application()
    refresh(application, at=panels.ANNOUNCED)
    organise = f"等待{name_of('prefecture.culture')}组织专家评审"
    assert told(application, application.holder, panels.ANNOUNCED) == [(organise, False)]
    panels.drawn(application)
    assert told(application, application.holder, panels.DRAWN) == [("专家评审进行中", False)]


def test_an_expert_is_told_of_his_own_part_and_of_nobody_elses() -> None:
    panel = panels.scoring()
    first, second = panels.seated(panels.entry_of(panel))[:2]
    panels.score_one(panel, first)
    assert told(panel, first.user, panels.AFTER) == []
    assert told(panel, second.user, panels.AFTER) == [("等待您独立打分", True)]
    assert told(panel, people.auditor(), panels.AFTER) == [("等待评审专家独立打分", False)]


def test_a_panel_waits_for_declarations_then_scores_then_signatures() -> None:
    panel = panels.drawn()
    assert told(panel, people.auditor(), panels.WITHIN) == [("等待评审专家利害关系声明", False)]
    seated = panels.seated(panels.entry_of(panel))
    panels.clear_all(panel)
    panels.score_all(panel)
    lead = name_of("prefecture.culture")
    assert told(panel, people.auditor(), panels.AFTER) == [(f"等待{lead}截止评分", False)]
    assert told(panel, seated[0].user, panels.AFTER) == []
    panel_services.close_scoring(panel, by=panels.lead(), at=panels.AFTER)
    assert told(panel, people.auditor(), panels.AFTER) == [(f"等待{lead}形成合议记录", False)]
    panel_services.write_minutes(panel, by=panels.lead(), at=panels.AFTER, minutes="一致认为……")
    panel.refresh_from_db()
    assert told(panel, seated[0].user, panels.AFTER) == [("等待您表决并签署合议记录", True)]
    assert ("等待评审专家表决并签署合议记录", False) in told(panel, people.auditor(), panels.AFTER)


def test_a_case_that_has_ended_waits_for_nothing() -> None:
    application = made.submitted()
    perform(application, "withdraw", by=application.holder, at=made.AT)
    assert told(application, application.holder) == []
    panel = panels.concluded()
    assert told(panel, people.auditor(), panels.AFTER) == []


def test_the_page_of_every_kind_of_case_says_it() -> None:
    application = cast.on_notice()
    objection = cast.objected(application).objection
    panels.experts(9)
    panel = panels.announced()
    for case in (application, objection, panel):
        page = signed_in(people.officer("prefecture.culture")).get(case.get_absolute_url())
        assert page.context["waits"]
        for wait in page.context["waits"]:
            assert wait.text in page.content.decode()
