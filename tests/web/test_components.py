from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing

import pytest
from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler

from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.regulation.procedure import StepRefused

NOTICE = clauses.clause("6(三)")
END = datetime(2026, 5, 13, 16, tzinfo=UTC)


def rendered(source: str, **context: object) -> str:
    """Return the component as a page shows it, with its white space collapsed."""
    html = Template(CottonCompiler().process(source)).render(Context(context))
    return " ".join(html.split())


def limit(**changes: object) -> Thing:
    facts = {
        "label": "公示期",
        "clause": NOTICE,
        "ends_at": END,
        "is_provisional": False,
        "is_overdue": False,
        "days_left": 3,
        "days_over": 0,
        "closed_at": None,
        "counted": {
            "counted": [{"day": "2026-05-13", "note": "第 5 个工作日"}],
            "skipped": [{"day": "2026-05-10", "why": "周日"}],
        },
    }
    return Thing(**(facts | changes))


def test_clause_cites_and_links_to_its_explanation():
    page = rendered('<c-clause :clause="clause" />', clause=NOTICE)
    assert "#clause-6(三)" in page
    assert f'title="{NOTICE.label}"' in page
    assert "第六条第（三）项" in page


def test_clause_without_a_clause_shows_nothing():
    assert rendered('<c-clause :clause="clause" />', clause=None) == ""


def test_deadline_says_what_is_left_and_how_it_was_counted():
    page = rendered('<c-deadline :limit="limit" />', limit=limit())
    assert "还剩 <strong>3</strong> 个工作日" in page
    assert "2026年5月13日（星期三） 24:00" in page
    assert page.index("不计： 周日".replace(" ", "")) < page.index("第 5 个工作日")
    assert "暂定" not in page


@pytest.mark.parametrize(
    ("changes", "words", "css_class"),
    [
        (
            {"is_overdue": True, "days_left": 0, "days_over": 2},
            "已超期 <strong>2</strong> 个工作日",
            "deadline-overdue",
        ),
        ({"days_left": 0}, "今日届满", "deadline-near"),
        ({"closed_at": END, "is_overdue": False}, "已办结", "deadline-closed"),
        ({"is_provisional": True}, "暂定", "provisional"),
    ],
)
def test_deadline_in_each_condition(changes, words, css_class):
    page = rendered('<c-deadline :limit="limit" />', limit=limit(**changes))
    assert words in page
    assert css_class in page


def action(**changes: object) -> Thing:
    facts = {"label": "发布公示", "url": "/publish/", "clause": NOTICE, "target_label": "公示中", "refusal": None}
    return Thing(**(facts | {"is_binding": True, "is_adverse": False} | changes))


def test_next_steps_links_what_is_open_and_says_what_it_does():
    page = rendered('<c-next-steps :actions="actions" />', actions=[action()])
    assert 'href="/publish/"' in page
    assert "办结后转为“公示中”" in page
    assert "负责人签发" in page


def test_next_steps_explains_a_refused_step_and_offers_no_link():
    refusal = StepRefused("公示期未满", clauses.clause("6(三)"))
    page = rendered('<c-next-steps :actions="actions" />', actions=[action(refusal=refusal)])
    assert "公示期未满" in page
    assert "第六条第（三）项" in page
    assert "/publish/" not in page


def test_next_steps_without_any_says_so():
    assert "目前没有需要您办理的步骤" in rendered("<c-next-steps />", actions=[action()])


def entry(**changes: object) -> Thing:
    facts = {
        "at": END,
        "kind": "office",
        "tone": "good",
        "action_label": "确认公布",
        "actor_label": "地区文化和旅游部门",
        "actor_name": "",
        "clause": Clause("6(四)", "确认公布与授牌"),
        "source_label": "待公布",
        "target_label": "已认定",
        "target_tone": "good",
        "texts": [],
        "files": [],
    }
    return Thing(**(facts | changes))


def test_timeline_tells_who_did_what_when_and_why():
    texts = [Thing(label="理由", text="第一段\n\n<b>第二段</b>")]
    files = [Thing(title="决定书.pdf", url="/files/1", size=2048)]
    page = rendered('<c-timeline :entries="entries" />', entries=[entry(texts=texts, files=files)])
    for words in (
        "确认公布",
        "地区文化和旅游部门",
        "第六条第（四）项",
        "待公布",
        "已认定",
        "5月14日",
        "00:00",
        "决定书.pdf",
    ):
        assert words in page
    assert "&lt;b&gt;第二段&lt;/b&gt;" in page


def test_timeline_shows_no_move_where_the_state_stayed():
    page = rendered('<c-timeline :entries="entries" />', entries=[entry(source_label="", target_label="")])
    assert "timeline-move" not in page


def test_joint_shows_three_seals():
    seats = [
        Thing(label="文旅", state="agreed", signed_by="王强", signed_at=END, reasons=""),
        Thing(label="人社", state="disagreed", signed_by="李明", signed_at=END, reasons="名单未核实"),
        Thing(label="农业农村", state="waiting", signed_by="", signed_at=None, reasons=""),
    ]
    page = rendered('<c-joint :seats="seats" />', seats=seats)
    assert [page.count(f"joint-{state}") for state in ("agreed", "disagreed", "waiting")] == [1, 1, 1]
    assert "名单未核实" in page


def test_masked_posts_to_reveal_and_never_links():
    page = rendered('<c-masked value="6542**********0021" url="/reveal/" label="身份证号" />')
    assert 'hx-post="/reveal/"' in page
    assert "href" not in page
    assert "button" not in rendered('<c-masked value="6542**********0021" />')


def test_confirm_opens_a_dialog_that_names_the_clause():
    page = rendered(
        '<c-confirm id="publish" title="发布公示？" button="发布" :clause="clause">向社会公布。</c-confirm>',
        clause=NOTICE,
    )
    assert 'data-confirm="publish"' in page
    assert '<dialog class="dialog" id="publish"' in page
    assert "向社会公布。" in page
    assert "第六条第（三）项" in page


def test_components_do_not_borrow_variables_of_the_page():
    page = rendered(
        '<c-card title="题">内容</c-card>', actions="外面的", footer="外面的", above="外面的", id="外面的"
    )
    assert "外面的" not in page


def test_a_field_without_a_value_shows_a_dash():
    assert "<dd>—</dd>" in rendered('<c-field label="电话"></c-field>')


def test_stepper_marks_the_current_step():
    steps = [Thing(label="一", url="/1", state="done"), Thing(label="二", url="/2", state="current")]
    page = rendered('<c-stepper :steps="steps" />', steps=steps)
    assert page.count('aria-current="step"') == 1
    assert 'aria-label="已完成"' in page


def test_dates_in_filters_accept_nothing():
    assert rendered("{{ day|zh_date }}{{ day|zh_until }}{{ day|zh_datetime }}{{ day|zh_time }}", day=None) == ""
    assert rendered("{{ day|zh_date }}", day=date(2026, 5, 13)) == "2026年5月13日（星期三）"
