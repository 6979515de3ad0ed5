"""The list for the project library as rows: what the agriculture department enters, and no persons (11(三))."""

from collections.abc import Iterator

from django.db.models import QuerySet

from gongfang.cases.presentation import state_label

from .models import LibraryEntry

SHEET = "项目库推送名单"
# The words of the sheet are Chinese in every language of the pages.
HEADINGS = (
    "推送编号",
    "名录编号",
    "工坊名称",
    "经营主体",
    "统一社会信用代码",
    "县（市）",
    "乡镇（街道）",
    "地址",
    "主营业务",
    "依托项目",
    "认定日期",
    "认定文号",
    "推送日期",
    "状态",
    "项目库编号",
    "入库日期",
)


def rows(entries: QuerySet[LibraryEntry]) -> Iterator[list[str]]:
    """Yield one row for each entry, in the order of `HEADINGS`."""
    for entry in entries.prefetch_related("workshop__relied_on").iterator(500):
        yield _row(entry)


def _row(entry: LibraryEntry) -> list[str]:
    shop = entry.workshop
    return [
        entry.number,
        shop.number,
        shop.name,
        shop.operator.name,
        shop.operator.credit_code,
        shop.county.name,
        shop.town,
        shop.address,
        shop.main_business,
        "、".join(item.name for item in shop.relied_on.all()),
        str(shop.recognised_on or ""),
        shop.document_number,
        entry.opened_at.date().isoformat(),
        state_label(entry),
        entry.library_number,
        str(entry.entered_on or ""),
    ]
