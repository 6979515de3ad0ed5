"""Every rehearsal of tests/rehearsals holds, and together they meet every step and every refusal of the tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from gongfang.cases.registry import kinds
from gongfang.records.verification import verify
from gongfang.regulation.procedure import StepRefused
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


def test_every_step_of_the_tables_is_rehearsed(performances: list[Performance]) -> None:
    taken = {
        (each.kind, each.action)
        for performance in performances
        for outcome in performance.outcomes
        for each in outcome.taken
    }
    wanted = {(kind.procedure.kind, step.action) for kind in kinds() for step in kind.procedure.steps}
    assert wanted == taken


def test_every_refusal_of_the_tables_is_rehearsed(performances: list[Performance]) -> None:
    wanted = {
        name
        for kind in kinds()
        for step in kind.procedure.steps
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
