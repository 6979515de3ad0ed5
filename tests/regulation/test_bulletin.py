"""The guards of the statistical bulletin (article 11(一))."""

from datetime import date
from typing import Any

import pytest

from gongfang.regulation import edition
from gongfang.regulation.bulletin import BULLETIN, READERS, BulletinFacts, State
from gongfang.regulation.procedure import NEW, Actor, StepRefused, decide
from tests.factories import beijing

ENDS = date(2026, 9, 30)


def facts(state: str, actor: Actor = Actor.PREFECTURE_CULTURE, **known: Any) -> BulletinFacts:
    lawful: dict[str, Any] = {
        "at": beijing("2026-10-01 00:00"),
        "edition": edition.get("2026-draft"),
        "ends_on": ENDS,
    }
    return BulletinFacts(state=state, actor=actor, **lawful | known)


def refusal(case: BulletinFacts, action: str) -> str:
    with pytest.raises(StepRefused) as refused:
        decide(BULLETIN, case, action)
    assert refused.value.clause.id == "11(一)"
    return refused.value.reason


def test_period_must_be_over() -> None:
    assert decide(BULLETIN, facts(NEW), "draw_up_bulletin").target == State.DRAFTED
    last_instant = facts(NEW, at=beijing("2026-09-30 23:59:59"))
    assert refusal(last_instant, "draw_up_bulletin") == "统计期至 2026-09-30 结束，期满后再编制"


def test_period_has_one_bulletin() -> None:
    assert refusal(facts(NEW, has_another=True), "draw_up_bulletin").startswith("该统计期已有通报")


@pytest.mark.parametrize(
    ("action", "needed"), [("edit_bulletin", "文稿"), ("issue_bulletin", "文号"), ("drop_bulletin", "理由")]
)
def test_step_needs_its_words(action: str, needed: str) -> None:
    assert refusal(facts(State.DRAFTED), action) == f"请填写{needed}"


@pytest.mark.parametrize("reader", READERS)
def test_with_the_last_department_it_is_archived(reader: Actor) -> None:
    others = frozenset(each.department for each in READERS if each != reader)
    first = facts(State.ISSUED, reader)
    assert decide(BULLETIN, first, "acknowledge_bulletin").target == State.ISSUED
    last = facts(State.ISSUED, reader, read_by=others)
    assert decide(BULLETIN, last, "acknowledge_bulletin").target == State.ARCHIVED


def test_department_acknowledges_once() -> None:
    case = facts(State.ISSUED, Actor.PREFECTURE_HRSS, read_by=frozenset({"hrss"}))
    assert refusal(case, "acknowledge_bulletin") == "本部门已签收"
