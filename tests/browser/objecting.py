"""The public notice on its pages: published, objected to without an account, followed up with the receipt."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gongfang.applications.models import Application
from gongfang.rehearsal import reaching
from gongfang.rehearsal.cast import Cast
from tests.applications import specimen
from tests.browser.filing import evidence
from tests.browser.pages import Visitor
from tests.browser.stage import experts
from tests.factories import TUOLI
from tests.world import Play

TITLE = "2026年第一批地区级非遗工坊拟认定名单公示"
OBJECTOR = "叶尔兰"


@dataclass(frozen=True)
class Receipt:
    """What the objector writes down before leaving the page."""

    number: str
    code: str


def publish(lead: Visitor, number: str) -> None:
    """Publish the notice of an application that is proposed."""
    lead.start_step(number, "发布公示")
    lead.sees("2026年6月15日")
    contact = {"office": "塔城地区文旅局", "address": "文化路1号", "phone": "0901-6222222"}
    lead.fill(title=TITLE, text="经专家评审，拟认定下列工坊，现予公示。", **contact)
    lead.confirm("发布公示", accept="确认发布")
    lead.sees("门户上已可查看")


def open_notice(citizen: Visitor) -> None:
    citizen.open("public:home")
    citizen.open("public:notices")
    citizen.page.locator("main a[href^='/notices/GS']").first.click()


def object_to(citizen: Visitor, workshop: str) -> Receipt:
    """Object from the portal: first without what the measures ask for, then with it."""
    open_notice(citizen)
    listed = citizen.page.get_by_role("row").filter(has_text=workshop)
    listed.get_by_role("link", name="提出异议").click()
    citizen.fill(real_name=OBJECTOR, reasons="场地面积不足六十平方米。")
    citizen.press("提交异议")
    citizen.sees("尚缺：联系方式、佐证材料。", "您已填写的文字都保留在下面")
    citizen.fill(contact="13899990000", evidence="现场照片", files=evidence("现场照片.pdf"))
    citizen.press("提交异议")
    citizen.sees("异议已收到", "核查中")
    number, code = (citizen.page.locator(f".receipt-{name}").inner_text() for name in ("number", "code"))
    return Receipt(number, code)


def follow_up(citizen: Visitor, receipt: Receipt) -> None:
    """Ask, with the receipt, how the objection stands."""
    citizen.open("public:objections")
    citizen.fill(".narrow-form", number=receipt.number, code=receipt.code)
    citizen.press("查询")


def on_notice(at: datetime) -> Application:
    """Return an application whose notice has just been published; the way there was taken by the services."""
    experts(7)
    begun = at - timedelta(days=33)
    cast = Cast(county=TUOLI, since=begun - timedelta(days=30))
    draft = specimen.complete_draft(holder=cast.applicant, region=cast.county, at=begun)
    play = Play(draft, cast)
    reaching.reach(play, None, "public_notice", at=at - timedelta(minutes=10))
    application: Application = play.application
    return application
