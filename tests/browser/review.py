"""The expert review on its pages: the draw, the declarations, the sheets, the signatures."""

from collections.abc import Mapping
from datetime import datetime

from playwright.sync_api import expect

from gongfang.accounts.models import User
from gongfang.regulation import edition as editions
from gongfang.regulation.time_limits import BEIJING
from tests.browser.pages import Site, Visitor, choose

SOURCE = "中国体育彩票排列5第26151期开奖号码"
PUBLIC_VALUE = "3 1 4 1 5"
RUBRIC = editions.get("2026-draft").rubric


def announce(lead: Visitor, title: str, draw_at: datetime) -> str:
    """Announce a draw for the application of that title; return the panel's number."""
    lead.open("panels:list")
    lead.follow("公告抽取")
    lead.page.get_by_label(title).check()
    at = draw_at.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M")
    lead.fill(".panel-form", size="5", draw_at=at, public_value_source=SOURCE)
    lead.confirm("公告抽取", accept="公告抽取", within=".panel-form")
    lead.sees("抽取已公告，名单已冻结。")
    return lead.page.url.rstrip("/").rpartition("/")[2]


def seated(lead: Visitor, panel: str) -> list[str]:
    """Return the names of those who sit, by rank, as the panel's page lists them."""
    lead.open_case(panel)
    return lead.page.locator(".seat-table tbody tr:not(.has-left) th strong").all_inner_texts()


class Experts:
    """The experts of the pool; the first whom the panel calls signs in by the page, the others have a session."""

    def __init__(self, site: Site, accounts: Mapping[str, User]) -> None:
        self._site, self._accounts = site, accounts
        self._visitors: dict[str, Visitor] = {}

    def __getitem__(self, name: str) -> Visitor:
        if name not in self._visitors:
            enter = self._site.with_session if self._visitors else self._site.signed_in
            self._visitors[name] = enter(self._accounts[name])
        return self._visitors[name]

    def recuse(self, name: str, reasons: str) -> None:
        expert = self[name]
        expert.open("panels:workspace")
        expert.follow("声明与打分")
        expert.page.get_by_text("存在利害关系，声明回避").click()
        expert.fill(".recuse-form", reasons=reasons)
        expert.confirm("声明回避", accept="确认回避", within=".recuse-form")
        expert.sees("声明已记录。")

    def declare_clear(self, name: str) -> None:
        expert = self[name]
        expert.open("panels:workspace")
        expert.follow("声明与打分")
        expert.confirm("对以上全部申报声明无利害关系", accept="我声明")
        expert.sees("声明已记录。")

    def score(self, name: str, lost: int) -> None:
        """Give every line of the rubric its points less `lost`, and hand the sheet in."""
        expert = self[name]
        expert.open("panels:workspace")
        expert.follow("打分", ".own-rows")
        points = {line.code: str(line.points - lost) for line in RUBRIC}
        expert.fill(".score-form", comment="技艺扎实，带动明显。", **points)
        expert_total = expert.page.locator("[data-score-total]")
        expect(expert_total).to_have_text(str(100 - lost * len(RUBRIC)))
        expert.confirm("提交并密封", accept="提交并密封", within=".score-form")
        expert.sees("评分已提交并密封。")

    def sign(self, name: str, application: str, vote: str = "yes") -> None:
        """Vote on the application and sign the minutes."""
        expert = self[name]
        expert.open("panels:workspace")
        expert.follow("表决并签署合议记录")
        choose(expert.main, application, vote)
        expert.confirm("表决并签字", accept="表决并签字")
        expert.sees("已签署合议记录。")
