"""Divisions, offices, roles, actors, and the constraints the database holds."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from gongfang.accounts import permissions, reference
from gongfang.accounts.models import Division, Office, Role, User

from .. import factories

pytestmark = pytest.mark.django_db


def test_reference_is_loaded_once_however_often() -> None:
    reference.load()
    reference.load()
    assert Division.objects.count() == 8
    assert Office.objects.count() == 24
    assert Division.objects.filter(level="county", parent_id="654200").count() == 7
    office = Office.objects.get(division_id="654224", department="hrss")
    assert (office.name, office.code, office.level) == ("托里县人力资源和社会保障局", "county.hrss", "county")
    prefecture = Office.objects.get(division_id="654200", department="culture")
    assert (prefecture.name, prefecture.code) == ("塔城地区文化体育广播电视和旅游局", "prefecture.culture")


@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.HEAD, None), (Role.OFFICER, None), (Role.EXPERT, "county.culture"), (Role.APPLICANT, "county.hrss")],
)
def test_officials_and_only_they_have_an_office(role: str, code: str | None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.user(role, office=factories.office(code) if code else None)


def test_a_login_is_unique_in_any_spelling() -> None:
    User.objects.create_user(login="13800138000", password="x", role=Role.EXPERT, display_name="甲")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(login="+86 138 0013 8000", password="x", role=Role.EXPERT, display_name="乙")


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.user("emperor")


def test_an_account_nobody_has_authorised_cannot_be_open() -> None:
    user = factories.expert_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(awaits_authorisation=True)


def test_a_person_shows_as_a_pseudonym() -> None:
    user = factories.applicant("王小二")
    assert str(user) == user.username
    assert user.username.startswith("u-")
    assert "王小二" not in repr(user)
    assert user.username != factories.applicant().username


def test_actor_of_each_role() -> None:
    assert permissions.actor_of(factories.head("county.culture")) == "county.culture"
    assert permissions.actor_of(factories.officer("prefecture.agriculture")) == "prefecture.agriculture"
    assert permissions.actor_of(factories.applicant()) == "applicant"
    assert permissions.actor_of(factories.expert_user()) == "expert"
    for role in (Role.AUDITOR, *permissions.ADMINISTRATOR_ROLES):
        assert permissions.actor_of(factories.user(role)) is None
    assert permissions.actor_of(AnonymousUser()) is None


def test_heads_sign_and_officers_do_not() -> None:
    head, officer = factories.head("county.hrss"), factories.officer("county.hrss")
    assert (permissions.is_head(head), permissions.is_head(officer)) == (True, False)
    assert permissions.is_official(head)
    assert permissions.is_official(officer)
    assert not permissions.is_official(factories.applicant())


def test_everybody_but_applicants_needs_a_second_factor() -> None:
    assert permissions.needs_two_factors(factories.head("county.hrss"))
    assert permissions.needs_two_factors(factories.expert_user())
    assert permissions.needs_two_factors(factories.user(Role.SYSTEM_ADMIN))
    assert not permissions.needs_two_factors(factories.applicant())
    assert not permissions.needs_two_factors(AnonymousUser())
