"""Interest, requests and absence (6(二), R6, R7): who leaves, who takes the seat, and that nobody else moves."""

import random

import pytest

from gongfang.accounts.models import User
from gongfang.cases import limits
from gongfang.cases.models import Task
from gongfang.panels import queries, services
from gongfang.panels.models import Declaration, Panel, RecusalRequest
from gongfang.regulation import panel as rules
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from tests.factories import applicant, expert_user, head, officer

from . import cast

pytestmark = pytest.mark.django_db


def ranks(panel: Panel) -> list[tuple[int, str]]:
    return list(panel.candidates.order_by("rank").values_list("rank", "ref"))


def holder_of(panel: Panel, number: int = 0) -> User:
    holder = cast.entry_of(panel, number).application.holder
    assert holder is not None
    return holder


def ask(panel: Panel, *, seat: int = 0, at: object = cast.WITHIN, **fields: object) -> RecusalRequest:
    entry = cast.entry_of(panel)
    expert = cast.seated(entry)[seat]
    given = {"by": holder_of(panel), "application": entry.application, "expert": expert, "reasons": "有亲属关系"}
    services.request_recusal(panel, at=at, **(given | fields))
    return RecusalRequest.objects.latest("pk")


def test_expert_declares_clear_for_all_his_applications() -> None:
    panel = cast.drawn(cast.application("甲"), cast.application("乙"))
    expert = cast.seated(cast.entry_of(panel))[0]
    services.declare(panel, by=expert.user, at=cast.WITHIN)
    assert set(Declaration.objects.filter(expert=expert).values_list("is_clear", flat=True)) == {True}
    assert Declaration.objects.filter(expert=expert).count() == 2
    assert panel.state == "drawn"


def test_recusal_seats_the_next_rank_at_once_and_moves_nobody() -> None:
    panel = cast.drawn(cast.application("甲"), cast.application("乙"))
    first, second = cast.entry_of(panel, 0), cast.entry_of(panel, 1)
    before, seats = ranks(panel), cast.seated(first)
    services.declare(
        panel, by=seats[2].user, at=cast.WITHIN, application=first.application, is_clear=False, reasons="师徒"
    )
    sixth = panel.candidates.get(rank=6).expert
    assert cast.seated(first) == [seats[0], seats[1], seats[3], seats[4], sixth]
    assert cast.seated(second) == seats
    assert ranks(panel) == before
    assert first.seats.get(candidate__expert=sixth).is_replacement


def test_seats_are_those_of_the_published_ranking_after_any_recusals() -> None:
    rng = random.Random(2026)
    panel = cast.drawn(pool=14)
    entry, gone, before = cast.entry_of(panel), set(), ranks(panel)
    for _turn in range(6):
        leaving = rng.choice(cast.seated(entry))
        services.declare(panel, by=leaving.user, at=cast.WITHIN, is_clear=False, reasons="利害关系")
        gone.add(queries.ref_of(panel, leaving))
        expected = rules.seated([ref for _rank, ref in before], 5, gone)
        assert tuple(queries.ref_of(panel, each) for each in cast.seated(entry)) == expected
    assert ranks(panel) == before


def test_recusal_needs_reasons() -> None:
    panel = cast.drawn()
    expert = cast.seated(cast.entry_of(panel))[0]
    with pytest.raises(StepRefused, match="回避须写明理由"):
        services.declare(panel, by=expert.user, at=cast.WITHIN, is_clear=False)
    assert expert in cast.seated(cast.entry_of(panel))


def test_expert_without_a_seat_does_not_declare() -> None:
    panel = cast.drawn()
    unseated = panel.candidates.get(rank=9).expert
    with pytest.raises(StepRefused, match="不是该申报的评审专家"):
        services.declare(panel, by=unseated.user, at=cast.WITHIN)
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("who", ["lead", "applicant", "expert of no panel"])
def test_others_do_not_declare(who: str) -> None:
    panel = cast.drawn()
    other = {"lead": cast.lead, "applicant": lambda: holder_of(panel), "expert of no panel": expert_user}[who]()
    with pytest.raises(WrongActor):
        services.declare(panel, by=other, at=cast.WITHIN)


def test_nobody_declares_twice_or_returns() -> None:
    panel = cast.drawn()
    expert = cast.seated(cast.entry_of(panel))[0]
    services.declare(panel, by=expert.user, at=cast.WITHIN)
    with pytest.raises(StepRefused, match="已声明无利害关系"):
        services.declare(panel, by=expert.user, at=cast.WITHIN)
    services.declare(panel, by=expert.user, at=cast.WITHIN, is_clear=False, reasons="后来得知")
    with pytest.raises(StepRefused, match="已回避"):
        services.declare(panel, by=expert.user, at=cast.WITHIN)


