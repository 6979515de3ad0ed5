"""The dashboard's parts: each a table whose figures lead to the rows behind them, and the chart beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gongfang.applications.models import RosterKind, WorkMode
from gongfang.filings.models import ActivityKind
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.workshops.models import Category, HeritageLevel, WorkshopStatus

from .snapshot import STATUSES, Figures, summed

Link = Callable[..., str]


@dataclass(frozen=True)
class Cell:
    """One figure, and where its rows are; a nought leads nowhere."""

    value: Any
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """One part. `chart` is what `charts.js` draws, if there is something; a narrow table stands beside it."""

    name: str
    title: str
    note: str = ""
    clause: Clause = clauses.STATISTICS
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    total: Sequence[Cell] = field(default_factory=list)
    chart: Mapping[str, Any] | None = None
    is_narrow: bool = False


def cell(value: Any, url: str = "") -> Cell:
    """Return a figure with its link; whole amounts without decimals."""
    is_whole = isinstance(value, float) and value.is_integer()
    return Cell(int(value) if is_whole else value, url if value else "")


def _or_unknown(value: Any, url: str) -> Cell:
    """Return a figure to compare with; where nothing was filed by then, nothing is known."""
    return cell(value, url) if value else Cell("—")


def to(page: str, /, **query: Any) -> str:
    """Return the address of a list, narrowed; empty values narrow nothing."""
    chosen = {key: value for key, value in query.items() if value not in ("", None)}
    return reverse(page) + (f"?{urlencode(chosen)}" if chosen else "")


def of_workshops(figures: Figures, *, county: str) -> list[Block]:
    """Return the workshops by county and status, by category and by level."""
    return [_by_county(figures, county), _by_category(figures, county), _by_level(figures, county)]


def _by_county(figures: Figures, county: str) -> Block:
    def cells(row: Mapping[str, Any], where: str) -> list[Cell]:
        held = cell(row["workshops"], to("reports:workshops", county=where))
        before = cell(row["workshops_before"], to("reports:workshops", county=where, year="before"))
        return [
            held,
            before,
            *(cell(row["status"][name], to("workshops:register", county=where, status=name)) for name in STATUSES),
        ]

    rows, labels = figures["counties"], [str(WorkshopStatus(name).label) for name in STATUSES]
    shown = [WorkshopStatus.RECOGNISED.value, WorkshopStatus.SUSPENDED.value]
    return Block(
        name="workshops",
        title=_("工坊数量"),
        note=_("经认定的地区级工坊（包括资格中止的），上年末为对比。"),
        heads=[_("县（市）"), _("认定有效期内"), _("上年末"), *labels],
        rows=[(row["name"], cells(row, row["code"])) for row in rows],
        total=cells(summed(rows), county),
        chart=bars(
            [row["name"] for row in rows],
            {str(WorkshopStatus(name).label): [row["status"][name] for row in rows] for name in shown},
        ),
    )


def _by_category(figures: Figures, county: str) -> Block:
    return _simple(
        "categories",
        _("门类"),
        _("家数"),
        [
            (str(Category(name).label), number, to("reports:workshops", county=county, category=name))
            for name, number in figures["categories"].items()
            if number
        ],
    )


def _by_level(figures: Figures, county: str) -> Block:
    found = [
        (
            str(HeritageLevel(name).label) if name else _("未列入名录的传统技艺"),
            number,
            to("reports:workshops", county=county, level=name or "none"),
        )
        for name, number in figures["levels"].items()
    ]
    return _simple("levels", _("依托项目的级别"), _("家数"), found, note=_("依托多个项目的分别计入。"))


def _simple(name: str, title: str, head: str, found: list[tuple[str, int, str]], note: str = "") -> Block:
    return Block(
        name=name,
        title=title,
        note=note,
        heads=[title, head],
        rows=[(label, [cell(number, url)]) for label, number, url in found],
        is_narrow=True,
        chart=bars([each[0] for each in found], {head: [each[1] for each in found]}, is_flat=True),
    )


def of_people(figures: Figures, *, county: str) -> Block:
    """Return who is employed, by county, against the end of last year (articles 4(三) and 10(六))."""

    def cells(row: Mapping[str, Any], where: str) -> list[Cell]:
        def url(**more: str) -> str:
            return to("reports:workshops", county=where, employs="yes", **more)

        return [
            cell(row["people"], url()),
            _or_unknown(row["people_before"], url(year="before")),
            Cell(f"{row['people'] - row['people_before']:+d}" if row["people_before"] else "—"),
            *(cell(row["kinds"][name], url(kind=name)) for name in RosterKind.values),
            *(cell(row["modes"][name], url(mode=name)) for name in WorkMode.values),
        ]

    rows = figures["counties"]
    kinds = {name: str(RosterKind(name).label) for name in RosterKind.values}
    return Block(
        name="people",
        title=_("带动就业"),
        note=_("单位：人。按最近一次经确认的年度报备；还没有报备过的，按申报材料。"),
        clause=clauses.EMPLOYMENT_EFFECT,
        heads=[
            _("县（市）"),
            _("合计"),
            _("上年末"),
            _("增减"),
            *kinds.values(),
            *(str(WorkMode(name).label) for name in WorkMode.values),
        ],
        rows=[(row["name"], cells(row, row["code"])) for row in rows],
        total=cells(summed(rows), county),
        chart=bars(
            [row["name"] for row in rows],
            {label: [row["kinds"][name] for row in rows] for name, label in kinds.items()},
        ),
    )


def of_business(figures: Figures, *, county: str) -> Block:
    """Return output, sales and profit by county."""

    def cells(row: Mapping[str, Any], where: str) -> list[Cell]:
        now, before, url = row["income"], row["income_before"], to("reports:workshops", county=where)
        sales, sales_before = (each["sales_online"] + each["sales_offline"] for each in (now, before))
        earlier = to("reports:workshops", county=where, year="before")
        return [
            *(cell(now[name], url) for name in ("output_value", "sales_online", "sales_offline")),
            cell(round(sales, 2), url),
            _or_unknown(round(sales_before, 2), earlier),
            cell(now["profit"], url),
        ]

    rows = figures["counties"]
    online, offline = _("线上销售额"), _("线下销售额")
    return Block(
        name="business",
        title=_("生产经营"),
        note=_("单位：万元。来源与带动就业相同。"),
        heads=[_("县（市）"), _("产值"), online, offline, _("销售额合计"), _("上年末销售额"), _("利润")],
        rows=[(row["name"], cells(row, row["code"])) for row in rows],
        total=cells(summed(rows), county),
        chart=bars(
            [row["name"] for row in rows],
            {
                online: [row["income"]["sales_online"] for row in rows],
                offline: [row["income"]["sales_offline"] for row in rows],
            },
        ),
    )


def of_activities(figures: Figures, *, county: str) -> Block:
    """Return the trainings, welfare activities and others of the year (articles 4(四), 4(六) and 7(五))."""
    kinds = {name: str(ActivityKind(name).label) for name in ActivityKind.values}
    done = figures["activities"]

    def cells(row: Mapping[str, Sequence[int]], where: str) -> list[Cell]:
        return [cell(row[name][0], to("reports:activities", county=where, kind=name)) for name in kinds]

    whole = {name: [sum(row[name][0] for row in done.values()), 0] for name in kinds}
    rows = figures["counties"]
    return Block(
        name="activities",
        title=_("培训、公益和其他活动"),
        note=_("单位：次。今年以来活动记录中登记的。"),
        clause=clauses.TRAINING,
        heads=[_("县（市）"), *kinds.values()],
        rows=[(row["name"], cells(done[row["code"]], row["code"])) for row in rows],
        total=cells(whole, county),
        chart=bars(
            [row["name"] for row in rows],
            {label: [done[row["code"]][name][0] for row in rows] for name, label in kinds.items()},
        ),
    )


def bars(names: list[str], series: Mapping[str, list[Any]], *, is_flat: bool = False) -> dict[str, Any] | None:
    """Return stacked bars, lying where `is_flat`; nothing where every figure is nought.

    Of a single county each series is a bar of its own.
    """
    if not any(any(values) for values in series.values()):
        return None
    if len(names) == 1 and not is_flat:
        return bars(list(series), {names[0]: [values[0] for values in series.values()]}, is_flat=True)
    return {
        "names": names,
        "isFlat": is_flat,
        "series": [{"name": name, "data": values} for name, values in series.items()],
    }
