"""The dashboard's parts on time: limits, and the offices."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongfang.accounts.models import Office
from gongfang.regulation import clauses
from gongfang.regulation.edition import Edition
from gongfang.regulation.procedure import ACTOR_LABELS
from gongfang.regulation.time_limits import TimeLimit, limit_named

from .blocks import Block, Cell, bars, cell, to
from .snapshot import Figures
from .times import BOUND_BY


def of_limits(figures: Figures, edition: Edition, *, county: str) -> Block:
    """Return how long what the measures limit took, how much came late, and what is overdue."""
    found = figures["limits"]
    return Block(
        name="limits",
        title=_("法定期限执行"),
        note=_("今年以来办结的用时按自然天计；公示、申诉等期满即止的期限不在其中。"),
        heads=[
            _("期限"),
            _("由谁遵守"),
            _("规定"),
            _("办结"),
            _("中位用时（天）"),
            _("最长用时（天）"),
            _("超期办结"),
            _("正在计算"),
            _("已超期"),
        ],
        rows=[(_label(edition, each["name"]), _limit_cells(edition, each, county)) for each in found],
        chart=bars(
            [_label(edition, each["name"]) for each in found],
            {_("中位用时（天）"): [each["median"] for each in found]},
            is_flat=True,
        ),
    )


def _label(edition: Edition, name: str) -> str:
    return _(limit_named(edition, name).label)


def _limit_cells(edition: Edition, each: Mapping[str, Any], county: str) -> list[Cell]:
    limit = limit_named(edition, each["name"])
    days = limit.working_days if isinstance(limit, TimeLimit) else 0
    allowed = _("%(days)s 个工作日") % {"days": days} if days else _("指定日期")

    def of(which: str) -> Cell:
        key = "number" if which == "closed" else which
        return cell(each[key], to("reports:limits", county=county, name=each["name"], which=which))

    return [
        Cell(_(ACTOR_LABELS[BOUND_BY[each["name"]]])),
        Cell(allowed),
        of("closed"),
        Cell(each["median"] if each["number"] else "—"),
        Cell(each["worst"] if each["number"] else "—"),
        of("late"),
        of("running"),
        of("overdue"),
    ]


def of_offices(figures: Figures, offices: Iterable[Office], *, county: str) -> Block:
    """Return how long the steps of each office took, and on what it is overdue now."""
    rows = []
    for office in offices:
        place = office.division_id if office.level == "county" else ""
        key = f"{office.code}@{place}"
        steps, overdue = figures["offices"].get(key), figures["overdue"].get(str(office.pk), 0)
        if steps or overdue:
            rows.append((office.name, _office_cells(steps, overdue, key=key, office=office, county=county)))
    return Block(
        name="offices",
        title=_("各部门办理用时"),
        note=_("今年以来各步骤的用时：从案件进入该状态到办出，按自然天计，包括等待其他部门和休息日。"),
        clause=clauses.SHARING,
        heads=[
            _("部门"),
            _("办理步骤"),
            _("中位用时（天）"),
            _("最长用时（天）"),
            _("超期办理"),
            _("现有超期案件"),
        ],
        rows=rows,
        chart=bars(
            [name for name, _cells in rows],
            {_("中位用时（天）"): [cells[1].value if cells[0].value else 0 for _name, cells in rows]},
            is_flat=True,
        ),
    )


def _office_cells(
    steps: Mapping[str, Any] | None, overdue: int, *, key: str, office: Office, county: str
) -> list[Cell]:
    late = cell(overdue, to("reports:overdue", county=county, office=office.pk))
    if steps is None:
        return [Cell(0), Cell("—"), Cell("—"), Cell(0), late]
    return [
        cell(steps["number"], to("reports:steps", county=county, office=key)),
        Cell(steps["median"]),
        Cell(steps["worst"]),
        cell(steps["late"], to("reports:steps", county=county, office=key, late="yes")),
        late,
    ]
