"""The text of a bulletin, drawn up from its figures: paragraphs that an officer then corrects (article 11(一))."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from gongfang.applications.models import RosterKind, WorkMode
from gongfang.filings.models import ActivityKind
from gongfang.regulation.edition import Edition
from gongfang.regulation.time_limits import limit_named
from gongfang.workshops.models import Category, HeritageLevel

from .snapshot import Figures, summed

LANGUAGE = "zh-hans"


def title_of(period_label: str) -> str:
    """Return the title of a bulletin on a period."""
    return f"关于{period_label}塔城地区非遗工坊建设情况的统计通报"


def text_of(figures: Figures, *, period_label: str, edition: Edition) -> str:
    """Return the paragraphs of a bulletin, a line each. The language of whoever draws it up does not matter."""
    with translation.override(LANGUAGE):
        return "\n".join(_paragraphs(figures, period_label, edition))


def _paragraphs(figures: Figures, period_label: str, edition: Edition) -> Iterator[str]:
    whole = summed(figures["counties"])
    yield f"现将{period_label}塔城地区非遗工坊建设情况通报如下（数据截至{_day(figures['on'])}）。"
    yield "一、总体情况"
    yield _standing(figures, whole)
    yield _of_counties(figures)
    yield _of_items(figures)
    yield "二、带动就业情况"
    yield _employment(figures, whole)
    yield "三、生产经营情况"
    yield _business(whole)
    yield "四、传承培训和公益活动情况"
    yield _activities(figures)
    yield "五、事项办理和期限执行情况"
    yield from _times(figures, edition)
    yield "请各相关部门按照职责分工做好扶持、培训和项目入库等工作，有关情况请及时反馈。"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def _listed(parts: Iterator[tuple[Any, int]], unit: str) -> str:
    return "，".join(f"{label}{number}{unit}" for label, number in parts if number) or f"均为0{unit}"


def _against(now: float, before: float, unit: str) -> str:
    """Return how a figure stands against the end of the year before."""
    if not before:
        return "上年末没有可比数据"
    if now == before:
        return "与上年末持平"
    word = "增加" if now > before else "减少"
    return f"比上年末{word}{_number(abs(now - before))}{unit}（{abs(now - before) / before:.1%}）"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _standing(figures: Figures, whole: Mapping[str, Any]) -> str:
    changes = figures["changes"]
    words = {"recognised": "新认定", "suspended": "中止资格", "revoked": "撤销命名", "surrendered": "放弃资格"}
    moved = _listed(((word, changes[name]) for name, word in words.items()), "家") if any(changes.values()) else ""
    held = f"截至统计期末，全地区经认定的地区级非遗工坊共{whole['workshops']}家，"
    compared = _against(whole["workshops"], whole["workshops_before"], "家")
    return f"{held}{compared}。" + (f"本期{moved}。" if moved else "本期没有认定、中止或者撤销的工坊。")


def _of_counties(figures: Figures) -> str:
    rows = ((row["name"], row["workshops"]) for row in figures["counties"])
    return f"分县（市）看：{_listed(rows, '家')}。"


def _of_items(figures: Figures) -> str:
    categories = ((Category(name).label, number) for name, number in figures["categories"].items())
    levels = (
        (HeritageLevel(name).label if name else _("未列入名录的传统技艺"), number)
        for name, number in figures["levels"].items()
    )
    found = f"分门类看：{_listed(categories, '家')}。按依托项目的级别看：{_listed(levels, '家')}"
    return f"{found}（依托多个项目的分别计入）。"


def _employment(figures: Figures, whole: Mapping[str, Any]) -> str:
    kinds = ((RosterKind(name).label, number) for name, number in whole["kinds"].items())
    modes = ((WorkMode(name).label, number) for name, number in whole["modes"].items())
    aimed = sum(whole["kinds"][name] for name in (RosterKind.POVERTY, RosterKind.MONITORED))
    aimed_before = sum(whole["kinds_before"][name] for name in (RosterKind.POVERTY, RosterKind.MONITORED))
    return (
        f"各工坊最近一次经确认的年度报备（尚未报备的按申报材料）显示，共吸纳就业{whole['people']}人，"
        f"{_against(whole['people'], whole['people_before'], '人')}。"
        f"其中{_listed(kinds, '人')}；按就业方式分，{_listed(modes, '人')}。"
        f"脱贫人口和监测帮扶对象合计{aimed}人，{_against(aimed, aimed_before, '人')}。"
    )


def _business(whole: Mapping[str, Any]) -> str:
    now, before = whole["income"], whole["income_before"]
    sales, sales_before = (each["sales_online"] + each["sales_offline"] for each in (now, before))
    return (
        f"各工坊报告的年产值合计{_number(now['output_value'])}万元，销售额合计{_number(sales)}万元，"
        f"其中线上{_number(now['sales_online'])}万元、线下{_number(now['sales_offline'])}万元；"
        f"销售额{_against(sales, sales_before, '万元')}。"
    )


def _activities(figures: Figures) -> str:
    done = summed([{kind: cells[0] for kind, cells in row.items()} for row in figures["activities"].values()])
    kinds = [(ActivityKind(name).label, number) for name, number in done.items() if number]
    trained = sum(row[ActivityKind.TRAINING][1] for row in figures["activities"].values())
    if not kinds:
        return "本期各工坊的活动记录中没有登记活动。"
    return f"本期登记活动：{_listed(iter(kinds), '次')}；参加培训{trained}人次。"


def _times(figures: Figures, edition: Edition) -> Iterator[str]:
    if not figures["limits"]:
        yield "本期没有到期或者正在计算的法定期限。"
    for each in figures["limits"]:
        label = _(limit_named(edition, each["name"]).label)
        spent = f"，中位用时{each['median']}天，最长{each['worst']}天" if each["number"] else ""
        done = f"办结{each['number']}件{spent}，其中超期办结{each['late']}件"
        yield f"{label}：{done}；正在计算{each['running']}件，已超期{each['overdue']}件。"
