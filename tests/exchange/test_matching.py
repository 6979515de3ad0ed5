"""Rosters are matched on keyed indexes; what differs is asked of the county, nobody accused (article 9(二))."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from gongfang.accounts import keys
from gongfang.accounts.encryption import bulk_indexer
from gongfang.applications.models import RosterEntry
from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.exchange import matching, queries
from gongfang.exchange.models import Matching, MatchResult, Mismatch, MismatchLine, RegisterEntry
from gongfang.exchange.services import Explained
from gongfang.records.models import AccessEntry, Statement
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop, WorkshopStatus
from tests.applications import specimen
from tests.exchange import cast
from tests.exchange.cast import AT, TODAY, applied, matched, mismatch, numbers, people, with_roster, workshop
from tests.factories import TACHENG_CITY, applicant, division, head, officer
from tests.filings.cast import workshop as without_filing

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=30)


def county(department: str = "culture") -> object:
    return head(f"county.{department}")


def issues(shop: Workshop) -> list[str]:
    return sorted(MismatchLine.objects.filter(workshop=shop, gone_at=None).values_list("issue", flat=True))


def settle(case: Mismatch, explanation: str = "works_here", **changes: object) -> None:
    lines = {line.pk: Explained(explanation, "已电话了解") for line in queries.open_lines(case)}
    perform(case, "settle_mismatch", by=county(), at=AT, explained=lines, **changes)


@pytest.fixture
def differing() -> Workshop:
    """Return a workshop with somebody the register confirms, somebody unknown, and somebody who has left."""
    confirmed, unknown, left = numbers(3)
    applied(people([confirmed, left]), as_of=TODAY - timedelta(days=30))
    applied(people([confirmed]))
    return workshop([confirmed, unknown, left])


def test_everybody_on_a_roster_is_told_apart(differing: Workshop) -> None:
    """Article 7(二): whom a workshop employs is confirmed, not found or has left the status."""
    found = matched()
    assert (found.workshops, found.people) == (1, 3)
    assert (found.confirmed, found.not_found, found.left, found.doubled) == (1, 1, 1, 0)
    assert found.register_as_of == TODAY
    assert issues(differing) == ["left", "not_found"]
    counts = queries.counts_by_kind([differing.pk])
    assert counts == {"poverty": {"people": 3, "confirmed": 1, "not_found": 1, "left": 1, "doubled": 0}}


def test_somebody_in_two_workshops_is_found_in_both() -> None:
    number = numbers(1)
    applied(people(number))
    here, there = workshop(number), workshop(number, county=TACHENG_CITY)
    found = matched()
    assert (found.people, found.confirmed, found.doubled) == (2, 2, 2)
    assert issues(here) == issues(there) == ["doubled"]
    assert mismatch(there).region == division(TACHENG_CITY)


def test_county_matches_its_own_workshops_and_sees_doubles_elsewhere() -> None:
    number = numbers(1)
    applied(people(number))
    here, there = workshop(number), workshop(number, county=TACHENG_CITY)
    found = matched(by=county("agriculture"))
    assert (found.workshops, found.doubled) == (1, 1)
    assert (issues(here), issues(there)) == (["doubled"], [])


def test_last_roster_counts_and_the_disabled_do_not() -> None:
    first, second, third = numbers(3)
    applied(people([second]))
    shop = workshop([first])
    with_roster(shop, [second], year=2028)
    workshop([third], kind="disabled")
    found = matched()
    assert (found.people, found.confirmed) == (1, 1)


def test_roster_of_the_application_counts_until_one_is_filed() -> None:
    draft = specimen.complete_draft(holder=applicant(), region=division(), at=AT)
    without_filing(application_number=draft.number)
    applied(people([RosterEntry.objects.filter(application=draft)[0].id_number]))
    found = matched()
    assert (found.people, found.confirmed) == (draft.roster.filter(kind__in=["poverty", "monitored"]).count(), 1)
    assert set(MatchResult.objects.values_list("source", flat=True)) == {"application"}


def test_only_recognised_workshops_are_matched(differing: Workshop) -> None:
    at = AT + timedelta(minutes=1)
    register.set_status(workshop=differing, status=WorkshopStatus.SURRENDERED, on=at.date(), at=at)
    assert matched(at=at).people == 0


def test_matching_needs_a_register() -> None:
    with pytest.raises(StepRefused, match="还没有数据") as refused:
        matched()
    assert refused.value.clause == clauses.SHARING


@override_settings(GONGFANG_MATCHINGS_AN_HOUR=1)
def test_matching_is_logged_and_limited(differing: Workshop) -> None:
    by = head("prefecture.culture")
    found = matched(by=by)
    assert AccessEntry.objects.filter(action="match_rosters", user=by, subject=f"matching:{found.pk}").exists()
    with pytest.raises(matching.TooOften, match="一小时内最多比对 1 次"):
        matched(by=by)
    matched(by=by, at=AT + timedelta(hours=1))
    assert Matching.objects.count() == 2


def test_register_under_an_older_key_still_matches(differing: Workshop) -> None:
    """A new index key does not ask the departments for a new list: rosters are indexed under the old one too."""
    keys.add_key("index")
    from gongfang.accounts.rotation import reencrypt
    from gongfang.filings.models import Worker

    reencrypt(Worker, batch_size=100)
    assert set(RegisterEntry.objects.values_list("key_id", flat=True)) == {1}
    found = matched()
    (keys.files()[-1]).unlink()
    assert (found.confirmed, found.not_found, found.left) == (1, 1, 1)


def test_indexes_in_bulk_are_those_of_single_rows() -> None:
    from gongfang.accounts.encryption import blind_index

    number = numbers(1)[0]
    assert bulk_indexer("roster.id_number")(number) == blind_index(number, "roster.id_number")


def test_number_of_queries_does_not_grow_with_the_rosters(differing: Workshop) -> None:
    by = head("prefecture.culture")
    with CaptureQueriesContext(connection) as few:
        matched(by=by)
    workshop(numbers(30, skip=10)[:0])
    confirmed = numbers(1)
    for _turn in range(3):
        workshop(confirmed, kind="monitored")
    matched(by=by)
    with CaptureQueriesContext(connection) as many:
        matched(by=by)
    assert len(many) <= len(few)


# ---- what differs


def test_question_is_a_task_of_culture_and_agriculture(differing: Workshop) -> None:
    matched()
    case = mismatch(differing)
    tasks = Task.objects.filter(case=case).values_list("office__department", "action")
    assert sorted(tasks) == [("agriculture", "check_register"), ("culture", "settle_mismatch")]
    assert case.holder is None
    assert differing.status == WorkshopStatus.RECOGNISED


def test_workshop_is_asked_and_answers(differing: Workshop) -> None:
    matched()
    case = mismatch(differing)
    perform(case, "ask_workshop", by=county(), at=AT, question="请协助了解两位务工人员的登记情况")
    assert case.holder == differing.holder
    perform(case, "answer_mismatch", by=differing.holder, at=AT, reply="一位正在办理登记")
    assert case.state == "checking"
    assert set(Statement.objects.filter(record__case=case).values_list("name", flat=True)) == {"question", "reply"}


def test_county_answers_for_a_workshop_on_paper() -> None:
    applied(people(numbers(1)))
    shop = workshop(numbers(1, skip=1), holder=None)
    matched()
    case, by = mismatch(shop), county()
    perform(case, "ask_workshop", by=by, at=AT, question="请说明")
    perform(case, "answer_mismatch", by=by, at=AT, reply="已电话了解")
    assert case.state == "checking"


def test_agriculture_checks_its_register_once(differing: Workshop) -> None:
    matched()
    case, by = mismatch(differing), county("agriculture")
    perform(case, "check_register", by=by, at=AT, findings="登记库截至五月底，一人的识别正在办理")
    assert not Task.objects.filter(case=case, action="check_register").exists()
    with pytest.raises(StepRefused, match="已经核对过"):
        perform(case, "check_register", by=by, at=AT, findings="再次核对")


def test_question_is_settled_when_everybody_is_explained(differing: Workshop) -> None:
    matched()
    case = mismatch(differing)
    line = queries.open_lines(case).first()
    with pytest.raises(StepRefused, match="还有 1 人没有选择核对结果"):
        perform(case, "settle_mismatch", by=county(), at=AT, explained={line.pk: Explained("pending")})
    assert queries.open_lines(case).count() == 2
    settle(case, "pending", findings="均已了解")
    assert (case.state, case.is_open) == ("settled", False)
    assert not queries.open_lines(case).exists()


def test_what_was_explained_is_not_asked_again(differing: Workshop) -> None:
    matched()
    settle(mismatch(differing))
    matched(at=LATER)
    assert not Mismatch.objects.filter(is_open=True).exists()


def test_question_ends_by_itself_when_the_register_is_up_to_date(differing: Workshop) -> None:
    matched()
    case = mismatch(differing)
    applied(people(numbers(3)), as_of=LATER.date(), at=LATER)
    matched(at=LATER)
    case.refresh_from_db()
    assert (case.state, case.is_open) == ("cleared", False)
    assert issues(differing) == []


def test_new_difference_joins_the_open_question(differing: Workshop) -> None:
    matched()
    case = mismatch(differing)
    with_roster(differing, numbers(5), year=2028)
    matched(at=LATER)
    assert queries.open_lines(case).count() == 4


def test_question_ends_with_the_recognition(differing: Workshop) -> None:
    matched()
    case = mismatch(differing)
    register.set_status(workshop=differing, status=WorkshopStatus.SURRENDERED, on=AT.date(), at=AT)
    case.refresh_from_db()
    assert case.state == "cleared"


def test_question_goes_on_with_another_account(differing: Workshop) -> None:
    matched()
    case = mismatch(differing)
    perform(case, "ask_workshop", by=county(), at=AT, question="请说明")
    lead, other = head("prefecture.culture"), applicant()
    register.assign_holder(workshop=differing, holder=other, by=lead, at=AT, reason="负责人更换")
    case.refresh_from_db()
    differing.refresh_from_db()
    assert case.holder == differing.holder


def test_each_step_belongs_to_its_office(differing: Workshop) -> None:
    matched()
    case = mismatch(differing)
    for by, action, given in (
        (county("agriculture"), "settle_mismatch", {}),
        (county("hrss"), "check_register", {"findings": "x"}),
        (officer("county.agriculture"), "ask_workshop", {"question": "x"}),
        (head("prefecture.culture"), "ask_workshop", {"question": "x"}),
        (head("county.culture", TACHENG_CITY), "settle_mismatch", {}),
    ):
        with pytest.raises(WrongActor):
            perform(case, action, by=by, at=AT, **given)
    assert AT.date() == cast.TODAY
