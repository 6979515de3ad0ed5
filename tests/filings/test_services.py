"""The steps of the annual filing: each lawful one, each refusal, each wrong person (R11, R13)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongfang.applications.keeping import NotEditable, Overtaken, Repeated
from gongfang.cases import limits
from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.filings import keeping, queries, services
from gongfang.filings.models import AnnualFiling
from gongfang.filings.parts import SLOT_BY_NAME
from gongfang.records.models import Record
from gongfang.regulation.annual_filing import State
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor, WrongState
from gongfang.workshops.models import WorkshopStatus
from gongfang.workshops.services import set_status
from tests.applications.specimen import identity_numbers
from tests.factories import TACHENG_CITY, applicant, auditor, beijing, expert_user, head, officer

from . import cast

pytestmark = pytest.mark.django_db


def refusal(filing: Any, action: str, /, **given: Any) -> StepRefused:
    """Return why a step is refused, and see that nothing has changed."""
    before = AnnualFiling.objects.filter(pk=filing.pk).values().get()
    records = Record.objects.count()
    with pytest.raises(StepRefused) as refused:
        perform(filing, action, **given)
    assert AnnualFiling.objects.filter(pk=filing.pk).values().get() == before
    assert Record.objects.count() == records
    return refused.value


# ---- open


def test_filing_is_owed_from_the_year_after_recognition() -> None:
    shop = cast.workshop(holder=applicant())
    filing = services.open_filing(shop, by=Actor.SYSTEM, at=cast.OPENED)
    assert (filing.state, filing.year, filing.holder, filing.region) == ("owed", 2027, shop.holder, shop.county)
    assert filing.number == "NB2027-0001"
    limit = limits.running(filing, "annual_filing")
    assert limit is not None
    assert (limit.trigger, limit.last_day, limit.ends_at) == (date(2027, 1, 1), date(2027, 12, 31), cast.TOO_LATE)
    record = Record.objects.get(case=filing.pk)
    assert (record.action, record.actor, record.clause_id) == ("open_filing", "SYSTEM", "9(一)")


def test_a_year_has_one_filing() -> None:
    filing = cast.owed()
    with pytest.raises(StepRefused, match=f"2027 年度的报备 {filing.number} 已经建立"):
        services.open_filing(filing.workshop, by=Actor.SYSTEM, at=cast.OPENED)
    assert AnnualFiling.objects.count() == 1


def test_filing_is_not_owed_for_the_year_of_recognition() -> None:
    with pytest.raises(StepRefused, match="自认定次年起报备"):
        services.open_filing(cast.workshop(), by=Actor.SYSTEM, at=beijing("2026-07-01 10:00"))
    assert not AnnualFiling.objects.exists()


def test_filing_is_not_opened_for_a_revoked_workshop() -> None:
    shop = cast.workshop()
    set_status(workshop=shop, status=WorkshopStatus.REVOKED, on=date(2026, 12, 1), at=beijing("2026-12-01 10:00"))
    with pytest.raises(StepRefused, match="不再要求报备"):
        services.open_filing(shop, by=Actor.SYSTEM, at=cast.OPENED)


def test_filing_is_opened_by_nobody_but_time() -> None:
    for person in (head("county.culture"), head("prefecture.culture"), applicant()):
        with pytest.raises(WrongActor):
            services.open_filing(cast.workshop(), by=person, at=cast.OPENED)


def test_new_filing_starts_from_last_years_figures_and_people() -> None:
    first = cast.accepted(subsidies_remaining=Decimal("1"))
    second = cast.owed(first.workshop, year=2028)
    second = cast.fresh(second)
    assert second.previous_id == first.pk
    assert (second.output_value, second.profit) == (Decimal(120), Decimal(18))
    assert (second.subsidies_carried, second.subsidies_received) == (Decimal(1), None)
    assert second.registration == ""
    people = {row.id_index: (row.name, row.id_number) for row in first.roster.all()}
    assert {row.id_index: (row.name, row.id_number) for row in second.roster.all()} == people
    assert {row.pk for row in second.roster.all()} & {row.pk for row in first.roster.all()} == set()


def test_filing_never_handed_in_is_no_starting_point() -> None:
    first = cast.filled()
    perform(first, "miss", by=Actor.SYSTEM, at=cast.TOO_LATE)
    second = cast.fresh(cast.owed(first.workshop, year=2028))
    assert (second.previous, second.output_value, second.roster.count()) == (None, None, 0)


# ---- file


def test_filing_is_handed_in() -> None:
    filing = cast.filled()
    activity = filing.workshop.activities.get()
    cast.file(filing)
    filing = cast.fresh(filing)
    assert (filing.state, filing.filed_at, filing.truth_declared_at) == ("filed", cast.AT, cast.AT)
    assert limits.running(filing, "annual_filing") is None
    activity.refresh_from_db()
    assert activity.filing_id == filing.pk
    tasks = Task.objects.filter(case=filing.pk).values_list("office__department", "action")
    assert list(tasks) == [("culture", "accept_filing")]
    record = Record.objects.filter(case=filing.pk).latest("seq")
    assert (record.action, record.actor, record.user) == ("file", "applicant", filing.holder)
    assert '"roster":2' in record.body.replace(" ", "")


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"registration": ""}, "登记信息是否有变化"),
        ({"registration": "changed"}, "变化情况"),
        ({"output_value": None}, "产值"),
        ({"subsidies_spent": None}, "已使用财政补助"),
        ({"subsidies_use": ""}, "补助资金用途"),
        ({"protection_statement": ""}, "项目保护与传承情况"),
    ],
)
def test_incomplete_filing_is_refused(changes: dict[str, Any], lacking: str) -> None:
    filing = cast.filled(**changes)
    refused = refusal(filing, "file", by=filing.holder, at=cast.AT, truth_declared=True)
    assert lacking in refused.reason
    assert refused.clause.id == "9(一)"


def test_filing_without_people_or_activities_says_so() -> None:
    filing = cast.owed()
    keeping.FILING.save_step(filing, step="all", by=cast.keeper(filing), changes=cast.FILLED, seen_revision=0)
    refused = refusal(filing, "file", by=filing.holder, at=cast.AT, truth_declared=True)
    assert "就业人员名单" in refused.reason
    assert "活动记录" in refused.reason
    none = {"has_no_roster": True, "has_no_activities": True}
    keeping.FILING.save_step(filing, step="all", by=cast.keeper(filing), changes=none, seen_revision=1)
    assert cast.file(filing).state == State.FILED


def test_filing_needs_the_declaration() -> None:
    filing = cast.filled()
    refused = refusal(filing, "file", by=filing.holder, at=cast.AT)
    assert refused.reason == "请先确认报备内容客观真实的承诺"


def test_filing_is_in_time_to_the_last_instant_of_the_year() -> None:
    assert cast.file(cast.filled(), at=cast.LAST_INSTANT).state == State.FILED


def test_filing_is_late_with_the_first_instant_of_the_next_year() -> None:
    filing = cast.filled()
    refused = refusal(filing, "file", by=filing.holder, at=cast.TOO_LATE, truth_declared=True)
    assert refused.reason == "报备期限已于 2027-12-31 24:00 届满"


@pytest.mark.parametrize("who", ["rival", "county", "other county", "prefecture", "expert", "auditor"])
def test_filing_belongs_to_the_workshops_account(who: str) -> None:
    people = {
        "rival": applicant(),
        "county": head("county.culture"),
        "other county": head("county.culture", TACHENG_CITY),
        "prefecture": head("prefecture.culture"),
        "expert": expert_user(),
        "auditor": auditor(),
    }
    filing = cast.filled()
    assert isinstance(refusal(filing, "file", by=people[who], at=cast.AT, truth_declared=True), WrongActor)


def test_version_seen_is_the_version_filed() -> None:
    filing = cast.filled()
    refused = refusal(filing, "file", by=filing.holder, at=cast.AT, truth_declared=True, seen_version=7)
    assert "刚被他人办理过" in refused.reason


# ---- on paper


def test_county_enters_what_came_on_paper() -> None:
    filing = cast.filled(cast.owed(on_paper=True))
    cast.file(filing, received_on=date(2027, 5, 30), entry_reason="乡镇转来")
    filing = cast.fresh(filing)
    assert (filing.state, filing.received_on, filing.entry_reason) == ("filed", date(2027, 5, 30), "乡镇转来")
    record = Record.objects.filter(case=filing.pk).latest("seq")
    assert record.actor == "applicant"
    assert record.user == Record.objects.filter(case=filing.pk, action="file").get().user


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"received_on": None}, "请填写纸质材料的收到日期"),
        ({"received_on": date(2027, 6, 2)}, "收到日期不能晚于今天"),
        ({"received_on": date(2027, 5, 30)}, "请说明事后录入的原因"),
    ],
)
def test_stamp_of_a_paper_must_be_plausible(given: dict[str, Any], reason: str) -> None:
    filing = cast.filled(cast.owed(on_paper=True))
    by = cast.keeper(filing)
    assert reason in refusal(filing, "file", by=by, at=cast.AT, truth_declared=True, **given).reason


def test_paper_lacks_nothing_but_its_scan() -> None:
    filing = cast.filled(cast.owed(on_paper=True))
    filing.files.all().delete()
    given = {"received_on": cast.AT.date(), "truth_declared": True}
    assert "扫描件" in refusal(filing, "file", by=cast.keeper(filing), at=cast.AT, **given).reason


def test_account_does_not_stamp_its_own_filing() -> None:
    filing = cast.filled()
    given = {"received_on": date(2027, 5, 1), "entry_reason": "早已提交", "truth_declared": True}
    assert isinstance(refusal(filing, "file", by=filing.holder, at=cast.AT, **given), WrongActor)


@pytest.mark.parametrize("code", ["county.hrss", "prefecture.culture"])
def test_paper_is_entered_by_the_countys_culture_office_only(code: str) -> None:
    filing = cast.filled(cast.owed(on_paper=True))
    given = {"received_on": cast.AT.date(), "truth_declared": True}
    assert isinstance(refusal(filing, "file", by=head(code), at=cast.AT, **given), WrongActor)
    away = head("county.culture", TACHENG_CITY)
    assert isinstance(refusal(filing, "file", by=away, at=cast.AT, **given), WrongActor)


def test_paper_that_came_in_time_is_entered_after_its_year() -> None:
    filing = cast.filled(cast.owed(on_paper=True))
    perform(filing, "miss", by=Actor.SYSTEM, at=cast.TOO_LATE)
    later, by = beijing("2028-01-06 10:00"), cast.keeper(filing)
    late = {"received_on": date(2028, 1, 1), "entry_reason": "邮寄", "truth_declared": True}
    assert "届满" in refusal(filing, "file", by=by, at=later, **late).reason
    cast.file(filing, at=later, received_on=date(2027, 12, 31), entry_reason="年末收到，节后录入")
    assert cast.fresh(filing).state == State.FILED
    assert queries.missed_years(filing.workshop) == []


def test_account_files_no_missed_year() -> None:
    filing = cast.filled()
    perform(filing, "miss", by=Actor.SYSTEM, at=cast.TOO_LATE)
    refused = refusal(filing, "file", by=filing.holder, at=cast.TOO_LATE, truth_declared=True)
    assert refused.reason == "报备期限已满；只能补录期限内收到的纸质报备"


def test_paper_is_not_entered_for_a_workshop_that_is_no_longer_recognised() -> None:
    filing = cast.filled(cast.owed(on_paper=True))
    perform(filing, "miss", by=Actor.SYSTEM, at=cast.TOO_LATE)
    later = beijing("2028-02-01 10:00")
    set_status(workshop=filing.workshop, status=WorkshopStatus.REVOKED, on=later.date(), at=later)
    given = {"received_on": date(2027, 12, 31), "entry_reason": "年末收到", "truth_declared": True}
    assert "不再要求报备" in refusal(filing, "file", by=cast.keeper(filing), at=later, **given).reason


# ---- accept and return


@pytest.mark.parametrize("by", ["head", "officer"])
def test_county_confirms(by: str) -> None:
    filing = cast.filed()
    official = head("county.culture") if by == "head" else officer("county.culture")
    perform(filing, "accept_filing", by=official, at=cast.AT)
    assert cast.fresh(filing).state == State.ACCEPTED
    assert not Task.objects.filter(case=filing.pk).exists()
    assert queries.latest_accepted(filing.workshop) == filing


@pytest.mark.parametrize("action", ["accept_filing", "return_filing"])
def test_prefecture_leaves_it_to_the_county(action: str) -> None:
    refused = refusal(cast.filed(), action, by=head("prefecture.culture"), at=cast.AT, **_given(action))
    assert refused.reason == "年度报备由县（市）级确认"


def _given(action: str) -> dict[str, Any]:
    return {"missing": "名单不全"} if action == "return_filing" else {}


@pytest.mark.parametrize("action", ["accept_filing", "return_filing"])
def test_nobody_else_confirms_or_returns(action: str) -> None:
    filing = cast.filed()
    others = (filing.holder, head("county.hrss"), head("county.culture", TACHENG_CITY), auditor(), expert_user())
    for person in others:
        assert isinstance(refusal(filing, action, by=person, at=cast.AT, **_given(action)), WrongActor)


@pytest.mark.parametrize("action", ["accept_filing", "return_filing"])
def test_only_what_was_filed_is_confirmed_or_returned(action: str) -> None:
    refused = refusal(cast.owed(), action, by=head("county.culture"), at=cast.AT, **_given(action))
    assert isinstance(refused, WrongState)


def test_returned_filing_names_what_it_lacks_and_is_open_again() -> None:
    filing = cast.returned()
    asked = filing.corrections.get()
    assert (asked.part, asked.note) == ("people", "名单少一人")
    limit = limits.running(filing, "filing_correction")
    assert limit is not None
    assert limit.last_day == date(2027, 6, 15)
    assert not filing.workshop.activities.get().is_locked
    keeping.FILING.save_step(
        filing, step="people", by=filing.holder, changes={"disability_statement": "一人"}, seen_revision=0
    )
    cast.file(filing, at=beijing("2027-06-15 23:59:59"))
    assert cast.fresh(filing).state == State.FILED


def test_return_says_what_is_missing() -> None:
    refused = refusal(cast.filed(), "return_filing", by=head("county.culture"), at=cast.AT, missing=[])
    assert refused.reason == "请填写需补正的全部内容"


def test_correction_after_the_years_end_counts() -> None:
    filing = cast.filed(at=cast.LAST_INSTANT)
    cast.returned(filing, at=beijing("2028-01-05 10:00"))
    limit = limits.running(filing, "filing_correction")
    assert limit is not None
    assert limit.ends_at > cast.TOO_LATE
    cast.file(filing, at=beijing("2028-01-10 10:00"))
    assert cast.fresh(filing).state == State.FILED


def test_correction_is_late_after_both_its_period_and_the_year() -> None:
    filing = cast.returned(cast.filed(at=cast.LAST_INSTANT), at=beijing("2028-01-05 10:00"))
    limit = limits.running(filing, "filing_correction")
    assert limit is not None
    refused = refusal(filing, "file", by=filing.holder, at=limit.ends_at, truth_declared=True)
    assert "届满" in refused.reason


def test_correction_that_takes_longer_than_its_period_is_in_time_until_the_years_end() -> None:
    filing = cast.returned()
    cast.file(filing, at=cast.LAST_INSTANT)
    assert cast.fresh(filing).state == State.FILED


# ---- keeping


def test_filed_filing_is_closed() -> None:
    filing = cast.filed()
    worker, file = cast.worker(next(identity_numbers())), cast.pdf()
    with pytest.raises(NotEditable):
        keeping.FILING.save_step(filing, step="people", by=filing.holder, changes={}, seen_revision=0)
    with pytest.raises(NotEditable):
        keeping.FILING.add_row(filing, worker, by=filing.holder, at=cast.AT)
    with pytest.raises(NotEditable):
        keeping.FILING.add_file(
            filing, slot=SLOT_BY_NAME["filing_other"], upload=file, by=filing.holder, at=cast.AT
        )


def test_same_person_is_on_the_roster_once() -> None:
    filing, number = cast.owed(), next(identity_numbers())
    keeping.FILING.add_row(filing, cast.worker(number), by=filing.holder, at=cast.AT)
    with pytest.raises(Repeated):
        keeping.FILING.add_row(filing, cast.worker(number), by=filing.holder, at=cast.AT)


def test_two_windows_do_not_overwrite_each_other() -> None:
    filing = cast.owed()
    first = {"step": "protection", "by": filing.holder, "seen_revision": 0}
    keeping.FILING.save_step(filing, changes={"protection_statement": "甲"}, window="a", **first)
    with pytest.raises(Overtaken):
        keeping.FILING.save_step(filing, changes={"protection_statement": "乙"}, window="b", **first)
    assert cast.fresh(filing).protection_statement == "甲"


def test_file_that_was_handed_in_stays() -> None:
    filing = cast.filled()
    kept = keeping.FILING.add_file(
        filing, slot=SLOT_BY_NAME["filing_other"], upload=cast.pdf(), by=filing.holder, at=cast.AT
    )
    cast.returned(cast.file(filing))
    with pytest.raises(NotEditable):
        keeping.FILING.remove_file(filing, kept, by=filing.holder)
    later = beijing("2027-06-02 10:00")
    more = keeping.FILING.add_file(
        filing, slot=SLOT_BY_NAME["filing_other"], upload=cast.pdf(), by=filing.holder, at=later
    )
    keeping.FILING.remove_file(filing, more, by=filing.holder)
    assert list(filing.files.all()) == [kept]
