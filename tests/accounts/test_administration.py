"""Three administrators: what each may do, may not do, and that all of it is recorded."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from gongfang.accounts.administration import services
from gongfang.accounts.models import Role, User
from gongfang.accounts.services import LoginTaken
from gongfang.records.models import AccessEntry

from .. import factories

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-05-06T10:00:00+08:00")
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def administrator(role: str = Role.SYSTEM_ADMIN) -> User:
    return factories.user(role)


def acts() -> list[tuple[str, str]]:
    return list(AccessEntry.objects.order_by("id").values_list("action", "subject"))


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(administrator(role))
    return client


def new_account(**changes: Any) -> dict[str, Any]:
    office = factories.office("county.hrss")
    fields = {"login": "hrss-07", "display_name": "李文静", "role": "officer", "office": office.pk}
    return {name: value for name, value in (fields | changes).items() if value != ""}


def path(name: str, user: User) -> str:
    return reverse(f"accounts:{name}", args=[user.username])


def test_an_account_opens_when_two_administrators_agree() -> None:
    office = factories.office("county.hrss")
    user, password = services.create_account(
        by=administrator(), login="hrss-07", display_name="李文静", role=Role.OFFICER, office=office, at=NOW
    )
    assert (user.is_active, user.must_change_password, user.created_at) == (False, True, NOW)
    assert user.check_password(password)
    with pytest.raises(services.RoleRefused):
        services.enable(by=administrator(), user=user, at=NOW)
    keeper = administrator(Role.SECURITY_ADMIN)
    services.assign(by=keeper, user=user, role=Role.HEAD, office=office, reason="任命", at=NOW)
    user.refresh_from_db()
    assert (user.is_active, user.role) == (True, Role.HEAD)
    assert acts() == [("create_account", f"user:{user.username}"), ("assign_role", f"user:{user.username}")]


def test_a_disabled_account_stays_disabled_when_its_role_changes() -> None:
    user = factories.officer("county.hrss")
    services.disable(by=administrator(), user=user, reason="调离", at=NOW)
    keeper = administrator(Role.SECURITY_ADMIN)
    services.assign(by=keeper, user=user, role=Role.EXPERT, office=None, reason="转任", at=NOW)
    user.refresh_from_db()
    assert (user.is_active, user.role, user.office) == (False, Role.EXPERT, None)
    services.enable(by=administrator(), user=user, at=NOW)
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize("role", [Role.APPLICANT, *ADMINISTRATORS])
def test_no_account_is_given_administration_or_application(role: str) -> None:
    with pytest.raises(services.RoleRefused):
        services.create_account(by=administrator(), login="x-1", display_name="甲", role=role, office=None, at=NOW)
    user = factories.expert_user()
    with pytest.raises(services.RoleRefused):
        services.assign(
            by=administrator(Role.SECURITY_ADMIN), user=user, role=role, office=None, reason="", at=NOW
        )
    assert acts() == []


def test_an_applicant_never_becomes_an_official() -> None:
    office = factories.office("county.culture")
    with pytest.raises(services.RoleRefused):
        services.assign(
            by=administrator(Role.SECURITY_ADMIN),
            user=factories.applicant(),
            role=Role.HEAD,
            office=office,
            reason="",
            at=NOW,
        )


def test_a_taken_login_is_refused() -> None:
    expert = factories.expert_user()
    with pytest.raises(LoginTaken):
        services.create_account(
            by=administrator(),
            login=expert.login.upper(),
            display_name="乙",
            role=Role.EXPERT,
            office=None,
            at=NOW,
        )


def test_reset_password_gives_a_one_time_password_and_lifts_the_lock(client: Client) -> None:
    user = factories.expert_user()
    for _ in range(5):
        client.post("/accounts/login/", {"login": user.login, "password": "wrong"})
    assert AccessAttempt.objects.exists()
    password = services.reset_password(by=administrator(), user=user, at=NOW)
    assert not AccessAttempt.objects.exists()
    user.refresh_from_db()
    assert user.check_password(password)
    assert user.must_change_password
    assert client.post("/accounts/login/", {"login": user.login, "password": password}).status_code == 302


def test_reset_second_factor_forgets_it() -> None:
    user = factories.expert_user()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    services.reset_second_factor(by=administrator(Role.SECURITY_ADMIN), user=user, reason="手机遗失", at=NOW)
    assert not user.authenticator_set.exists()
    assert AccessEntry.objects.get().reason == "手机遗失"


def every_act(by: User, user: User) -> dict[str, Any]:
    """Return each administrative act, by the role that may do it."""
    common = {"by": by, "user": user, "at": NOW}
    return {
        "disable": (Role.SYSTEM_ADMIN, lambda: services.disable(reason="调离", **common)),
        "enable": (Role.SYSTEM_ADMIN, lambda: services.enable(**common)),
        "reset_password": (Role.SYSTEM_ADMIN, lambda: services.reset_password(**common)),
        "assign": (
            Role.SECURITY_ADMIN,
            lambda: services.assign(role=Role.EXPERT, office=None, reason="聘任", **common),
        ),
        "reset_second_factor": (
            Role.SECURITY_ADMIN,
            lambda: services.reset_second_factor(reason="遗失", **common),
        ),
    }


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.EXPERT, Role.AUDITOR, Role.HEAD, *ADMINISTRATORS])
def test_each_act_belongs_to_one_administrator(role: str) -> None:
    by = factories.user(role, office=factories.office("county.culture") if role == Role.HEAD else None)
    target = factories.expert_user()
    for allowed, act in every_act(by, target).values():
        if role == allowed:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()
    recorded = sum(role == allowed for allowed, _act in every_act(by, target).values())
    assert AccessEntry.objects.count() == recorded


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_administrators_have_no_power_over_each_other(role: str) -> None:
    target = administrator(role)
    for by in (administrator(Role.SYSTEM_ADMIN), administrator(Role.SECURITY_ADMIN)):
        for _allowed, act in every_act(by, target).values():
            with pytest.raises(PermissionDenied):
                act()
    target.refresh_from_db()
    assert (target.is_active, target.role) == (True, role)


def test_an_act_that_cannot_be_recorded_does_not_happen() -> None:
    user = factories.expert_user()
    unrecordable: Any = None  # the log demands a reason, if an empty one
    with pytest.raises(IntegrityError), transaction.atomic():
        services.disable(by=administrator(), user=user, reason=unrecordable, at=NOW)
    user.refresh_from_db()
    assert user.is_active


def test_pages_create_and_authorise(client: Client) -> None:
    system = signed_in(Role.SYSTEM_ADMIN)
    page = system.post(reverse("accounts:create_account"), new_account())
    user = User.objects.get(awaits_authorisation=True)
    assert user.check_password(page.context["password"])
    assert page.context["password"] in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    security = signed_in(Role.SECURITY_ADMIN)
    assert "待授权" in security.get(reverse("accounts:people")).content.decode()
    assert "授权并启用" in security.get(path("person", user)).content.decode()
    data = {"role": "officer", "office": user.office_id, "reason": "岗位任命"}
    assert security.post(path("assign", user), data).status_code == 302
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"office": ""}, "office"),
        ({"role": "expert"}, "office"),
        ({"role": "system_admin"}, "role"),
        ({"login": ""}, "login"),
    ],
)
def test_create_account_form_refuses(changes: dict[str, Any], field: str) -> None:
    system = signed_in(Role.SYSTEM_ADMIN)
    page = system.post(reverse("accounts:create_account"), new_account(**changes))
    assert field in page.context["form"].errors
    assert not User.objects.filter(awaits_authorisation=True).exists()


def test_create_account_form_says_that_a_login_is_taken() -> None:
    taken = factories.expert_user()
    page = signed_in(Role.SYSTEM_ADMIN).post(reverse("accounts:create_account"), new_account(login=taken.login))
    assert "该账号已存在" in page.content.decode()


def test_pages_disable_and_enable() -> None:
    system, user = signed_in(Role.SYSTEM_ADMIN), factories.expert_user()
    system.post(path("disable", user), {"reason": ""})
    assert User.objects.get(pk=user.pk).is_active
    system.post(path("disable", user), {"reason": "解聘"})
    assert not User.objects.get(pk=user.pk).is_active
    system.post(path("enable", user))
    assert User.objects.get(pk=user.pk).is_active
    page = system.post(path("reset_password", user))
    assert User.objects.get(pk=user.pk).check_password(page.context["password"])


def test_pages_refuse_what_the_services_refuse() -> None:
    security = signed_in(Role.SECURITY_ADMIN)
    applicant, expert = factories.applicant(), factories.expert_user()
    data = {"role": "expert", "reason": "聘任"}
    assert "不能授予其他角色" in security.post(path("assign", applicant), data, follow=True).content.decode()
    no_office = security.post(path("assign", expert), {"role": "head", "reason": "任命"}, follow=True)
    assert "请选择所在单位" in no_office.content.decode()
    security.post(path("reset_second_factor", expert), {"reason": ""})
    assert acts() == []
    security.post(path("reset_second_factor", expert), {"reason": "遗失"})
    assert acts() == [("reset_second_factor", f"user:{expert.username}")]


PAGES = {
    "people": (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    "create_account": (Role.SYSTEM_ADMIN,),
    "person": (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    "disable": (Role.SYSTEM_ADMIN,),
    "enable": (Role.SYSTEM_ADMIN,),
    "reset_password": (Role.SYSTEM_ADMIN,),
    "assign": (Role.SECURITY_ADMIN,),
    "reset_second_factor": (Role.SECURITY_ADMIN,),
}


@pytest.mark.parametrize("role", list(Role.values))
def test_pages_are_closed_to_every_other_role(role: str) -> None:
    official = role in (Role.HEAD, Role.OFFICER)
    client = Client()
    client.force_login(factories.user(role, office=factories.office("county.culture") if official else None))
    target = factories.expert_user()
    for name, allowed in PAGES.items():
        address = reverse("accounts:" + name) if name in ("people", "create_account") else path(name, target)
        answer = client.get(address).status_code
        assert (answer == 403) is (role not in allowed), name
    assert Client().get(reverse("accounts:people")).url.startswith("/accounts/login/")


def test_accounts_of_administrators_and_unknown_ones_are_not_found() -> None:
    system = signed_in(Role.SYSTEM_ADMIN)
    assert system.get(path("person", administrator(Role.AUDIT_ADMIN))).status_code == 404
    assert system.get(reverse("accounts:person", args=["u-0000000000"])).status_code == 404


def test_the_list_shows_no_login_and_is_searched_by_a_whole_one() -> None:
    system, expert = signed_in(Role.SYSTEM_ADMIN), factories.expert_user("努尔兰")
    people = reverse("accounts:people")
    page = system.get(people).content.decode()
    assert expert.username in page
    assert expert.login not in page
    assert [u.pk for u in system.get(people, {"search": expert.login.upper()}).context["people"]] == [expert.pk]
    assert [u.pk for u in system.get(people, {"search": "尔兰"}).context["people"]] == [expert.pk]
    assert list(system.get(people, {"search": expert.login[:-1]}).context["people"]) == []
    assert [u.pk for u in system.get(people, {"role": "expert"}).context["people"]] == [expert.pk]


def test_the_list_has_a_bounded_number_of_queries_and_pages(django_assert_num_queries: Any) -> None:
    system = signed_in(Role.SYSTEM_ADMIN)
    for _ in range(3):
        factories.officer("county.culture")
    system.get(reverse("accounts:people"))
    with django_assert_num_queries(3):  # session, administrator, page
        system.get(reverse("accounts:people"))
    for _ in range(60):
        factories.officer("county.hrss")
    with django_assert_num_queries(3):
        first = system.get(reverse("accounts:people"))
    second = system.get(reverse("accounts:people") + first.context["next"])
    seen = [user.pk for page in (first, second) for user in page.context["people"]]
    assert len(seen) == len(set(seen)) == User.objects.count()
    assert second.context["next"] == ""


def test_an_installation_begins_with_three_administrators_and_no_known_password() -> None:
    assert not User.objects.exists()
    out = StringIO()
    call_command("create_administrators", stdout=out)
    lines = dict(line.split() for line in out.getvalue().splitlines())
    assert sorted(lines) == ["audit-admin", "security-admin", "system-admin"]
    assert {user.role for user in User.objects.all()} == set(ADMINISTRATORS)
    assert all(user.check_password(lines[user.login]) and user.must_change_password for user in User.objects.all())
    with pytest.raises(CommandError):
        call_command("create_administrators")
