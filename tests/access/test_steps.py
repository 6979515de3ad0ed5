"""The page of a step, for every action of every table and every role: the tables say who sees it."""

import pytest
from django.urls import reverse

from gongfang.cases.models import Case, Draft
from gongfang.cases.registry import kind_of
from gongfang.regulation.procedure import NEW, Actor, Procedure
from tests.consultations import cast as consulted
from tests.fairs import cast as fairs
from tests.world import World

from .policy import (
    ALL,
    ANONYMOUS,
    APPLICANT,
    COUNTY,
    OTHER_COUNTY,
    PREFECTURE,
    RECUSED,
    RIVAL,
    SEATED,
    SEE_ALL,
    SEE_HOME,
    Roles,
)
from .visiting import HIDDEN, LET_IN, REFUSED, SIGN_IN, answer, ask

pytestmark = pytest.mark.django_db
SEEN_BY: dict[str, Roles] = {
    "application": SEE_HOME | SEATED,
    "panel": SEE_ALL | SEATED | RECUSED,
    "objection": SEE_ALL,
    "bulletin": SEE_ALL,
    "campaign": SEE_ALL,
    "check": SEE_HOME,
    "finding": SEE_HOME,
    "change": SEE_HOME,
    "product": SEE_HOME,
    "enquiry": SEE_HOME,
    "demand": SEE_ALL,
    "stand": SEE_HOME,
    "meeting": SEE_ALL,
    "assignment": SEE_ALL,
    "mismatch": SEE_HOME - APPLICANT,
    "subsidy": SEE_HOME,
    "library_entry": SEE_HOME,
    "recommendation": SEE_ALL,
    "course": SEE_HOME | RIVAL | OTHER_COUNTY,
    "help": SEE_HOME,
}


def number(world: World, kind: str) -> str:
    cases = {
        "application": world.home.cases["expert_review"],
        "panel": world.panel,
        "objection": world.objection,
        "bulletin": world.bulletin,
        "campaign": world.campaign,
        "check": world.checks[0],
        "finding": world.findings[0],
        "change": world.home.change,
        "product": world.home.product,
        "enquiry": world.home.enquiry,
        "demand": world.demand,
        "stand": fairs.stand(world),
        "meeting": consulted.meeting(world),
        "assignment": consulted.assignment(world),
        "mismatch": world.exchange.home.mismatch,
        "subsidy": world.exchange.home.subsidy,
        "library_entry": world.exchange.home.library_entry,
        "recommendation": world.call,
        "course": world.course,
        "help": world.questions[0],
    }
    return str(cases[kind].number)


def actors(role: str) -> set[Actor]:
    """Return as whom somebody of `role`, who sees the case, takes steps on it."""
    if role in COUNTY | PREFECTURE:
        return {Actor(role.rpartition(".")[0])}
    if role in APPLICANT:
        return {Actor.APPLICANT}
    return {Actor.EXPERT} if role in SEATED | RECUSED else set()


def expected(kind: str, procedure: Procedure, action: str, role: str) -> str:
    if role in ANONYMOUS:
        return SIGN_IN
    if role not in SEEN_BY[kind]:
        return HIDDEN
    is_theirs = any(actors(role) & set(row.by) for row in procedure.rows(action))
    opens_a_case = any(NEW in row.sources for row in procedure.rows(action))
    return LET_IN if is_theirs and not opens_a_case and action not in kind_of(kind).pages else REFUSED


@pytest.mark.once
@pytest.mark.parametrize("kind", SEEN_BY)
def test_a_step_is_shown_to_its_actors_alone(world: World, kind: str) -> None:
    procedure, wrong = kind_of(kind).procedure, {}
    for action in dict.fromkeys(procedure.actions):
        url = reverse("cases:step", args=[number(world, kind), action])
        for role in ALL:
            found = answer(ask(world, role, "GET", url))
            if found != expected(kind, procedure, action, role):
                wrong[action, role] = found
    assert wrong == {}


@pytest.mark.once
@pytest.mark.parametrize("kind", SEEN_BY)
def test_nobody_else_takes_a_step(world: World, kind: str) -> None:
    procedure, wrong = kind_of(kind).procedure, {}
    for action in dict.fromkeys(procedure.actions):
        url = reverse("cases:step", args=[number(world, kind), action])
        said = {role: expected(kind, procedure, action, role) for role in sorted(ALL)}
        one_of_each = {answer: role for role, answer in said.items() if answer != LET_IN}
        for refusal, role in one_of_each.items():
            found = answer(ask(world, role, "POST", url))
            if found != refusal:
                wrong[action, role] = found
    assert wrong == {}


@pytest.mark.once
def test_an_action_that_no_table_has_is_nowhere(world: World) -> None:
    for kind in SEEN_BY:
        url = reverse("cases:step", args=[number(world, kind), "no-such-step"])
        found = {answer(ask(world, role, "POST", url)) for role in ALL - ANONYMOUS}
        assert found == {HIDDEN}


def test_an_officer_only_prepares_what_binds_the_office(world: World) -> None:
    case = world.home.cases["county_review"]
    url = reverse("cases:step", args=[case.number, "not_recommend"])
    response = world.client("county.culture.officer").post(url, {"reasons": "场地面积不足"})
    assert response.status_code == 302
    assert Case.objects.get(pk=case.pk).state == "county_review"
    assert Draft.objects.filter(case_id=case.pk, action="not_recommend").exists()
