"""The visit to the spot: planned at a desk, written on a phone, signed by those who went."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload, expect

from gongfang.accounts.models import User
from gongfang.inspections import checklist
from tests.browser.pages import PHONE, Site, Visitor, choose


def photograph() -> FilePayload:
    """Return a picture to choose in a file field."""
    taken = BytesIO()
    Image.new("RGB", (64, 48), "peru").save(taken, "JPEG")
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": taken.getvalue()}


def plan(lead: Visitor, number: str, inspectors: Sequence[User], *, on: str) -> None:
    lead.open("inspections:visits")
    lead.follow("安排核查")
    lead.fill(".plan-form", planned_on=on)
    for inspector in inspectors:
        lead.page.locator(".plan-person").filter(has_text=inspector.display_name).get_by_role("checkbox").check()
    lead.press("保存安排并通知核查人员")
    lead.sees("核查已安排，并已通知核查人员。", *(inspector.display_name for inspector in inspectors))


def on_the_spot(site: Site, inspector: User, number: str) -> Visitor:
    """Return an inspector who has opened the report on a phone."""
    visitor = site.signed_in(inspector, PHONE)
    visitor.open_case(number)
    visitor.follow("填写报告")
    assert visitor.fits()
    return visitor


def write_report(inspector: Visitor, *, area: str) -> None:
    """Answer the checklist, measure, photograph and conclude."""
    form = inspector.page.locator(".visit-form")
    inspector.fill(".visit-form", visited_on="2026-06-08", measured_area_m2=area)
    for code in checklist.CODES:
        choose(form, f"answer_{code}", "na" if code == "permits" else "yes")
    inspector.fill(".visit-form", findings="现场十一人在岗，抽查三人名单属实。", conclusion="consistent")
    inspector.press("保存报告")
    inspector.sees("报告已保存。")
    inspector.fill(".visit-photo-form", file=photograph(), caption="擀毡车间")
    inspector.press("上传照片")
    inspector.sees("照片已加入报告。")
    expect(inspector.page.locator("#photos")).to_contain_text("擀毡车间")


def sign(inspector: Visitor) -> None:
    inspector.confirm("签字", accept="确认签字")
    inspector.sees("已签字。报告内容如再有改动，须重新签字。")
