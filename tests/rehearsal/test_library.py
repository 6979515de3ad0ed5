"""Every rehearsal of tests/rehearsals holds, and together they meet every step and every refusal of the tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from gongfang.cases.registry import kinds
from gongfang.records.verification import verify
from gongfang.regulation.procedure import Procedure, StepRefused
from gongfang.rehearsal import library, parsing, report
from gongfang.rehearsal.performance import Performance
from gongfang.rehearsal.playing import play, play_and_forget

from .guards import names, refusing

pytestmark = [pytest.mark.once, pytest.mark.django_db]
FILES = library.files(Path(settings.BASE_DIR))


PLAYED: dict[Path, Performance] = {}
"""What has been played by this process: the last tests look at all rehearsals together."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rehearsal_holds(path: Path) -> None:
    performance = PLAYED[path] = play(parsing.load(path))
    assert performance.holds, "\n".join(report.lines(performance))
    assert verify(with_files=False).is_sound


@pytest.fixture
def performances(db: None) -> list[Performance]:
    missing = [path for path in FILES if path not in PLAYED]
    PLAYED.update({path: play_and_forget(parsing.load(path)) for path in missing})
    return list(PLAYED.values())


NOT_REHEARSED = {
    "meeting": "部门会商不决定任何工坊的权益（tests/consultations）",
    "assignment": "部门会商不决定任何工坊的权益（tests/consultations）",
    "recommendation": "第八条第（一）项：比较的是许多工坊，演练只有一家；由 tests/support 检验",
    "course": "第八条第（二）项：报名和名额涉及许多工坊；由 tests/support 检验",
    "help": "第八条第（二）项：支持措施，不决定资格；由 tests/support 检验",
    "stand": "第八条的扶持不是认定程序（tests/fairs）",
    "product": "第八条的扶持不是认定程序，由目录的测试逐步检验",
    "enquiry": "第八条的扶持不是认定程序，由目录的测试逐步检验",
    "demand": "第八条的扶持不是认定程序，由目录的测试逐步检验",
    "mismatch": "部门共享：由比对产生，须有登记库和多家工坊的名单，演练只有一家工坊（tests/exchange）",
    "subsidy": "部门共享：资金台账，不决定资格（tests/exchange）",
    "library_entry": "部门共享：项目库登记，不决定资格（tests/exchange）",
    "bulletin": "统计通报只在部门之间流转，不决定任何工坊的权益，由 tests/reports 检验",
}
"""Tables of articles 8 and 11, and why no rehearsal plays them."""


def rehearsed() -> list[Procedure]:
    return [kind.procedure for kind in kinds() if kind.procedure.kind not in NOT_REHEARSED]


def test_every_step_of_the_tables_is_rehearsed(performances: list[Performance]) -> None:
    taken = {
        (each.kind, each.action)
        for performance in performances
        for outcome in performance.outcomes
        for each in outcome.taken
    }
    wanted = {(table.kind, step.action) for table in rehearsed() for step in table.steps}
    assert wanted == taken


def test_every_refusal_of_the_tables_is_rehearsed(performances: list[Performance]) -> None:
    wanted = {
        name
        for table in rehearsed()
        for step in table.steps
        for name in {
            *(f"needs:{need}" for need in step.needs),
            *(n for guard in step.guards for n in names(guard)),
        }
    }
    missing = wanted - set(_refusals(performances)) - HELD_ELSEWHERE.keys()
    assert not missing, f"没有演练触及：{sorted(missing)}"


HELD_ELSEWHERE = {
    "needs:agree": "表单总会带上同意或者不同意",
    "needs:public_value_source": "不填即为公告的来源",
    "needs:received_on": "收到日期是服务的必填参数",
    "needs:plaque_date": "授牌日期是服务的必填参数",
    "successor_is_not_banned": "演练只有一家工坊，由被撤销者接手须有两家",
    "workshop_is_no_longer_recognised": "只在资格终止的同一刻自动办理",
    "size_is_lawful": "人数不合法的，抽取服务在建立专家组之前即拒绝",
    "panels_are_lawful": "截止评分时已经核对；此后回避的重新评分",
}
"""Refusals that no rehearsal can bring about, and why: tests of the tables hold them."""


def _refusals(performances: list[Performance]) -> Iterator[str]:
    for performance in performances:
        for outcome in performance.outcomes:
            if outcome.refused and isinstance(outcome.refused.error, StepRefused):
                yield from refusing(outcome.refused.error)
