"""Publishing notices and ending them (article 6(三), readings R9, R12, R21)."""

from datetime import date

import pytest

from gongfang.cases import limits
from gongfang.notices import queries, services
from gongfang.notices.models import Notice, NoticeEntry
from gongfang.regulation.procedure import Actor, StepRefused
from tests.factories import applicant, beijing, head, officer
from tests.notices.cast import (
    CONTACT,
    LAST_INSTANT,
    PUBLISHED,
    TOO_LATE,
    all_agree,
    objected,
    on_notice,
    proposed,
    published,
)

pytestmark = pytest.mark.django_db


def test_publish_notice_starts_a_period_that_leaves_out_the_day_of_publication() -> None:
    application = proposed()
    notice = services.publish_notice(application, by=head("prefecture.culture"), at=PUBLISHED)
    period = limits.running(application, queries.PERIOD)
    assert application.state == "public_notice"
    assert (notice.starts_on, notice.last_day) == (date(2026, 6, 10), date(2026, 6, 17))
    assert period is not None
    assert period.ends_at == notice.ends_at == TOO_LATE


def test_notice_prints_what_its_entries_were_on_that_day() -> None:
    application = proposed("驼绒工坊")
    published(application)
    application.operator_name = "改名之后"
    application.save()
    entry = NoticeEntry.objects.get(application=application)
    assert (entry.workshop_name, entry.operator_name) == ("驼绒工坊", "驼绒工坊有限公司")
    assert (entry.ich_items, entry.county) == ("毡绣（自治区级）", "托里县")


def test_publish_lists_all_applications_on_one_notice() -> None:
    notice = published(proposed("甲"), proposed("乙"), proposed("丙"))
    assert [entry.workshop_name for entry in notice.entries.all()] == ["甲", "乙", "丙"]


def test_publish_puts_none_on_notice_when_one_is_not_proposed() -> None:
    ready, early = proposed("甲"), proposed("乙", state="expert_review")
    with pytest.raises(StepRefused):
        published(ready, early)
    ready.refresh_from_db()
    assert ready.state == "proposed"
    assert not Notice.objects.exists()


def test_publish_refuses_an_empty_list() -> None:
    with pytest.raises(ValueError, match="at least one"):
        published()


def test_publish_numbers_notices_within_the_year() -> None:
    numbers = [published(proposed(title)).number for title in ("甲", "乙")]
    assert numbers == ["GS2026-001", "GS2026-002"]


def test_publish_prints_the_contact_of_the_last_notice_when_none_is_given() -> None:
    published(proposed("甲"))
    notice = services.publish_notice(proposed("乙"), by=head("prefecture.culture"), at=PUBLISHED)
    assert (notice.contact_phone, notice.contact_address) == (CONTACT.phone, CONTACT.address)


def test_first_notice_without_a_contact_names_the_office() -> None:
    notice = services.publish_notice(proposed(), by=head("prefecture.culture"), at=PUBLISHED)
    assert notice.contact_office == "塔城地区文化体育广播电视和旅游局"


def test_publish_notice_is_open_to_an_officer_because_it_binds_nobody() -> None:
    application = proposed()
    services.publish_notice(application, by=officer("prefecture.culture"), at=PUBLISHED)
    assert application.state == "public_notice"


@pytest.mark.parametrize("code", ["county.culture", "prefecture.hrss", "prefecture.agriculture"])
def test_publish_notice_is_refused_to_other_offices(code: str) -> None:
    application = proposed()
    with pytest.raises(StepRefused):
        services.publish_notice(application, by=head(code), at=PUBLISHED)
    application.refresh_from_db()
    assert application.state == "proposed"
    assert not Notice.objects.exists()


@pytest.mark.parametrize("by", [Actor.SYSTEM, Actor.PUBLIC])
def test_publish_notice_is_refused_to_nobodys_account(by: Actor) -> None:
    with pytest.raises(StepRefused):
        services.publish_notice(proposed(), by=by, at=PUBLISHED)


def test_publish_notice_is_refused_to_an_applicant() -> None:
    with pytest.raises(StepRefused):
        services.publish_notice(proposed(), by=applicant(), at=PUBLISHED)


def test_close_notice_is_refused_before_the_last_day_has_ended() -> None:
    application = on_notice()
    with pytest.raises(StepRefused, match="公示期未满"):
        services.close_notice(application, by=Actor.SYSTEM, at=LAST_INSTANT)
    services.close_notice(application, by=Actor.SYSTEM, at=TOO_LATE)
    assert application.state == "confirming"


def test_close_notice_is_held_by_an_objection_and_let_go_by_its_dismissal() -> None:
    application = on_notice()
    objection = objected(application).objection
    assert not queries.due_to_close(TOO_LATE).exists()
    with pytest.raises(StepRefused, match="1 件异议未办结"):
        services.close_notice(application, by=Actor.SYSTEM, at=TOO_LATE)
    all_agree(objection, at=TOO_LATE)
    decided = {"findings": "面积属实", "reply": "经核查不成立"}
    services.dismiss_objection(objection, by=head("prefecture.culture"), at=TOO_LATE, **decided)
    assert [case.pk for case in queries.due_to_close(TOO_LATE)] == [application.pk]
    services.close_notice(application, by=Actor.SYSTEM, at=TOO_LATE)
    assert application.state == "confirming"


def test_due_to_close_finds_a_notice_from_its_first_instant_too_late() -> None:
    application = on_notice()
    assert not queries.due_to_close(LAST_INSTANT).exists()
    assert [case.pk for case in queries.due_to_close(TOO_LATE)] == [application.pk]


def test_published_tells_the_end_that_is_in_force_when_the_calendar_has_moved_it() -> None:
    application = on_notice()
    later = beijing("2026-06-19 00:00")
    period = limits.running(application, queries.PERIOD)
    assert period is not None
    type(period).objects.filter(pk=period.pk).update(ends_at=later, last_day=date(2026, 6, 18))
    notice = queries.published().get()
    assert (notice.standing_ends_at, notice.last_day) == (later, date(2026, 6, 17))
    assert queries.running(at=TOO_LATE).exists()
