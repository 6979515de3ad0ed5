"""Sealed scores (R8): two worlds that differ only in a sealed score look the same to everybody else."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from gongfang.accounts.models import User
from gongfang.panels import queries, services
from gongfang.panels.models import Panel
from gongfang.records.models import Record
from tests.factories import auditor, head, officer

from . import cast

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ONE = dict.fromkeys(cast.FULL, 3)
OTHER = dict.fromkeys(cast.FULL, 7)
REMARKS = "核心技艺环节由机器完成"


class Undone(Exception):
    """Ends a world without leaving a trace of it."""


def seen_by(user: User | None, paths: list[str]) -> str:
    """Return what the pages show, without the tokens that differ from one request to the next."""
    client = Client()
    if user is not None:
        client.force_login(user)
    pages = [client.get(path).content.decode() for path in paths]
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", "\n".join(pages))


def worlds(panel: Panel, viewer: User | None, paths: list[str], *, scorer: int) -> Iterator[str]:
    """Yield what `viewer` reads in two worlds: the expert of seat `scorer` gives one score, or another."""
    entry = cast.entry_of(panel)
    expert = cast.seated(entry)[scorer]
    for items in (ONE, OTHER):
        try:
            with transaction.atomic():
                world = Panel.objects.get(pk=panel.pk)
                services.score(
                    world,
                    by=expert.user,
                    at=cast.AFTER,
                    application=entry.application,
                    items=items,
                    comment=REMARKS,
                )
                yield seen_by(viewer, paths)
                raise Undone
        except Undone:
            continue


def paths_of(panel: Panel) -> list[str]:
    application = cast.entry_of(panel).application
    return [
        panel.get_absolute_url(),
        application.get_absolute_url(),
        "/panels/",
        "/panels/mine/",
        f"/panels/mine/{panel.number}/",
        f"/panels/mine/{panel.number}/{application.number}/",
        f"/panels/mine/{panel.number}/sign/",
        f"/panels/{panel.number}/draw-minutes/",
        f"/draws/{panel.number}/",
        f"/draws/{panel.number}/draw.json",
        "/cases/inbox/",
        "/messages/",
    ]


def viewers(panel: Panel) -> dict[str, User | None]:
    application = cast.entry_of(panel).application
    return {
        "head of the lead": cast.lead(),
        "officer of the lead": officer("prefecture.culture"),
        "another department": head("prefecture.hrss"),
        "auditor": auditor(),
        "applicant": application.holder,
        "county": head("county.culture"),
        "another expert, who has scored": cast.seated(cast.entry_of(panel))[0].user,
        "another expert, who has not": cast.seated(cast.entry_of(panel))[2].user,
        "public": None,
    }


def test_sealed_score_changes_nothing_for_anybody_else() -> None:
    panel = cast.scoring()
    cast.score_one(panel, cast.seated(cast.entry_of(panel))[0])
    for name, viewer in viewers(panel).items():
        first, second = worlds(panel, viewer, paths_of(panel), scorer=1)
        assert first == second, name
        assert REMARKS not in first, name
        assert len(first) > 1000


def test_expert_does_not_learn_whether_another_has_scored() -> None:
    panel = cast.scoring()
    first, second, third = cast.seated(cast.entry_of(panel))[:3]
    cast.score_one(panel, first)
    before = seen_by(third.user, paths_of(panel))
    cast.score_one(panel, second)
    assert seen_by(third.user, paths_of(panel)) == before


def test_applicant_does_not_learn_that_scoring_has_begun() -> None:
    panel = cast.scoring()
    holder = cast.entry_of(panel).application.holder
    before = seen_by(holder, paths_of(panel))
    cast.score_all(panel)
    assert seen_by(holder, paths_of(panel)) == before


def test_draft_of_a_sheet_is_read_by_its_expert_only() -> None:
    panel = cast.scoring()
    entry = cast.entry_of(panel)
    expert = cast.seated(entry)[1]
    services.save_sheet(
        panel, by=expert.user, at=cast.AFTER, application=entry.application, items={"craft": 17}, comment=REMARKS
    )
    for name, viewer in viewers(panel).items():
        assert REMARKS not in seen_by(viewer, paths_of(panel)), name
    assert REMARKS in seen_by(expert.user, paths_of(panel))


def test_officials_read_scores_once_all_of_the_application_are_in() -> None:
    panel = cast.scoring(cast.application("甲"), cast.application("乙"))
    for expert in cast.seated(cast.entry_of(panel, 0)):
        cast.score_one(panel, expert, items=ONE, number=0)
    cast.score_one(panel, cast.seated(cast.entry_of(panel, 1))[0], items=OTHER, number=1)
    shown = seen_by(cast.lead(), [panel.get_absolute_url()])
    assert f">{sum(ONE.values())}<" in shown
    assert f">{sum(OTHER.values())}<" not in shown


def test_officials_see_who_is_still_to_score() -> None:
    panel = cast.scoring()
    cast.score_one(panel, cast.seated(cast.entry_of(panel))[0])
    shown = seen_by(cast.lead(), [panel.get_absolute_url()])
    assert shown.count("已提交评分") == 1
    assert shown.count("已声明，待评分") == 4


def test_record_body_of_a_score_holds_neither_name_nor_points() -> None:
    panel = cast.scoring()
    expert = cast.seated(cast.entry_of(panel))[0]
    cast.score_one(panel, expert, items=ONE)
    body = Record.objects.get(case=panel, action="score").body
    assert expert.name not in body
    assert queries.ref_of(panel, expert) in body
    assert "craft" not in body
