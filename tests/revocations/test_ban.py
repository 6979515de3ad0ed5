"""What an applicant under a ban is told, and which likenesses officials are shown."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongfang.accounts.encryption import blind_index
from gongfang.accounts.models import User
from gongfang.applications.models import Application, Person
from gongfang.cases.services import perform
from gongfang.revocations import likeness
from gongfang.revocations.models import Revocation
from gongfang.workshops.models import Workshop
from tests.applications import factories as made
from tests.factories import TACHENG_CITY, auditor, beijing, division, head
from tests.revocations import cast

pytestmark = pytest.mark.django_db
CODE, PERSON = "91350100M000100Y43", "11010519491231002X"
OTHER_CODE, OTHER_PERSON = "93653100M000100Y4X", "110105199003078816"
FILED, FREE = beijing("2026-10-12 10:00"), beijing("2029-09-16 00:00")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: FILED)


def index(number: str) -> str:
    return blind_index(number, "person.id_number")


def page(client: Client, user: User | None, url: str) -> str:
    assert user is not None
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return str(client.get(url).content.decode())


def side(client: Client, draft: Application) -> str:
    return page(client, draft.holder, reverse("applications:precheck", args=[draft.number]))


def revoked(**changes: Any) -> Revocation:
    return cast.revoked(cast.workshop(**changes))


@pytest.mark.parametrize("same", [{"credit_code": CODE}, {"responsible_id_index": True}])
def test_the_applicant_is_told_in_the_wizard(client: Client, same: dict[str, Any]) -> None:
    if "responsible_id_index" in same:
        same = {"responsible_id_index": index(PERSON)}
    revoked(**same)
    shown = side(client, made.draft(at=FILED))
    for words in (
        "现在不能申报",
        "第十条第（八）项",
        cast.DOCUMENT,
        "2026年9月16日",
        "2029年9月16日",
        "起可以申报",
    ):
        assert words in shown


def test_saving_the_credit_code_brings_it_up_and_correcting_it_takes_it_away(client: Client) -> None:
    revoked(credit_code=CODE)
    draft = made.draft(at=FILED, credit_code=OTHER_CODE)
    assert "现在不能申报" not in side(client, draft)
    autosave = reverse("applications:autosave", args=[draft.number, "workshop"])
    assert client.post(autosave, {"credit_code": CODE, "revision": "0", "window": "w"}).status_code in (200, 409)
    Application.objects.filter(pk=draft.pk).update(credit_code=CODE)
    assert "现在不能申报" in side(client, draft)


def test_nobody_else_is_told_of_a_ban(client: Client) -> None:
    revoked(credit_code=OTHER_CODE)
    assert "现在不能申报" not in side(client, made.draft(at=FILED))


def test_the_first_free_day_is_free(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    revoked(credit_code=CODE)
    monkeypatch.setattr(timezone, "now", lambda: FREE)
    draft = made.draft(at=FREE)
    assert "现在不能申报" not in side(client, draft)
    perform(draft, "submit", by=draft.holder, at=FREE)
    assert draft.state == "submitted"


def look_alike(**changes: Any) -> Workshop:
    """Return a revoked workshop that shares neither code nor responsible person with a usual draft."""
    usual = {"credit_code": OTHER_CODE, "responsible_id_index": index(OTHER_PERSON)}
    return revoked(**usual | changes).workshop


def whys(draft: Application) -> list[list[str]]:
    return [[str(why) for why in each.why] for each in likeness.near_matches(draft)]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"operator_name": "样例民族手工艺专业合作社"}, "经营主体名称相同"),
        ({"address": "样例村 1 号"}, "地址相同"),
    ],
)
def test_a_likeness_is_named(changes: dict[str, Any], why: str) -> None:
    look_alike(**changes)
    assert whys(made.draft(at=FILED)) == [[why]]


def test_managers_of_a_revoked_workshop_are_recognised_by_their_index() -> None:
    old, draft = made.draft(at=cast.OPENED, credit_code=OTHER_CODE), made.draft(at=FILED)
    for application in (old, draft):
        Person.objects.create(
            application=application, role="manager", name="某某", id_number=OTHER_PERSON, added_at=FILED
        )
    look_alike(application_number=old.number, responsible_id_index="")
    assert whys(draft) == [["管理人员相同"]]


def test_a_former_responsible_person_who_now_manages_is_recognised() -> None:
    draft = made.draft(at=FILED)
    Person.objects.create(application=draft, role="manager", name="某某", id_number=OTHER_PERSON, added_at=FILED)
    look_alike()
    assert whys(draft) == [["管理人员相同"]]


def test_the_same_address_in_another_county_is_another_place() -> None:
    look_alike(address="样例村 1 号", county=division(TACHENG_CITY))
    assert whys(made.draft(at=FILED)) == []


def test_who_resembles_nobody_or_somebody_in_good_standing_gets_no_hint() -> None:
    look_alike()
    cast.workshop(address="样例村 1 号")
    assert whys(made.draft(at=FILED)) == []


def test_a_ban_that_has_ended_is_no_hint() -> None:
    look_alike(address="样例村 1 号")
    assert whys(made.draft(at=FREE)) == []


def test_a_workshop_revoked_before_the_measures_is_no_hint() -> None:
    workshop = cast.workshop(recognised_on=date(2025, 1, 1), has_plaque=False, address="样例村 1 号")
    Workshop.objects.filter(pk=workshop.pk).update(status="revoked", revoked_on=date(2026, 1, 1))
    assert whys(made.draft(at=FILED)) == []


def test_the_hint_is_for_officials_and_refuses_nothing(client: Client) -> None:
    look_alike(address="样例村 1 号")
    draft = made.draft(at=FILED)
    perform(draft, "submit", by=draft.holder, at=FILED)
    url = reverse("cases:detail", args=[draft.number])
    for somebody in (head("county.culture"), head("prefecture.culture"), auditor()):
        assert "与被撤销的工坊近似" in page(client, somebody, url)
    assert "与被撤销的工坊近似" not in page(client, draft.holder, url)
    assert "地址相同" not in page(client, draft.holder, url)
