"""The log of activities: kept by the workshop, seen by the offices, fixed by a filing (articles 4 and 7(五))."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.filings import activities, queries
from gongfang.filings.models import Activity, ActivityFile
from gongfang.records.models import EvidenceFile
from gongfang.records.uploads import UploadRefused
from gongfang.workshops.models import Workshop, WorkshopStatus
from gongfang.workshops.services import set_status
from tests.factories import TACHENG_CITY, applicant, auditor, beijing, expert_user, head, officer

from . import cast

pytestmark = pytest.mark.django_db
GIVEN = {"kind": "school", "held_on": "2027-05-20", "title": "毡绣进校园", "participants": "45"}


@pytest.fixture(autouse=True)
def _in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: cast.AT)


@pytest.fixture
def shop() -> Workshop:
    return cast.workshop(holder=applicant())


def signed_in(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


def log_url(shop: Workshop) -> str:
    return reverse("filings:activities", args=[shop.number])


def add(client: Client, shop: Workshop, **changes: Any) -> Any:
    return client.post(reverse("filings:add_activity", args=[shop.number]), GIVEN | changes)


def test_holder_logs_an_activity_with_photographs(shop: Workshop) -> None:
    client = signed_in(shop.holder)
    assert add(client, shop, files=[cast.picture(), cast.pdf("签到表.pdf")]).url == log_url(shop)
    activity = shop.activities.get()
    assert (activity.kind, activity.participants, activity.added_by) == ("school", 45, shop.holder)
    assert activity.files.count() == 2
    page = client.get(log_url(shop)).content.decode()
    assert "毡绣进校园" in page
    assert "?inline=small" in page


def test_county_logs_for_a_workshop_without_account() -> None:
    shop = cast.workshop()
    assert add(signed_in(officer("county.culture")), shop).status_code == 302
    for other in (head("county.hrss"), head("prefecture.culture"), auditor()):
        assert add(signed_in(other), shop).status_code == 403
    assert add(signed_in(head("county.culture", TACHENG_CITY)), shop).status_code == 404
    assert shop.activities.count() == 1


def test_county_does_not_log_for_a_workshop_with_an_account(shop: Workshop) -> None:
    assert add(signed_in(head("county.culture")), shop).status_code == 403
    with pytest.raises(activities.NotKept):
        cast.logged(shop, by=head("county.culture"))


def test_what_lies_ahead_is_refused_and_what_was_typed_stays(shop: Workshop) -> None:
    page = add(signed_in(shop.holder), shop, held_on="2027-06-02").content.decode()
    assert "日期不能晚于今天。" in page
    assert "毡绣进校园" in page
    with pytest.raises(activities.NotKept, match="不能晚于今天"):
        cast.logged(shop, held_on=date(2027, 6, 2))
    assert not shop.activities.exists()


def test_file_that_is_none_we_take_keeps_nothing(shop: Workshop) -> None:
    wrong = cast.pdf("照片.jpg")
    page = add(signed_in(shop.holder), shop, files=[cast.picture(), wrong])
    assert page.status_code == 200
    assert (Activity.objects.count(), ActivityFile.objects.count()) == (0, 0)


def test_an_activity_has_a_dozen_files_at_most(shop: Workshop) -> None:
    activity = cast.logged(shop, files=[cast.picture() for _ in range(12)])
    with pytest.raises(UploadRefused):
        activities.change_activity(activity, by=shop.holder, at=cast.AT, files=[cast.picture()])


def test_revoked_workshop_logs_no_more(shop: Workshop) -> None:
    set_status(workshop=shop, status=WorkshopStatus.REVOKED, on=date(2027, 5, 1), at=beijing("2027-05-01 10:00"))
    assert add(signed_in(shop.holder), shop).status_code == 403


def test_holder_changes_and_removes(shop: Workshop, django_capture_on_commit_callbacks: Any) -> None:
    activity, client = cast.logged(shop, files=[cast.picture()]), signed_in(shop.holder)
    change = reverse("filings:change_activity", args=[activity.pk])
    assert "照片.jpg" in client.get(change).content.decode()
    client.post(change, GIVEN | {"title": "擀毡进校园", "files": [cast.picture("二.jpg")]})
    activity.refresh_from_db()
    assert (activity.title, activity.files.count()) == ("擀毡进校园", 2)
    photo = activity.files.first()
    assert photo is not None
    client.post(reverse("filings:remove_activity_file", args=[photo.pk]))
    assert activity.files.count() == 1
    left = activity.files.get().file
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("filings:remove_activity", args=[activity.pk]))
    assert not shop.activities.exists()
    assert not EvidenceFile.objects.filter(section="activity").exists()
    assert not left.file.storage.exists(left.file.name)


def test_activity_is_fixed_while_its_filing_is_handed_in(shop: Workshop) -> None:
    filing = cast.filed(cast.owed(shop))
    activity, client = shop.activities.get(), signed_in(shop.holder)
    change = reverse("filings:change_activity", args=[activity.pk])
    assert client.get(change).status_code == 403
    assert client.post(reverse("filings:remove_activity", args=[activity.pk])).status_code == 403
    with pytest.raises(activities.NotKept):
        activities.remove_activity(activity, by=shop.holder)
    assert "已随 2027 年度报备提交" in client.get(log_url(shop)).content.decode()
    cast.returned(filing)
    assert client.post(change, GIVEN | {"title": "改正"}).status_code == 302
    assert Activity.objects.get().title == "改正"


def test_activity_is_reported_once(shop: Workshop) -> None:
    first = cast.accepted(cast.owed(shop))
    later = cast.logged(shop, at=beijing("2027-11-01 10:00"), title="年底培训", kind="training")
    second = cast.owed(shop, year=2028)
    assert list(queries.activities_for(second)) == [later]
    assert [each.title for each in queries.activities_for(first)] == ["毡绣进校园"]


def test_activity_of_another_year_is_not_reported(shop: Workshop) -> None:
    filing = cast.owed(shop)
    cast.logged(shop, held_on=date(2025, 12, 31))
    within = cast.logged(shop, held_on=date(2026, 1, 1))
    assert list(queries.activities_for(filing)) == [within]


# ---- who sees photographs


def photo_of(shop: Workshop) -> str:
    activity = cast.logged(shop, files=[cast.picture()])
    return reverse("records:file", args=[activity.files.get().file_id]) + "?inline=small"


def test_photographs_are_for_the_holder_the_offices_and_the_auditor(shop: Workshop) -> None:
    url = photo_of(shop)
    readers = (shop.holder, head("county.culture"), head("county.hrss"), head("prefecture.hrss"), auditor())
    assert [signed_in(reader).get(url).status_code for reader in readers] == [200] * 5
    others = (applicant(), head("county.culture", TACHENG_CITY), expert_user())
    assert [signed_in(other).get(url).status_code for other in others] == [404] * 3
    assert Client().get(url).status_code == 404


def test_county_that_uploaded_for_a_workshop_sees_it_no_more_once_it_has_moved(shop: Workshop) -> None:
    on_paper = cast.workshop()
    url = photo_of(on_paper)
    uploader = EvidenceFile.objects.get().uploaded_by
    assert signed_in(uploader).get(url).status_code == 200
    Workshop.objects.filter(pk=on_paper.pk).update(county=TACHENG_CITY)
    assert signed_in(uploader).get(url).status_code == 404


def test_log_is_seen_by_whom_the_workshop_is_seen(shop: Workshop) -> None:
    readers = (shop.holder, head("county.hrss"), head("prefecture.agriculture"), auditor())
    assert [signed_in(reader).get(log_url(shop)).status_code for reader in readers] == [200] * 4
    others = (applicant(), head("county.culture", TACHENG_CITY), expert_user())
    assert [signed_in(other).get(log_url(shop)).status_code for other in others] == [404] * 3


# ---- counts and the last activity


def test_workshops_page_counts_what_article_4_counts(shop: Workshop) -> None:
    cast.logged(shop, kind="training", held_on=date(2026, 6, 1))
    cast.logged(shop, kind="training", held_on=date(2026, 5, 31))  # a day too long ago
    cast.logged(shop, kind="welfare", held_on=date(2027, 1, 5))
    page = signed_in(shop.holder).get(shop.get_absolute_url()).content.decode()
    assert "传统技艺培训：1 次" in page
    assert "公益活动：1 次" in page
    assert "不少于 2 次" in page


def test_last_activity_of_a_page_of_workshops_is_one_query(shop: Workshop) -> None:
    other, idle = cast.workshop(), cast.workshop()
    cast.logged(shop, held_on=date(2027, 3, 1))
    cast.logged(shop, held_on=date(2027, 2, 1))
    cast.logged(other, held_on=date(2026, 9, 1))
    assert queries.last_activity_on(shop) == date(2027, 3, 1)
    assert queries.last_activity_on(idle) is None
    with CaptureQueriesContext(connection) as captured:
        found = queries.last_activity_of([shop, other, idle])
    assert found == {shop.pk: date(2027, 3, 1), other.pk: date(2026, 9, 1)}
    assert len(captured) == 1
    rows = queries.with_last_activity(Workshop.objects.order_by("pk"))
    assert [row.last_activity_on for row in rows] == [date(2027, 3, 1), date(2026, 9, 1), None]
