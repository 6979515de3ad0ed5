"""Open data: what the portal shows, for everybody, as JSON pages and as CSV files. Nothing personal."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router

from gongfang.cases.pages import now
from gongfang.notices import queries as notices
from gongfang.records.csv_files import as_csv
from gongfang.web.paging import page_of
from gongfang.workshops import queries as register
from gongfang.workshops.models import OF_COUNTY, Workshop

from .problems import NotThere
from .schemas import Cursor, NoticePage, Problem, Size, Word, WorkshopOut, WorkshopPage

router = Router(tags=[gettext_noop("公开数据")])


def absolute(path: str) -> str:
    """Return the address of a page for somebody who is not on the site."""
    return f"{settings.GONGFANG_SITE_URL.rstrip('/')}{path}"


@router.get(
    "/workshops",
    response={200: WorkshopPage, 422: Problem},
    summary=gettext_noop("工坊名录"),
    description=gettext_noop("按名称的拼音列出经认定的工坊；可按县（市）代码和类别筛选。"),
)
def workshops(
    request: HttpRequest, county: Word = "", category: Word = "", after: Cursor = "", limit: Size = 50
) -> Any:
    """List the recognised workshops by the pinyin of their names; filter by county code and category."""
    page = page_of(_directory(county, category), order=register.BY_NAME, cursor=after, size=limit)
    return {"items": [workshop_out(each) for each in page.items], "next": page.next}


def _directory(county: str, category: str) -> QuerySet[Workshop]:
    return register.directory(county=county, category=category)


@router.get(
    "/workshops/{public_id}",
    response={200: WorkshopOut, 404: Problem, 422: Problem},
    summary=gettext_noop("一家工坊"),
    description=gettext_noop("一家经认定或曾经认定的工坊及其现在的状态。"),
)
def workshop(request: HttpRequest, public_id: Word) -> Any:
    """Show one workshop that is, or was, recognised, and where it stands now."""
    found = register.public_workshop(public_id)
    if found is None or found.status in OF_COUNTY:
        raise NotThere
    return workshop_out(found)


def workshop_out(each: Workshop) -> dict[str, Any]:
    """Return a workshop as the interface shows it."""
    return {
        "id": each.public_id,
        "number": each.number,
        "name": each.name,
        "operator": each.operator.name,
        "county": each.county_id,
        "county_name": each.county.name,
        "town": each.town,
        "category": each.category,
        "status": each.status,
        "recognised_on": each.recognised_on,
        "document_number": each.document_number,
        "batch": each.batch,
        "items": [
            {"name": one.name, "category": one.category, "level": one.level} for one in each.relied_on.all()
        ],
        "url": absolute(each.get_absolute_url()),
    }


@router.get(
    "/notices",
    response={200: NoticePage, 422: Problem},
    summary=gettext_noop("公示"),
    description=gettext_noop("列出公示，最近的在前，各附公示期的起止（第六条第（三）项）。"),
)
def public_notices(request: HttpRequest, after: Cursor = "", limit: Size = 50) -> Any:
    """List the public notices, the latest first, with both ends of their periods (article 6(三))."""
    rows = notices.published().prefetch_related("entries__application")
    page = page_of(rows, order=("-id",), cursor=after, size=limit)
    return {"items": [_notice_out(each) for each in page.items], "next": page.next}


def _notice_out(notice: Any) -> dict[str, Any]:
    return {
        "number": notice.number,
        "title": notice.title,
        "published_at": notice.published_at,
        "last_day": notice.standing_last_day,
        "ends_at": notice.standing_ends_at,
        "is_over": now() >= notice.standing_ends_at,
        "workshops": [entry.application.title for entry in notice.entries.all()],
        "url": absolute(notice.get_absolute_url()),
    }


COLUMNS = (
    "名录编号",
    "名称",
    "经营主体",
    "县（市）",
    "乡镇",
    "类别",
    "状态",
    "认定日期",
    "文号",
    "批次",
    "依托项目",
)


@router.get("/workshops.csv", response={200: None}, summary="工坊名录（CSV）", include_in_schema=False)
def workshops_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the whole directory as one file."""
    rows = (_line(each) for each in _directory("", "").iterator(chunk_size=500))
    return as_csv("workshops.csv", COLUMNS, rows)


def _line(each: Workshop) -> list[str]:
    items = "；".join(str(one.name) for one in each.relied_on.all())
    recognised = each.recognised_on.isoformat() if each.recognised_on else ""
    shown = (each.number, each.name, each.operator.name, each.county.name, each.town, each.get_category_display())
    return [*shown, str(each.get_status_display()), recognised, each.document_number, each.batch, items]


NOTICE_COLUMNS = ("公示编号", "标题", "发布时间", "截止日期", "截止时间", "工坊")


@router.get("/notices.csv", response={200: None}, summary="公示（CSV）", include_in_schema=False)
def notices_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send all public notices as one file."""
    rows = notices.published().prefetch_related("entries__application").order_by("-id")
    return as_csv("notices.csv", NOTICE_COLUMNS, (_notice_line(each) for each in rows.iterator(chunk_size=200)))


def _notice_line(notice: Any) -> list[str]:
    times = (notice.published_at, notice.standing_ends_at)
    published, ends = (timezone.localtime(each).strftime("%Y-%m-%d %H:%M") for each in times)
    names = "；".join(entry.application.title for entry in notice.entries.all())
    return [notice.number, notice.title, published, notice.standing_last_day.isoformat(), ends, names]
