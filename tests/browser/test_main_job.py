"""The main job through the pages, from the call for applications to the plaque; everybody has an own browser."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gongfang.cases.advance import advance
from tests.browser import filing, objecting, review, stage, visiting
from tests.browser.clock import Clock
from tests.browser.pages import Site, Visitor
from tests.browser.stage import Offices
from tests.factories import beijing, officer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOGIN, PASSWORD = "13900001234", "red-felt-and-horn-7"
COUNTY, PREFECTURE = "county.culture", "prefecture.culture"
AFTER_NOTICE = beijing("2026-06-16 09:00")
DOCUMENT, PLAQUE = "塔地文旅发〔2026〕31号", "TC-2026-001"


@dataclass
class Job:
    """One application on its way; the applicant has registered by the page."""

    site: Site
    clock: Clock
    offices: Offices
    applicant: Visitor
    number: str = ""

    @property
    def lead(self) -> Visitor:
        return self.offices.head(PREFECTURE)

    def applicant_returns(self) -> None:
        """Let the applicant open the browser anew and sign in."""
        self.applicant.leave()
        self.applicant = self.site.visitor()
        self.applicant.sign_in(LOGIN, PASSWORD)


@pytest.mark.once
def test_from_the_call_for_applications_to_the_plaque(site: Site, clock: Clock, tmp_path: Path) -> None:
    pool = stage.experts(8)
    job = Job(site, clock, Offices(site), site.visitor())
    open_round(job.lead)
    register(job.applicant)
    begin_and_come_back(job)
    fill_and_submit(job, tmp_path)
    correct_once(job)
    recommended_by_the_county(job)
    inspected_on_the_spot(job)
    reviewed_by_experts(job, review.Experts(site, pool))
    objected_to_in_vain(job)
    confirmed_and_awarded(job)


def open_round(lead: Visitor) -> None:
    lead.follow("申报批次", "nav")
    lead.follow("开启批次")
    period = {"opens_at": "2026-06-08T08:00", "closes_at": "2026-07-08T18:00"}
    lead.fill(name="2026年第一批", call_text="现组织申报2026年第一批地区级非遗工坊。", **period)
    lead.confirm("开启并公布", accept="确认开启")
    lead.sees("批次已开启，申报公告已公布。", "2026年第一批")


def register(applicant: Visitor) -> None:
    applicant.open("public:home")
    applicant.follow("登录", "body")
    applicant.follow("申报主体注册")
    applicant.fill(login=LOGIN, display_name=filing.OPERATOR, password1=PASSWORD, password2=PASSWORD, consent=True)
    applicant.press("注册并登录")
    expect(applicant.page.locator(".account")).to_contain_text(filing.OPERATOR)


def begin_and_come_back(job: Job) -> None:
    """Type, see it saved by itself, close the browser, and find it again."""
    applicant = job.applicant
    applicant.open("applications:mine")
    applicant.follow("开始申报")
    applicant.fill(title=filing.NAME)
    applicant.page.get_by_label("工坊所在县（市）").select_option(label="托里县")
    applicant.press("开始填写")
    applicant.fill("#filing", **filing.WORKSHOP)
    filing.autosaved(applicant)
    job.applicant_returns()
    job.applicant.open("applications:mine")
    job.applicant.follow("继续填写")
    for name in ("main_business", "site_area_m2", "management_statement"):
        expect(job.applicant.page.locator(f'#filing [name="{name}"]')).to_have_value(
            {**filing.WORKSHOP, "site_area_m2": "86.50"}[name]
        )


def fill_and_submit(job: Job, folder: Path) -> None:
    applicant = job.applicant
    filing.add_row(applicant, "person", "阿依古丽", **filing.RESPONSIBLE)
    applicant.sees_no(filing.RESPONSIBLE["id_number"])
    filing.add_file(applicant, "licence", "营业执照.pdf")
    filing.next_step(applicant, "项目与传承")
    filing.fill_heritage(applicant)
    filing.fill_employment(applicant, folder)
    filing.fill_operations(applicant)
    filing.fill_evidence(applicant)
    applicant.sees("五项材料齐全，可以提交。")
    hand_in(applicant)
    applicant.sees("已提交。办理进展会通知您。", "待受理")
    job.number = applicant.page.url.rstrip("/").rpartition("/")[2]


def hand_in(applicant: Visitor) -> None:
    applicant.fill(truth_declared=True)
    applicant.confirm("提交", accept="确认提交")


def correct_once(job: Job) -> None:
    """The county names all that is missing, once; the applicant adds it."""
    county = job.offices.head(COUNTY)
    county.open("cases:inbox")
    county.follow(filing.NAME)
    county.follow("一次性告知补正", ".next-steps")
    county.fill(".step-form", set_2="请补充项目公布文件", set_5="请补充公益活动照片")
    county.confirm("一次性告知补正")
    county.sees("补正中", "请补充项目公布文件", "第六条第（一）项")
    job.applicant.open("applications:mine")
    job.applicant.follow("继续填写")
    job.applicant.follow("项目与传承", ".stepper")
    job.applicant.sees("这一步需补正", "请补充项目公布文件")
    filing.add_file(job.applicant, "heritage_document", "项目公布文件.pdf")
    job.applicant.follow("佐证材料", ".stepper")
    job.applicant.sees("请补充公益活动照片")
    filing.add_file(job.applicant, "welfare", "公益活动.pdf")
    filing.next_step(job.applicant, "核对与承诺")
    hand_in(job.applicant)
    job.applicant.sees("待受理")
    county.is_refused(job.number, "一次性告知补正", "补正要求应一次性告知，本件已告知过", "第六条第（一）项")


def recommended_by_the_county(job: Job) -> None:
    """Three opinions; the first is prepared by an officer and signed by the head."""
    county = job.offices.head(COUNTY)
    county.take_step(job.number, "受理")
    county.is_refused(job.number, "推荐上报", "第五条")
    clerk = job.site.signed_in(officer("county.hrss"))
    clerk.start_step(job.number, "出具意见")
    clerk.fill(".step-form", agree="yes", reasons="就业名单抽查属实。")
    clerk.press("拟稿，送负责人签发")
    clerk.sees("已拟稿，待本部门负责人签发。", "待出具")
    head = job.offices.head("county.hrss")
    head.open("cases:inbox")
    head.sees("已拟稿，待您签发")
    head.follow(filing.NAME)
    head.follow("出具意见", ".next-steps")
    expect(head.page.get_by_label("同意", exact=True)).to_be_checked()
    head.confirm("出具意见")
    head.sees("已办理：出具意见", "就业名单抽查属实。")
    for department in ("culture", "agriculture"):
        job.offices.head(f"county.{department}").agree(job.number)
    county.take_step(job.number, "推荐上报")
    county.sees("地区审核")


def inspected_on_the_spot(job: Job) -> None:
    job.offices.all_agree("prefecture", job.number)
    job.lead.take_step(job.number, "组织实地核查")
    job.lead.is_refused(job.number, "完成实地核查", "须由不少于 2 名核查人员签字", "第六条第（二）项")
    sent = [officer("prefecture.culture"), officer("prefecture.hrss")]
    visiting.plan(job.lead, job.number, sent, on="2026-06-08")
    first, second = (visiting.on_the_spot(job.site, inspector, job.number) for inspector in sent)
    visiting.write_report(first, area="83.5")
    visiting.sign(first)
    second.page.reload()
    visiting.sign(second)
    job.lead.open_case(job.number)
    job.lead.sees("83.50 ㎡", "不少于 60 ㎡", "第四条第（二）项")
    job.lead.take_step(job.number, "完成实地核查")


def reviewed_by_experts(job: Job, experts: review.Experts) -> None:
    lead, draw_at = job.lead, job.clock.now() + timedelta(minutes=5)
    panel = review.announce(lead, filing.NAME, draw_at)
    lead.is_refused(panel, "随机抽取专家", "未到公告的抽取时间", "第六条第（二）项")
    job.clock.pass_by(timedelta(minutes=6))
    lead.take_step(panel, "随机抽取专家", public_value=review.PUBLIC_VALUE)
    sitting = seats_after_a_recusal(lead, panel, experts)
    for name in sitting:
        experts.declare_clear(name)
    waive(job)
    score_and_sign(lead, panel, sitting, experts, job.number)
    lead.open_case(job.number)
    lead.sees("评审通过")
    lead.take_step(job.number, "列为拟认定")


def seats_after_a_recusal(lead: Visitor, panel: str, experts: review.Experts) -> list[str]:
    """The first of the ranking recuses himself; the next rank is seated and nobody else moves."""
    drawn = review.seated(lead, panel)
    assert len(drawn) == 5
    experts.recuse(drawn[0], "曾受聘为该合作社技术顾问")
    sitting = review.seated(lead, panel)
    assert sitting[:4] == drawn[1:]
    assert len(sitting) == 5
    lead.sees("递补", "主动回避", "曾受聘为该合作社技术顾问")
    return sitting


def waive(job: Job) -> None:
    job.applicant.open_case(job.number)
    job.applicant.sees("递补")
    job.applicant.confirm("无回避申请", accept="确认")
    job.applicant.sees("已记录：贵单位对评审专家无回避申请。")


def score_and_sign(
    lead: Visitor, panel: str, sitting: list[str], experts: review.Experts, application: str
) -> None:
    """Sealed sheets first, then the deliberation, the votes and the conclusion."""
    experts.score(sitting[0], lost=1)
    lead.open_case(panel)
    lead.sees("分数密封")
    for lost, name in enumerate(sitting[1:]):
        experts.score(name, lost)
    lead.take_step(panel, "截止评分")
    lead.is_refused(panel, "形成评审结论", "第六条第（二）项")
    lead.take_step(panel, "形成合议记录", minutes="到会专家五名，一致认为技艺保持完整、带动就业明显。")
    for name in sitting:
        experts.sign(name, application)
    lead.take_step(panel, "形成评审结论")
    lead.sees("评审通过", "5 / 5")


def objected_to_in_vain(job: Job) -> None:
    objecting.publish(job.lead, job.number)
    citizen = job.site.visitor()
    receipt = objecting.object_to(citizen, filing.NAME)
    job.lead.open_case(job.number)
    job.lead.sees("公示中", "核查中", receipt.number)
    job.applicant.open_case(job.number)
    job.applicant.sees_no(receipt.number, objecting.OBJECTOR)
    job.lead.is_refused(receipt.number, "认定异议不成立", "第六条第（三）项")
    job.offices.all_agree("prefecture", receipt.number)
    reply = "经三部门会同核查，实测场地 83.5 平方米，异议不成立。"
    job.lead.take_step(receipt.number, "认定异议不成立", findings="现场复测，场地面积达标。", reply=reply)
    objecting.follow_up(citizen, receipt)
    citizen.sees("异议不成立", reply)


def confirmed_and_awarded(job: Job) -> None:
    """The notice ends by itself; a week later everybody opens a browser anew."""
    job.clock.move_to(AFTER_NOTICE)
    assert advance(job.clock.now()).is_clean
    job.offices.go_home()
    job.lead.is_refused(job.number, "确认公布", "第六条第（四）项")
    job.offices.all_agree("prefecture", job.number)
    job.lead.take_step(job.number, "确认公布", document_number=DOCUMENT)
    job.lead.sees("已认定")
    job.lead.take_step(job.number, "授牌", plaque_number=PLAQUE, plaque_date="2026-06-16")
    job.lead.sees("已授牌")
    passer_by = job.site.visitor()
    passer_by.open("public:directory")
    passer_by.follow(filing.NAME)
    passer_by.sees(DOCUMENT)
    passer_by.follow(f"查验牌匾 {PLAQUE}")
    assert "/p/" in passer_by.page.url
    passer_by.sees("有效", filing.NAME, PLAQUE, "第六条第（四）项")


def test_an_objection_that_is_upheld_ends_it(site: Site, clock: Clock) -> None:
    application = objecting.on_notice(clock.now())
    offices, citizen = Offices(site), site.visitor()
    receipt = objecting.object_to(citizen, application.title)
    offices.all_agree("prefecture", receipt.number)
    lead = offices.head(PREFECTURE)
    reply = "经三部门会同核查，场地不足 60 平方米，异议成立。"
    lead.take_step(receipt.number, "认定异议成立", findings="实测 48 平方米。", reply=reply)
    lead.take_step(application.number, "取消拟认定资格", reasons="公示期间异议经核查成立。")
    lead.sees("取消拟认定资格", "第六条第（三）项")
    objecting.follow_up(citizen, receipt)
    citizen.sees("异议成立", reply)
    clock.move_to(AFTER_NOTICE)
    advance(clock.now())
    is_never_recognised(site, application.number, application.title)


def is_never_recognised(site: Site, number: str, title: str) -> None:
    """Look at the portal and at the case after the period of the notice."""
    passer_by = site.visitor()
    objecting.open_notice(passer_by)
    passer_by.sees(title, "取消拟认定资格")
    expect(passer_by.page.get_by_role("link", name="提出异议")).to_have_count(0)
    passer_by.open("public:directory")
    passer_by.sees_no(title)
    lead = Offices(site).head(PREFECTURE)
    lead.open_case(number)
    lead.sees("取消拟认定资格")
    expect(lead.page.locator(".next-steps")).to_contain_text("目前没有需要您办理的步骤。")
