"""Documents of an expert panel: the draw, the scores, the deliberation (article 6(二), readings R6 to R8).

Scores are sealed: nothing here reads a sheet before the scores of its application may be read.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.panels import facts as known
from gongfang.panels import queries
from gongfang.panels.models import Entry, MinutesSignature, Panel
from gongfang.panels.permissions import scores_are_open
from gongfang.panels.presentation import first_seats_of, pools_of
from gongfang.regulation import clauses
from gongfang.regulation.panel_steps import State

from ..content import Content, Table, Text
from ..kinds import Audience, DocumentKind, Style, Subject
from . import words


def draw_facts(panel: Panel) -> dict[str, Any]:
    """Return what was drawn and the values by which anybody recomputes it."""
    return {
        "panel": panel,
        "listed": panel.candidates.count(),
        "pools": pools_of(panel),
        "office": words.lead_office(),
        "seats": [
            (
                entry.application.title,
                [
                    (
                        str(s.candidate.rank),
                        s.candidate.expert.name,
                        s.candidate.get_pool_display(),
                        s.candidate.expert.employer,
                    )
                    for s in seats
                ],
            )
            for entry, seats in first_seats_of(panel)
        ],
    }


def draw_minutes(facts: Mapping[str, Any]) -> Content:
    """Write the minutes of the draw (article 6(二), reading R6)."""
    panel = facts["panel"]
    blocks: list[Text | Table] = [
        Table(
            rows=(
                ("评审编号", panel.number),
                ("抽取单位", facts["office"]),
                ("抽取时间", words.instant(panel.drawn_at)),
                ("专家库", facts["pools"]),
                ("名单人数", f"{facts['listed']}名"),
                ("每件专家", f"{panel.size}名"),
                ("随机值来源", panel.public_value_source),
                ("公开随机值", panel.public_value),
                ("名单摘要（默克尔根）", panel.list_root),
                ("随机种子（SM3）", panel.seed),
            ),
            widths=(30, 70),
        )
    ]
    for title, rows in facts["seats"]:
        blocks.append(Text(f"申报：{title}"))
        head = ("顺位", "专家", "专家库", "工作单位")
        blocks.append(Table(head=head, rows=tuple(rows), widths=(10, 20, 26, 44)))
    blocks.append(
        Text(
            f"抽取名单在抽取之前冻结并公布摘要，抽取结果由公开随机值按公布的方法算出，任何人可以下载"
            f"公开文件后用 gongfang draw verify draw-{panel.number}.json 重新计算。"
        )
    )
    return Content(
        title="评审专家随机抽取记录",
        blocks=tuple(blocks),
        signing=("抽取人（签字）：", "监督人（签字）："),
        issuers=(facts["office"],),
    )


def opened_scores(panel: Panel) -> Iterable[Subject]:
    """Return the applications whose scores may be read: none is known before (reading R8)."""
    if panel.state not in (State.SCORING, State.DELIBERATING, State.CONCLUDED):
        return ()
    reviews = known.of_panel(panel)["reviews"]
    found = []
    for entry in queries.board(panel):
        review = reviews.get(entry.application.number)
        if entry.released_at is None and review is not None and scores_are_open(panel, review):
            label = entry.application.title
            found.append(Subject(key=f"scores:{entry.pk}", label=label, source=entry, cases=(panel,)))
    return found


def score_facts(entry: Entry) -> dict[str, Any]:
    """Return the sheets of an application, one column an expert in the order of the draw."""
    sheets = {sheet.expert_id: sheet for sheet in entry.sheets.all() if sheet.submitted_at}
    seats = sorted((s for s in entry.seats.all() if s.left_at is None), key=lambda s: s.candidate.rank or 0)
    experts = [seat.candidate.expert for seat in seats if seat.candidate.expert_id in sheets]
    return {
        "entry": entry,
        "panel": entry.panel,
        "rubric": [(each.code, each.label, each.points) for each in entry.panel.edition.rubric],
        "experts": [expert.name for expert in experts],
        "sheets": [sheets[expert.pk] for expert in experts],
        "office": words.lead_office(),
    }


def scoring_sheet(facts: Mapping[str, Any]) -> Content:
    """Write the scores of an application once they are open (article 6(二), reading R8)."""
    entry, sheets = facts["entry"], facts["sheets"]
    rows = [
        (label, str(points), *(str(sheet.items.get(code, "—")) for sheet in sheets))
        for code, label, points in facts["rubric"]
    ]
    rows.append(("合计", "100", *(str(sheet.total) for sheet in sheets)))
    comments = tuple((name, sheet.comment or "—") for name, sheet in zip(facts["experts"], sheets, strict=True))
    result = f"均分{entry.mean}分。" if entry.mean is not None else "均分在集中合议后形成结论时计算。"
    return Content(
        title="专家独立评分表",
        blocks=(
            Table(
                rows=(
                    ("评审编号", facts["panel"].number),
                    ("申报编号", entry.application.number),
                    ("申报名称", entry.application.title),
                ),
                widths=(22, 78),
            ),
            Table(head=("评分项目", "满分", *facts["experts"]), rows=tuple(rows), widths=_columns(len(sheets))),
            Text(result),
            Table(head=("专家", "评语"), rows=comments, widths=(20, 80)),
            Text("评分表为本系统建议，尚无公布的统一标准。各专家独立打分，全部提交或者截止评分之前分数密封。"),
        ),
        signing=("评审专家（签字）：",),
        issuers=(facts["office"],),
    )


def _columns(experts: int) -> tuple[int, ...]:
    return (30, 10, *([60 // max(experts, 1)] * experts))


def minutes_facts(panel: Panel) -> dict[str, Any]:
    """Return the minutes, the results and who signed."""
    signed = MinutesSignature.objects.filter(panel_id=panel.pk).select_related("expert")
    entries = [entry for entry in queries.board(panel) if entry.has_passed is not None]
    return {
        "panel": panel,
        "results": [
            (
                entry.application.title,
                f"{entry.mean}",
                f"{entry.votes_for}/{entry.votes_total}",
                "通过" if entry.has_passed else "未通过",
            )
            for entry in entries
        ],
        "signatures": [(row.expert.name, words.instant(row.signed_at)) for row in signed],
        "office": words.lead_office(),
    }


def deliberation_minutes(facts: Mapping[str, Any]) -> Content:
    """Write the minutes of the deliberation with its results (article 6(二), reading R8)."""
    panel = facts["panel"]
    return Content(
        title="专家评审集中合议纪要",
        blocks=(
            Table(rows=(("评审编号", panel.number), ("评审组", panel.title or "—")), widths=(22, 78)),
            Text(words.lines("一、合议情况", panel.minutes, "二、评审结论")),
            Table(
                head=("申报", "均分", "同意/表决", "结论"),
                rows=tuple(facts["results"]),
                widths=(50, 15, 18, 17),
            ),
            Text("三、到会专家签署"),
            Table(head=("专家", "签署时间"), rows=tuple(facts["signatures"]), widths=(40, 60)),
        ),
        issuers=(facts["office"],),
    )


def register_on(register: Any) -> None:
    """Register the documents of panels."""
    drawn = frozenset({State.DRAWN, State.SCORING, State.DELIBERATING, State.CONCLUDED})
    kind = partial(DocumentKind, clause=clauses.REVIEW, office="prefecture.culture", audience=Audience.PREFECTURE)
    register(
        kind(
            name="draw_minutes",
            label=_("抽取记录"),
            states={"panel": drawn},
            context=draw_facts,
            body=draw_minutes,
            style=Style.FORM,
        )
    )
    register(
        kind(
            name="scoring_sheet",
            label=_("评分表"),
            states={"panel": drawn},
            subjects=opened_scores,
            context=score_facts,
            body=scoring_sheet,
            style=Style.FORM,
        )
    )
    register(
        kind(
            name="deliberation_minutes",
            label=_("合议纪要"),
            states={"panel": frozenset({State.CONCLUDED})},
            context=minutes_facts,
            body=deliberation_minutes,
            style=Style.FORM,
        )
    )
