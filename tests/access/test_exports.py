"""Every list of officials hands out as a spreadsheet the rows that it shows, or there is a reason why not."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.urls import NoReverseMatch, resolve, reverse
from python_calamine import CalamineWorkbook

from gongfang.records.models import AccessEntry
from gongfang.web.export_views import sheet_of
from tests.consultations import cast as consultations
from tests.fairs import cast as fairs
from tests.world import World

from .policy import PAGES
from .visiting import ask

pytestmark = pytest.mark.django_db
READERS = ("prefecture.culture.head", "prefecture.culture.officer", "auditor", "system_admin")
NOT_EXPORTED = {
    "api:tokens": "令牌清单不离开系统；地址的 POST 是新建令牌",
    "api:webhooks": "接收地址不离开系统；地址的 POST 是登记地址",
    "exchange:library": "另有按项目库栏目的导出（exchange:export）",
    "notifications:messages": "本人的消息，不是单位的列表",
    "revocations:choose": "从名录中选一家工坊；名录另有导出",
}
"""Lists in pages that hand out no spreadsheet, and why."""


def lists() -> Iterator[tuple[str, str]]:
    """Yield the pages without an object that officials read, each with one who reads it."""
    for name, page in PAGES.items():
        reader = next((role for role in READERS if role in (page.reads or ())), None)
        if reader and not page.of and not page.is_public and stands_alone(name):
            yield name, reader


def stands_alone(name: str) -> bool:
    """Return whether the address of a page names nothing."""
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False


EXPORTED = [(name, role) for name, role in lists() if sheet_of(resolve(reverse(name)).func)]


@pytest.mark.once
def test_every_list_in_pages_is_exported_or_not_for_a_reason(world: World) -> None:
    handed_out, without = {name for name, _role in EXPORTED}, set()
    for name, role in lists():
        response = ask(world, role, "GET", reverse(name))
        context = response.context
        if context is not None and ("next" in context or "page" in context) and name not in handed_out:
            without.add(name)
    assert without == NOT_EXPORTED.keys(), "let the view be @exported, or say above why not"


@pytest.mark.parametrize(("name", "role"), EXPORTED)
def test_an_export_has_the_columns_of_its_sheet_and_is_written_down(world: World, name: str, role: str) -> None:
    url = reverse(name)
    shown = world.client(role).get(url)
    response = world.client(role).post(url)
    assert response.status_code == 200
    heading, *rows = rows_of(response)
    sheet = sheet_of(resolve(url).func)
    assert sheet is not None
    assert heading == [str(column.label) for column in sheet.columns]
    assert len(rows) >= len(sheet.rows_of(shown.context_data))
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("export", f"list:{name}")


def rows_of(response: Any) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(response.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("fairs:fairs", "名称"),
        ("fairs:placements", "场所名称"),
        ("consultations:meetings", "编号"),
        ("documents:register", "标题"),
        ("exchange:subsidies", "编号"),
        ("exchange:matchings", "比对部门"),
        ("exchange:policies", "政策名称"),
        ("exchange:trainings", "培训名称"),
        ("catalogue:products", "产品"),
        ("catalogue:enquiries", "编号"),
        ("catalogue:demands", "编号"),
    ],
)
def test_an_export_names_what_its_page_names(world: World, name: str, column: str) -> None:
    fairs.fair(world), fairs.placement(world, world.home.product), consultations.meeting(world)
    role, url = READERS[0], reverse(name)
    page = world.client(role).get(url).content.decode()
    heading, *rows = rows_of(world.client(role).post(url))
    named = [row[heading.index(column)] for row in rows]
    assert named
    assert [each for each in named if each not in page] == []
