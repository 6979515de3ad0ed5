"""The lists of a filing: which there are, at which step, what their rows show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import row_forms
from .masking import Masked, masked_people, masked_roster
from .models import Activity, Application, HeritageUse, Inheritor, Operations, Person, Practitioner, RosterEntry
from .models.materials import MaterialRow

Cells = Callable[[Any], tuple[Any, ...]]
SHOWN = 300


@dataclass(frozen=True, kw_only=True)
class RowKind:
    """One list of the filing. `cells(row)` are its values in the order of `columns`."""

    name: str
    label: Any
    step: str
    model: type[MaterialRow]
    form: type[row_forms.RowForm]
    related: str
    columns: tuple[Any, ...]
    cells: Cells
    hint: Any = ""


@dataclass(frozen=True)
class Cell:
    """One value under its heading; `masked` where it is personal."""

    label: Any
    value: Any
    masked: Masked | None = None


@dataclass(frozen=True)
class ShownRow:
    """A row as a page shows it."""

    row: MaterialRow
    cells: list[Cell]
    change_url: str
    remove_url: str


@dataclass(frozen=True)
class ShownList:
    """A list of the filing with its rows, and the form under it."""

    kind: RowKind
    rows: list[ShownRow]
    total: int
    add_url: str
    import_url: str = ""
    form: row_forms.RowForm | None = None
    is_open: bool = field(default=False)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


def _or_dash(value: Any) -> Any:
    return "—" if value in (None, "") else value


KINDS: Mapping[str, RowKind] = {
    kind.name: kind
    for kind in (
        RowKind(
            name="person",
            label=_("负责人与管理人员"),
            step="workshop",
            model=Person,
            form=row_forms.PersonForm,
            related="people",
            columns=(_("姓名"), _("身份"), _("身份证号码"), _("联系电话")),
            cells=lambda row: (row.row.name, row.row.get_role_display(), row.id_number, row.phone),
            hint=_("法人（主要负责人）一名，主要管理人员可以多名。号码加密保存，填写后不再显示全文。"),
        ),
        RowKind(
            name="heritage",
            label=_("依托的项目或技艺"),
            step="heritage",
            model=HeritageUse,
            form=row_forms.HeritageUseForm,
            related="heritage",
            columns=(_("项目名称"), _("类别"), _("级别"), _("公布文号")),
            cells=lambda row: (
                row.name,
                row.get_category_display(),
                row.get_level_display() if row.level else _("未列入名录"),
                _or_dash(row.document_number),
            ),
        ),
        RowKind(
            name="inheritor",
            label=_("代表性传承人"),
            step="heritage",
            model=Inheritor,
            form=row_forms.InheritorForm,
            related="inheritors",
            columns=(_("姓名"), _("级别"), _("传承项目")),
            cells=lambda row: (row.name, row.get_level_display(), row.item_name),
        ),
        RowKind(
            name="practitioner",
            label=_("参与生产的从业者"),
            step="heritage",
            model=Practitioner,
            form=row_forms.PractitionerForm,
            related="practitioners",
            columns=(_("姓名"), _("从事的技艺"), _("从业年限")),
            cells=lambda row: (row.name, row.craft, _or_dash(row.years)),
        ),
        RowKind(
            name="roster",
            label=_("就业人员名单"),
            step="employment",
            model=RosterEntry,
            form=row_forms.RosterEntryForm,
            related="roster",
            columns=(_("姓名"), _("身份证号码"), _("类别与方式"), _("月均报酬（元）")),
            cells=lambda row: (
                row.name,
                row.id_number,
                f"{row.row.get_kind_display()} · {row.row.get_mode_display()}",
                _or_dash(row.row.monthly_pay),
            ),
            hint=_("名单不公开，评审专家也看不到；姓名和号码加密保存。"),
        ),
        RowKind(
            name="operations",
            label=_("年度经营情况（万元）"),
            step="operations",
            model=Operations,
            form=row_forms.OperationsRowForm,
            related="operations",
            columns=(_("年度"), _("产值"), _("线上销售"), _("线下销售"), _("利润"), _("补助收到"), _("补助使用")),
            cells=lambda row: (
                row.year,
                _or_dash(row.output_value),
                _or_dash(row.sales_online),
                _or_dash(row.sales_offline),
                _or_dash(row.profit),
                _or_dash(row.subsidies_received),
                _or_dash(row.subsidies_spent),
            ),
        ),
        RowKind(
            name="activity",
            label=_("培训、公益与展示活动"),
            step="evidence",
            model=Activity,
            form=row_forms.ActivityForm,
            related="activities",
            columns=(_("内容"), _("类型"), _("日期"), _("参加人数")),
            cells=lambda row: (row.title, row.get_kind_display(), _day(row.held_on), _or_dash(row.participants)),
            hint=_("只计入申报前规定期间内举办的活动，次数见“认定条件核对”。"),
        ),
    )
}


def shown(
    application: Application, kind: RowKind, *, form: row_forms.RowForm | None, is_open: bool = False
) -> ShownList:
    """Return a list with its rows, personal values masked; at most `SHOWN` rows."""
    total = getattr(application, kind.related).count()
    return show(
        application, kind, _masked(application, kind), total=total, app="applications", form=form, is_open=is_open
    )


def show(
    filing: Any,
    kind: RowKind,
    rows: Sequence[Any],
    *,
    total: int,
    app: str,
    form: row_forms.RowForm | None,
    is_open: bool,
) -> ShownList:
    """Return `rows`, masked already, as a list of a filing whose pages are those of `app`."""

    def address(name: str, *more: Any) -> str:
        return reverse(f"{app}:{name}", args=[filing.number, *more])

    def shown_row(row: Any) -> ShownRow:
        key = getattr(row, "row", row).pk
        change, remove = (address(name, kind.name, key) for name in ("change_row", "remove_row"))
        return _shown_row(kind, row, change, remove)

    return ShownList(
        kind,
        [shown_row(row) for row in rows],
        total,
        add_url=address("add_row", kind.name),
        import_url=address("roster_upload") if kind.name == "roster" else "",
        form=form,
        is_open=is_open,
    )


def _masked(application: Application, kind: RowKind) -> list[Any]:
    if kind.name == "person":
        return list(masked_people(application, may_reveal=True))
    rows = list(getattr(application, kind.related).all()[:SHOWN])
    return list(masked_roster(rows, may_reveal=True)) if kind.name == "roster" else rows


def _shown_row(kind: RowKind, row: Any, change_url: str, remove_url: str) -> ShownRow:
    cells = [
        Cell(label, "", value) if isinstance(value, Masked) else Cell(label, value)
        for label, value in zip(kind.columns, kind.cells(row), strict=True)
    ]
    return ShownRow(getattr(row, "row", row), cells, change_url, remove_url)
