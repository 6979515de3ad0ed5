"""Open data of the figures (article 11(一)): what the portal shows, without what could point to a few people."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_noop
from ninja import Router

from gongfang.cases.pages import now
from gongfang.records.csv_files import as_csv
from gongfang.regulation.time_limits import beijing_date
from gongfang.reports.disclosure import FEWEST
from gongfang.reports.figures import Scope
from gongfang.reports.public_views import open_figures

from .schemas import Problem, Statistics

router = Router(tags=[gettext_noop("公开数据")])
COLUMNS = ("分组", "名称", "工坊数", "从业人数")


@router.get(
    "/statistics",
    response={200: Statistics, 422: Problem},
    summary=gettext_noop("公开统计"),
    description=gettext_noop("现有多少工坊、带动多少人就业（第十一条第（一）项）。可能指向少数人的数字不给出。"),
)
def statistics(request: HttpRequest) -> Any:
    """Show how many workshops there are now and how many people they employ (article 11(一))."""
    at = now()
    found = open_figures(Scope(beijing_date(at)))
    lists = {name: [_figure(*each) for each in found[name]] for name in ("categories", "kinds")}
    return found | lists | {"at": at, "fewest": FEWEST}


def _figure(name: Any, number: int | None) -> dict[str, Any]:
    return {"name": str(name), "number": number}


@router.get("/statistics.csv", response={200: None}, summary="公开统计（CSV）", include_in_schema=False)
def statistics_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the open figures as one file; what is withheld is empty."""
    found = open_figures(Scope(beijing_date(now())))
    rows: list[list[Any]] = [["全地区", "合计", found["workshops"], found["people"]]]
    rows += [["县（市）", each["name"], each["workshops"], each["people"]] for each in found["counties"]]
    rows += [["类别", name, number, None] for name, number in found["categories"]]
    rows += [["人员类别", name, None, number] for name, number in found["kinds"]]
    return as_csv("statistics.csv", COLUMNS, rows)
