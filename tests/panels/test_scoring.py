"""Scores, minutes and conclusion (6(二), R8): what is refused, and what comes of it."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gongfang.cases.facts import facts_of
from gongfang.cases.models import Task
from gongfang.panels import services
from gongfang.panels.models import MinutesSignature, ScoreSheet, Vote
from gongfang.records.models import Record
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor, WrongState
from tests.factories import head

from . import cast

pytestmark = pytest.mark.django_db


def test_first_score_opens_the_scoring() -> None:
    panel = cast.scoring()
    expert = cast.seated(cast.entry_of(panel))[0]
    cast.score_one(panel, expert, items=cast.HALF)
    sheet = ScoreSheet.objects.get(expert=expert)
    assert panel.state == "scoring"
    assert (sheet.items, sheet.total) == (cast.HALF, sum(cast.HALF.values()))


def test_record_fixes_the_sheet_without_telling_it() -> None:
    panel = cast.scoring()
    cast.score_one(panel, cast.seated(cast.entry_of(panel))[0], items=cast.HALF)
    body = Record.objects.get(case=panel, action="score").body
    sheet = ScoreSheet.objects.get()
    assert sheet.digest in body
    assert "craft" not in body
    assert sheet.salt not in body


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ({}, "未打分"),
        (cast.FULL | {"craft": 26}, "0 至 25"),
        (cast.FULL | {"craft": -1}, "0 至 25"),
        (cast.FULL | {"charm": 1}, "没有这一项"),
    ],
)
def test_incomplete_sheet_is_refused(items: dict[str, int], reason: str) -> None:
    panel = cast.scoring()
    with pytest.raises(StepRefused, match=reason):
        cast.score_one(panel, cast.seated(cast.entry_of(panel))[0], items=items)
    assert not ScoreSheet.objects.exists()
    assert panel.state == "drawn"


def test_score_before_the_declaration_is_refused() -> None:
    panel = cast.drawn()
    with pytest.raises(StepRefused, match="请先声明"):
        cast.score_one(panel, cast.seated(cast.entry_of(panel))[0])


def test_score_of_somebody_without_a_seat_is_refused() -> None:
    panel = cast.scoring()
    with pytest.raises(StepRefused, match="不是该申报的评审专家"):
        cast.score_one(panel, panel.candidates.get(rank=9).expert)


def test_second_score_is_refused() -> None:
    panel = cast.scoring()
    expert = cast.seated(cast.entry_of(panel))[0]
    cast.score_one(panel, expert)
    with pytest.raises(StepRefused, match="不能更改"):
        cast.score_one(panel, expert, items=cast.HALF)
    with pytest.raises(StepRefused, match="不能更改"):
        services.save_sheet(
            panel, by=expert.user, at=cast.AFTER, application=cast.entry_of(panel).application, items={}
        )
    assert ScoreSheet.objects.get().total == 100


def test_score_beside_an_open_request_is_refused() -> None:
    panel = cast.scoring()
    entry = cast.entry_of(panel)
    first, second = cast.seated(entry)[:2]
    assert entry.application.holder is not None
    services.request_recusal(
        panel,
        by=entry.application.holder,
        at=cast.WITHIN,
        application=entry.application,
        expert=first,
        reasons="亲属",
    )
    with pytest.raises(StepRefused, match="尚未决定"):
        cast.score_one(panel, second)


def test_others_do_not_score() -> None:
    panel = cast.scoring()
    application = cast.entry_of(panel).application
    for other in (cast.lead(), head("prefecture.hrss"), application.holder):
        with pytest.raises(WrongActor):
            services.score(panel, by=other, at=cast.AFTER, application=application, items=cast.FULL)


def test_scoring_closes_when_all_sheets_are_in() -> None:
    panel = cast.scoring()
    cast.score_all(panel)
    assert Task.objects.filter(case=panel, action="close_scoring").exists()
    services.close_scoring(panel, by=cast.lead(), at=cast.AFTER)
    assert panel.state == "deliberating"


def test_scoring_with_missing_sheets_closes_for_a_reason_and_a_lawful_rest() -> None:
    panel = cast.scoring(size=7)
    experts = cast.seated(cast.entry_of(panel))
    for expert in experts[:4]:
        cast.score_one(panel, expert)
    with pytest.raises(StepRefused, match="不足 5 名"):
        services.close_scoring(panel, by=cast.lead(), at=cast.AFTER, reasons="两人出差")
    cast.score_one(panel, experts[4])
    with pytest.raises(StepRefused, match="须写明理由"):
        services.close_scoring(panel, by=cast.lead(), at=cast.AFTER)
    services.close_scoring(panel, by=cast.lead(), at=cast.AFTER, reasons="两人出差")
    assert panel.state == "deliberating"


def test_even_number_of_sheets_does_not_close() -> None:
    panel = cast.scoring(size=7)
    for expert in cast.seated(cast.entry_of(panel))[:6]:
        cast.score_one(panel, expert)
    with pytest.raises(StepRefused, match="应为单数"):
        services.close_scoring(panel, by=cast.lead(), at=cast.AFTER, reasons="一人出差")


def test_others_do_not_close_write_or_conclude() -> None:
    panel = cast.deliberating()
    for other in (head("prefecture.hrss"), cast.signers(panel)[0].user):
        with pytest.raises(WrongActor):
            services.write_minutes(panel, by=other, at=cast.AFTER, minutes="另写")
        with pytest.raises(WrongActor):
            services.conclude(panel, by=other, at=cast.AFTER)
    with pytest.raises(WrongState):
        services.close_scoring(panel, by=cast.lead(), at=cast.AFTER)


def test_minutes_may_change_until_the_first_signature() -> None:
    panel = cast.deliberating()
    services.write_minutes(panel, by=cast.lead(), at=cast.AFTER, minutes="改后")
    assert panel.minutes == "改后"
    cast.sign(panel, cast.signers(panel)[0])
    with pytest.raises(StepRefused, match="不能再改"):
        services.write_minutes(panel, by=cast.lead(), at=cast.AFTER, minutes="再改")


def test_empty_minutes_are_refused() -> None:
    panel = cast.deliberating()
    with pytest.raises(StepRefused, match="请填写"):
        services.write_minutes(panel, by=cast.lead(), at=cast.AFTER, minutes=" ")


def test_signature_carries_a_vote_on_each_application_scored() -> None:
    panel = cast.deliberating(cast.application("甲"), cast.application("乙"))
    expert = cast.signers(panel)[0]
    with pytest.raises(StepRefused, match="逐一表决"):
        services.sign_minutes(panel, by=expert.user, at=cast.AFTER, votes={})
    number = cast.entry_of(panel).application.number
    with pytest.raises(StepRefused, match="逐一表决"):
        services.sign_minutes(panel, by=expert.user, at=cast.AFTER, votes={number: True})
    cast.sign(panel, expert)
    assert Vote.objects.filter(signature__expert=expert).count() == 2
    with pytest.raises(StepRefused, match="已经签字"):
        cast.sign(panel, expert)


def test_only_those_who_scored_sign_and_only_minutes_that_exist() -> None:
    panel = cast.scoring()
    cast.score_all(panel)
    services.close_scoring(panel, by=cast.lead(), at=cast.AFTER)
    with pytest.raises(StepRefused, match="尚未形成"):
        cast.sign(panel, cast.signers(panel)[0])
    services.write_minutes(panel, by=cast.lead(), at=cast.AFTER, minutes="记录")
    outsider = panel.candidates.get(rank=9).expert
    with pytest.raises(StepRefused, match="未参加评分"):
        services.sign_minutes(panel, by=outsider.user, at=cast.AFTER, votes={})
    with pytest.raises(WrongActor):
        services.sign_minutes(panel, by=cast.lead(), at=cast.AFTER, votes={})
    assert not MinutesSignature.objects.exists()


def test_conclusion_waits_for_every_signature() -> None:
    panel = cast.deliberating()
    *most, last = cast.signers(panel)
    for expert in most:
        cast.sign(panel, expert)
    with pytest.raises(StepRefused, match="尚有 1 名"):
        services.conclude(panel, by=cast.lead(), at=cast.AFTER)
    assert not Task.objects.filter(case=panel, action="conclude").exists()
    cast.sign(panel, last)
    assert Task.objects.filter(case=panel, action="conclude").exists()


@pytest.mark.parametrize(
    ("items", "agreeing", "mean", "passed"),
    [
        (cast.FULL, 5, "100.00", True),
        (cast.FULL, 3, "100.00", True),
        (cast.FULL, 2, "100.00", False),
        (cast.HALF, 5, "48.00", False),
    ],
)
def test_conclusion_passes_by_mean_and_majority(
    items: dict[str, int], agreeing: int, mean: str, passed: bool
) -> None:
    panel = cast.concluded(items=items, agreeing=agreeing)
    entry = cast.entry_of(panel)
    assert panel.state == "concluded"
    assert (entry.mean, entry.has_passed) == (Decimal(mean), passed)
    assert (entry.votes_for, entry.votes_total) == (agreeing, 5)
    facts = facts_of(entry.application, actor=Actor.PREFECTURE_CULTURE, at=cast.AFTER)
    assert facts.panel.has_passed is passed
    expected = "propose" if passed else "refuse"
    assert list(Task.objects.filter(case=entry.application).values_list("action", flat=True)) == [expected]


def test_application_waits_while_the_panel_works() -> None:
    panel = cast.scoring()
    facts = facts_of(cast.entry_of(panel).application, actor=Actor.PREFECTURE_CULTURE, at=cast.AFTER)
    assert facts.panel.has_passed is None
    assert not facts.panel.is_scoring_closed


def test_sheet_of_a_recused_expert_does_not_count() -> None:
    panel = cast.scoring()
    entry = cast.entry_of(panel)
    leaving = cast.seated(entry)[0]
    cast.score_one(panel, leaving, items={code: 0 for code in cast.FULL})
    services.declare(panel, by=leaving.user, at=cast.AFTER, is_clear=False, reasons="后来得知")
    replacement = cast.seated(entry)[-1]
    services.declare(panel, by=replacement.user, at=cast.AFTER)
    for expert in cast.seated(entry):
        cast.score_one(panel, expert)
    services.close_scoring(panel, by=cast.lead(), at=cast.AFTER)
    services.write_minutes(panel, by=cast.lead(), at=cast.AFTER, minutes="记录")
    for expert in cast.signers(panel):
        cast.sign(panel, expert)
    services.conclude(panel, by=cast.lead(), at=cast.AFTER)
    assert cast.entry_of(panel).mean == Decimal("100.00")


def test_database_keeps_one_sheet_and_one_signature() -> None:
    panel = cast.deliberating()
    sheet = ScoreSheet.objects.first()
    assert sheet is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreSheet.objects.create(entry=sheet.entry, expert=sheet.expert)
    cast.sign(panel, cast.signers(panel)[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        MinutesSignature.objects.create(panel=panel, expert=cast.signers(panel)[0], signed_at=cast.AFTER)
