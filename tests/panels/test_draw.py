"""The announced draw (6(二), R6): lawful or refused, and recomputable by anybody."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gongfang.cases.models import Case, Task
from gongfang.notifications.models import Message
from gongfang.panels import services
from gongfang.panels.models import Candidate, Panel, Relation
from gongfang.records.models import Record
from gongfang.regulation import draw as draws
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from tests.factories import applicant, head

from . import cast

pytestmark = pytest.mark.django_db


def test_announcement_freezes_the_list_and_commits_to_the_nonce() -> None:
    cast.experts(6)
    panel = cast.announced()
    assert panel.state == "announced"
    assert panel.candidates.count() == 6
    assert panel.list_root == draws.list_root(
        {
            "region": panel.candidates.filter(pool="region").values_list("ref", flat=True),
            "prefecture": panel.candidates.filter(pool="prefecture").values_list("ref", flat=True),
        }
    )
    assert panel.commitment == draws.commitment(panel.number, panel.server_nonce)
    assert panel.commitment in Record.objects.get(case=panel, action="announce_draw").body
    assert panel.server_nonce not in Record.objects.get(case=panel, action="announce_draw").body


def test_draw_waits_in_the_inbox_of_the_lead_from_the_announcement_on() -> None:
    cast.experts(6)
    panel = cast.announced()
    assert list(Task.objects.filter(case=panel).values_list("action", flat=True)) == ["draw"]
    services.draw(panel, by=cast.lead(), at=cast.DRAWN, public_value="31415")
    assert not Task.objects.filter(case=panel).exists()


def test_only_the_qualified_are_listed() -> None:
    cast.experts(5)
    cast.expert("年限不足", has_senior_title=False, relevant_years=4)
    experienced = cast.expert("年限足够", has_senior_title=False, relevant_years=5)
    cast.expert("已停用", is_active=False)
    panel = cast.announced()
    assert panel.candidates.count() == 6
    assert panel.candidates.filter(expert=experienced).exists()


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("organisation", "托里县毡绣工坊 合作社", "relation"),
        ("credit_code", "91350100m000100y43", "relation"),
        ("person", "王某", "relation"),
    ],
)
def test_conflicted_expert_stays_on_the_list_but_never_sits(kind: str, value: str, code: str) -> None:
    cast.experts(5)
    conflicted = cast.expert("有利害关系")
    Relation.objects.create(expert=conflicted, kind=kind, value=value)
    filed = cast.application()
    filed.people.create(role="responsible", name="王某", added_at=cast.ANNOUNCED)
    panel = cast.drawn(filed, pool=0)
    assert panel.candidates.get(expert=conflicted).exclusions == {filed.number: code}
    assert conflicted not in cast.seated(cast.entry_of(panel))


def test_employee_of_the_applicant_is_excluded() -> None:
    cast.experts(5)
    employed = cast.expert("职工", employer="托里县毡绣工坊合作社")
    panel = cast.announced()
    assert list(panel.candidates.get(expert=employed).exclusions.values()) == ["employer"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"size": 4}, "不足 5 名"),
        ({"size": 6}, "应为单数"),
        ({"pools": []}, "请选择抽取的专家库"),
        ({"pools": ["province"]}, "专家库应为"),
        ({"draw_at": cast.ANNOUNCED}, "晚于公告时间"),
        ({"public_value_source": " "}, "来源"),
        ({"size": 9}, "不足 9 名"),
    ],
)
def test_unlawful_announcement_is_refused_and_leaves_nothing(changes: dict[str, object], reason: str) -> None:
    cast.experts(7)
    filed = cast.application()
    cases = Case.objects.count()
    with pytest.raises(StepRefused, match=reason) as refused:
        cast.announced(filed, **changes)
    assert refused.value.clause.id == "6(二)"
    assert Case.objects.count() == cases
    assert Candidate.objects.count() == 0


def test_application_outside_expert_review_is_refused() -> None:
    cast.experts(5)
    early = cast.application()
    Case.objects.filter(pk=early.pk).update(state="inspecting")
    early.refresh_from_db()
    with pytest.raises(StepRefused, match="尚未进入专家评审"):
        cast.announced(early)


def test_application_is_before_one_panel_only() -> None:
    cast.experts(5)
    filed = cast.application()
    first = cast.announced(filed)
    with pytest.raises(StepRefused, match=first.number):
        cast.announced(filed)
    assert Panel.objects.count() == 1


@pytest.mark.parametrize("code", ["prefecture.hrss", "prefecture.agriculture", "county.culture"])
def test_other_offices_do_not_announce(code: str) -> None:
    cast.experts(5)
    with pytest.raises(WrongActor):
        cast.announced(by=head(code))
    with pytest.raises(WrongActor):
        cast.announced(by=applicant())


def test_draw_seats_the_first_ranks_and_invites_them() -> None:
    panel = cast.drawn()
    entry = cast.entry_of(panel)
    ranks = list(entry.seats.values_list("candidate__rank", flat=True))
    assert panel.state == "drawn"
    assert ranks == [1, 2, 3, 4, 5]
    invited = set(Message.objects.filter(case=panel, user__isnull=False).values_list("user", flat=True))
    assert invited == {expert.user_id for expert in cast.seated(entry)}
    told = Message.objects.get(user=entry.application.holder, key__startswith="panel:named")
    assert not any(expert.name in told.body for expert in cast.seated(entry))


def test_draw_is_recomputed_from_the_published_document_only() -> None:
    panel = cast.drawn()
    published = json.loads(Client().get(f"/draws/{panel.number}/draw.json").content)
    check = draws.verify_draw(published)
    assert check.is_valid, check.differences
    assert check.withheld == ()
    ranking = published["ranking"][""]
    stored = list(panel.candidates.order_by("rank").values_list("ref", flat=True))
    assert ranking == stored
    published["public_value"] = "9 9 9 9 9"
    assert not draws.verify_draw(published).is_valid


def test_document_names_nobody_and_the_list_is_published_with_the_draw() -> None:
    cast.experts(6)
    panel = cast.announced()
    before = Client().get(f"/draws/{panel.number}/draw.json").content.decode()
    assert panel.list_root in before
    assert panel.server_nonce not in before
    services.draw(panel, by=cast.lead(), at=cast.DRAWN, public_value="31415")
    after = Client().get(f"/draws/{panel.number}/draw.json").content.decode()
    for candidate in panel.candidates.select_related("expert"):
        assert candidate.ref in after
        assert candidate.salt not in before + after
        assert candidate.expert.name not in before + after
        assert str(candidate.expert_id) not in before + after


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"at": cast.DRAW_AT - timedelta(seconds=1)}, "未到公告的抽取时间"),
        ({"public_value": " "}, "公开随机值"),
        ({"public_value_source": "另一期"}, "与公告一致"),
    ],
)
def test_unlawful_draw_is_refused(changes: dict[str, object], reason: str) -> None:
    cast.experts(6)
    panel = cast.announced()
    given = {"by": cast.lead(), "at": cast.DRAWN, "public_value": "31415", "public_value_source": cast.SOURCE}
    with pytest.raises(StepRefused, match=reason) as refused:
        services.draw(panel, **(given | changes))
    assert refused.value.clause.id == "6(二)"
    panel.refresh_from_db()
    assert (panel.state, panel.seed) == ("announced", "")


def test_draw_happens_once() -> None:
    panel = cast.drawn()
    with pytest.raises(WrongState):
        services.draw(panel, by=cast.lead(), at=cast.AFTER, public_value="另一个")


def test_changed_list_is_not_drawn_from() -> None:
    cast.experts(6)
    panel = cast.announced()
    panel.candidates.filter(pk=panel.candidates.first().pk).delete()
    with pytest.raises(StepRefused, match="根值不符"):
        services.draw(panel, by=cast.lead(), at=cast.DRAWN, public_value="31415")


def test_others_do_not_draw() -> None:
    cast.experts(6)
    panel = cast.announced()
    for other in (head("prefecture.hrss"), applicant(), panel.candidates.first().expert.user):
        with pytest.raises(WrongActor):
            services.draw(panel, by=other, at=cast.DRAWN, public_value="31415")


@pytest.mark.parametrize("size", [4, 3, 6])
def test_database_refuses_an_even_or_small_panel(size: int) -> None:
    cast.experts(6)
    panel = cast.announced()
    with pytest.raises(IntegrityError), transaction.atomic():
        Panel.objects.filter(pk=panel.pk).update(size=size)


def test_database_gives_no_rank_twice() -> None:
    panel = cast.drawn()
    with pytest.raises(IntegrityError), transaction.atomic():
        panel.candidates.filter(rank=2).update(rank=1)
