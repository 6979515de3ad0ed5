"""A revocation through the pages, from its ground to the first day on which the operator may apply again."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop
from tests.applications import specimen
from tests.browser.clock import Clock
from tests.browser.filing import evidence
from tests.browser.pages import Site, Visitor
from tests.browser.stage import Offices
from tests.factories import TUOLI, applicant, beijing, division
from tests.revocations import cast

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
NAME, CODE = "托里县旧毡坊", "91350100M000100Y43"
DOCUMENT = "塔地文旅发〔2026〕40号"
RECOGNISED = beijing("2026-04-20 10:00")
FREE = beijing("2029-06-08 00:00:30")


@dataclass
class Job:
    """One revocation on its way."""

    site: Site
    clock: Clock
    offices: Offices
    workshop: Workshop
    holder: User
    number: str = ""

    @property
    def lead(self) -> Visitor:
        return self.offices.head("prefecture.culture")


def test_from_the_ground_to_the_first_free_day(site: Site, clock: Clock) -> None:
    holder = applicant("旧毡坊合作社")
    workshop = recognised(holder)
    job = Job(site, clock, Offices(site), workshop, holder)
    opened_on_a_ground(job)
    proposed_and_served(job)
    appealed_in_vain(job)
    announced_and_plaque_recovered(job)
    refused_for_three_years(job)
    accepted_on_the_first_free_day(job)


def recognised(holder: User) -> Workshop:
    day = date(2026, 4, 20)
    changes = {"name": NAME, "credit_code": CODE, "recognised_on": day, "at": RECOGNISED}
    workshop = cast.workshop(holder=holder, has_plaque=False, **changes)
    register.award_plaque(workshop=workshop, number="TC-2026-009", awarded_on=day, at=RECOGNISED)
    return workshop


def opened_on_a_ground(job: Job) -> None:
    lead = job.lead
    lead.follow("撤销命名", "nav")
    lead.follow("启动撤销命名")
    lead.fill(q="旧毡")
    lead.press("查找")
    lead.follow(f"选择 {NAME}")
    lead.page.locator('[name="grounds"][value="10(八)"]').check()
    lead.confirm("启动调查核实", accept="确认启动")
    lead.sees("有关事实")
    expect(lead.page.locator('[name="grounds"][value="10(八)"]')).to_be_checked()
    lead.fill(facts="六月一日仓库失火，经认定为较大安全事故。", files=evidence("事故认定书.pdf"))
    lead.confirm("启动调查核实", accept="确认启动")
    lead.sees("调查核实", "事故认定书.pdf", "第十条第（八）项")
    job.number = lead.page.url.rstrip("/").rpartition("/")[2]
    workshop = job.site.signed_in(job.holder)
    workshop.open("workshops:mine")
    workshop.sees("没有撤销命名的案件。")
    workshop.leave()


def proposed_and_served(job: Job) -> None:
    job.lead.is_refused(job.number, "提出撤销命名", "须三部门一致同意", "第十条")
    job.offices.all_agree("prefecture", job.number)
    job.lead.take_step(job.number, "提出撤销命名")
    job.lead.follow("书面告知书")
    job.lead.sees("拟撤销非遗工坊命名告知书", "六月一日仓库失火", "5 个工作日")
    given = {"method": "in_person", "received_on": "2026-06-08", "proof": evidence("送达回证.pdf")}
    job.lead.take_step(job.number, "登记书面告知的送达", **given)
    job.lead.is_refused(job.number, "撤销命名", "申诉期未满，2026-06-15 24:00 届满")


def appealed_in_vain(job: Job) -> None:
    workshop = job.site.with_session(job.holder, size=(390, 844))
    workshop.open("workshops:mine")
    workshop.follow(job.number)
    workshop.sees("六月一日仓库失火")
    workshop.follow("提出申诉", ".next-steps")
    workshop.fill(real_name="旧毡坊合作社", reasons="起火点在相邻仓库。")
    workshop.press("提交申诉")
    workshop.sees("申诉尚缺：联系方式、佐证材料", "您已填写的文字都保留在下面")
    workshop.fill(contact="13899990000", evidence="消防认定书", files=evidence("消防认定书.pdf"))
    workshop.press("提交申诉")
    workshop.sees("申诉复核", "起火点在相邻仓库。")
    workshop.leave()
    job.offices.all_agree("prefecture", job.number)
    answer = {"findings": "复核查明起火点在本坊。", "reply": "经复核，申诉不成立。"}
    job.lead.take_step(job.number, "驳回申诉并撤销命名", document_number=DOCUMENT, **answer)
    job.lead.follow("撤销命名决定书")
    job.lead.sees(DOCUMENT, "经复核，申诉不成立。", "60 日内依法申请行政复议", "2029年6月8日")


def announced_and_plaque_recovered(job: Job) -> None:
    citizen = job.site.visitor()
    citizen.open("public:home")
    citizen.follow("撤销命名公告")
    citizen.follow("GG2026-001")
    citizen.sees(NAME, DOCUMENT, "第十条第（八）项")
    citizen.sees_no("失火")
    job.lead.open("revocations:list")
    job.lead.page.goto(reverse("revocations:list") + "?plaque=out")
    job.lead.sees(job.number, "待收回牌匾")
    job.lead.take_step(job.number, "登记牌匾收回", returned_on="2026-06-08")
    citizen.open("public:plaque", job.workshop.plaques.get().code)
    citizen.sees("已撤销", "第十条第（八）项", DOCUMENT)
    citizen.leave()
    job.offices.go_home()


def draft_of(job: Job) -> Application:
    facts = specimen.Specimen(name="新毡坊", credit_code=CODE)
    at = job.clock.now()
    return specimen.complete_draft(holder=job.holder, region=division(TUOLI), at=at, specimen=facts)


def refused_for_three_years(job: Job) -> None:
    draft, operator = draft_of(job), job.site.with_session(job.holder)
    operator.open("applications:step", draft.number, "workshop")
    operator.sees("现在不能申报", DOCUMENT, "2029年6月8日", "第十条第（八）项")
    operator.open("applications:submit", draft.number)
    operator.sees("现在不能提交", "2029-06-08 起方可申报")
    operator.leave()


def accepted_on_the_first_free_day(job: Job) -> None:
    job.clock.move_to(FREE)
    draft, operator = draft_of(job), job.site.with_session(job.holder)
    operator.open("applications:step", draft.number, "workshop")
    operator.sees_no("现在不能申报")
    operator.open("applications:submit", draft.number)
    operator.fill(truth_declared=True)
    operator.confirm("提交", accept="确认提交")
    operator.sees("待受理")
