"""The annual filing through the pages: filed on a phone and confirmed; missed twice, suspended, and restored."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gongfang.accounts.models import User
from gongfang.cases.advance import advance
from gongfang.filings.models import AnnualFiling
from gongfang.revocations.models import Revocation
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop
from tests.browser.clock import Clock
from tests.browser.filing import ROSTER_SIZE, autosaved, evidence, write_roster
from tests.browser.pages import PHONE, Site, Visitor
from tests.browser.stage import Offices
from tests.browser.visiting import photograph
from tests.factories import applicant, beijing
from tests.revocations import cast

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
RECOGNISED = beijing("2026-04-20 10:00")
NAME = "托里县阿依毡坊"


@dataclass
class Job:
    """One workshop and the years it files for."""

    site: Site
    clock: Clock
    offices: Offices
    workshop: Workshop
    holder: User
    has_signed_in: bool = False

    def passes(self, until: str) -> None:
        """Let time pass, and the law do what it does by itself; everybody has closed the browser meanwhile."""
        self.offices.go_home()
        self.clock.move_to(beijing(until))
        assert advance(self.clock.now()).is_clean

    def phone(self) -> Visitor:
        """Return the holder with a phone; who has signed in by the page once has a session the next time."""
        enter = self.site.with_session if self.has_signed_in else self.site.signed_in
        self.has_signed_in = True
        return enter(self.holder, PHONE)


@pytest.fixture
def job(site: Site, clock: Clock) -> Job:
    holder = applicant("阿依毡坊合作社")
    shop = cast.workshop(
        holder=holder, has_plaque=False, name=NAME, recognised_on=RECOGNISED.date(), at=RECOGNISED
    )
    register.award_plaque(workshop=shop, number="TC-2026-010", awarded_on=date(2026, 4, 20), at=RECOGNISED)
    return Job(site, clock, Offices(site), shop, holder)


def test_from_owed_to_confirmed_on_a_phone(job: Job, tmp_path: Path) -> None:
    job.passes("2027-01-04 09:00")
    phone = job.phone()
    begins(phone)
    brings_in_its_people(phone, tmp_path)
    reports_business(phone)
    logs_an_activity(phone, job)
    hands_in(phone)
    returned_and_corrected(job, phone)
    confirmed(job, phone)


def begins(phone: Visitor) -> None:
    phone.open("filings:mine")
    phone.sees(f"{NAME}（2027 年度）", "2027年12月31日（星期五） 24:00")
    assert phone.fits()
    phone.follow("填写报备")
    phone.sees("现在登记的信息", NAME)
    phone.fill("#filing", registration="unchanged")
    autosaved(phone)
    assert phone.fits()
    next_part(phone, "就业人员")


def next_part(phone: Visitor, heading: str) -> None:
    phone.press("保存，下一步")
    expect(phone.page.locator('.stepper [aria-current="step"]')).to_contain_text(heading)
    assert phone.fits()


def brings_in_its_people(phone: Visitor, folder: Path) -> None:
    """Bring the roster in from the template that the page hands out; a mistake is named row by row."""
    phone.follow("从表格导入")
    template, filled = folder / "template.xlsx", folder / "roster.xlsx"
    phone.download("下载模板", template)
    phone.fill(file=str(template))
    phone.press("上传并检查")
    phone.sees("表中没有人员，请从第 2 行填起")
    write_roster(template, filled)
    phone.fill(file=str(filled))
    phone.press("上传并检查")
    phone.sees(f"共 {ROSTER_SIZE} 人，格式全部正确。")
    assert phone.fits()
    phone.press("确认导入")
    phone.sees(f"已导入 {ROSTER_SIZE} 人。")
    phone.sees_no("务工人员甲")
    next_part(phone, "经营与补助")


def reports_business(phone: Visitor) -> None:
    figures = {"output_value": "130", "sales_online": "45", "sales_offline": "72", "profit": "19"}
    subsidies = {"subsidies_received": "5", "subsidies_spent": "3", "subsidies_remaining": "1"}
    phone.fill("#filing", **figures, **subsidies, subsidies_use="购置织机一台，3 万元。")
    autosaved(phone)
    expect(phone.page.locator(".filing-warning")).to_contain_text("相差 1")
    phone.fill("#filing", subsidies_remaining="2")
    expect(phone.page.locator(".filing-warning")).to_have_count(0)
    next_part(phone, "开展活动")


def logs_an_activity(phone: Visitor, job: Job) -> None:
    phone.sees("还没有活动记录。")
    phone.follow("记一次活动")
    assert phone.fits()
    given = {"kind": "school", "held_on": "2027-01-03", "title": "毡绣进校园", "participants": "45"}
    phone.fill(".activity-form", **given, files=photograph())
    phone.press("保存", ".activity-form")
    phone.sees("已记入活动记录。", "毡绣进校园", "45 人参加")
    expect(phone.page.locator(".activity-files img")).to_have_js_property("complete", True)
    assert phone.fits()
    filing = AnnualFiling.objects.get(workshop=job.workshop)
    phone.open("filings:part", filing.number, "activities")
    phone.sees("毡绣进校园")
    next_part(phone, "保护与佐证")


def hands_in(phone: Visitor) -> None:
    phone.fill("#filing", protection_statement="建有传习档案，带徒四人。")
    next_part(phone, "核对与提交")
    phone.sees("各项都已填写，可以提交。")
    phone.fill(truth_declared=True)
    phone.confirm("提交", accept="确认提交")
    phone.sees("已提交。确认结果会通知您。", "待确认")
    assert phone.fits()


def returned_and_corrected(job: Job, phone: Visitor) -> None:
    filing = AnnualFiling.objects.get(workshop=job.workshop)
    county = job.offices.head("county.culture")
    county.follow("年度报备", "nav")
    county.follow("待确认", ".state-counts")
    county.sees(NAME)
    county.take_step(filing.number, "退回补正", people="合同未附")
    phone.open_case(filing.number)
    phone.sees("退回补正", "合同未附")
    phone.follow("填写报备")
    phone.open("filings:part", filing.number, "people")
    phone.sees("合同未附")
    slot = phone.page.locator('#files [aria-labelledby="slot-filing_labour"]')
    slot.set_input_files(evidence("合同.pdf"))
    expect(phone.page.locator("#files").get_by_role("link", name="合同.pdf")).to_be_visible()
    phone.open("filings:file", filing.number)
    phone.fill(truth_declared=True)
    phone.confirm("提交", accept="确认提交")
    phone.sees("已提交。确认结果会通知您。")


def confirmed(job: Job, phone: Visitor) -> None:
    filing = AnnualFiling.objects.get(workshop=job.workshop)
    county = job.offices.head("county.culture")
    county.open_case(filing.number)
    county.sees("130", "毡绣进校园")
    county.sees_no("务工人员甲")
    county.take_step(filing.number, "确认报备")
    phone.page.goto(job.workshop.get_absolute_url())
    phone.sees("2027 年度", "已确认", "非遗进校园：1 次")
    assert phone.fits()


def test_two_missed_years_suspend_until_the_appeal_is_upheld(job: Job) -> None:
    job.passes("2027-01-04 09:00")
    job.passes("2028-01-04 09:00")
    is_said_of_the_plaque(job, "有效")
    job.passes("2029-01-01 00:30")
    revocation = Revocation.objects.get(workshop=job.workshop)
    is_said_of_the_plaque(job, "已暂停")
    is_told_on_the_time_lines(job, revocation)
    served(job, revocation)
    appealed(job, revocation)
    upheld(job, revocation)
    is_said_of_the_plaque(job, "有效")


def is_said_of_the_plaque(job: Job, label: str) -> None:
    """Check what the public is told, by the workshop's page and by the code on its plaque."""
    citizen = job.site.visitor(PHONE)
    citizen.open("public:plaque", job.workshop.plaques.get().code)
    citizen.sees(NAME, label)
    if label == "已暂停":
        citizen.sees("第十条第（七）项")
    citizen.open("public:workshop", job.workshop.public_id)
    citizen.sees(NAME, "资格中止" if label == "已暂停" else "已认定")
    citizen.leave()