def test_applicant_is_told_names_and_has_three_working_days() -> None:
    panel = cast.drawn()
    limit = limits.running(panel, "recusal_request")
    assert limit is not None
    assert limit.last_day.isoformat() == "2026-06-05"


def test_request_is_taken_within_the_period() -> None:
    panel = cast.drawn()
    request = ask(panel)
    assert request.decided_at is None
    assert panel.state == "drawn"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"at": cast.AFTER}, "届满"), ({"reasons": " "}, "理由")],
)
def test_unlawful_request_is_refused(fields: dict[str, object], reason: str) -> None:
    panel = cast.drawn()
    with pytest.raises(StepRefused, match=reason) as refused:
        ask(panel, **fields)
    assert refused.value.clause.id == "6(二)"
    assert not RecusalRequest.objects.exists()


def test_request_against_somebody_without_a_seat_is_refused() -> None:
    panel = cast.drawn()
    with pytest.raises(StepRefused, match="不是本申报的评审专家"):
        ask(panel, expert=panel.candidates.get(rank=9).expert)


def test_second_request_against_the_same_expert_is_refused() -> None:
    panel = cast.drawn()
    ask(panel)
    with pytest.raises(StepRefused, match="正在办理"):
        ask(panel)


def test_one_applicant_does_not_speak_for_another() -> None:
    panel = cast.drawn(cast.application("甲"), cast.application("乙"))
    with pytest.raises(WrongActor):
        ask(panel, by=holder_of(panel, 1))
    with pytest.raises(WrongActor):
        ask(panel, by=applicant())
    with pytest.raises(WrongActor):
        services.waive_recusal(
            panel, by=holder_of(panel, 1), at=cast.WITHIN, application=cast.entry_of(panel, 0).application
        )


def test_granted_request_seats_the_next_rank() -> None:
    panel = cast.drawn()
    before, seats = ranks(panel), cast.seated(cast.entry_of(panel))
    request = ask(panel, seat=1)
    services.decide_recusal(
        panel, by=cast.lead(), at=cast.WITHIN, request=request, is_granted=True, reasons="确有亲属关系"
    )
    sixth = panel.candidates.get(rank=6).expert
    assert cast.seated(cast.entry_of(panel)) == [seats[0], *seats[2:], sixth]
    assert ranks(panel) == before


def test_denied_request_leaves_the_seat() -> None:
    panel = cast.drawn()
    seats = cast.seated(cast.entry_of(panel))
    services.decide_recusal(
        panel, by=cast.lead(), at=cast.WITHIN, request=ask(panel), is_granted=False, reasons="没有依据"
    )
    assert cast.seated(cast.entry_of(panel)) == seats


def test_decision_needs_reasons_and_happens_once() -> None:
    panel = cast.drawn()
    request, lead = ask(panel), cast.lead()
    with pytest.raises(StepRefused, match="理由"):
        services.decide_recusal(panel, by=lead, at=cast.WITHIN, request=request, is_granted=False, reasons="")
    request.refresh_from_db()
    assert request.decided_at is None
    services.decide_recusal(panel, by=lead, at=cast.WITHIN, request=request, is_granted=False, reasons="没有依据")
    with pytest.raises(StepRefused, match="已经决定"):
        services.decide_recusal(panel, by=lead, at=cast.WITHIN, request=request, is_granted=True, reasons="改变")


@pytest.mark.parametrize("who", ["officer", "hrss", "applicant", "expert"])
def test_only_the_head_of_the_lead_department_decides(who: str) -> None:
    panel = cast.drawn()
    request = ask(panel)
    other = {
        "officer": lambda: officer("prefecture.culture"),
        "hrss": lambda: head("prefecture.hrss"),
        "applicant": lambda: holder_of(panel),
        "expert": lambda: request.expert.user,
    }[who]()
    with pytest.raises(WrongActor):
        services.decide_recusal(
            panel, by=other, at=cast.WITHIN, request=request, is_granted=True, reasons="确有关系"
        )
    request.refresh_from_db()
    assert request.decided_at is None


