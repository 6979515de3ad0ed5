"""A register of 100,000 people is uploaded, matched, and somebody whom two workshops count is cleared up.

Nothing of it depends on the database: tests/exchange does the same in small on both.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongfang.exchange import importing
from gongfang.exchange.models import MismatchLine, RegisterEntry, RegisterImport
from gongfang.workshops.models import Workshop
from tests.browser.clock import Clock
from tests.browser.pages import Site, Visitor
from tests.exchange import cast
from tests.factories import beijing, head

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PEOPLE = 100_000
NOW = beijing("2027-06-01 10:30")


@pytest.fixture
def two_workshops(clock: Clock) -> tuple[Workshop, Workshop]:
    """Return two workshops on whose rosters the same person stands."""
    clock.move_to(NOW)
    first, second, third = cast.numbers(3)
    return (
        cast.workshop([first, second], name="东风花毡工坊"),
        cast.workshop([second, third], name="铁厂沟毡绣工坊"),
    )


def register() -> SimpleUploadedFile:
    return cast.sheet(cast.people(cast.numbers(PEOPLE - 1)) + [("1234", "脱贫人口", "托里县")])


def read_piece_by_piece(keeper: Visitor, clock: Clock) -> None:
    """Let the worker read a half, watch the bar, and let it read the rest."""
    keeper.sees("排队等待读取")
    importing.work(clock.now(), pieces=10)
    keeper.sees("已读 50001 / 100001 行（50%）")
    assert keeper.page.locator("progress").get_attribute("value") == "50"
    importing.work(clock.now())
    keeper.sees("核对后确认", "99999")


def test_register_is_uploaded_and_a_double_count_cleared_up(
    site: Site, clock: Clock, two_workshops: tuple[Workshop, Workshop], tmp_path: object
) -> None:
    upload = register()
    keeper = site.signed_in(head("prefecture.agriculture"))
    keeper.open("exchange:upload")
    file = {"name": "名单.xlsx", "mimeType": upload.content_type, "buffer": upload.read()}
    keeper.fill(file=file, as_of="2027-05-31", is_complete=True)
    keeper.press("上传")
    read_piece_by_piece(keeper, clock)
    keeper.sees("有问题的行", "100001", "身份证号码应为18位")
    keeper.press("更新登记库")
    keeper.sees("登记库已更新。")
    assert RegisterEntry.objects.filter(valid_to=None).count() == PEOPLE - 1
    assert RegisterImport.objects.get().file is None
    keeper.open("exchange:matchings")
    keeper.press("开始比对")
    keeper.sees("比对完成：4 人。", "东风花毡工坊", "铁厂沟毡绣工坊")
    clear_up(site, two_workshops[1])


def clear_up(site: Site, shop: Workshop) -> None:
    county = site.signed_in(head("county.culture"))
    county.open("exchange:matchings")
    county.follow(f"{shop.name}就业名单核对")
    county.sees("王*", "两家工坊都有", "不影响工坊的资格")
    county.follow("核对清楚", ".next-steps")
    line = MismatchLine.objects.get(workshop=shop)
    county.fill(**{f"line_{line.pk}": "works_elsewhere", f"note_{line.pk}": "已电话了解"})
    county.confirm("核对清楚")
    county.sees("已核对清楚。", "在另一家工坊就业，不计入本工坊")
    county.open("exchange:matchings")
    county.sees_no(f"{shop.name}就业名单核对")