def is_told_on_the_time_lines(job: Job, revocation: Revocation) -> None:
    phone = job.phone()
    phone.page.goto(job.workshop.get_absolute_url())
    phone.sees("资格中止", "第十条第（七）项", "连续 2 年（2027、2028 年度）未报备登记信息。", "逾期未报备")
    phone.leave()
    lead = job.offices.head("prefecture.culture")
    lead.open_case(AnnualFiling.objects.get(workshop=job.workshop, year=2028).number)
    lead.sees("逾期未报备", "第九条第（一）项", "系统")
    lead.open_case(revocation.number)
    lead.sees("拟撤销命名", "第十条第（七）项")


def served(job: Job, revocation: Revocation) -> None:
    job.offices.go_home()
    job.clock.move_to(beijing("2029-01-04 09:00"))
    given = {"method": "in_person", "received_on": "2029-01-04", "proof": evidence("送达回证.pdf")}
    job.offices.head("prefecture.culture").take_step(revocation.number, "登记书面告知的送达", **given)


def appealed(job: Job, revocation: Revocation) -> None:
    job.offices.go_home()
    job.clock.pass_by(timedelta(days=1))
    phone = job.phone()
    phone.open_case(revocation.number)
    phone.follow("提出申诉", ".next-steps")
    said = {"real_name": "阿依毡坊合作社", "contact": "13899990000", "reasons": "2028 年度已在窗口交过纸质报备。"}
    phone.fill(**said, evidence="窗口回执", files=evidence("回执.pdf"))
    phone.press("提交申诉")
    phone.sees("申诉复核")
    phone.leave()


def upheld(job: Job, revocation: Revocation) -> None:
    job.offices.all_agree("prefecture", revocation.number)
    answer = {"findings": "窗口回执属实。", "reply": "经复核，申诉成立。"}
    job.offices.head("prefecture.culture").take_step(revocation.number, "认定申诉成立", **answer)
    job.offices.go_home()