def test_replacement_may_be_challenged_after_the_period_until_he_scores() -> None:
    panel = cast.drawn()
    entry = cast.entry_of(panel)
    leaving = cast.seated(entry)[0]
    services.declare(panel, by=leaving.user, at=cast.AFTER, is_clear=False, reasons="利害关系")
    replacement = cast.seated(entry)[-1]
    request = ask(panel, seat=4, at=cast.AFTER)
    assert request.expert == replacement
    with pytest.raises(StepRefused, match="届满"):
        ask(panel, seat=0, at=cast.AFTER)


def test_waiver_by_all_lets_scoring_start_before_the_period_ends() -> None:
    panel = cast.scoring(cast.application("甲"), cast.application("乙"))
    expert = cast.seated(cast.entry_of(panel))[0]
    with pytest.raises(StepRefused, match="申请回避期未满"):
        cast.score_one(panel, expert, at=cast.WITHIN)
    cast.waive_all(panel)
    cast.score_one(panel, expert, at=cast.WITHIN)
    assert panel.state == "scoring"


def test_waiver_is_given_once_and_not_beside_a_request() -> None:
    panel = cast.drawn(cast.application("甲"), cast.application("乙"))
    cast.waive_all(panel)
    with pytest.raises(StepRefused, match="已声明无回避申请"):
        cast.waive_all(panel)
    with pytest.raises(StepRefused, match="已声明无回避申请"):
        ask(panel)
    other = cast.drawn(cast.application("丙"), pool=0)
    ask(other)
    with pytest.raises(StepRefused, match="正在办理"):
        cast.waive_all(other)


def test_excused_expert_is_replaced_wherever_he_has_not_scored() -> None:
    panel = cast.scoring(cast.application("甲"), cast.application("乙"))
    first, second = cast.entry_of(panel, 0), cast.entry_of(panel, 1)
    absent = cast.seated(first)[0]
    cast.score_one(panel, absent, number=0)
    services.excuse(panel, by=cast.lead(), at=cast.AFTER, expert=absent, reasons="因病住院")
    assert absent in cast.seated(first)
    assert absent not in cast.seated(second)
    assert cast.seated(second)[-1] == panel.candidates.get(rank=6).expert
    with pytest.raises(StepRefused, match="没有尚待评分的席位"):
        services.excuse(panel, by=cast.lead(), at=cast.AFTER, expert=absent, reasons="再次")


def test_excuse_needs_reasons_and_is_for_the_lead() -> None:
    panel = cast.drawn()
    absent = cast.seated(cast.entry_of(panel))[0]
    with pytest.raises(StepRefused, match="理由"):
        services.excuse(panel, by=cast.lead(), at=cast.AFTER, expert=absent, reasons="")
    with pytest.raises(WrongActor):
        services.excuse(panel, by=head("prefecture.hrss"), at=cast.AFTER, expert=absent, reasons="因病")


def test_exhausted_list_refuses_scores_and_a_new_draw_is_possible() -> None:
    panel = cast.drawn(pool=5)
    cast.clear_all(panel)
    entry = cast.entry_of(panel)
    leaving, staying = cast.seated(entry)[:2]
    assert Task.objects.get(case=entry.application).is_under_way
    services.declare(panel, by=leaving.user, at=cast.WITHIN, is_clear=False, reasons="利害关系")
    assert not Task.objects.get(case=entry.application).is_under_way
    with pytest.raises(StepRefused, match="抽取名单已用尽") as refused:
        cast.score_one(panel, staying)
    assert refused.value.clause.id == "6(二)"
    cast.experts(3)
    again = cast.announced(
        entry.application, at=cast.AFTER, draw_at=cast.AFTER.replace(hour=18), public_value_source="下一期"
    )
    entry.refresh_from_db()
    assert entry.released_at == cast.AFTER
    assert again.entries.get().application_id == entry.application_id
    assert Task.objects.get(case=entry.application).is_under_way


def test_requests_come_too_late_once_the_panel_deliberates() -> None:
    panel = cast.deliberating()
    with pytest.raises(WrongState):
        ask(panel)


def test_recusal_in_the_deliberation_opens_the_scoring_again_and_voids_the_minutes() -> None:
    panel = cast.deliberating()
    cast.sign(panel, cast.signers(panel)[0])
    late = cast.signers(panel)[1]
    with pytest.raises(StepRefused, match="只能声明回避"):
        services.declare(panel, by=late.user, at=cast.AFTER)
    services.declare(panel, by=late.user, at=cast.AFTER, is_clear=False, reasons="合议中发现")
    assert panel.state == "scoring"
    assert panel.minutes == ""
    assert not panel.signatures.exists()
    assert late not in cast.signers(panel)
