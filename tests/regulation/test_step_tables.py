"""What every step table must be, whatever it says: tests generated from the tables themselves."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gongfang.regulation import edition
from gongfang.regulation.annual_filing import ANNUAL_FILING, FilingFacts
from gongfang.regulation.bulletin import BULLETIN, BulletinFacts
from gongfang.regulation.consultation import ASSIGNMENT, MEETING, AssignmentFacts, MeetingFacts
from gongfang.regulation.enquiry import DEMAND, ENQUIRY, DemandFacts, EnquiryFacts
from gongfang.regulation.evaluation import EVALUATION, EvaluationFacts
from gongfang.regulation.exchange import LIBRARY, MISMATCH, SUBSIDY, LibraryFacts, MismatchFacts, SubsidyFacts
from gongfang.regulation.fair import STAND, StandFacts
from gongfang.regulation.inspection import CAMPAIGN, CHECK, FINDING, CampaignFacts, CheckFacts, FindingFacts
from gongfang.regulation.objection import OBJECTION, ObjectionFacts
from gongfang.regulation.panel_guards import PanelReviewFacts
from gongfang.regulation.panel_steps import PANEL
from gongfang.regulation.procedure import (
    NEW,
    Actor,
    Facts,
    Procedure,
    UnknownAction,
    WrongActor,
    WrongState,
    available_actions,
    decide,
)
from gongfang.regulation.product import PRODUCT, ProductFacts
from gongfang.regulation.recognition import RECOGNITION
from gongfang.regulation.recognition_guards import RecognitionFacts
from gongfang.regulation.registration_change import REGISTRATION_CHANGE, ChangeFacts
from gongfang.regulation.revocation import REVOCATION
from gongfang.regulation.revocation_guards import RevocationFacts
from gongfang.regulation.support import (
    COURSE,
    HELP,
    RECOMMENDATION,
    CourseFacts,
    HelpFacts,
    RecommendationFacts,
)

TABLES = (
    (RECOGNITION, RecognitionFacts),
    (OBJECTION, ObjectionFacts),
    (PANEL, PanelReviewFacts),
    (ANNUAL_FILING, FilingFacts),
    (EVALUATION, EvaluationFacts),
    (CAMPAIGN, CampaignFacts),
    (CHECK, CheckFacts),
    (FINDING, FindingFacts),
    (REVOCATION, RevocationFacts),
    (REGISTRATION_CHANGE, ChangeFacts),
    (PRODUCT, ProductFacts),
    (ENQUIRY, EnquiryFacts),
    (DEMAND, DemandFacts),
    (BULLETIN, BulletinFacts),
    (STAND, StandFacts),
    (MEETING, MeetingFacts),
    (ASSIGNMENT, AssignmentFacts),
    (MISMATCH, MismatchFacts),
    (SUBSIDY, SubsidyFacts),
    (LIBRARY, LibraryFacts),
    (RECOMMENDATION, RecommendationFacts),
    (COURSE, CourseFacts),
    (HELP, HelpFacts),
)
AT = datetime(2026, 5, 6, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def facts(table: type[Facts], state: str, actor: Actor) -> Facts:
    return table(state=state, actor=actor, at=AT, edition=edition.get("2026-draft"))


def every(kind: str) -> list[tuple[Procedure, type[Facts], str, str]]:
    """Return every (procedure, facts, action, state) in which the action is, or is not, in the table."""
    found = []
    for procedure, facts_type in TABLES:
        for action in procedure.actions:
            sources = {state for step in procedure.rows(action) for state in step.sources}
            states = sources if kind == "lawful" else {NEW, *procedure.states} - sources
            found += [(procedure, facts_type, action, state) for state in sorted(states)]
    return found


@pytest.mark.parametrize(("procedure", "facts_type", "action", "state"), every("unlawful"))
def test_step_from_another_state_is_refused(
    procedure: Procedure, facts_type: type[Facts], action: str, state: str
) -> None:
    actor = procedure.rows(action)[0].by[0]
    with pytest.raises(WrongState) as refused:
        decide(procedure, facts(facts_type, state, actor), action)
    assert refused.value.clause == procedure.rows(action)[0].clause


@pytest.mark.parametrize(("procedure", "facts_type", "action", "state"), every("lawful"))
def test_step_by_another_actor_is_refused(
    procedure: Procedure, facts_type: type[Facts], action: str, state: str
) -> None:
    lawful = {actor for step in procedure.rows(action) if state in step.sources for actor in step.by}
    for actor in set(Actor) - lawful:
        with pytest.raises(WrongActor):
            decide(procedure, facts(facts_type, state, actor), action)


@pytest.mark.parametrize(("procedure", "facts_type"), TABLES)
def test_table_names_only_its_own_states(procedure: Procedure, facts_type: type[Facts]) -> None:
    for step in procedure.steps:
        assert set(step.sources) <= {NEW, *procedure.states}
        for source in step.sources:
            assert set(step.targets(source)) <= {NEW, *procedure.states}
    assert procedure.ends <= set(procedure.states)
    assert set(procedure.time_limits) <= set(procedure.states)


@pytest.mark.parametrize(("procedure", "facts_type"), TABLES)
def test_every_state_is_reached_and_no_step_leaves_an_end(procedure: Procedure, facts_type: type[Facts]) -> None:
    reached = {target for step in procedure.steps for source in step.sources for target in step.targets(source)}
    assert set(procedure.states) <= reached | {"draft"}
    assert not {source for step in procedure.steps for source in step.sources} & procedure.ends


@pytest.mark.parametrize(("procedure", "facts_type"), TABLES)
def test_available_actions_are_those_that_decide_would_look_at(
    procedure: Procedure, facts_type: type[Facts]
) -> None:
    for state in procedure.states:
        for actor in Actor:
            names = {found.step.action for found in available_actions(procedure, facts(facts_type, state, actor))}
            expected = {s.action for s in procedure.steps if state in s.sources and actor in s.by}
            assert names == expected


def test_unknown_action_is_a_mistake_of_the_program() -> None:
    with pytest.raises(UnknownAction):
        decide(RECOGNITION, facts(RecognitionFacts, "draft", Actor.APPLICANT), "bribe")


@pytest.mark.parametrize("procedure", [procedure for procedure, _ in TABLES], ids=lambda procedure: procedure.kind)
def test_a_joint_state_that_was_left_never_comes_back(procedure: Procedure) -> None:
    """A case that has just come to a joint state has no opinions in it: `cases.tasks.refresh` relies on it."""
    for joint in filter(procedure.is_joint, procedure.states):
        seen: set[str] = set()
        ahead = targets_of(procedure, joint) - {joint}
        while ahead:
            seen |= ahead
            ahead = {target for state in ahead for target in targets_of(procedure, state)} - seen
        assert joint not in seen


def targets_of(procedure: Procedure, state: str) -> set[str]:
    return {target for step in procedure.steps if state in step.sources for target in step.targets(state)}
