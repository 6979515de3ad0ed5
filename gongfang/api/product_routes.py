"""Open data of the product catalogue (article 8(五)): what the portal shows. Nothing personal."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_noop
from ninja import Router

from gongfang.catalogue import queries as catalogue
from gongfang.catalogue.models import Product
from gongfang.records.csv_files import as_csv
from gongfang.web.paging import page_of

from .problems import NotThere
from .public_routes import absolute
from .schemas import Cursor, Problem, ProductOut, ProductPage, Size, Word

router = Router(tags=[gettext_noop("公开数据")])
COLUMNS = (
    "产品编号",
    "名称",
    "工坊",
    "县（市）",
    "类别",
    "技艺",
    "材料",
    "尺寸规格",
    "最低价（元）",
    "最高价（元）",
    "供货方式",
    "网址",
)


@router.get(
    "/products",
    response={200: ProductPage, 422: Problem},
    summary=gettext_noop("产品目录"),
    description=gettext_noop(
        "列出目录中的产品，最近发布的在前（第八条第（五）项）；可按词语、县（市）代码和类别筛选。"
    ),
)
def products(
    request: HttpRequest,
    q: Word = "",
    county: Word = "",
    category: Word = "",
    after: Cursor = "",
    limit: Size = 50,
) -> Any:
    """List the products of the catalogue, the latest first (article 8(五)); filter by words, county, category."""
    rows = catalogue.searched(catalogue.public_products(), q=q, county=county, category=category)
    page = page_of(rows, order=catalogue.SORTS["new"], cursor=after, size=limit)
    return {"items": [_product_out(each) for each in page.items], "next": page.next}


@router.get("/products.csv", response={200: None}, summary="产品目录（CSV）", include_in_schema=False)
def products_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the whole catalogue as one file."""
    rows = catalogue.public_products().prefetch_related(None).order_by(*catalogue.SORTS["new"])
    return as_csv("products.csv", COLUMNS, map(_product_line, rows.iterator(chunk_size=200)))


@router.get(
    "/products/{public_id}",
    response={200: ProductOut, 404: Problem, 422: Problem},
    summary=gettext_noop("一件产品"),
    description=gettext_noop("一件公众现在看得到的产品。"),
)
def product(request: HttpRequest, public_id: Word) -> Any:
    """Show one product that the public sees now."""
    found = catalogue.public_product(public_id)
    if found is None:
        raise NotThere
    return _product_out(found)


def _product_out(product: Product) -> dict[str, Any]:
    version = product.shown
    assert version is not None  # the public sees no other
    copied = ("name", "category", "craft", "materials", "size", "price_from", "price_to", "availability")
    return {
        **{name: getattr(version, name) for name in (*copied, "lead_days", "is_customisable", "unit")},
        "id": product.public_id,
        "workshop": product.workshop.public_id,
        "workshop_name": product.workshop.name,
        "county": product.workshop.county_id,
        "photos": [absolute(each.get_absolute_url()) for each in version.photos.all()],
        "url": absolute(product.get_public_url()),
    }


def _product_line(product: Product) -> list[Any]:
    version, workshop = product.shown, product.workshop
    assert version is not None
    words = [version.craft, version.materials, version.size, version.price_from, version.price_to]
    head = [product.public_id, version.name, workshop.name, workshop.county.name, version.get_category_display()]
    return [*head, *words, version.get_availability_display(), absolute(product.get_public_url())]
